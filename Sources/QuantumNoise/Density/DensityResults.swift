public import OperatorAlgebra
internal import StateVectors

/// The final mixture of a noisy circuit, exactly.
public struct DensityResults: Sendable {
    /// What is left for one content of the classical bits; its trace is their probability.
    public struct Part: Sendable {
        /// The classical bits written along the way.
        public internal(set) var bits: [Bool]
        /// The state, unnormalized.
        public internal(set) var matrix: DensityMatrix
    }

    /// The parts, by classical bits.
    public let parts: [Part]
    let reading: OutcomeReader

    /// Tr(ρ H), over all parts.
    ///
    /// - Throws: as ``DensityMatrix/expectation(of:)``.
    public func expectation(of observable: PauliSum) throws(NoiseError) -> Double {
        var total = 0.0
        for part in parts { total += try part.matrix.expectation(of: observable) }
        return total
    }

    /// Draws what shots write down: the classical bits, or all qubits where nothing is measured, with errors of the
    /// readout. Shot s depends on the seed and s alone.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for a negative number.
    /// - Complexity: O(parts · 2^n + n · shots).
    public func sample(shots: Int, seed: UInt64) throws(NoiseError) -> [[Bool]] {
        guard shots >= 0 else { throw .count(what: "the number of shots", found: shots, expected: "0 or more") }
        let dimension = parts.first?.matrix.dimension ?? 1
        var sums: [Double] = []
        sums.reserveCapacity(parts.count * dimension)
        var sum = 0.0
        for part in parts {
            for probability in part.matrix.probabilities {
                sum += probability
                sums.append(sum)
            }
        }
        guard sum.isNormal else { throw .state(.unnormalizable(norm: sum)) }
        return (0..<shots).map { shot in
            let random = TrajectoryRandomness(seed: seed, trajectory: shot)
            let point = random.outcome * sum
            let index = Swift.min(sums.partitioningIndex { $0 > point }, sums.count - 1)
            return reading.outcome(of: index % dimension, after: parts[index / dimension].bits) {
                random.readout(ofGroup: $0)
            }
        }
    }
}
