internal import ComplexModule
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
    private let ends: TrajectoryEnds
    private let start: StateVector
    private let isSharedByTrajectories: Bool
    private let threadCount: Int

    /// States up to this size are walked by one thread each.
    private static let largestOwnState = 17

    /// Compiles a circuit for trajectories.
    ///
    /// Where nothing is sampled, what the observables cannot see is left out: gates and channels outside their light cone,
    /// and qubits of which nothing is left.
    ///
    /// - Parameters:
    ///   - observables: Hermitian sums, whose expectation value in each final state is computed.
    ///   - sampling: whether to measure at the end.
    ///   - initial: the state to begin with; |0…0⟩ by default.
    /// - Throws: ``NoiseError/state(_:)``, ``NoiseError/unsupported(what:instead:)`` for an error of the readout of
    ///   several qubits of which some are measured along the way.
    public init(
        _ circuit: NoisyCircuit, observables: [PauliSum] = [], sampling: Bool = true, from initial: StateVector? = nil,
        backend: VectorizedBackend
    ) throws(NoiseError) {
        self.circuit = circuit
        threadCount = backend.threadCount
        let reading = try OutcomeReader(circuit)
        do throws(StateVectorError) {
            for observable in observables where observable.width > circuit.qubitCount {
                throw .sizeMismatch(
                    what: "the observable", found: observable.width, expected: circuit.qubitCount)
            }
            let seen = Seen(circuit, observables, sampling: sampling, isFromZero: initial == nil)
            isSharedByTrajectories = seen.qubitCount <= Self.largestOwnState
            let own = isSharedByTrajectories ? try backend.with(threadCount: 1) : backend
            self.backend = own
            start = try Self.startingState(initial, qubitCount: seen.qubitCount, backend: own)
            program = try TrajectoryProgramBuilder.program(
                for: seen.steps, qubitCount: seen.qubitCount, readout: circuit.readout, backend: own)
            var prepared: [PreparedObservable] = []
            for sum in seen.observables {
                prepared.append(try PreparedObservable(sum, qubitCount: seen.qubitCount, backend: own))
            }
            ends = TrajectoryEnds(
                observables: prepared, bounds: observables.map(\.boundWithoutIdentity), sampling: sampling,
                reading: reading, backend: own)
        } catch {
            throw .state(error)
        }
    }

    /// Runs trajectories.
    ///
    /// - Parameters:
    ///   - trajectories: their numbers; the same number gives the same trajectory in every run with the seed.
    ///   - shouldStop: asked now and then; where it says so, nothing is returned.
    /// - Returns: the results, or `nil` if it was stopped.
    /// - Complexity: O(states · gates · 2^n), where trajectories with the same events count as one and share what they
    ///   have in common.
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for an empty or negative range, ``NoiseError/state(_:)``.
    public func run(
        _ trajectories: Range<Int>, seed: UInt64, shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws(NoiseError) -> TrajectoryResults? {
        guard !trajectories.isEmpty, trajectories.lowerBound >= 0 else {
            throw .count(
                what: "the number of trajectories", found: trajectories.count,
                expected: "at least 1, numbered from 0 on")
        }
        do {
            let leaves = try walk(trajectories, seed: seed, shouldStop)
            return leaves.map {
                ends.results(of: $0, trajectories, untouchedProbability: program.untouchedProbability)
            }
        } catch {
            throw .state(error)
        }
    }

    /// Runs trajectories from the first of a range on until every estimate is good enough: at most as many more each time
    /// as there were.
    ///
    /// - Parameters:
    ///   - trajectories: the numbers there are; where the last is reached, the errors may be larger than the target.
    ///   - target: the standard error to reach for every observable.
    ///   - least: how many trajectories to run in any case, for instance because each is a shot.
    ///   - shouldStop: asked now and then; where it says so, the round in progress is dropped.
    /// - Returns: the results of the finished rounds, or `nil` if it was stopped in the first.
    /// - Throws: as ``run(_:seed:shouldStop:)``, and ``NoiseError/outOfRange(what:found:expected:)`` for a target that is
    ///   not above 0.
    public func run(
        _ trajectories: Range<Int>, target: Double, least: Int = 0, seed: UInt64,
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) throws(NoiseError) -> TrajectoryResults? {
        guard target > 0, target.isFinite else {
            throw .outOfRange(what: "the standard error to reach", found: target, expected: "a number above 0")
        }
        let begin = trajectories.lowerBound
        let first = min(trajectories.count, max(Self.firstRound, least))
        guard var results = try run(begin..<(begin + first), seed: seed, shouldStop: shouldStop) else { return nil }
        while results.trajectories.upperBound < trajectories.upperBound {
            let worst = results.estimates.map(\.standardError).max() ?? 0
            guard worst > target else { break }
            let done = results.trajectories.count
            // The error falls as one over the root of the number.
            let needed = Double(done) * (worst / target) * (worst / target) * 1.05
            let count = min(trajectories.count, 2 * done, max(done + done / 8 + 1, Int(min(needed, 1e18))))
            guard let next = try run((begin + done)..<(begin + count), seed: seed, shouldStop: shouldStop)
            else { break }
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
        _ trajectories: Range<Int>, seed: UInt64, _ shouldStop: @escaping @Sendable () -> Bool
    ) throws(StateVectorError) -> [TrajectoryLeaf]? {
        let root = TrajectoryGroup(
            state: start, bits: [Bool](repeating: false, count: circuit.classicalBitCount), item: 0,
            members: TrajectoryMembers(trajectories.map { TrajectoryMember($0, seed: seed, program: program) }))
        let threads = isSharedByTrajectories ? threadCount : 1
        let crew = TrajectoryCrew(
            program: program, backend: backend, ends: ends, threadCount: threads,
            copyLimit: copyLimit(threads: threads), heavyCount: max(1, trajectories.count / (8 * threads)),
            shouldStop: shouldStop)
        return try crew.walk(root, from: start)
    }

    private static func startingState(
        _ initial: StateVector?, qubitCount: Int, backend: VectorizedBackend
    ) throws(StateVectorError) -> StateVector {
        guard let initial else { return try backend.makeState(qubitCount: qubitCount) }
        guard initial.qubitCount == qubitCount else {
            throw .sizeMismatch(what: "the initial state", found: initial.qubitCount, expected: qubitCount)
        }
        if initial.precision == backend.precision { return initial }
        return try StateVector(initial.amplitudes, precision: backend.precision)
    }

    /// How many copies of the state each thread may make, beside the start and the one that is walked.
    private func copyLimit(threads: Int) -> Int {
        let one = MemoryPlan(qubitCount: program.qubitCount, precision: backend.precision)
        let fitting = one.bytesAvailable / max(1, one.bytesNeeded)
        return fitting > 1 ? Int(min(64, (fitting - 1) / UInt64(threads))) : 0
    }
}

extension PauliSum {
    /// Σ|c_k| over all strings but the identity.
    fileprivate var boundWithoutIdentity: Double {
        reduce(0) { $1.term == .identity ? $0 : $0 + $1.coefficient.length }
    }
}

/// The part of a circuit that is looked at, on a register of its own.
private struct Seen {
    let steps: [NoisyCircuit.Step]
    let qubitCount: Int
    let observables: [PauliSum]

    init(_ circuit: NoisyCircuit, _ observables: [PauliSum], sampling: Bool, isFromZero: Bool) {
        guard !sampling, let cone = LightCone(of: observables, in: circuit) else {
            (steps, qubitCount) = (circuit.partsAtMeasurements.before, circuit.qubitCount)
            self.observables = observables
            return
        }
        guard isFromZero else {
            (steps, qubitCount) = (cone.steps, circuit.qubitCount)
            self.observables = observables
            return
        }
        let places = Dictionary(uniqueKeysWithValues: cone.qubits.enumerated().map { ($1, $0) })
        let place = { (qubit: Int) in places[qubit] ?? 0 }
        steps = cone.steps.map { step in
            switch step {
            case .operation(let operation): .operation(operation.onQubits(place))
            case .channel(let channel, let qubits): .channel(channel, on: qubits.map(place))
            case .conditionalChannel(let condition, let channel, let qubits):
                .conditionalChannel(condition, channel, on: qubits.map(place))
            }
        }
        qubitCount = cone.qubits.count
        self.observables = observables.map { sum in
            PauliSum(sum.map { (term: $0.term.onQubits(place), coefficient: $0.coefficient) })
        }
    }
}
