internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// Trajectories that share a state, and have done the same so far.
struct TrajectoryGroup: Sendable {
    var state: StateVector
    /// The classical bits.
    var bits: [Bool]
    /// The next item.
    var item: Int
    var members: TrajectoryMembers
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
    var delegate: (TrajectoryGroup, _ gates: [SingleGate]) throws(StateVectorError) -> Bool = { _, _ in false }
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
        while group.item < program.items.count {
            if shouldStop() {
                wasStopped = true
                return
            }
            if try goThroughBlock(&group) { continue }
            let item = group.item
            if item == group.members.nextEvent || item == program.decision(from: item) {
                try decide(at: item, &group)
            } else {
                try stepUsually(program.items[item], &group)
            }
            group.item = item + 1
            try normalizeIfSmall(&group)
        }
        try finish(group)
    }

    /// Takes a group through the longest block that begins where it is, if there is one in which nothing happens, or only
    /// what can be made up for behind it.
    private mutating func goThroughBlock(_ group: inout TrajectoryGroup) throws(StateVectorError) -> Bool {
        for block in program.blocksStarting[group.item] ?? [] {
            guard let departures = departures(of: &group, in: block.items) else { continue }
            try block.usual.gates().apply(to: &group.state)
            group.normBound *= block.normBound
            try normalizeIfSmall(&group)
            try leave(&group, departures, at: block.items.upperBound - 1)
            group.item = block.items.upperBound
            return true
        }
        return false
    }

    private func stepUsually(_ item: TrajectoryProgram.Item, _ group: inout TrajectoryGroup) throws(StateVectorError) {
        switch item {
        case .gate(let gate): try gate.apply(to: &group.state)
        case .channel(let number):
            let usual = program.channels[number].branches[0]
            for gate in usual.gates { try gate.apply(to: &group.state) }
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

extension TrajectoryWalker {
    /// Walks a part of a group, whose state it still shares, on a copy of its own.
    mutating func send(_ child: inout TrajectoryGroup, _ gates: [SingleGate]) throws(StateVectorError) {
        if try delegate(child, gates) { return }
        guard copies < copyLimit else {
            replays.append(child.members.all)
            return
        }
        copies += 1
        var copy = try spare.copy(of: child.state, backend)
        // The copy must have no other owner while it is walked.
        swap(&copy, &child.state)
        for gate in gates { try gate.apply(to: &child.state) }
        try walk(&child)
        swap(&copy, &child.state)
        spare.takeBack(copy)
        copies -= 1
    }
}
