internal import QuantumCircuits
internal import StateVectors

/// Where trajectories of a group part.
extension TrajectoryWalker {
    /// What some members of a group do at an item.
    struct Part {
        let gates: [SingleGate]
        /// The share of ⟨ψ|ψ⟩ that the gates leave, at least.
        let normFactor: Double
        var members: [TrajectoryMember] = []
        var bit: (index: Int, value: Bool)?
    }

    mutating func decide(at index: Int, _ group: inout TrajectoryGroup) throws(StateVectorError) {
        var item = program.items[index]
        if case .conditional(let condition, let inner) = item {
            guard condition.holds(for: group.bits) else { return passBy(index, &group) }
            item = inner
        }
        switch item {
        case .channel(let number) where program.decision(from: index) == index:
            try part(&group, parts(of: program.channels[number], at: index, &group), at: index)
        case .channel(let number): try leave(&group, at: index, program.channels[number])
        case .measure(let number, let bit):
            try part(&group, parts(of: program.measurements[number], into: bit, at: index, &group), at: index)
        case .reset(let number):
            try part(&group, parts(of: program.measurements[number], into: nil, at: index, &group), at: index)
        case .gate, .conditional: return
        }
    }

    /// Events at an item that does not happen.
    private func passBy(_ index: Int, _ group: inout TrajectoryGroup) {
        for var member in group.members.removeAll(withEventAt: index) {
            member.advance(in: program)
            group.members.insert(member)
        }
    }

    /// Lets those members of a group that have an event at a channel choose a branch; all others take the usual one.
    private mutating func leave(
        _ group: inout TrajectoryGroup, at index: Int, _ channel: PreparedChannel
    ) throws(StateVectorError) {
        let probabilities = try probabilities(of: channel, in: group.state)
        var leaving: [(branch: Int, members: [TrajectoryMember])] = []
        for var member in group.members.removeAll(withEventAt: index) {
            let branch = Self.branch(of: member, at: index, channel, probabilities)
            member.advance(in: program)
            if branch == 0 {
                group.members.insert(member)
            } else if let place = leaving.firstIndex(where: { $0.branch == branch }) {
                leaving[place].members.append(member)
            } else {
                leaving.append((branch, [member]))
            }
        }
        func part(_ branch: Int, _ members: [TrajectoryMember]) -> Part {
            let chosen = channel.branches[branch]
            return Part(
                gates: chosen.gates, normFactor: chosen.weight == nil ? 1 : probabilities[branch], members: members)
        }
        try self.part(
            &group, usual: part(0, []), leaving.sorted { $0.branch < $1.branch }.map { part($0.branch, $0.members) },
            at: index)
    }

    /// The branch that a member takes at an event, which says that its number lies above the bound of the usual branch.
    static func branch(
        of member: TrajectoryMember, at index: Int, _ channel: PreparedChannel, _ probabilities: [Double]
    ) -> Int {
        let number = channel.usualBound + (1 - channel.usualBound) * member.randomness.decision(at: index)
        return outcome(number, probabilities)
    }

    /// What the members of a group do at a channel at which all decide.
    private func parts(
        of channel: PreparedChannel, at index: Int, _ group: inout TrajectoryGroup
    ) throws(StateVectorError) -> [Part] {
        let probabilities = try probabilities(of: channel, in: group.state)
        var parts = zip(channel.branches, probabilities).map { branch, probability in
            Part(gates: branch.gates, normFactor: branch.weight == nil ? 1 : probability)
        }
        for member in group.members.removeAll() {
            parts[Self.outcome(member.randomness.decision(at: index), probabilities)].members.append(member)
        }
        return parts
    }

    /// The first outcome whose cumulated probability passes a number; where rounding leaves none, the likeliest.
    private static func outcome(_ number: Double, _ probabilities: [Double]) -> Int {
        var sum = 0.0
        for (index, probability) in probabilities.enumerated() {
            sum += probability
            if number < sum { return index }
        }
        return probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    }

    /// ‖Kψ‖² / ‖ψ‖² for each branch.
    private func probabilities(
        of channel: PreparedChannel, in state: StateVector
    ) throws(StateVectorError) -> [Double] {
        if channel.isUnitaryMixture { return channel.bounds }
        let norm = try backend.squaredNorm(state)
        guard norm.isNormal else { throw .unnormalizable(norm: norm) }
        var result: [Double] = []
        for branch in channel.branches {
            if let weight = branch.weight {
                result.append(max(0, try weight.value(in: state) / norm))
            } else {
                result.append(branch.bound)
            }
        }
        return result
    }

    /// The parts of a group at a measurement, or at a reset, which is one that nobody reads.
    private func parts(
        of measurement: PreparedMeasurement, into bit: Int?, at index: Int, _ group: inout TrajectoryGroup
    ) throws(StateVectorError) -> [Part] {
        let difference = try measurement.z.value(in: group.state)
        let norm = try backend.squaredNorm(group.state)
        guard norm.isNormal else { throw .unnormalizable(norm: norm) }
        let zero = min(1, max(0, (norm + difference) / (2 * norm)))
        // One part for each outcome and what is read for it.
        var parts = [(0, false), (0, true), (1, false), (1, true)].map { outcome, read in
            Part(
                gates: [bit == nil ? measurement.resets[outcome] : measurement.projectors[outcome]],
                normFactor: outcome == 0 ? zero : 1 - zero, bit: bit.map { ($0, read) })
        }
        for member in group.members.removeAll() {
            let outcome = member.randomness.decision(at: index) < zero ? 0 : 1
            let isRight = bit == nil || member.randomness.readout(at: index) >= measurement.misreading[outcome]
            parts[2 * outcome + (isRight ? outcome : 1 - outcome)].members.append(member)
        }
        return parts
    }

    /// Lets the parts of a group, all members of which are in them, go their ways.
    private mutating func part(_ group: inout TrajectoryGroup, _ all: [Part], at index: Int) throws(StateVectorError) {
        var parts = all.filter { !$0.members.isEmpty }
        guard !parts.isEmpty else { return }
        let first = parts.removeFirst()
        group.members = TrajectoryMembers(first.members)
        try part(&group, usual: first, parts, at: index)
    }

    /// Lets some leave a group on their own ways: the largest part keeps its state, the others get copies and come to
    /// their ends first.
    mutating func part(
        _ group: inout TrajectoryGroup, usual: Part, _ leaving: [Part], at index: Int
    ) throws(StateVectorError) {
        var (staying, others) = (usual, leaving)
        let largest = leaving.indices.max { leaving[$0].members.count < leaving[$1].members.count }
        if let largest, leaving[largest].members.count > group.members.count {
            // The group and the largest part change places.
            staying = others.remove(at: largest)
            let members = TrajectoryMembers(staying.members)
            if !group.members.isEmpty {
                others.append(usual)
                others[others.count - 1].members = group.members.all
            }
            group.members = members
        }
        for part in others {
            var child = TrajectoryGroup(
                state: group.state, bits: group.bits, item: index + 1, members: TrajectoryMembers(part.members),
                normBound: group.normBound * part.normFactor)
            if let bit = part.bit { child.bits[bit.index] = bit.value }
            try send(&child, part.gates)
        }
        for gate in staying.gates { try gate.apply(to: &group.state) }
        if let bit = staying.bit { group.bits[bit.index] = bit.value }
        group.normBound *= staying.normFactor
    }
}
