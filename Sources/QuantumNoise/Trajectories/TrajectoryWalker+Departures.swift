internal import QuantumCircuits
internal import StateVectors

/// What happens to some members of a group within a block, as it is behind the block.
struct Departure: Sendable {
    let errors: [MovedError]
    var members: [TrajectoryMember]
}

/// Pauli errors within blocks.
///
/// Channels of Pauli errors are drawn without looking at the state, and where the errors pass the rest of the block
/// (``PauliPassage``) all members of a group go through it together. Those with the same errors, or with errors that come to
/// the same behind the block, leave as one.
extension TrajectoryWalker {
    /// Takes those out of a group to whom something happens at some items. `nil`, and nothing is changed, where that cannot
    /// be moved behind them.
    func departures(of group: inout TrajectoryGroup, in items: Range<Int>) -> [Departure]? {
        guard group.members.nextEvent < items.upperBound else { return [] }
        let coming = group.members.members(withEventsBefore: items.upperBound)
        var departures: [Departure] = []
        var places: [[MovedError]: Int] = [:]
        var staying: [TrajectoryMember] = []
        for var member in coming {
            guard let errors = errors(of: &member, before: items.upperBound) else { return nil }
            if errors.isEmpty {
                staying.append(member)
            } else if let place = places[errors] {
                departures[place].members.append(member)
            } else {
                places[errors] = departures.count
                departures.append(Departure(errors: errors, members: [member]))
            }
        }
        group.members.removeFirst(coming.count)
        for member in staying { group.members.insert(member) }
        return departures
    }

    /// The errors of a member before an item, moved to it; `nil` where one cannot be.
    private func errors(of member: inout TrajectoryMember, before end: Int) -> [MovedError]? {
        var errors: [MovedError] = []
        while member.event < end {
            let item = member.event
            guard case .channel(let number) = program.items[item], program.channels[number].isPauli else { return nil }
            let channel = program.channels[number]
            let branch = Self.branch(of: member, at: item, channel, channel.bounds)
            if branch > 0, let string = channel.branches[branch].string {
                guard let error = program.passage.moved(x: string.x, z: string.z, behind: (item + 1)..<end)
                else { return nil }
                if errors.isEmpty || !errors[errors.count - 1].join(error) { errors.append(error) }
            }
            member.advance(in: program)
        }
        return errors.filter { !$0.isIdentity }
    }

    /// Lets members leave a group that has gone through the block up to an item.
    mutating func leave(
        _ group: inout TrajectoryGroup, _ departures: [Departure], at index: Int
    ) throws(StateVectorError) {
        if departures.isEmpty { return }
        var parts: [Part] = []
        for departure in departures {
            var gates: [SingleGate] = []
            for operation in departure.errors.flatMap(\.gates) {
                gates.append(try SingleGate(operation, qubitCount: program.qubitCount, backend: backend))
            }
            parts.append(Part(gates: gates, normFactor: 1, members: departure.members))
        }
        try part(&group, usual: Part(gates: [], normFactor: 1), parts, at: index)
    }
}
