import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct NormalOrderTests {
    @Test func canonicalAnticommutation() throws {
        #expect(try FermionOperator("0 0^").normalOrdered() == FermionOperator("1 [] - 1 [0^ 0]"))
        #expect(try FermionOperator("1 0^").normalOrdered() == FermionOperator("-1 [0^ 1]"))
        #expect(try FermionOperator("0 1").normalOrdered() == FermionOperator("-1 [1 0]"))
        #expect(try FermionOperator("2^ 2^").normalOrdered().isEmpty)
        #expect(try FermionOperator("0^ 0 0^ 0").normalOrdered() == FermionOperator("0^ 0"))
    }

    /// Three ways to the same sum, around the borders between word widths.
    @Test func fastWaysEqualExchanges() {
        forSeededCases(200) { generator in
            let width = [2, 4, 63, 64, 65, 127, 128].randomElement(using: &generator) ?? 4
            let modes = (0..<4).map { _ in Int.random(in: 0..<width, using: &generator) }
            let operand = generator.fermionOperator(width: 4, terms: 5, upTo: 8)
            let moved = FermionOperator(
                operand.map { term, coefficient in
                    (
                        FermionProduct(
                            term.factors.map { LadderOperator(mode: modes[$0.mode], isCreation: $0.isCreation) }),
                        coefficient
                    )
                })
            let expected = moved.normalOrderedByExchanges()
            #expect(expected.isNormalOrdered, generator.comment)
            #expect(moved.normalOrdered().isClose(to: expected, tolerance: 1e-14), generator.comment)
            #expect(
                NormalOrderAccumulator<UInt128>.sum { $0.add(moved) }.isClose(to: expected, tolerance: 1e-14),
                generator.comment)
            let ordered = moved.normalOrdered()
            #expect(ordered.isNormalOrdered, generator.comment)
            #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0.term < $1.term }, generator.comment)
        }
    }

    @Test func fusedProductsEqualProductsThenOrder() {
        forSeededCases(60) { generator in
            let width = [3, 64, 65, 128, 129].randomElement(using: &generator) ?? 3
            let a = generator.fermionOperator(width: width, terms: 6)
            let b = generator.fermionOperator(width: Swift.min(width, 4), terms: 6)
            let product = (a * b).normalOrderedByExchanges()
            #expect(a.normalOrderedProduct(with: b).isClose(to: product, tolerance: 1e-13), generator.comment)
            let commutator = a.commutator(with: b).normalOrderedByExchanges()
            #expect(a.normalOrderedCommutator(with: b).isClose(to: commutator, tolerance: 1e-13), generator.comment)
        }
    }

    @Test func beyond128Modes() throws {
        let operand = try FermionOperator("2 [200 130 200^ 5^]")
        #expect(try operand.normalOrdered() == FermionOperator("2 [200^ 5^ 200 130] + 2 [5^ 130]"))
        #expect(operand.normalOrdered().isNormalOrdered)
        #expect(operand.normalOrdered().count == 2)
    }

    /// Normal ordering changes the spelling, not the action on determinants.
    @Test func actionOnDeterminantsStays() {
        forSeededCases(100) { generator in
            let operand = generator.fermionOperator(width: 4, terms: 4, upTo: 7)
            for bits in 0..<UInt64(16) {
                let before = Self.image(of: QubitMask(word: bits), under: operand)
                let after = Self.image(of: QubitMask(word: bits), under: operand.normalOrdered())
                for (left, right) in zip(before, after) {
                    #expect((left - right).length < 1e-13, generator.comment)
                }
            }
        }
    }

    /// Amplitudes of A|D⟩ over the 16 determinants of four modes.
    static func image(of bits: QubitMask, under operand: FermionOperator) -> [Complex<Double>] {
        var amplitudes = [Complex<Double>](repeating: .zero, count: 16)
        for (term, coefficient) in operand {
            guard let (phase, occupied) = term.applied(to: bits) else { continue }
            amplitudes[Int(occupied.word)] += phase.multiplying(coefficient)
        }
        return amplitudes
    }

    /// a_p |…1_p…⟩ has the sign of the occupied modes below p.
    @Test func ladderOperatorsOnDeterminants() {
        let lower = FermionProduct([.annihilation(2)])
        #expect(lower.applied(to: [0, 2])?.phase == .minusOne)
        #expect(lower.applied(to: [0, 2])?.occupied == [0])
        #expect(lower.applied(to: [0, 1, 2])?.phase == .one)
        #expect(lower.applied(to: [0, 1]) == nil)
        #expect(FermionProduct([.creation(2)]).applied(to: [2]) == nil)
        #expect(FermionProduct([.creation(130), .annihilation(0)]).applied(to: [0, 3])?.phase == .minusOne)
    }

    @Test func chemistOrderIsTheSameOperator() {
        forSeededCases(50) { generator in
            let terms = (0..<6).map { _ -> (FermionProduct, Complex<Double>) in
                let modes = (0..<4).map { _ in Int.random(in: 0..<4, using: &generator) }
                return (
                    FermionProduct([
                        .creation(modes[0]), .annihilation(modes[1]), .creation(modes[2]), .annihilation(modes[3]),
                    ]), generator.coefficient()
                )
            }
            let operand = FermionOperator(terms)
            let ordered = try operand.chemistOrdered()
            #expect((ordered - operand).normalOrdered().largestMagnitude < 1e-14, generator.comment)
            for (term, _) in ordered {
                let pattern = term.factors.map(\.isCreation)
                #expect([[], [true, false], [true, false, true, false]].contains(pattern), generator.comment)
            }
        }
        #expect(throws: OperatorError.notTwoBody(term: "0^")) { try FermionOperator("0^").chemistOrdered() }
    }

    @Test func reorderingChecksThePermutation() throws {
        let operand = try FermionOperator("3^ 1")
        #expect(try operand.reordered(by: [3, 2, 1, 0]) == FermionOperator("0^ 2"))
        #expect(throws: OperatorError.notAPermutation(count: 3, width: 4)) { try operand.reordered(by: [2, 1, 0]) }
        #expect(throws: OperatorError.notAPermutation(count: 4, width: 4)) { try operand.reordered(by: [0, 0, 1, 2]) }
        #expect(SpinOrbitalOrder.upThenDown(modeCount: 5) == [0, 3, 1, 4, 2])
    }
}
