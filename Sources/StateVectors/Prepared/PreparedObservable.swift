public import OperatorAlgebra

/// A Pauli sum made ready once for a backend and a register, and evaluated in many states.
public struct PreparedObservable: Sendable {
    /// The number of qubits of the states.
    public let qubitCount: Int
    private let sum: PreparedSum
    private let engine: Engine

    /// Makes a Hermitian sum ready for the states that a backend makes.
    ///
    /// - Throws: ``StateVectorError/notHermitian(term:)``, ``StateVectorError/sizeMismatch(what:found:expected:)``.
    public init(_ sum: PauliSum, qubitCount: Int, backend: VectorizedBackend) throws(StateVectorError) {
        try sum.checkObservable(qubitCount: qubitCount)
        self.qubitCount = qubitCount
        engine = backend.engine
        self.sum = engine.prepared(sum, qubitCount: qubitCount)
    }

    /// ⟨ψ|H|ψ⟩, without division by ⟨ψ|ψ⟩.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)`` for a state of another size or precision.
    public func value(in state: StateVector) throws(StateVectorError) -> Double {
        guard state.qubitCount == qubitCount, state.precision == engine.precision else {
            throw .sizeMismatch(what: "the state", found: state.qubitCount, expected: qubitCount)
        }
        return engine.expectation(of: sum, in: state)
    }
}
