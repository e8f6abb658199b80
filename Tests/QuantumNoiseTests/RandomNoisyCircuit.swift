import ComplexModule
import Foundation
import QuantumCircuits
import QuantumNoise
import TestSupport

/// Noisy circuits of random gates of many kinds, with random channels between them.
enum RandomNoisyCircuit {
    static func make(
        qubits: Int, gates: Int, strength: Double = 0.3, isDynamic: Bool = false, using random: inout SeededGenerator
    ) throws -> NoisyCircuit {
        var circuit = Circuit(qubitCount: qubits)
        if isDynamic { circuit.addClassicalRegister("c", count: 2) }
        func add(_ operation: CircuitOperation, _ noisy: inout NoisyCircuit) throws {
            try circuit.append(operation)
            noisy.append(operation)
        }
        var result = NoisyCircuit(like: circuit)
        for index in 0..<gates {
            if isDynamic, index % 6 == 5 {
                try add(dynamic(index / 6, qubits, &random), &result)
                continue
            }
            let operation = gate(qubits, &random)
            try add(operation, &result)
            let touched = operation.qubits
            if Bool.random(using: &random) {
                let channel = try oneQubitChannel(strength, &random)
                try result.append(channel, on: [touched[0]])
            } else if touched.count > 1 {
                try result.append(twoQubitChannel(strength, &random), on: Array(touched.prefix(2)))
            }
        }
        return result
    }

    private static func dynamic(_ index: Int, _ qubits: Int, _ random: inout SeededGenerator) -> CircuitOperation {
        let qubit = Int.random(in: 0..<qubits, using: &random)
        switch index % 3 {
        case 0: return .measure(QubitMeasurement([qubit], into: [Int.random(in: 0...1, using: &random)]))
        case 1: return .reset(qubit)
        default:
            let condition = ClassicalCondition(bits: 0..<2, equal: UInt64.random(in: 0...3, using: &random))
            return .conditional(condition, gate(qubits, &random))
        }
    }

    private static func gate(_ qubits: Int, _ random: inout SeededGenerator) -> CircuitOperation {
        let order = (0..<qubits).shuffled(using: &random)
        let kind = Int.random(in: 0..<(qubits > 1 ? 5 : 2), using: &random)
        switch kind {
        case 0, 1: return .matrix(MatrixGate(unitary(&random), on: [order[0]]))
        case 2:
            return .matrix(MatrixGate(unitary(&random), on: [order[0]], controls: [Control(order[1], value: false)]))
        case 3:
            return .matrix(MatrixGate(GateMatrix(real: [0, 1, 1, 0]), on: [order[0]], controls: [Control(order[1])]))
        default:
            let one = Complex(1.0, 0.0)
            let phase = Complex(length: 1, phase: Double.random(in: 0...6, using: &random))
            return .matrix(MatrixGate(.diagonal([one, one, one, phase]), on: [order[0], order[1]]))
        }
    }

    /// A random 2 × 2 unitary.
    static func unitary(_ random: inout SeededGenerator) -> GateMatrix {
        let (a, b, c, t) = (angle(&random), angle(&random), angle(&random), angle(&random))
        let (cosine, sine) = (Foundation.cos(t), Foundation.sin(t))
        return GateMatrix([
            Complex(length: 1, phase: a) * Complex(cosine, 0), -Complex(length: 1, phase: b) * Complex(sine, 0),
            Complex(length: 1, phase: c) * Complex(sine, 0),
            Complex(length: 1, phase: b + c - a) * Complex(cosine, 0),
        ])
    }

    private static func angle(_ random: inout SeededGenerator) -> Double { .random(in: 0...6.3, using: &random) }

    static func oneQubitChannel(_ strength: Double, _ random: inout SeededGenerator) throws -> QuantumChannel {
        let p = Double.random(in: 0...strength, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return try damping(p)
        case 1:
            let paulis = [GateMatrix(real: [0, 1, 1, 0]), GateMatrix(real: [1, 0, 0, -1])]
            return try QuantumChannel(
                mixture: [(1 - p, .identity(qubitCount: 1)), (p / 3, paulis[0]), (2 * p / 3, paulis[1])], name: "pauli")
        case 2:
            // A damping in a turned basis: a Kraus operator that no rotation and damping along Z make.
            let turn = unitary(&random)
            return try QuantumChannel(kraus: damping(p).kraus.map { turn * $0 * turn.adjoint }, name: "turned damping")
        default:
            return try QuantumChannel(mixture: [(1 - p, unitary(&random)), (p, unitary(&random))], name: "mixture")
        }
    }

    static func twoQubitChannel(_ strength: Double, _ random: inout SeededGenerator) throws -> QuantumChannel {
        let (first, second) = (try oneQubitChannel(strength, &random), try oneQubitChannel(strength, &random))
        var kraus: [GateMatrix] = []
        for a in first.kraus {
            for b in second.kraus {
                kraus.append(a.expanded(to: 2, positions: [0]) * b.expanded(to: 2, positions: [1]))
            }
        }
        return try QuantumChannel(kraus: kraus, name: "product")
    }

    static func damping(_ gamma: Double) throws -> QuantumChannel {
        try QuantumChannel(
            kraus: [
                GateMatrix(real: [1, 0, 0, (1 - gamma).squareRoot()]),
                GateMatrix(real: [0, gamma.squareRoot(), 0, 0]),
            ], name: "damping(\(gamma))")
    }
}
