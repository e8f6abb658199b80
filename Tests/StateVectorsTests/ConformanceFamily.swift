import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport

/// Kinds of circuits, each heavy with what one part of a planner works on.
enum ConformanceFamily: String, CaseIterable, Sendable {
    /// Any gate of the table, Pauli rotations, matrices and barriers.
    case everything
    /// Long runs of gates on one qubit: merged into one.
    case oneQubitRuns
    /// Phases of any width with few other gates between: merged whatever their number.
    case phases
    /// X, CX and SWAP: no arithmetic, only other names for the amplitudes.
    case relabelling
    /// Ladders of CX around a rotation, mirrored, as chemistry has them: conjugated away.
    case ladders
    /// Gates under many controls of both values.
    case controls
    /// Rotations about Pauli strings, many with the same X mask.
    case rotations
    /// fSim, Givens and other gates that keep the number of ones: block-diagonal.
    case blocks
    /// Layers of a gate on every qubit, then gates of blocks on pairs of them: passes that rotate bits, then pairs.
    case layers
    /// Matrices of 1 to 6 qubits: dense, real, diagonal, permutations with and without phases.
    case matrices

    /// A circuit of about `length` gates.
    func circuit(qubitCount: Int, length: Int, _ generator: inout SeededGenerator) throws -> [CircuitOperation] {
        var operations: [CircuitOperation] = []
        while operations.count < length {
            operations += try piece(qubitCount: qubitCount, &generator)
            if generator.isOne(in: 40) { operations.append(.barrier(generator.distinctQubits(1, of: qubitCount))) }
        }
        return operations
    }

    private func piece(qubitCount n: Int, _ generator: inout SeededGenerator) throws -> [CircuitOperation] {
        // Now and then a gate of another kind, so that what was merged or relabelled has to be carried out.
        if self != .everything, generator.isOne(in: 12) { return [generator.operation(qubitCount: n)] }
        switch self {
        case .everything: return [generator.operation(qubitCount: n)]
        case .oneQubitRuns: return try generator.run(on: Int.random(in: 0..<n, using: &generator), qubitCount: n)
        case .phases:
            if generator.isOne(in: 6) { return [generator.phaseMatrix(qubitCount: n)] }
            return [try generator.gate(from: Self.phaseGates, qubitCount: n, controls: 2)]
        case .relabelling:
            return [try generator.gate(from: Self.relabellingGates, qubitCount: n, controls: 0)]
        case .ladders: return try generator.ladder(qubitCount: n)
        case .controls: return [try generator.gate(from: nil, qubitCount: n, controls: n - 1)]
        case .rotations: return generator.rotations(qubitCount: n)
        case .blocks: return [try generator.gate(from: Self.blockGates, qubitCount: n, controls: 1)]
        case .layers: return try generator.layer(qubitCount: n)
        case .matrices: return [generator.structuredMatrix(qubitCount: n)]
        }
    }

    private static let phaseGates = [
        "z", "s", "sdg", "t", "tdg", "rz", "p", "gphase", "cz", "cs", "cp", "cpdg", "crz", "rzz", "ccz", "id",
    ]
    private static let relabellingGates = ["x", "x", "cx", "cx", "cx", "swap", "dcx", "dcxdg", "y", "z", "s", "rz"]
    private static let blockGates = [
        "fsim", "givens", "iswap", "iswapdg", "fswap", "swap", "rz", "cp", "sx", "sy", "sxy",
    ]
}

extension SeededGenerator {
    /// True once in `count` times.
    mutating func isOne(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    /// An angle; often one at which a gate is the identity, a sign or a Clifford gate, or nearly the identity.
    mutating func specialAngle() -> Double {
        switch Int.random(in: 0..<4, using: &self) {
        case 0: Double(Int.random(in: -8...8, using: &self)) * .pi / 2
        case 1: Double.random(in: -1e-7...1e-7, using: &self)
        default: angle()
        }
    }

    /// A gate of the given names (or of the whole table) that fits, under at most `controls` controls.
    mutating func gate(from names: [String]?, qubitCount: Int, controls: Int) throws -> CircuitOperation {
        let all = try names.map { try $0.map { try GateTable.named($0) } } ?? GateTable.all
        let fitting = all.filter { $0.qubitCount <= qubitCount }
        let definition = fitting[Int.random(in: 0..<fitting.count, using: &self)]
        let most = Swift.min(controls, qubitCount - definition.qubitCount)
        let count = Int.random(in: 0...most, using: &self)
        let qubits = distinctQubits(definition.qubitCount + count, of: qubitCount)
        return .gate(
            Gate(
                definition, definition.parameterNames.map { _ in .value(specialAngle()) },
                on: Array(qubits.prefix(definition.qubitCount)),
                controls: self.controls(from: qubits.dropFirst(definition.qubitCount))))
    }

    /// Several gates on one qubit, then perhaps one that joins it to another.
    mutating func run(on qubit: Int, qubitCount: Int) throws -> [CircuitOperation] {
        let single = GateTable.all.filter { $0.qubitCount == 1 }
        var operations = (0..<Int.random(in: 2...9, using: &self)).map { _ -> CircuitOperation in
            let definition = single[Int.random(in: 0..<single.count, using: &self)]
            return .gate(Gate(definition, definition.parameterNames.map { _ in .value(specialAngle()) }, on: [qubit]))
        }
        if qubitCount > 1, isOne(in: 3) {
            operations.append(try gate(from: ["cx", "cz"], qubitCount: qubitCount, controls: 0))
        }
        return operations
    }

    /// A gate on every qubit, often the same for many, then gates of blocks on pairs of qubits, each in one pair at most.
    mutating func layer(qubitCount: Int) throws -> [CircuitOperation] {
        let single = try ["sx", "sy", "sydg", "sxy", "ry", "rx", "h", "t"].map { try GateTable.named($0) }
        let pair = try ["fsim", "fsim", "givens", "iswap"].map { try GateTable.named($0) }
        var operations = (0..<qubitCount).map { qubit -> CircuitOperation in
            let definition = single[Int.random(in: 0..<single.count, using: &self)]
            return .gate(Gate(definition, definition.parameterNames.map { _ in .value(angle()) }, on: [qubit]))
        }
        let order = distinctQubits(qubitCount, of: qubitCount)
        for first in stride(from: 0, to: qubitCount - 1, by: 2) where !isOne(in: 5) {
            let definition = pair[Int.random(in: 0..<pair.count, using: &self)]
            let angles = definition.parameterNames.map { _ in Angle.value(isOne(in: 2) ? .pi / 2 : angle()) }
            operations.append(.gate(Gate(definition, angles, on: [order[first], order[first + 1]])))
        }
        return operations
    }

    /// A change of basis, a ladder of CX over some qubits, a rotation at its end, and the mirror image of the first two;
    /// sometimes the mirror image is left out or broken, so that the ladder stays.
    mutating func ladder(qubitCount: Int) throws -> [CircuitOperation] {
        let qubits = distinctQubits(Int.random(in: 1...qubitCount, using: &self), of: qubitCount)
        let basis = try qubits.map { qubit in
            CircuitOperation.gate(
                Gate(try GateTable.named(["h", "s", "sx", "id"][Int.random(in: 0..<4, using: &self)]), on: [qubit]))
        }
        let ladder = try zip(qubits, qubits.dropFirst()).map { lower, upper in
            CircuitOperation.gate(Gate(try GateTable.named("cx"), on: [lower, upper]))
        }
        let turn = Gate(try GateTable.named("rz"), [.value(specialAngle())], on: [qubits[qubits.count - 1]])
        var mirror = Array(ladder.reversed())
        if isOne(in: 5) { mirror.removeLast(Swift.min(1, mirror.count)) }
        let undone = basis.map { operation -> CircuitOperation in
            guard case .gate(let gate) = operation else { return operation }
            return .gate(Gate(gate.definition.inverted([]).definition, on: gate.qubits))
        }
        return basis + ladder + [.gate(turn)] + mirror + (isOne(in: 4) ? [] : undone)
    }

    /// Rotations that share their X mask, so that they share a pass where they commute.
    mutating func rotations(qubitCount: Int) -> [CircuitOperation] {
        let x = pauliString(qubitCount: qubitCount).x
        return (0..<Int.random(in: 1...4, using: &self)).map { _ in
            let string = PauliString(x: isOne(in: 8) ? QubitMask() : x, z: pauliString(qubitCount: qubitCount).z)
            return .pauliRotation(PauliRotation(string, angle: .value(specialAngle())))
        }
    }
}
