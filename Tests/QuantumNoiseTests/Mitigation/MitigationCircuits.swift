import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import StateVectors
import TestSupport

/// Seeded circuits, their exact values, and normal random numbers.
enum MitigationCircuits {
    /// Layers of rotations and a ladder of CX.
    static func layered(qubits: Int, layers: Int, using random: inout SeededGenerator) throws -> Circuit {
        var circuit = Circuit(qubitCount: qubits)
        for _ in 0..<layers {
            for qubit in 0..<qubits {
                try circuit.ry(.value(.random(in: -0.5...0.5, using: &random)), on: qubit)
                try circuit.rz(.value(.random(in: -1...1, using: &random)), on: qubit)
            }
            for qubit in 1..<qubits { try circuit.cx(qubit - 1, qubit) }
        }
        return circuit
    }

    /// Two particles that hop, with phases: the number of ones stays 2.
    static func conserving(qubits: Int, layers: Int, using random: inout SeededGenerator) throws -> Circuit {
        var circuit = Circuit(qubitCount: qubits)
        try circuit.x(0)
        try circuit.x(qubits - 1)
        for _ in 0..<layers {
            for qubit in 1..<qubits {
                let angle = Double.random(in: -0.6...0.6, using: &random)
                for letters in [PauliLetter.x, .y] {
                    try circuit.rotate(
                        by: .value(angle), about: PauliString([qubit - 1: letters, qubit: letters]))
                }
            }
            for qubit in 0..<qubits { try circuit.rz(.value(.random(in: -1...1, using: &random)), on: qubit) }
        }
        return circuit
    }

    /// The exact mixture of a circuit under a model, by its specification.
    static func mixture(_ circuit: Circuit, _ model: String) throws(NoiseError) -> DensityResults {
        try run(NoiseModel(specification: model).applied(to: circuit))
    }

    static func run(_ circuit: NoisyCircuit) throws(NoiseError) -> DensityResults {
        do {
            let backend = try VectorizedBackend(threadCount: 1)
            if let results = try DensityMatrixSimulator(backend: backend).run(circuit) { return results }
        } catch let error as NoiseError { throw error } catch {}
        throw .unsupported(what: "the density matrix was not computed", instead: "look at the test")
    }

    /// The value by trajectories.
    static func trajectories(
        _ circuit: NoisyCircuit, _ observable: PauliSum, _ count: Int, seed: UInt64
    ) throws(NoiseError) -> Estimate {
        do {
            let simulator = try TrajectorySimulator(
                circuit, observables: [observable], sampling: false, backend: VectorizedBackend(threadCount: 1))
            let results = try simulator.run(0..<count, seed: seed)
            if let estimate = results?.estimates.first { return estimate }
        } catch let error as NoiseError { throw error } catch {}
        throw .unsupported(what: "the trajectories were not run", instead: "look at the test")
    }

    /// The value without noise.
    static func exact(_ circuit: Circuit, _ observable: PauliSum) throws(NoiseError) -> Double {
        try run(NoisyCircuit(circuit)).expectation(of: observable)
    }

    /// A normal random number of mean 0 and deviation 1 (G. Box and M. Muller, 1958).
    static func normal(_ random: inout SeededGenerator) -> Double {
        let radius = (-2 * Double.log(.random(in: Double.leastNormalMagnitude..<1, using: &random))).squareRoot()
        return radius * .cos(2 * .pi * .random(in: 0..<1, using: &random))
    }

    /// The mean and the deviation of numbers.
    static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count - 1)).squareRoot())
    }
}
