import ComplexModule
import OperatorAlgebra
import Foundation
import QuantumCircuits
import RealModule
import Testing

/// Gates that Qiskit has too must have its matrices, phases included: controlled forms depend on them.
///
/// The file was made by `Resources/make_qiskit_matrices.py`.
@Suite struct QiskitMatrixTests {
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let gate: String
        let angles: [Double]
        let qubits: Int
        /// Row, column, real part, imaginary part.
        let nonzero: [[Double]]
        var testDescription: String { "\(gate)\(angles)" }
    }

    static func cases() throws -> [Case] {
        let url = try #require(
            Bundle.module.url(forResource: "qiskit_matrices", withExtension: "json", subdirectory: "Resources"))
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    }

    @Test func matricesAgreeWithQiskit() throws {
        for example in try Self.cases() {
            let n = 1 << example.qubits
            var expected = GateMatrix([Complex<Double>](repeating: .zero, count: n * n))
            for entry in example.nonzero { expected[Int(entry[0]), Int(entry[1])] = Complex(entry[2], entry[3]) }
            let matrix = try GateTable.named(example.gate).matrix(example.angles)
            #expect(Oracle.distance(matrix, expected) < 1e-15, "\(example.testDescription)")
        }
    }

    @Test func everyNameOfTheLibraryIsCovered() throws {
        let covered = Set(try Self.cases().map(\.gate)).union(["u0"])
        for gate in GateTable.all where gate.spelling.openQASM != nil {
            #expect(covered.contains(gate.name), "\(gate.name) is not compared with Qiskit")
        }
    }
}

/// qsim's gates by the definitions in its documentation and sources (docs/input_format.md, lib/gates_qsim.h).
@Suite struct QsimMatrixTests {
    static let i = Complex<Double>.i

    @Test func squareRootsHaveTheEigenvaluesOneAndI() throws {
        let axes: [(String, GateMatrix)] = [
            ("x_1_2", GateMatrix(real: [0, 1, 1, 0])), ("y_1_2", GateMatrix([0, -Self.i, Self.i, 0])),
            ("hz_1_2", GateMatrix([0, Complex(1, -1), Complex(1, 1), 0].map { $0 / Complex(Double.sqrt(2), 0) })),
        ]
        for (name, axis) in axes {
            let root = try #require(GateTable.qsim(name)).matrix([])
            // (1 + i)/2 + (1 - i)/2 A is 1 where A is 1, and i where A is -1.
            var expected = axis.scaled(by: Complex(0.5, -0.5))
            for index in 0..<2 { expected[index, index] += Complex(0.5, 0.5) }
            #expect(Oracle.distance(root, expected) < 1e-15, "\(name)")
            #expect(Oracle.distance(root * root, axis) < 1e-15, "\(name)")
        }
    }

    @Test func rxyTurnsAboutAnAxisInThePlane() throws {
        let (theta, phi) = (0.7, 1.9)
        let generator = Oracle.dense(
            Double.cos(theta) * PauliSum(PauliString([0: .x])) + Double.sin(theta) * PauliSum(PauliString([0: .y])),
            qubitCount: 1)
        let expected = Oracle.exponential(generator.scaled(by: Complex(0, -phi / 2)))
        #expect(Oracle.distance(try #require(GateTable.qsim("rxy")).matrix([theta, phi]), expected) < 1e-14)
    }

    @Test func twoQubitGatesFollowTheirFormulas() throws {
        let (theta, phi) = (0.7, 1.9)
        let (c, s) = (Complex(Double.cos(theta), 0), Complex(Double.sin(theta), 0))
        let last = Complex(Double.cos(phi), -Double.sin(phi))
        let expected: [(String, [Double], [Complex<Double>])] = [
            ("fs", [theta, phi], [1, 0, 0, 0, 0, c, -Self.i * s, 0, 0, -Self.i * s, c, 0, 0, 0, 0, last]),
            ("is", [], [1, 0, 0, 0, 0, 0, Self.i, 0, 0, Self.i, 0, 0, 0, 0, 0, 1]),
            ("cp", [phi], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, last]),
            ("cnot", [], [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]),
        ]
        for (name, angles, elements) in expected {
            let matrix = try #require(GateTable.qsim(name)).matrix(angles)
            #expect(Oracle.distance(matrix, GateMatrix(elements)) < 1e-15, "\(name)")
        }
    }
}
