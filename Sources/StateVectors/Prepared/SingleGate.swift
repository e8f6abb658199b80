public import QuantumCircuits

/// One gate ready for states of one size and precision, and applied to many.
///
/// Nothing is planned, so it is made ready a hundred times quicker than ``PreparedGates``, for gates that are carried out
/// alone: between the events of a noisy run. Its matrix need not be unitary.
public struct SingleGate: Sendable {
    /// The number of qubits of the states.
    public let qubitCount: Int
    private let step: PreparedStep
    private let engine: Engine

    /// Makes a gate ready for the states that a backend makes.
    ///
    /// - Throws: ``StateVectorError/notUnitary(operation:)`` for what is no gate,
    ///   ``StateVectorError/unboundParameter(operation:)``, ``StateVectorError/matrixTooWide(found:limit:)``.
    public init(
        _ operation: CircuitOperation, qubitCount: Int, backend: VectorizedBackend
    ) throws(StateVectorError) {
        self.qubitCount = qubitCount
        engine = backend.engine
        let step: PlanStep
        if case .pauliRotation(let rotation) = operation {
            guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: operation.name) }
            step = .rotation(rotation.string, angle: angle)
        } else {
            step = try operation.matrixGate().step
            try step.checkWidth()
        }
        self.step = engine.prepared(step, qubitCount: qubitCount)
    }

    /// Applies the gate.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)`` for a state of another size or precision.
    /// - Complexity: O(2^(n+k)) for k operands.
    public func apply(to state: inout StateVector) throws(StateVectorError) {
        guard state.qubitCount == qubitCount, state.precision == engine.precision else {
            throw .sizeMismatch(what: "the state", found: state.qubitCount, expected: qubitCount)
        }
        engine.run(step, on: &state)
    }
}
