/// What trajectories gave.
public struct TrajectoryResults: Sendable {
    /// The trajectories that were run.
    public internal(set) var trajectories: Range<Int>
    /// ⟨O⟩ of each observable in the final state of each trajectory: `values[o][t]`, t counted from the first.
    public internal(set) var values: [[Double]]
    /// One outcome a trajectory: the classical bits, or all qubits where nothing is measured; with errors of the readout.
    public internal(set) var outcomes: [[Bool]]
    /// How many different final states there were.
    public internal(set) var stateCount: Int

    /// The mean of each observable with its standard error.
    public var estimates: [Estimate] { values.map { Estimate(meanOf: $0) } }

    /// Joins the results of the trajectories that follow.
    ///
    /// - Precondition: `next` begins where these end and holds the same observables.
    public mutating func append(_ next: TrajectoryResults) {
        precondition(
            next.trajectories.lowerBound == trajectories.upperBound && next.values.count == values.count,
            "results of consecutive trajectories are joined")
        trajectories = trajectories.lowerBound..<next.trajectories.upperBound
        for index in values.indices { values[index] += next.values[index] }
        outcomes += next.outcomes
        stateCount += next.stateCount
    }
}
