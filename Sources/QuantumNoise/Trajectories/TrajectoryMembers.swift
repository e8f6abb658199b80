internal import QuantumCircuits

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

/// Trajectories that go together, by their next events: whoever has none before an item is not looked at there.
struct TrajectoryMembers: Sendable {
    /// Those whose events come, the next one last.
    private var waiting: [TrajectoryMember]
    /// Those to whom nothing happens any more.
    private var through: [TrajectoryMember]

    init(_ members: [TrajectoryMember]) {
        waiting = members.filter { $0.event < .max }
        waiting.sort { ($1.event, $1.randomness.trajectory) < ($0.event, $0.randomness.trajectory) }
        through = members.filter { $0.event == .max }
    }

    var count: Int { waiting.count + through.count }
    var isEmpty: Bool { waiting.isEmpty && through.isEmpty }
    /// All of them, in no particular order, which however depends on nothing but them.
    var all: [TrajectoryMember] { through + waiting }
    /// The first item at which one of them has an event.
    var nextEvent: Int { waiting.last?.event ?? .max }

    /// Those that have their events before an item, in the order of these.
    func members(withEventsBefore end: Int) -> [TrajectoryMember] {
        waiting[waiting.partitioningIndex { $0.event < end }...].reversed()
    }

    /// Takes out those whose events come first.
    mutating func removeFirst(_ count: Int) { waiting.removeLast(count) }

    /// Takes out those that have their event at an item, the first of all.
    mutating func removeAll(withEventAt item: Int) -> [TrajectoryMember] {
        let removed = members(withEventsBefore: item + 1)
        removeFirst(removed.count)
        return removed
    }

    /// Takes out all of them.
    mutating func removeAll() -> [TrajectoryMember] {
        defer { (waiting, through) = ([], []) }
        return all
    }

    /// - Complexity: O(1) for one that has no more events, else O(number of those that have).
    mutating func insert(_ member: TrajectoryMember) {
        guard member.event < .max else { return through.append(member) }
        waiting.insert(member, at: waiting.partitioningIndex { $0.event <= member.event })
    }
}
