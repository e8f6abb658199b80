public import QuantumCircuits

/// Gates compiled once for states of one size and precision, and applied to many.
///
/// What ``VectorizedBackend/apply(_:to:)-(ExecutionPlan,_)`` builds for each call (matrices, tables, addresses) is kept.
/// Matrices need not be unitary here: a Kraus operator is a gate like any other.
public struct PreparedGates: Sendable {
    /// The number of qubits of the states.
    public let qubitCount: Int
    /// The predicted time of one application on one thread.
    public let predictedSeconds: Double
    private let programs: [TileProgram]
    private let engine: Engine

    /// Compiles gates for the states that a backend makes.
    ///
    /// - Throws: as ``ExecutionPlan``.
    public init(
        _ operations: [CircuitOperation], qubitCount: Int, backend: VectorizedBackend,
        strategy: ExecutionPlan.Strategy = .automatic
    ) throws(StateVectorError) {
        let plan = try ExecutionPlan(
            operations, qubitCount: qubitCount, precision: backend.precision, fusionWidth: backend.fusionWidth,
            strategy: backend.fusionWidth == nil ? strategy : .automatic)
        self.init(plan, backend: backend)
    }

    /// Makes a plan ready.
    public init(_ plan: ExecutionPlan, backend: VectorizedBackend) {
        precondition(plan.precision == backend.precision, "a plan is made ready for the precision it was made for")
        qubitCount = plan.qubitCount
        predictedSeconds = plan.predictedSeconds
        engine = backend.engine
        programs = plan.segments.map { segment in
            TileProgram(segment.steps[...], local: segment.local, qubitCount: plan.qubitCount, engine: backend.engine)
        }
    }

    /// Applies the gates.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)`` for a state of another size or precision.
    public func apply(to state: inout StateVector) throws(StateVectorError) {
        guard state.qubitCount == qubitCount, state.precision == engine.precision else {
            throw .sizeMismatch(what: "the state", found: state.qubitCount, expected: qubitCount)
        }
        let memory = TileMemory()
        for program in programs { program.run(on: &state, engine: engine, memory: memory) }
    }
}
