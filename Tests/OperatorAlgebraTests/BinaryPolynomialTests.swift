import Foundation
import OperatorAlgebra
import TestSupport
import Testing

@Suite struct BinaryPolynomialTests {
    /// Case, printed form and truth table with w0 as the most significant bit, as OpenFermion 1.8.1 gives them.
    @Test(arguments: try ReferenceVectors.cases("binary_polynomial"))
    func openFermionCases(_ test: ReferenceVectors.Case) throws {
        let polynomial = try BinaryPolynomial(#require(test.input["string"]?.string))
        #expect(polynomial.description == test.expect["printed"]?.string)
        let expected = try #require(test.expect["truth_table_big_endian"]?.list).map { $0.int == 1 }
        let count = expected.count.trailingZeroBitCount
        let table = polynomial.truthTable(variableCount: count)
        #expect(expected.indices.map { table[Self.reversed($0, count)] } == expected)
    }

    static func reversed(_ index: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | (index >> $1 & 1) << (count - 1 - $1) }
    }

    static func random(_ generator: inout SeededGenerator, width: Int) -> BinaryPolynomial {
        let count = Int.random(in: 0...6, using: &generator)
        return BinaryPolynomial(
            (0..<count).map { _ in QubitMask((0..<width).filter { _ in Bool.random(using: &generator) }) })
    }

    @Test func arithmeticIsThatOfValues() {
        forSeededCases(100) { generator in
            let width = Int.random(in: 1...6, using: &generator)
            let (a, b) = (Self.random(&generator, width: width), Self.random(&generator, width: width))
            let inner = (0..<width).map { _ in Self.random(&generator, width: 4) }
            let composed = try a.substituting(inner)
            for word in 0..<UInt64(1 << width) {
                let bits = QubitMask(word: word)
                #expect((a + b).evaluate(bits) == (a.evaluate(bits) != b.evaluate(bits)), generator.comment)
                #expect((a * b).evaluate(bits) == (a.evaluate(bits) && b.evaluate(bits)), generator.comment)
                #expect(a.truthTable(variableCount: width)[Int(word)] == a.evaluate(bits), generator.comment)
                let moved = QubitMask(bits.map { $0 + 70 })
                #expect(a.shifted(by: 70).evaluate(moved) == a.evaluate(bits), generator.comment)
            }
            for word in 0..<UInt64(16) {
                let bits = QubitMask(word: word)
                let values = QubitMask(inner.indices.filter { inner[$0].evaluate(bits) })
                #expect(composed.evaluate(bits) == a.evaluate(values), generator.comment)
            }
            #expect(a - a == .zero && a * a == a && a * .one == a, generator.comment)
        }
    }

    @Test func whatIsPrintedReadsBack() {
        forSeededCases(50) { generator in
            let polynomial = Self.random(&generator, width: 130)
            #expect(try BinaryPolynomial(polynomial.description) == polynomial, generator.comment)
            let json = try JSONEncoder().encode([polynomial])
            #expect(try JSONDecoder().decode([BinaryPolynomial].self, from: json) == [polynomial], generator.comment)
        }
    }

    @Test func spellings() throws {
        let expected = BinaryPolynomial([[0, 1], [2], []])
        #expect(expected == .variable(0) * .variable(1) + .variable(2) + .one)
        for text in ["w0 w1 + w2 + 1", "[W1 W0]+[W2]+[1]", "1 + w2 1 + w0 w1 w0 + 0 w7", "w2\n + 1 + w0 w1 # end"] {
            #expect(try BinaryPolynomial(text) == expected)
        }
        #expect(expected.degree == 2 && expected.width == 3 && expected.constant && expected.variables == [0, 1, 2])
        #expect(try BinaryPolynomial("0") == .zero && BinaryPolynomial("0").width == 0)
        #expect(try BinaryPolynomial("w1 + w4") == .parity(of: [1, 4]))
    }

    @Test(arguments: [
        ("", 1, "the end of the text"), ("w0 +", 5, "the end of the text"), ("w0 + x1", 6, "'x1'"), ("w-1", 1, "'w-1'"),
        ("[w0", 4, "the end of the text"), ("w0 ] w1", 4, "']'"), ("2 w0", 1, "'2'"), ("[]", 2, "']'"),
        ("w0 [w1]", 4, "'[w1]'"), ("w99999999999", 1, "'w99999999999'"),
    ])
    func errors(_ text: String, _ column: Int, _ found: String) throws {
        let error = #expect(throws: OperatorError.self) { try BinaryPolynomial(text) }
        guard case .malformedText(1, column, found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func substitutionNeedsEveryVariable() {
        #expect(throws: OperatorError.missingVariable(index: 3, count: 2)) {
            try BinaryPolynomial.variable(3).substituting([.zero, .one])
        }
    }
}
