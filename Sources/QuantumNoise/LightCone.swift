internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// What of a noisy circuit observables can see.
///
/// Looked at from the end, an observable spreads over the qubits of every gate that it does not commute with. What acts on
/// other qubits only changes nothing that it sees: U†OU = O for gates, Σ K†OK = O for channels. An observable that is
/// diagonal on a qubit also passes gates and channels that are diagonal there, such as the control of a CX.
struct LightCone {
    /// The steps that matter, in order.
    let steps: [NoisyCircuit.Step]
    /// The qubits of these steps and of the observables, ascending.
    let qubits: [Int]

    /// What an observable may be on a qubit.
    private enum Reach { case none, diagonal, any }

    /// The cone of observables; `nil` for a circuit with measurements, resets or conditions before its end.
    init?(of observables: [PauliSum], in circuit: NoisyCircuit) {
        var reach = [Reach](repeating: .none, count: circuit.qubitCount)
        for observable in observables {
            for (string, _) in observable {
                for qubit in string.z where reach[qubit] == .none { reach[qubit] = .diagonal }
                for qubit in string.x { reach[qubit] = .any }
            }
        }
        var kept: [NoisyCircuit.Step] = []
        var diagonals: [ObjectIdentifier: [Bool]] = [:]
        for step in circuit.partsAtMeasurements.before.reversed() {
            let operands: [(qubit: Int, isDiagonal: Bool)]
            switch step {
            case .operation(.measure), .operation(.reset), .operation(.conditional), .conditionalChannel: return nil
            case .operation(.barrier): continue
            case .operation(let operation): operands = operation.diagonalOperands
            case .channel(let channel, let qubits):
                let flags = diagonals[channel.identity] ?? channel.kraus.diagonalOperands
                diagonals[channel.identity] = flags
                operands = zip(qubits, flags).map { ($0, $1) }
            }
            let isSeen = operands.contains { operand in
                switch reach[operand.qubit] {
                case .none: false
                case .diagonal: !operand.isDiagonal
                case .any: true
                }
            }
            guard isSeen else { continue }
            kept.append(step)
            // A gate that is diagonal on a qubit keeps what is diagonal there so.
            for operand in operands where reach[operand.qubit] != .any {
                reach[operand.qubit] = operand.isDiagonal ? .diagonal : .any
            }
        }
        steps = kept.reversed()
        qubits = reach.indices.filter { reach[$0] != .none }
    }
}

extension CircuitOperation {
    /// The qubits of a gate and whether it is block-diagonal in each: whether no element connects a 0 of it with a 1.
    fileprivate var diagonalOperands: [(qubit: Int, isDiagonal: Bool)] {
        switch self {
        case .gate(let gate):
            let angles = gate.angles.map { $0.constant ?? .nan }
            return Self.operands(gate.definition.matrix(angles), gate.qubits, gate.controls)
        case .matrix(let gate): return Self.operands(gate.matrix, gate.qubits, gate.controls)
        case .pauliRotation(let rotation):
            return rotation.string.support.map { ($0, !rotation.string.x.contains($0)) }
        case .measure, .reset, .barrier, .conditional: return qubits.map { ($0, false) }
        }
    }

    private static func operands(
        _ matrix: GateMatrix, _ qubits: [Int], _ controls: [Control]
    ) -> [(qubit: Int, isDiagonal: Bool)] {
        zip(qubits, [matrix].diagonalOperands).map { ($0, $1) } + controls.map { ($0.qubit, true) }
    }
}

extension [GateMatrix] {
    /// For each operand whether all matrices are block-diagonal in it. With an angle that is no number: no.
    fileprivate var diagonalOperands: [Bool] {
        guard let first else { return [] }
        return (0..<first.qubitCount).map { operand in
            allSatisfy { matrix in
                (0..<matrix.dimension).allSatisfy { row in
                    (0..<matrix.dimension).allSatisfy { column in
                        (row ^ column) >> operand & 1 == 0 || matrix[row, column] == .zero
                    }
                }
            }
        }
    }
}
