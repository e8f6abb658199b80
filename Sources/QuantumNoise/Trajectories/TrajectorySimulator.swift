internal import Dispatch
internal import Foundation
public import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
public import StateVectors

/// Noisy circuits by quantum trajectories: each shot is a pure state to which one Kraus operator of every channel is
/// applied, drawn with its probability ‖Kψ‖².
///
/// What makes it fast:
/// - Nearly always the first operator of a channel is drawn: a lower bound of its probability, the smallest eigenvalue of
///   K†K, decides that without a look at the state. The places where something may happen are drawn first, for all
///   trajectories, from the cumulated bounds.
/// - Trajectories to which the same happened share one state. All go together until they part; those to which nothing
///   happens are one run of the circuit, whatever their number.
/// - The common path is compiled in blocks like any circuit; unitary mixtures never touch the state otherwise.
///
/// Random numbers are functions of seed and trajectory, so the same happens to a trajectory alone or with others; results
/// are the same bits on any number of threads, and in another range the same up to rounding. Sources: Dalibard, Castin, Mølmer, Phys. Rev. Lett. 68, 580 (1992); deferred
/// norms: Isakov et al., arXiv:2111.02396.
public struct TrajectorySimulator: Sendable {
    /// The circuit.
    public let circuit: NoisyCircuit
    /// The simulator of the states.
    public let backend: VectorizedBackend
    /// The predicted seconds of one run on which nothing happens, on one thread.
    public var secondsWithoutEvents: Double { program.usualSeconds }
    /// The expected number of events of a trajectory: of places where the state must be looked at or changed.
    public var expectedEvents: Double { (program.hazards.last?.sum ?? 0) + Double(program.decisions.count) }

    private let program: TrajectoryProgram
    private let reading: OutcomeReader
    private let isSharedByTrajectories: Bool
    private let threadCount: Int

    /// States up to this size are walked by one thread each.
    private static let largestOwnState = 17

    /// Compiles a circuit for trajectories.
    ///
    /// - Throws: ``NoiseError/state(_:)``, ``NoiseError/unsupported(what:instead:)`` for an error of the readout of
    ///   several qubits of which some are measured along the way.
    public init(_ circuit: NoisyCircuit, backend: VectorizedBackend) throws(NoiseError) {
        self.circuit = circuit
        threadCount = backend.threadCount
        isSharedByTrajectories = circuit.qubitCount <= Self.largestOwnState
        do {
            let own = isSharedByTrajectories ? try backend.with(threadCount: 1) : backend
            self.backend = own
            program = try TrajectoryProgramBuilder.program(for: circuit, backend: own)
        } catch {
            throw .state(error)
        }
        reading = try OutcomeReader(circuit)
    }

    /// Runs trajectories.
    ///
    /// - Parameters:
    ///   - trajectories: their numbers; the same number gives the same trajectory in every run with the seed.
    ///   - observables: Hermitian sums, whose expectation value in each final state is computed.
    ///   - sampling: whether to measure at the end.
    ///   - initial: the state to begin with; |0…0⟩ by default.
    ///   - shouldStop: asked now and then; where it says so, nothing is returned.
    /// - Returns: the results, or `nil` if it was stopped.
    /// - Complexity: O(states · gates · 2^n), where trajectories with the same events count as one and share what they
    ///   have in common.
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for an empty or negative range, ``NoiseError/state(_:)``.
    public func run(
        _ trajectories: Range<Int>, observables: [PauliSum] = [], sampling: Bool = true, seed: UInt64,
        from initial: StateVector? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws(NoiseError) -> TrajectoryResults? {
        guard !trajectories.isEmpty, trajectories.lowerBound >= 0 else {
            throw .count(
                what: "the number of trajectories", found: trajectories.count,
                expected: "at least 1, numbered from 0 on")
        }
        do {
            let prepared = try observables.map { sum throws(StateVectorError) in
                try PreparedObservable(sum, qubitCount: circuit.qubitCount, backend: backend)
            }
            let ends = TrajectoryEnds(
                observables: prepared, sampling: sampling, reading: reading, backend: backend)
            let leaves = try walk(trajectories, seed: seed, from: initial, to: ends, shouldStop)
            return leaves.map { ends.results(of: $0, trajectories) }
        } catch {
            throw .state(error)
        }
    }

    /// Runs trajectories from the first on until every estimate is good enough: as many more each time as there were.
    ///
    /// - Parameters:
    ///   - limit: the most trajectories.
    ///   - target: the standard error to reach for every observable.
    /// - Throws: as ``run(_:observables:sampling:seed:from:shouldStop:)``, and ``NoiseError/notFinite(what:value:)`` or
    ///   ``NoiseError/outOfRange(what:found:expected:)`` for a target that is not above 0.
    public func run(
        upTo limit: Int, target: Double, observables: [PauliSum], sampling: Bool = false, seed: UInt64,
        from initial: StateVector? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws(NoiseError) -> TrajectoryResults? {
        guard target > 0, target.isFinite else {
            throw .outOfRange(what: "the standard error to reach", found: target, expected: "a number above 0")
        }
        let first = min(limit, Self.firstRound)
        guard
            var results = try run(
                0..<first, observables: observables, sampling: sampling, seed: seed, from: initial,
                shouldStop: shouldStop)
        else { return nil }
        while results.trajectories.count < limit, results.estimates.contains(where: { $0.standardError > target }) {
            let done = results.trajectories.count
            let worst = results.estimates.map(\.standardError).max() ?? 0
            // The error falls as one over the root of the number; at most as many more as there were.
            let needed = Double(done) * (worst / target) * (worst / target) * 1.05
            let end = min(limit, 2 * done, max(done + done / 8 + 1, Int(min(needed, Double(limit)))))
            let next = try run(
                done..<end, observables: observables, sampling: sampling, seed: seed, from: initial,
                shouldStop: shouldStop)
            guard let next else { return nil }
            results.append(next)
        }
        return results
    }

    /// Trajectories of the first round of a run to a target: enough for the error to be known to a few percent.
    private static let firstRound = 1000

    /// The predicted seconds of so many trajectories on one thread: those with an event run half of the circuit again.
    public func predictedSeconds(trajectories count: Double) -> Double {
        let share = 1 - Double.exp(-expectedEvents)
        return secondsWithoutEvents * (1 + count * share / 2 * max(1, expectedEvents))
    }

    private func walk(
        _ trajectories: Range<Int>, seed: UInt64, from initial: StateVector?, to ends: TrajectoryEnds,
        _ shouldStop: @escaping @Sendable () -> Bool
    ) throws(StateVectorError) -> [TrajectoryLeaf]? {
        let start = try startingState(initial)
        let root = TrajectoryGroup(
            state: start, bits: [Bool](repeating: false, count: circuit.classicalBitCount), item: 0,
            members: trajectories.map { TrajectoryMember($0, seed: seed, program: program) })
        let threads = isSharedByTrajectories ? threadCount : 1
        let crew = TrajectoryCrew(
            program: program, backend: backend, ends: ends, threadCount: threads,
            copyLimit: try copyLimit(threads: threads), heavyCount: max(1, trajectories.count / (8 * threads)),
            shouldStop: shouldStop)
        return try crew.walk(root, from: start)
    }

    private func startingState(_ initial: StateVector?) throws(StateVectorError) -> StateVector {
        var start = try backend.makeState(qubitCount: circuit.qubitCount)
        guard let initial else { return start }
        guard initial.qubitCount == circuit.qubitCount else {
            throw .sizeMismatch(what: "the initial state", found: initial.qubitCount, expected: circuit.qubitCount)
        }
        if initial.precision == start.precision {
            start.overwrite(with: initial)
            return start
        }
        return try StateVector(initial.amplitudes, precision: start.precision)
    }

    /// How many copies of the state each thread may make.
    private func copyLimit(threads: Int) throws(StateVectorError) -> Int {
        let one = MemoryPlan(qubitCount: circuit.qubitCount, precision: backend.precision)
        try one.check()
        let fitting = one.bytesNeeded == 0 ? .max : one.bytesAvailable / one.bytesNeeded
        // Of what is there the start takes one more.
        let each = fitting > 2 ? Int(min(64, (fitting - 2) / UInt64(threads))) : 0
        return each
    }
}
