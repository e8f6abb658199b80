import OperatorAlgebra
import TestSupport
import Testing

@Suite struct MajoranaProductTests {
    /// Bubble sort with a sign for each exchange; equal neighbours go.
    static func sorted(_ indices: [Int]) -> (phase: QuarterTurn, modes: [Int]) {
        var (modes, phase) = (indices, QuarterTurn.one)
        while let place = modes.indices.dropLast().first(where: { modes[$0] >= modes[$0 + 1] }) {
            if modes[place] == modes[place + 1] {
                modes.removeSubrange(place...place + 1)
            } else {
                modes.swapAt(place, place + 1)
                phase = phase * .minusOne
            }
        }
        return (phase, modes)
    }

    @Test func productsAgreeWithExchanges() {
        forSeededCases(300) { generator in
            let width = [4, 63, 64, 65, 66, 128, 129, 130, 200].randomElement(using: &generator) ?? 4
            func random() -> [Int] {
                Set(
                    (0..<Int.random(in: 0...7, using: &generator)).map { _ in
                        Int.random(in: 0..<width, using: &generator)
                    }
                )
                .sorted()
            }
            let (a, b) = (random(), random())
            let expected = Self.sorted(a + b)
            let found = MajoranaProduct(QubitMask(a)).multiplied(by: MajoranaProduct(QubitMask(b)))
            #expect(found.phase == expected.phase, generator.comment)
            #expect(found.term == MajoranaProduct(QubitMask(expected.modes)), generator.comment)
            let adjoint = MajoranaProduct(QubitMask(a)).adjoint
            #expect(adjoint.phase == Self.sorted(a.reversed()).phase, generator.comment)
        }
    }

    @Test(arguments: [0, 62, 63, 64, 127, 128, 191, 192])
    func anticommute(_ index: Int) {
        let gamma = MajoranaOperator(MajoranaProduct([index]))
        let next = MajoranaOperator(MajoranaProduct([index + 1]))
        #expect(gamma.anticommutator(with: gamma) == 2 * .identity)
        #expect(gamma.anticommutator(with: next).isEmpty)
        #expect(!gamma.commutes(with: next))
    }

    @Test func orderAndSpelling() throws {
        let a = MajoranaProduct([0, 3]), b = MajoranaProduct([0, 3, 5]), c = MajoranaProduct([1])
        #expect(a < b && b < c && !(b < a))
        #expect(b.description == "0 3 5")
        #expect(try MajoranaProduct.parse("3 0") == (.minusOne, a))
        #expect(try MajoranaOperator("0.5 [3 0] + 2 []") == MajoranaOperator("-0.5 [0 3] + 2 []"))
    }
}
