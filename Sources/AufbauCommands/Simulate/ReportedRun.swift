internal import Foundation
internal import QuantumCircuits
internal import StateVectors

/// A run of gates that reports its progress and, if asked to, saves the state on the way and goes on from what was saved.
///
/// Ctrl-C ends it within a second: without a checkpoint at once; with one it saves the state if a stage ends and is
/// written in that time, and otherwise keeps the checkpoint that is there.
struct ReportedRun {
    /// Seconds that planning took.
    let planSeconds: Double
    private let circuit: Circuit
    private let backend: VectorizedBackend
    private let options: SimulateCommand
    private let stages: StagedRun

    /// Stages in the time between two checkpoints.
    private static let stagesPerCheckpoint = 4.0
    /// Writing takes at most this part of the time.
    private static let mostTimeWriting = 0.1

    init(_ circuit: Circuit, _ backend: VectorizedBackend, _ options: SimulateCommand) throws {
        let planning = Stopwatch()
        self.circuit = circuit
        self.backend = backend
        self.options = options
        stages = try StagedRun(
            circuit.operationsBeforeTerminalMeasurements, qubitCount: circuit.qubitCount, backend: backend,
            stageSeconds: options.checkpoint == nil ? nil : options.checkpointEvery / Self.stagesPerCheckpoint)
        planSeconds = planning.seconds
    }

    /// The state after the circuit. Only one state is in memory at any time.
    func finalState(from initial: consuming StateVector?) throws -> StateVector {
        if let path = options.checkpoint { return try saving(to: path, from: consume initial) }
        var state = try initial ?? backend.makeState(qubitCount: circuit.qubitCount)
        initial = nil
        var line = ProgressLine(options)
        _ = try stages.run(on: &state, onProgress: { line.show($0.fraction) })
        line.clear()
        return state
    }

    private func saving(to path: String, from initial: consuming StateVector?) throws -> StateVector {
        let identity = RunIdentity(circuit, precision: backend.precision, from: copy initial)
        var done = 0
        var state: StateVector
        if FileManager.default.fileExists(atPath: path) {
            initial = nil
            let checkpoint = try Checkpoint(contentsOf: path, of: identity)
            (done, state) = (checkpoint.done, checkpoint.state)
            Console.note(
                "going on from \(path): \(done) of \(stages.operationCount) operations are done",
                quiet: options.printing.quiet)
        } else {
            try Checkpoint.checkWritable(path)
            state = try initial ?? backend.makeState(qubitCount: circuit.qubitCount)
            initial = nil
        }
        let saved = Locked(done)
        let message = { @Sendable [count = stages.operationCount] in
            let done = saved.withLock(\.self)
            return done == 0
                ? "interrupted before the first checkpoint; nothing was saved"
                : "interrupted; \(path) holds \(done) of \(count) operations, the same command goes on from there"
        }
        Interruption.handOver { Console.fail(message()) }
        let outcome = try run(on: &state, after: done, identity, path, saved)
        Interruption.takeBack()
        guard outcome == .finished else { throw CommandFailure(.interrupted, message()) }
        return state
    }

    private func run(
        on state: inout StateVector, after done: Int, _ identity: RunIdentity, _ path: String, _ saved: Locked<Int>
    ) throws -> StagedRun.Outcome {
        var line = ProgressLine(options)
        var sinceSaved = Stopwatch()
        var writing = 0.0
        defer { line.clear() }
        return try stages.run(
            on: &state, after: done, shouldStop: { Interruption.isRequested }, onProgress: { line.show($0.fraction) }
        ) { done, state throws(StateVectorError) in
            let pause = max(options.checkpointEvery, writing / Self.mostTimeWriting)
            guard sinceSaved.seconds >= pause || Interruption.isRequested else { return }
            let watch = Stopwatch()
            try Checkpoint.write(state, done: done, of: identity, to: path)
            writing = watch.seconds
            saved.withLock { $0 = done }
            sinceSaved = Stopwatch()
        }
    }
}
