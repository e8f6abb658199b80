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

    /// Whether a channel did anything but the usual on each trajectory.
    public internal(set) var touched: [Bool]
    /// How likely it is, exactly, that a trajectory is not touched; `nil` where channels look at the state, or something is
    /// measured on the way: then it is not known.
    public let untouchedProbability: Double?
    /// Of each observable what no mean value exceeds, but for the identity's part.
    let bounds: [Double]

    /// The mean of each observable with its standard error σ/√N.
    ///
    /// Where nothing happened on any trajectory, their spread says nothing about what was missed. The standard error then
    /// is what could be missed: (1 − p₀) Σ|c_k|, with p₀ the probability that nothing happens.
    public var estimates: [Estimate] {
        values.indices.map { index in
            let plain = Estimate(meanOf: values[index])
            guard let untouchedProbability, !touched.contains(true) else { return plain }
            return Estimate(plain.value, standardError: (1 - untouchedProbability) * bounds[index])
        }
    }

    /// The means with less variance, where it is known how likely it is that nothing happens: post-stratification.
    ///
    /// p₀ v₀ + (1 − p₀) x̄ with v₀ the value without noise and x̄ the mean of the n trajectories on which something happened,
    /// and the standard error (1 − p₀) s/√n: that there happened to be more or fewer of these than expected costs
    /// nothing. The plain ``estimates`` where p₀ is not known, where nothing happened on all or something on every one of
    /// the trajectories, or on one only. Unlike theirs, values of parts of the trajectories do not add up to the whole's
    /// exactly.
    public var postStratifiedEstimates: [Estimate] {
        let count = touched.count { $0 }
        guard let untouchedProbability, count > 1, count < touched.count else { return estimates }
        return values.map { values in
            let parts = [false, true].map { part in zip(values, touched).filter { $1 == part }.map(\.0) }
            let (usual, rest) = (Estimate(meanOf: parts[0]).value, Estimate(meanOf: parts[1]))
            return Estimate(
                untouchedProbability * usual + (1 - untouchedProbability) * rest.value,
                standardError: (1 - untouchedProbability) * rest.standardError)
        }
    }

    /// The results of the first trajectories; ``stateCount`` stays that of all.
    public func prefix(_ count: Int) -> TrajectoryResults {
        let count = Swift.min(count, trajectories.count)
        var part = self
        part.trajectories = trajectories.prefix(count)
        part.values = values.map { Array($0.prefix(count)) }
        part.outcomes = Array(outcomes.prefix(count))
        part.touched = Array(touched.prefix(count))
        return part
    }

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
        touched += next.touched
    }
}
