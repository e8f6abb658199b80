import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct CanonicalSortTests {
    /// Radix and comparison against `PauliString.<`, for few and many strings, dense and sparse ones.
    @Test(arguments: [3, 12, 20, 21, 22, 40, 64])
    func sortsLikePauliStrings(_ width: Int) {
        check(UInt64.self, width: width)
    }

    @Test(arguments: [21, 65, 100, 128])
    func sortsLikePauliStringsBeyond64Qubits(_ width: Int) {
        check(UInt128.self, width: width)
    }

    private func check<Word: FixedWidthInteger & UnsignedInteger & Sendable>(_ type: Word.Type, width: Int) {
        forSeededCases(3) { generator in
            let isSparse = generator.seed != 2
            let limit: Word = width == Word.bitWidth ? .max : 1 << Word(width) &- 1
            var strings: Set<PauliString> = []
            var entries: [(term: PackedPauli<Word>, coefficient: Complex<Double>)] = []
            for index in 0..<(generator.seed == 3 ? 1000 : 12_000) {
                func word() -> Word {
                    let word = Word.random(in: 0...limit, using: &generator)
                    // Few letters, so that many strings share their first qubits and ends matter.
                    return isSparse
                        ? word & Word.random(in: 0...limit, using: &generator) & (limit >> Word(index % width)) : word
                }
                let packed = PackedPauli(x: word(), z: word())
                if strings.insert(Self.string(packed)).inserted { entries.append((packed, Complex(Double(index), 0))) }
            }
            let expected = entries.map { (string: Self.string($0.term), entry: $0) }.sorted { $0.string < $1.string }
                .map(\.entry)
            CanonicalSort.sort(&entries)
            #expect(entries.map(\.coefficient) == expected.map(\.coefficient), generator.comment)
            let ascends = zip(expected, expected.dropFirst()).allSatisfy { PackedPauli.precedes($0.term, $1.term) }
            #expect(ascends, generator.comment)
        }
    }

    private static func string<Word>(_ packed: PackedPauli<Word>) -> PauliString {
        func mask(_ word: Word) -> QubitMask {
            QubitMask((0..<Word.bitWidth).filter { word >> Word($0) & 1 == 1 })
        }
        return PauliString(x: mask(packed.x), z: mask(packed.z))
    }
}
