internal import CAmplitudes
internal import ComplexModule
internal import RealModule

extension VectorizedBackend {
    /// Draws basis states with probability |ψ_i|² / ⟨ψ|ψ⟩.
    ///
    /// Shot s uses number s of stream 0 of the seed, so results depend on the seed alone. The state is read twice and
    /// never copied; the shots take O(2^n + n · shots) time.
    ///
    /// - Returns: One basis state a shot, in the order of the shots.
    /// - Throws: ``StateVectorError/negativeShots(_:)``, ``StateVectorError/unnormalizable(norm:)``.
    public func sample(_ state: StateVector, shots: Int, seed: UInt64) throws(StateVectorError) -> [Int] {
        guard shots >= 0 else { throw .negativeShots(shots) }
        try Self.checkMemory(shots: shots)
        let weights = try blockWeights(of: state)
        let total = weights.reduce(0, +)
        guard total.isFinite, total > 0 else { throw .unnormalizable(norm: total) }
        var starts: [Double] = [0]
        for weight in weights { starts.append((starts.last ?? 0) + weight) }
        var random = RandomStream(seed: seed)
        let numbers = (0..<shots).map { _ in random.uniform() * total }
        return try draw(numbers, from: state, starts: starts)
    }

    /// The basis state whose interval of the cumulative distribution holds each number.
    ///
    /// Numbers are dealt to blocks of amplitudes, so that each block is summed up once, however many fall into it.
    private func draw(
        _ numbers: [Double], from state: StateVector, starts: [Double]
    ) throws(StateVectorError) -> [Int] {
        let blockSize = min(Self.blockSize, state.amplitudeCount)
        let engine = try engine(for: state)
        var shotsOfBlock = [[Int]](repeating: [], count: starts.count - 1)
        for (shot, number) in numbers.enumerated() { shotsOfBlock[starts.interval(of: number)].append(shot) }
        var samples = [Int](repeating: 0, count: numbers.count)
        var sums = [Double](repeating: 0, count: blockSize)
        for (block, shots) in shotsOfBlock.enumerated() where !shots.isEmpty {
            let first = UInt64(block * blockSize)
            state.withAmplitudes { pointer in
                engine.kernels.pointee.cumulate(pointer, first, first + UInt64(blockSize), &sums)
            }
            for shot in shots { samples[shot] = Int(first) + sums.firstIndex(above: numbers[shot] - starts[block]) }
        }
        return samples
    }

    private static let blockSize = 1 << 12

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
        let blockSize = min(Self.blockSize, state.amplitudeCount)
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

extension [Double] {
    /// The interval [self[k], self[k+1]) of ascending numbers that holds a value; the last but empty ones for a value
    /// at the end.
    fileprivate func interval(of value: Double) -> Int {
        var low = 0
        var high = count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle } else { high = middle }
        }
        while low > 0, self[low] == self[low + 1] { low -= 1 }
        return low
    }

    /// The first index whose running sum exceeds a value. Where rounding leaves none, because blocks and running sums
    /// are added up differently, the last index at which the sum grew.
    fileprivate func firstIndex(above value: Double) -> Int {
        let target = Swift.min(value, (last ?? 0).nextDown)
        var low = -1
        var high = count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle] > target { high = middle } else { low = middle }
        }
        return high
    }
}
