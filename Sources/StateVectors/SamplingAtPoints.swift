internal import CAmplitudes

extension VectorizedBackend {
    /// The basis states at given points of the cumulated probabilities: for a point u the first i with
    /// Σ_{j ≤ i} |ψ_j|² > u ⟨ψ|ψ⟩.
    ///
    /// For those who bring random numbers of their own; ``sample(_:shots:seed:)`` is the way for many shots.
    ///
    /// - Parameter points: numbers from 0 up to, not including, 1.
    /// - Throws: ``StateVectorError/unnormalizable(norm:)``.
    /// - Complexity: O(2^n) once, then O(2^12) a point.
    public func sample(_ state: StateVector, at points: [Double]) throws(StateVectorError) -> [Int] {
        let engine = try engine(for: state)
        let weights = BlockWeights(engine.blockWeights(of: state), threadCount: 1)
        guard weights.total.isNormal else { throw .unnormalizable(norm: weights.total) }
        let blockSize = UInt64(min(Engine.blockSize, state.amplitudeCount))
        return points.map { point in
            let position = point * weights.total
            let block = weights.block(of: position)
            var number = position - weights.starts[block]
            var place: UInt64 = 0
            var result = 0
            state.withAmplitudes { amplitudes in
                engine.kernels.pointee.draw(
                    amplitudes, UInt64(block) * blockSize, blockSize, &number, &place, 1, &result)
            }
            return result
        }
    }
}
