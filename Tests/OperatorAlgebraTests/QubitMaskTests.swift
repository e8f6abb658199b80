import OperatorAlgebra
import TestSupport
import Testing

/// Bit masks against sets of integers, across the borders between words and the spill.
@Suite struct QubitMaskTests {
    static let borders = [0, 1, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 193, 255, 256, 1000]

    @Test(arguments: borders)
    func oneQubit(_ qubit: Int) {
        let mask = QubitMask(qubit: qubit)
        #expect(mask == QubitMask([qubit, qubit]))
        #expect(Array(mask) == [qubit])
        #expect(mask.count == 1 && mask.hasOddCount && !mask.isEmpty)
        #expect(mask.first == qubit && mask.last == qubit)
        #expect(mask.contains(qubit) && !mask.contains(qubit + 1) && !mask.contains(qubit + 64))
        #expect(mask.symmetricDifference(mask) == QubitMask(), "the spill of an empty set is gone")
        var removed = mask
        removed.remove(qubit + 1)
        #expect(removed == mask)
        removed.remove(qubit)
        #expect(removed == QubitMask() && removed.isEmpty && removed.first == nil && removed.last == nil)
    }

    @Test(arguments: borders)
    func firstQubits(_ count: Int) {
        let mask = QubitMask(first: count)
        #expect(Array(mask) == Array(0..<count))
        #expect(mask.count == count)
        #expect(mask.last == (count == 0 ? nil : count - 1))
    }

    @Test func agreesWithSets() {
        forSeededCases(300) { generator in
            let width = Self.borders.randomElement(using: &generator) ?? 64
            func random(_ generator: inout SeededGenerator) -> Set<Int> {
                Set(
                    (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                        Int.random(in: 0...width, using: &generator)
                    })
            }
            let (a, b) = (random(&generator), random(&generator))
            let (left, right) = (QubitMask(a.sorted()), QubitMask(b.sorted(by: >)))
            let comment = generator.comment
            #expect(Array(left) == a.sorted(), comment)
            #expect((left == right) == (a == b), comment)
            #expect(left.symmetricDifference(right) == QubitMask(a.symmetricDifference(b).sorted()), comment)
            #expect(left.intersection(right) == QubitMask(a.intersection(b).sorted()), comment)
            #expect(left.union(right) == QubitMask(a.union(b).sorted()), comment)
            #expect(left.subtracting(right) == QubitMask(a.subtracting(b).sorted()), comment)
            #expect(left.overlapsOddly(right) == (a.intersection(b).count % 2 == 1), comment)
            #expect(left.hasOddCount == (a.count % 2 == 1), comment)
            #expect(left.symmetricDifference(right).hashValue == right.symmetricDifference(left).hashValue, comment)
        }
    }

    @Test func wordsFromLowToHigh() {
        let mask: QubitMask = [0, 63, 64, 127, 128, 200]
        let ends: UInt64 = 1 << 63 | 1
        #expect(mask.word == ends)
        #expect((0..<5).map(mask.word(at:)) == [ends, ends, 1, 256, 0])
        #expect(mask.wordCount == 4)
        #expect(QubitMask(low: 5, high: 9) == [0, 2, 64, 67])
    }
}
