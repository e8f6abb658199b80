internal import QuantumCircuits
internal import StateVectors

/// Where trajectories of a group part.
extension TrajectoryWalker {
    /// What some members of a group do at an item.
    private struct Part {
        let gates: PreparedGates?
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
        case .channel(let number):
            try part(&group, parts(of: program.channels[number], at: index, group), at: index)
        case .measure(let number, let bit):
            try part(&group, parts(of: program.measurements[number], into: bit, at: index, group), at: index)
        case .reset(let number):
            try part(&group, parts(of: program.measurements[number], into: nil, at: index, group), at: index)
        case .gate, .conditional: return
        }
    }

    /// Events at an item that does not happen.
    private func passBy(_ index: Int, _ group: inout TrajectoryGroup) {
        for position in group.members.indices where group.members[position].event == index {
            group.members[position].advance(in: program)
        }
    }

    private func parts(
        of channel: PreparedChannel, at index: Int, _ group: TrajectoryGroup
    ) throws(StateVectorError) -> [Part] {
        let isDecision = program.decision(from: index) == index
        let probabilities = try probabilities(of: channel, in: group.state)
        var parts = zip(channel.branches, probabilities).map { branch, probability in
            Part(gates: branch.gates, normFactor: branch.weight == nil ? 1 : probability)
        }
        // An event says that the number lies above the bound of the usual branch.
        let bound = isDecision ? 0 : channel.usualBound
        for var member in group.members {
            guard isDecision || member.event == index else {
                parts[0].members.append(member)
                continue
            }
            let number = bound + (1 - bound) * member.randomness.decision(at: index)
            if !isDecision { member.advance(in: program) }
            parts[Self.outcome(number, probabilities)].members.append(member)
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
        if channel.isUnitaryMixture { return channel.branches.map(\.bound) }
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
        of measurement: PreparedMeasurement, into bit: Int?, at index: Int, _ group: TrajectoryGroup
    ) throws(StateVectorError) -> [Part] {
        let difference = try measurement.z.value(in: group.state)
        let norm = try backend.squaredNorm(group.state)
        guard norm.isNormal else { throw .unnormalizable(norm: norm) }
        let zero = min(1, max(0, (norm + difference) / (2 * norm)))
        // One part for each outcome and what is read for it.
        var parts = [(0, false), (0, true), (1, false), (1, true)].map { outcome, read in
            Part(
                gates: bit == nil ? measurement.resets[outcome] : measurement.projectors[outcome],
                normFactor: outcome == 0 ? zero : 1 - zero, bit: bit.map { ($0, read) })
        }
        for member in group.members {
            let outcome = member.randomness.decision(at: index) < zero ? 0 : 1
            let isRight = bit == nil || member.randomness.readout(at: index) >= measurement.misreading[outcome]
            parts[2 * outcome + (isRight ? outcome : 1 - outcome)].members.append(member)
        }
        return parts
    }

    /// Lets the parts of a group go their ways: the largest stays, the others get copies and come to their ends first.
    private mutating func part(_ group: inout TrajectoryGroup, _ all: [Part], at index: Int) throws(StateVectorError) {
        let parts = all.filter { !$0.members.isEmpty }
        guard let largest = parts.indices.max(by: { parts[$0].members.count < parts[$1].members.count }) else { return }
        for (position, part) in parts.enumerated() where position != largest {
            var child = TrajectoryGroup(
                state: group.state, bits: group.bits, item: index + 1, members: part.members,
                normBound: group.normBound * part.normFactor)
            if let bit = part.bit { child.bits[bit.index] = bit.value }
            try send(&child, part.gates)
        }
        let part = parts[largest]
        group.members = part.members
        try part.gates?.apply(to: &group.state)
        if let bit = part.bit { group.bits[bit.index] = bit.value }
        group.normBound *= part.normFactor
    }
}
