internal import CAmplitudes
internal import ComplexModule
internal import RealModule

extension VectorizedBackend {
    /// Draws basis states with probability |ψ_i|² / ⟨ψ|ψ⟩.
    ///
    /// Shot s uses number s of stream 0 of the seed, so results depend on the seed alone. The state is read twice and
    /// never copied; the shots take O(2^n + shots · log shots) time.
    ///
    /// - Returns: One basis state a shot, in the order of the shots.
    /// - Throws: ``StateVectorError/negativeShots(_:)``, ``StateVectorError/unnormalizable(norm:)``.
    public func sample(_ state: StateVector, shots: Int, seed: UInt64) throws(StateVectorError) -> [Int] {
        guard shots >= 0 else { throw .negativeShots(shots) }
        try Self.checkMemory(shots: shots)
        let weights = try blockWeights(of: state)
        let total = weights.reduce(0, +)
        guard total.isFinite, total > 0 else { throw .unnormalizable(norm: total) }
        var random = RandomStream(seed: seed)
        let numbers = (0..<shots).map { _ in random.uniform() * total }
        let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }

        var samples = [Int](repeating: 0, count: shots)
        var walk = CumulativeWalk(state: state, weights: weights)
        for shot in order { samples[shot] = walk.advance(to: numbers[shot]) }
        return samples
    }

    /// Bytes a shot takes while it is drawn: a number, its place in the order, the basis state.
    private static let bytesPerShot: UInt64 = 24

    private static func checkMemory(shots: Int) throws(StateVectorError) {
        let available = MemoryPlan.availableMemory()
        guard UInt64(shots) <= available / bytesPerShot else {
            throw .tooManyShots(
                found: shots, bytesPerShot: bytesPerShot, bytesAvailable: available,
                largest: available / bytesPerShot)
        }
    }

    /// Σ|ψ_i|² of each block of 2^12 amplitudes.
    private func blockWeights(of state: StateVector) throws(StateVectorError) -> [Double] {
        let engine = try engine(for: state)
        let blockSize = min(CumulativeWalk.blockSize, state.amplitudeCount)
        let count = state.amplitudeCount / blockSize
        var weights = [Double](repeating: 0, count: count)
        weights.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let results = SharedPointer(base: base)
            state.withAmplitudes { pointer in
                let amplitudes = ReadOnlyAmplitudes(base: pointer)
                engine.parallel.forEachRange(of: UInt64(count)) { begin, end in
                    for block in begin..<end {
                        let first = block * UInt64(blockSize)
                        results.base[Int(block)] = engine.kernels.pointee.norm(
                            amplitudes.base, first, first + UInt64(blockSize))
                    }
                }
            }
        }
        return weights
    }
}

/// Walks once through the cumulative distribution, for numbers in ascending order.
private struct CumulativeWalk {
    static let blockSize = 1 << 12

    let state: StateVector
    let weights: [Double]
    private var block = 0
    private var before = 0.0
    private var index = 0
    private var within = 0.0
    private var lastPossible = 0

    init(state: StateVector, weights: [Double]) {
        self.state = state
        self.weights = weights
    }

    /// The basis state whose interval holds `number`; rounding at the far end gives the last possible one.
    mutating func advance(to number: Double) -> Int {
        let size = min(Self.blockSize, state.amplitudeCount)
        while block < weights.count - 1, before + weights[block] <= number {
            before += weights[block]
            block += 1
            (index, within) = (block * size, 0)
        }
        let end = (block + 1) * size
        while index < end {
            let probability = state[index].lengthSquared
            if probability > 0 { lastPossible = index }
            if probability > 0, before + within + probability > number { return index }
            within += probability
            index += 1
        }
        // Block sums and this walk round differently: the number fell between them.
        return lastPossible
    }
}
