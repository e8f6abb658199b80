public import ComplexModule
public import OperatorAlgebra
public import QuantumCircuits
public import RealModule

/// The fast simulator: vector instructions chosen at run time, gates merged, threads.
///
/// The same bits for any number of threads. ``ReferenceBackend`` is its oracle.
public struct VectorizedBackend: Backend {
    /// The precision of the states it makes.
    public let precision: Precision
    /// The largest number of qubits of a merged gate; `nil` lets the planner choose.
    public let fusionWidth: Int?
    let engine: Engine

    /// The instruction set of its kernels.
    public var instructionSet: InstructionSet { engine.instructionSet }
    /// How many threads it uses at most.
    public var threadCount: Int { engine.parallel.threadCount }

    /// The simulator with the given precision.
    ///
    /// - Parameters:
    ///   - instructionSet: `nil` takes the one named by the environment variable
    ///     ``InstructionSet/environmentVariable``, else the best this machine has.
    ///   - threadCount: `nil` takes one for each processor.
    ///   - fusionWidth: the largest number of qubits of a merged gate, 1 to 5; `nil` lets the planner choose.
    /// - Throws: ``StateVectorError/unavailableInstructionSet(found:available:)``.
    public init(
        precision: Precision = .double, instructionSet: InstructionSet? = nil, threadCount: Int? = nil,
        fusionWidth: Int? = nil
    ) throws(StateVectorError) {
        precondition(
            fusionWidth.map { ExecutionPlan.possibleFusionWidths ~= $0 } ?? true, "merged gates have 1 to 5 qubits")
        precondition(threadCount.map { $0 > 0 } ?? true, "at least one thread is needed")
        self.precision = precision
        self.fusionWidth = fusionWidth
        let instructions: InstructionSet
        if let instructionSet { instructions = instructionSet } else { instructions = try .preferred() }
        engine = try Engine(
            precision: precision, instructionSet: instructions, threadCount: threadCount ?? Parallel.processorCount)
    }

    /// See ``Backend/makeState(qubitCount:)``.
    public func makeState(qubitCount: Int) throws(StateVectorError) -> StateVector {
        try StateVector(qubitCount: qubitCount, precision: precision)
    }

    /// See ``Backend/apply(_:to:)``.
    public func apply(_ operations: [CircuitOperation], to state: inout StateVector) throws(StateVectorError) {
        let plan = try ExecutionPlan(
            operations, qubitCount: state.qubitCount, precision: precision, fusionWidth: fusionWidth)
        try apply(plan, to: &state)
    }

    /// Carries out a plan.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)``.
    public func apply(_ plan: ExecutionPlan, to state: inout StateVector) throws(StateVectorError) {
        _ = try apply(plan, to: &state) { _, _ in false }
    }

    /// See ``Backend/expectation(of:in:)``.
    public func expectation(of observable: PauliSum, in state: StateVector) throws(StateVectorError) -> Double {
        try observable.checkObservable(qubitCount: state.qubitCount)
        return try engine(for: state).expectation(of: observable, in: state)
    }

    /// ⟨left|H|right⟩ for any Pauli sum.
    public func matrixElement(
        _ left: StateVector, _ sum: PauliSum, _ right: StateVector
    ) throws(StateVectorError) -> Complex<Double> {
        try checkSizes(left, right, sum)
        return try engine(for: left).matrixElement(left, sum, right)
    }

    /// H|ψ⟩ for any Pauli sum.
    public func applied(_ sum: PauliSum, to state: StateVector) throws(StateVectorError) -> StateVector {
        try checkSizes(state, state, sum)
        var result = try StateVector(zeroed: state.qubitCount, precision: state.precision)
        try engine(for: state).add(sum, appliedTo: state, to: &result)
        return result
    }

    /// ⟨left|right⟩.
    public func innerProduct(_ left: StateVector, _ right: StateVector) throws(StateVectorError) -> Complex<Double> {
        try checkSizes(left, right, .zero)
        return try engine(for: left).innerProduct(left, right)
    }

    /// Σ_i |ψ_i|².
    public func squaredNorm(_ state: StateVector) throws(StateVectorError) -> Double {
        try engine(for: state).squaredNorm(state)
    }

    private func checkSizes(_ left: StateVector, _ right: StateVector, _ sum: PauliSum) throws(StateVectorError) {
        guard left.qubitCount == right.qubitCount, left.precision == right.precision else {
            throw .sizeMismatch(what: "the second state", found: right.qubitCount, expected: left.qubitCount)
        }
        guard sum.width <= left.qubitCount else {
            throw .sizeMismatch(what: "the operator", found: sum.width, expected: left.qubitCount)
        }
    }

    /// The kernels that fit a state, which may have another precision than this backend makes.
    func engine(for state: StateVector) throws(StateVectorError) -> Engine {
        state.precision == precision
            ? engine
            : try Engine(
                precision: state.precision, instructionSet: instructionSet, threadCount: threadCount)
    }
}
