import ComplexModule
import Foundation
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct OperatorTextTests {
    static func pauli(_ terms: [(PauliString, Complex<Double>)]) -> PauliSum { PauliSum(terms) }
    static let z0 = PauliString([0: .z]), x2 = PauliString([2: .x]), zz = PauliString([0: .z, 1: .z])

    @Test(arguments: [
        "Z0 Z1 + 0.5 X2", "0.5 [X2] + [Z0 Z1]", "Z0 Z1\n0.5 X2", "+0.5*X2 + Z1 Z0", "0.5 [X2] +\n1 [Z0 Z1]\n",
        "\n# comment + 3\n 1.0 [Z0 Z1]   # [X9]\r\n\r\n5e-1 [X2]\r\n", "- -1 [Z0 Z1] + 0.25 x2 + .25 X2",
        "0.5 X2 - (-1) [Z0 Z1]", "(0.5+0j) [X2]+(1-0j)[Z0\nZ1]", "-[Z0 Z1] + 2 Z0 Z1 + 0.5 I7 X2", "0.5X2+Z0 Z1",
        "Z0 Z1 X5 X5 + 0.5 X2 + 3 - 3", "0.5 * [X2] + 1 Z0 Z1",
    ])
    func pauliSpellings(_ text: String) throws {
        #expect(try PauliSum(text) == Self.pauli([(Self.zz, Complex(1, 0)), (Self.x2, Complex(0.5, 0))]))
    }

    @Test(arguments: [
        ("2j [Z0]", Complex(0, 2)), ("(1+2j) Z0", Complex(1, 2)), ("(1-2j)*Z0", Complex(1, -2)),
        ("-(1 - 2j) Z0", Complex(-1, 2)), ("( -1e-3 +2.5E+1j ) Z0", Complex(-1e-3, 25)), ("(2j) Z0", Complex(0, 2)),
        ("(1+-2j) Z0", Complex(1, -2)), ("- 3. Z0", Complex(-3, 0)), ("-0.5J[Z0]", Complex(0, -0.5)),
        ("X0 Y0", Complex(0, 1)), ("0.1 Z0 + 0.2 Z0", Complex(0.1 + 0.2, 0)),
    ])
    func coefficients(_ text: String, _ expected: Complex<Double>) throws {
        #expect(try PauliSum(text) == PauliSum(Self.z0, expected))
    }

    @Test func constantsOfPauliSums() throws {
        #expect(try PauliSum("0.5") == 0.5 * .identity)
        #expect(try PauliSum("0.5 + Z0") == 0.5 * .identity + PauliSum(Self.z0))
        #expect(try PauliSum("-2 []").constant == Complex(-2, 0))
        #expect(try PauliSum("0 []").isEmpty && PauliSum("0").isEmpty)
    }

    @Test func fermionSpellings() throws {
        let product = FermionProduct([.creation(3), .annihilation(1)])
        #expect(try FermionOperator("3^ 1") == FermionOperator(product))
        #expect(try FermionOperator(" 3^  1 # hop\n") == FermionOperator(product))
        #expect(try FermionOperator("-1.5 [3^ 1]\n+ 2 [3^ 1]") == 0.5 * FermionOperator(product))
        #expect(try FermionOperator("0").first?.term == FermionProduct([.annihilation(0)]))
        #expect(try FermionOperator("0 []").isEmpty)
    }

    /// Each message names the line, the column and what stands there.
    @Test(arguments: [
        ("Z0 + A1", 1, 6, "'A1'"), ("Z0 +", 1, 5, "the end of the text"), ("", 1, 1, "the end of the text"),
        ("0.5 [X0] +\n0.25 [X0 Q3]", 2, 10, "'Q3'"), ("[X0", 1, 4, "the end of the text"), ("X-1", 1, 1, "'X'"),
        ("(1+2) [X0]", 1, 5, "')'"), ("(1+2j X0", 1, 7, "'X0'"), ("1 [X0] 2 [X1]", 1, 8, "'2'"),
        ("# only\n", 2, 1, "the end of the text"), ("X99999999999", 1, 1, "'X99999999999'"),
        ("0.5 * ", 1, 7, "the end of the text"),
        ("1e999 [X0]", 1, 1, "'1e999'"), ("X0 + nan [Z0]", 1, 6, "'nan'"), ("X0 ] Z1", 1, 4, "']'"),
        ("X0\n\n  Z0é", 3, 3, "'Z0é'"),
    ])
    func pauliErrors(_ text: String, _ line: Int, _ column: Int, _ found: String) throws {
        let error = #expect(throws: OperatorError.self) { try PauliSum(text) }
        guard case .malformedText(line, column, found, let expected) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!expected.isEmpty)
        #expect(error?.description.hasPrefix("line \(line), column \(column): found \(found), expected ") == true)
    }

    @Test(arguments: [
        ("1.5", 1, 1, "'1.5'"), ("-1", 1, 1, "'-1'"), ("3^ 1\n2^ 0", 2, 1, "'2^'"), ("0.5 3^ [1]", 1, 5, "'3^'"),
        ("[1^^]", 1, 2, "'1^^'"), ("[-1]", 1, 2, "'-1'"), ("", 1, 1, "the end of the text"),
    ])
    func fermionErrors(_ text: String, _ line: Int, _ column: Int, _ found: String) throws {
        let error = #expect(throws: OperatorError.self) { try FermionOperator(text) }
        guard case .malformedText(line, column, found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func printing() throws {
        #expect(try FermionOperator("1.4 [3^ 0] + 1.5 [0^ 3]").description == "1.5 [0^ 3] +\n1.4 [3^ 0]")
        #expect(
            try PauliSum("(1+2j) X0 - 0.1 Y1 + 3j []").description == "(0.0+3.0j) [] +\n(1.0+2.0j) [X0] +\n-0.1 [Y1]")
        #expect(PauliSum.zero.description == "0 []")
    }

    @Test func whatIsPrintedReadsBack() {
        func check<Term: OperatorProduct>(_ operand: LinearCombination<Term>, _ comment: Comment) throws {
            #expect(try LinearCombination<Term>(operand.description) == operand, comment)
            let json = try JSONEncoder().encode([operand])
            #expect(try JSONDecoder().decode([LinearCombination<Term>].self, from: json) == [operand], comment)
        }
        forSeededCases(100) { generator in
            let width = [3, 64, 130].randomElement(using: &generator) ?? 3
            let count = Int.random(in: 0...6, using: &generator)
            let scale = pow(10, Double.random(in: -300...300, using: &generator))
            try check(scale * generator.pauliSum(width: width, terms: count), generator.comment)
            try check(scale * generator.fermionOperator(width: width, terms: count), generator.comment)
            try check(scale * generator.majoranaOperator(width: width, terms: count), generator.comment)
            try check(
                generator.pauliSum(width: width, terms: count).mapCoefficients { Complex($0.real, 0) },
                generator.comment)
        }
    }

    @Test func decodingNamesThePlace() {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(PauliSum.self, from: Data("\"0.5 [W0]\"".utf8))
        }
        #expect(String(describing: error).contains("line 1, column 6"))
    }
}
