public import QuantumCircuits

/// How far a run of a circuit is.
public struct RunProgress: Hashable, Sendable {
    /// Operations of the circuit that are done; those of the stage that runs are counted by its share of passes.
    public let operationsDone: Double
    /// Operations of the circuit.
    public let operationCount: Int

    /// From 0 to 1.
    public var fraction: Double { operationCount == 0 ? 1 : operationsDone / Double(operationCount) }
}

/// A run of gates in stages: between two of them the state is that after so many operations of the circuit, which can be
/// saved and gone on from.
///
/// Each stage is planned by itself, so that a saved state does not depend on how the planner orders or merges gates: any
/// later version can go on from it, on any machine.
public struct StagedRun: Sendable {
    /// How a run ended.
    public enum Outcome: Hashable, Sendable {
        /// Every operation is done.
        case finished
        /// It was asked to stop; the state is of use only if a stage had just ended.
        case stopped
    }

    /// The number of operations.
    public var operationCount: Int { operations.count }
    /// How many operations are done after each stage, ascending.
    public let stageEnds: [Int]
    private static let secondsInCache = 1.0
    private let operations: [CircuitOperation]
    private let backend: VectorizedBackend
    /// The plan of the whole circuit.
    public let plan: ExecutionPlan

    /// Splits gates into stages.
    ///
    /// - Parameter stageSeconds: how long a stage may take by the plan's prediction; `nil` makes one stage, or, where the
    ///   plan is one long segment on a state that stays in the cache, stages of about a second, so that there is progress
    ///   to tell. Stages depend on the circuit alone, and so does the rounding.
    /// - Throws: as ``ExecutionPlan``.
    public init(
        _ operations: [CircuitOperation], qubitCount: Int, backend: VectorizedBackend, stageSeconds: Double? = nil
    ) throws(StateVectorError) {
        precondition(stageSeconds.map { $0 > 0 } ?? true, "a stage takes some time")
        self.operations = operations
        self.backend = backend
        plan = try ExecutionPlan(
            operations, qubitCount: qubitCount, precision: backend.precision, fusionWidth: backend.fusionWidth)
        let longest = stageSeconds ?? (plan.segments.count == 1 ? Self.secondsInCache : .infinity)
        let wanted = (plan.predictedSeconds / longest).rounded(.up)
        let count = max(1, Int(min(wanted, Double(operations.count))))
        stageEnds = (1...count).map { operations.count * $0 / count }
    }

    /// Runs the stages behind the first `done` operations on the state after these.
    ///
    /// - Parameters:
    ///   - shouldStop: asked between passes over the state.
    ///   - onProgress: told after every pass.
    ///   - afterStage: given the number of operations that are done and the state, unless all are done.
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)``, and what `afterStage` throws.
    public func run(
        on state: inout StateVector, after done: Int = 0, shouldStop: () -> Bool = { false },
        onProgress: (RunProgress) -> Void = { _ in },
        afterStage: (Int, StateVector) throws(StateVectorError) -> Void = { _, _ in }
    ) throws(StateVectorError) -> Outcome {
        var start = done
        for end in stageEnds where end > start {
            let stage = Array(operations[start..<end])
            let isWhole = stage.count == operations.count
            let plan =
                try isWhole
                ? plan
                : ExecutionPlan(
                    stage, qubitCount: state.qubitCount, precision: state.precision, fusionWidth: backend.fusionWidth)
            let outcome = try backend.apply(plan, to: &state) { pass, count in
                let share = Double(pass) / Double(count)
                onProgress(
                    RunProgress(
                        operationsDone: Double(start) + share * Double(end - start), operationCount: operationCount))
                // Behind the last pass of a stage its state is offered first.
                return pass < count && shouldStop()
            }
            guard outcome == .finished else { return .stopped }
            if end < operationCount {
                try afterStage(end, state)
                if shouldStop() { return .stopped }
            }
            start = end
        }
        return .finished
    }
}

extension VectorizedBackend {
    /// Carries out a plan and asks after each of its segments, given its number from 1 on and that of all, whether to
    /// stop.
    ///
    /// - Throws: ``StateVectorError/sizeMismatch(what:found:expected:)``.
    func apply(
        _ plan: ExecutionPlan, to state: inout StateVector, shouldStop: (_ segment: Int, _ count: Int) -> Bool
    ) throws(StateVectorError) -> StagedRun.Outcome {
        guard plan.qubitCount == state.qubitCount else {
            throw .sizeMismatch(what: "the plan", found: plan.qubitCount, expected: state.qubitCount)
        }
        let engine = try engine(for: state)
        let memory = TileMemory()
        for (index, segment) in plan.segments.enumerated() {
            let done = state.walk(segment.steps)
            if done < segment.steps.count {
                TileProgram(
                    segment.steps.dropFirst(done), local: segment.local, qubitCount: plan.qubitCount, engine: engine
                )
                .run(on: &state, engine: engine, memory: memory)
            }
            if shouldStop(index + 1, plan.segments.count) { return .stopped }
        }
        return .finished
    }
}
