public import QuantumCircuits

/// A circuit with channels between its operations and errors in what is read out.
public struct NoisyCircuit: Hashable, Sendable {
    /// One step.
    public enum Step: Hashable, Sendable {
        /// An operation of the circuit.
        case operation(CircuitOperation)
        /// A channel on qubits, as many as it acts on, first to last.
        case channel(QuantumChannel, on: [Int])
        /// A channel that happens only if classical bits have a value, as the gate before it did.
        case conditionalChannel(ClassicalCondition, QuantumChannel, on: [Int])
    }

    /// The number of qubits.
    public let qubitCount: Int
    /// The classical registers, as declared.
    public let classicalRegisters: [ClassicalRegister]
    /// The steps in order.
    public private(set) var steps: [Step] = []
    /// What goes wrong when qubits are read.
    public var readout: ReadoutNoise

    /// A noisy circuit without steps, with the register and the classical bits of a circuit.
    public init(like circuit: Circuit, readout: ReadoutNoise = ReadoutNoise()) {
        qubitCount = circuit.qubitCount
        classicalRegisters = circuit.classicalRegisters
        self.readout = readout
    }

    /// A noisy circuit without steps, with the register, the classical bits and the errors of the readout of another.
    public init(like other: NoisyCircuit) {
        (qubitCount, classicalRegisters, readout) = (other.qubitCount, other.classicalRegisters, other.readout)
    }

    /// A circuit without noise.
    public init(_ circuit: Circuit) {
        self.init(like: circuit)
        steps = circuit.operations.map(Step.operation)
    }

    /// The number of classical bits.
    public var classicalBitCount: Int { classicalRegisters.last?.bits.upperBound ?? 0 }

    /// Appends an operation of the circuit this one is like; it has been checked there.
    public mutating func append(_ operation: CircuitOperation) {
        steps.append(.operation(operation))
    }

    /// Appends a channel.
    ///
    /// - Throws: ``NoiseError/qubits(what:found:expected:)`` unless `qubits` are different qubits of the circuit, as many
    ///   as the channel acts on.
    public mutating func append(
        _ channel: QuantumChannel, on qubits: [Int], if condition: ClassicalCondition? = nil
    ) throws(NoiseError) {
        guard qubits.count == channel.qubitCount, Set(qubits).count == qubits.count,
            qubits.allSatisfy({ 0..<qubitCount ~= $0 })
        else {
            throw .qubits(
                what: "the channel \(channel.name)", found: qubits,
                expected: "\(channel.qubitCount) different ones of 0 to \(qubitCount - 1)")
        }
        if let condition {
            steps.append(.conditionalChannel(condition, channel, on: qubits))
        } else {
            steps.append(.channel(channel, on: qubits))
        }
    }
}
