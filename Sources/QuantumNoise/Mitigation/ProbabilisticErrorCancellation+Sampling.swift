extension ProbabilisticErrorCancellation {
    /// What the samples gave.
    public struct Result: Hashable, Sendable {
        /// The value without the channels.
        public let estimate: Estimate
        /// How many samples were drawn.
        public let sampleCount: Int
        /// How many different circuits were run: samples with the same letters share one.
        public let circuitCount: Int
    }

    /// One sample: a circuit and the number its result counts with; it depends on the seed and its number alone.
    ///
    /// - Throws: Never for a circuit of this cancellation.
    public func realization(_ sample: Int, seed: UInt64) throws(NoiseError) -> Realization {
        try realization(letters(ofSample: sample, seed: seed))
    }

    /// The value of the circuit with its channels cancelled.
    ///
    /// The standard error is that of the weighted results among the samples. Where the results have errors themselves, those
    /// of circuits that stand for many samples, which the scatter does not show, are added.
    ///
    /// - Parameters:
    ///   - samples: their numbers; different ranges of one seed are independent.
    ///   - seed: of the letters.
    ///   - run: estimates the value of a circuit, noise included, without bias.
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for fewer than two samples or negative numbers, and what `run`
    ///   does.
    public func mitigated(
        samples: Range<Int>, seed: UInt64, run: (NoisyCircuit) throws(NoiseError) -> Estimate
    ) throws(NoiseError) -> Result {
        guard samples.count >= 2, samples.lowerBound >= 0 else {
            throw .count(
                what: "the number of samples", found: samples.count, expected: "2 or more, numbered from 0 on")
        }
        var places: [[Int]: Int] = [:]
        var groups: [(letters: [Int], count: Int)] = []
        for sample in samples {
            let letters = letters(ofSample: sample, seed: seed)
            if let place = places[letters] {
                groups[place].count += 1
            } else {
                places[letters] = groups.count
                groups.append((letters, 1))
            }
        }
        let total = Double(samples.count)
        var values: [(value: Double, error: Double, count: Double)] = []
        for group in groups {
            let realization = try realization(group.letters)
            let found = try run(realization.circuit)
            values.append((realization.weight * found.value, gamma * found.standardError, Double(group.count)))
        }
        let mean = values.reduce(0) { $0 + $1.count * $1.value } / total
        let scatter = values.reduce(0) { $0 + $1.count * ($1.value - mean) * ($1.value - mean) } / (total * (total - 1))
        let shared = values.reduce(0) { $0 + $1.count * ($1.count - 1) * $1.error * $1.error } / (total * total)
        return Result(
            estimate: Estimate(mean, standardError: (scatter + shared).squareRoot()), sampleCount: samples.count,
            circuitCount: groups.count)
    }
}
