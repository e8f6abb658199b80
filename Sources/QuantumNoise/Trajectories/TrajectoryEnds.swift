internal import StateVectors

/// A final state and the trajectories that came to it.
struct TrajectoryLeaf: Sendable {
    let trajectories: [Int]
    /// The expectation value of each observable.
    let values: [Double]
    /// What each trajectory wrote down.
    let outcomes: [[Bool]]
    /// Whether something happened to each trajectory, even if it came to nothing.
    let touched: [Bool]
}

/// What is done with final states.
struct TrajectoryEnds: Sendable {
    let observables: [PreparedObservable]
    /// Of each observable what no mean value exceeds: Σ|c_k| without the identity.
    let bounds: [Double]
    let sampling: Bool
    let reading: OutcomeReader
    let backend: VectorizedBackend

    /// Looks at the final state of a group.
    func leaf(of group: TrajectoryGroup) throws(StateVectorError) -> TrajectoryLeaf {
        var values: [Double] = []
        if !observables.isEmpty {
            let norm = try backend.squaredNorm(group.state)
            guard norm.isNormal else { throw .unnormalizable(norm: norm) }
            for observable in observables { values.append(try observable.value(in: group.state) / norm) }
        }
        let members = group.members.all
        var outcomes: [[Bool]] = []
        if sampling {
            let states = try backend.sample(group.state, at: members.map(\.randomness.outcome))
            outcomes = zip(members, states).map { member, state in
                reading.outcome(of: state, after: group.bits) { member.randomness.readout(ofGroup: $0) }
            }
        }
        return TrajectoryLeaf(
            trajectories: members.map(\.randomness.trajectory), values: values, outcomes: outcomes,
            touched: members.map { $0.eventCount > 0 })
    }

    /// The leaves in the order of the trajectories.
    func results(
        of leaves: [TrajectoryLeaf], _ trajectories: Range<Int>, untouchedProbability: Double?
    ) -> TrajectoryResults {
        let first = trajectories.lowerBound
        var values = [[Double]](
            repeating: [Double](repeating: 0, count: trajectories.count), count: observables.count)
        var outcomes = [[Bool]](repeating: [], count: sampling ? trajectories.count : 0)
        var touched = [Bool](repeating: true, count: trajectories.count)
        for leaf in leaves {
            for (index, trajectory) in leaf.trajectories.enumerated() {
                for (observable, value) in leaf.values.enumerated() { values[observable][trajectory - first] = value }
                if sampling { outcomes[trajectory - first] = leaf.outcomes[index] }
                touched[trajectory - first] = leaf.touched[index]
            }
        }
        return TrajectoryResults(
            trajectories: trajectories, values: values, outcomes: outcomes, stateCount: leaves.count,
            touched: touched, untouchedProbability: untouchedProbability,
            bounds: bounds)
    }
}
