internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// A trajectory on its way.
struct TrajectoryMember: Sendable {
    let randomness: TrajectoryRandomness
    /// The item at which it may next leave the usual path.
    var event: Int
    /// How many events it had.
    var eventCount = 0

    /// The trajectory at the beginning of a program.
    init(_ trajectory: Int, seed: UInt64, program: TrajectoryProgram) {
        randomness = TrajectoryRandomness(seed: seed, trajectory: trajectory)
        event = program.event(from: 0, uniform: randomness.event(0))
    }

    /// The trajectory behind its event.
    mutating func advance(in program: TrajectoryProgram) {
        eventCount += 1
        event = program.event(from: event + 1, uniform: randomness.event(eventCount))
    }
}

/// Trajectories that share a state, and have done the same so far.
struct TrajectoryGroup: Sendable {
    var state: StateVector
    /// The classical bits.
    var bits: [Bool]
    /// The next item.
    var item: Int
    var members: [TrajectoryMember]
    /// A lower bound for ⟨ψ|ψ⟩, so that it is known when to normalize.
    var normBound = 1.0
}

/// Walks groups of trajectories through a program. Where members of a group part, the largest part keeps the state and
/// each other one gets a copy: what trajectories have in common is computed once.
///
/// The largest part goes on last, so copies are nested at most log₂ of the number of trajectories deep.
struct TrajectoryWalker {
    let program: TrajectoryProgram
    let backend: VectorizedBackend
    /// How many copies may exist at once beside the state of the group itself.
    let copyLimit: Int
    /// Told of each group that came to the end.
    let finish: (TrajectoryGroup) throws(StateVectorError) -> Void
    /// Offered each part that leaves, before it gets its copy; returns whether it was taken over.
    var delegate: (TrajectoryGroup, _ gates: PreparedGates?) throws(StateVectorError) -> Bool = { _, _ in false }
    var shouldStop: () -> Bool = { false }
    /// Trajectories for which there was no room: to be walked from the beginning, each list by itself.
    private(set) var replays: [[TrajectoryMember]] = []
    /// Whether it was asked to stop before all came to the end.
    private(set) var wasStopped = false
    private var spare = SpareStates()
    private var copies = 0

    init(
        program: TrajectoryProgram, backend: VectorizedBackend, copyLimit: Int,
        finish: @escaping (TrajectoryGroup) throws(StateVectorError) -> Void
    ) {
        self.program = program
        self.backend = backend
        self.copyLimit = copyLimit
        self.finish = finish
    }

    /// Walks a group, and all that part from it, to the end.
    mutating func walk(_ group: inout TrajectoryGroup) throws(StateVectorError) {
        var events = EventQueue(group.members)
        while group.item < program.items.count {
            if shouldStop() {
                wasStopped = true
                return
            }
            let stop = min(events.next, program.decision(from: group.item), program.items.count)
            try goOn(to: stop, &group)
            guard stop < program.items.count else { break }
            try decide(at: stop, &group)
            group.item = stop + 1
            events = EventQueue(group.members)
        }
        try finish(group)
    }

    /// The usual path up to an item.
    private func goOn(to end: Int, _ group: inout TrajectoryGroup) throws(StateVectorError) {
        while group.item < end {
            if let block = program.blocksStarting[group.item]?.first(where: { $0.items.upperBound <= end }) {
                try block.usual.apply(to: &group.state)
                group.normBound *= block.normBound
                group.item = block.items.upperBound
            } else {
                try stepUsually(program.items[group.item], &group)
                group.item += 1
            }
            try normalizeIfSmall(&group)
        }
    }

    private func stepUsually(_ item: TrajectoryProgram.Item, _ group: inout TrajectoryGroup) throws(StateVectorError) {
        switch item {
        case .gate(let gates): try gates.apply(to: &group.state)
        case .channel(let number):
            let usual = program.channels[number].branches[0]
            try usual.gates?.apply(to: &group.state)
            if usual.weight != nil { group.normBound *= usual.bound }
        case .conditional(let condition, let inner):
            if condition.holds(for: group.bits) { try stepUsually(inner, &group) }
        case .measure, .reset: return
        }
    }

    private static let smallestNorm = 1e-9

    private func normalizeIfSmall(_ group: inout TrajectoryGroup) throws(StateVectorError) {
        guard group.normBound < Self.smallestNorm else { return }
        let norm = try backend.squaredNorm(group.state)
        guard norm.isNormal else { throw .unnormalizable(norm: norm) }
        try backend.scale(&group.state, by: 1 / norm.squareRoot())
        group.normBound = 1
    }
}

/// The event that comes first in a group.
private struct EventQueue {
    let next: Int

    init(_ members: [TrajectoryMember]) {
        var next = Int.max
        for member in members where member.event < next { next = member.event }
        self.next = next
    }
}

extension TrajectoryWalker {
    /// Walks a part of a group, whose state it still shares, on a copy of its own.
    mutating func send(_ child: inout TrajectoryGroup, _ gates: PreparedGates?) throws(StateVectorError) {
        if try delegate(child, gates) { return }
        guard copies < copyLimit else {
            replays.append(child.members)
            return
        }
        copies += 1
        var copy = try spare.copy(of: child.state, backend)
        // The copy must have no other owner while it is walked.
        swap(&copy, &child.state)
        try gates?.apply(to: &child.state)
        try walk(&child)
        swap(&copy, &child.state)
        spare.takeBack(copy)
        copies -= 1
    }
}
