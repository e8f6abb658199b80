/// What happens to qubits that wait while others are acted on.
public struct IdleRule: Hashable, Sendable {
    /// What happens in a moment of the circuit.
    public enum Effect: Hashable, Sendable {
        /// A channel of one qubit, on qubits without an operation in the moment.
        case channel(QuantumChannel)
        /// Relaxation for the time that a qubit waits: the moment's duration, which is that of its longest operation,
        /// less that of the qubit's own operation.
        case relaxation(RelaxationTimes)
    }

    /// The qubits; nil for all.
    public var qubits: [Int]?
    /// What happens.
    public var effect: Effect

    /// A rule for the given qubits, for all if none are given.
    public init(_ effect: Effect, qubits: [Int]? = nil) {
        self.effect = effect
        self.qubits = qubits
    }
}
