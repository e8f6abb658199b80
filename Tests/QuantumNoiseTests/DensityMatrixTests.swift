import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import StateVectors
import TestSupport
import Testing

@Suite("Density matrices")
struct DensityMatrixTests {
    @Test("Random noisy circuits agree with plain matrices to 1e-12", arguments: [false, true])
    func randomCircuits(isDynamic: Bool) throws {
        let backend = try VectorizedBackend()
        forSeededCases(60) { generator in
            let qubits = Int.random(in: 1...4, using: &generator)
            let circuit = try RandomNoisyCircuit.make(
                qubits: qubits, gates: 18, isDynamic: isDynamic, using: &generator)
            let expected = ReferenceMixture(circuit)
            let found = try #require(try DensityMatrixSimulator(backend: backend).run(circuit))
            #expect(found.parts.count == expected.parts.values.count { $0.trace > 0 }, generator.comment)
            for part in found.parts {
                let reference = try #require(expected.parts[part.bits], generator.comment)
                var worst = 0.0
                for row in 0..<reference.dimension {
                    for column in 0..<reference.dimension {
                        worst = max(worst, (part.matrix[row, column] - reference[row, column]).length)
                    }
                }
                #expect(worst < 1e-12, generator.comment)
            }
        }
    }

    @Test("Expectation values are Tr(ρH), purity and trace what they are by definition")
    func expectation() throws {
        forSeededCases(20) { generator in
            let circuit = try RandomNoisyCircuit.make(qubits: 3, gates: 12, using: &generator)
            let expected = ReferenceMixture(circuit)
            let found = try #require(
                try DensityMatrixSimulator(backend: VectorizedBackend()).run(circuit))
            let pairs: [(PauliSum, GateMatrix)] = [
                (PauliSum(PauliString([0: .z])), GateMatrix.diagonal((0..<8).map { Complex($0 & 1 == 0 ? 1 : -1, 0) })),
                (
                    PauliSum(PauliString([1: .y])),
                    GateMatrix([.zero, Complex(0, -1), Complex(0, 1), .zero]).expanded(to: 3, positions: [1])
                ),
            ]
            for (sum, matrix) in pairs {
                let value = try found.expectation(of: sum)
                #expect(abs(value - expected.expectation(of: matrix)) < 1e-12, generator.comment)
            }
            let density = found.parts[0].matrix
            #expect(abs(density.trace - 1) < 1e-12, generator.comment)
            let square = expected.matrix * expected.matrix
            #expect(abs(density.purity - square.trace) < 1e-12, generator.comment)
        }
    }

    @Test("Too many qubits and observables that do not fit are refused")
    func refusals() throws {
        #expect(throws: NoiseError.self) { try DensityMatrix(qubitCount: 25) }
        let one = try DensityMatrix(qubitCount: 1)
        #expect(throws: NoiseError.self) { try one.expectation(of: PauliSum(PauliString([3: .z]))) }
    }
}

extension GateMatrix {
    /// The real part of the sum of the diagonal.
    fileprivate var trace: Double { (0..<dimension).reduce(0) { $0 + self[$1, $1].real } }
}
