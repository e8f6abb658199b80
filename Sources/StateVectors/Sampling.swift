internal import CAmplitudes

extension VectorizedBackend {
    /// Draws basis states with probability |ψ_i|² / ⟨ψ|ψ⟩.
    ///
    /// Shot s uses number s of stream 0 of the seed: shots are independent, in any order, and the same for any number
    /// of threads. The state is read twice and never copied.
    ///
    /// - Returns: One basis state a shot, in the order of the shots.
    /// - Throws: ``StateVectorError/negativeShots(_:)``, ``StateVectorError/unnormalizable(norm:)``,
    ///   ``StateVectorError/tooManyShots(found:bytesPerShot:bytesAvailable:largest:)``.
    /// - Complexity: O(2^n + shots).
    public func sample(_ state: StateVector, shots: Int, seed: UInt64) throws(StateVectorError) -> [Int] {
        guard shots >= 0 else { throw .negativeShots(shots) }
        try Self.checkMemory(shots: shots)
        let engine = try engine(for: state)
        let weights = BlockWeights(engine.blockWeights(of: state), threadCount: threadCount)
        guard weights.total.isNormal else { throw .unnormalizable(norm: weights.total) }
        return [Int](unsafeUninitializedCapacity: shots) { samples, count in
            count = shots
            guard let base = samples.baseAddress else { return }
            for first in stride(from: 0, to: shots, by: Self.shotsAtOnce) {
                let range = first..<min(first + Self.shotsAtOnce, shots)
                engine.draw(DealtShots(range, seed: seed, weights), from: state, to: base)
            }
        }
    }

    /// Shots that are dealt to blocks together: enough that walking the state for them costs little beside them.
    private static let shotsAtOnce = 1 << 22

    /// Bytes a shot takes: the basis state, and while it is drawn its number and its place.
    private static let bytesPerShot: UInt64 = 24

    private static func checkMemory(shots: Int) throws(StateVectorError) {
        let available = MemoryPlan.availableMemory()
        guard UInt64(shots) <= available / bytesPerShot else {
            throw .tooManyShots(
                found: shots, bytesPerShot: bytesPerShot, bytesAvailable: available,
                largest: available / bytesPerShot)
        }
    }
}

extension Engine {
    /// Amplitudes of a block: what the kernel takes apart at once.
    static let blockSize = 1 << 12

    /// Σ|ψ_i|² of each block of 2^12 amplitudes.
    func blockWeights(of state: StateVector) -> [Double] {
        let blockSize = min(Self.blockSize, state.amplitudeCount)
        let count = state.amplitudeCount / blockSize
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = count
            guard let base = buffer.baseAddress else { return }
            let results = SharedPointer(base: base)
            state.withAmplitudes { pointer in
                let amplitudes = ReadOnlyAmplitudes(base: pointer)
                parallel.forEachRange(of: UInt64(count), smallestShare: 64) { begin, end in
                    for block in begin..<end {
                        let first = block * UInt64(blockSize)
                        results.base[Int(block)] = kernels.pointee.norm(
                            amplitudes.base, first, first + UInt64(blockSize))
                    }
                }
            }
        }
    }

    /// Looks up the basis state of every dealt shot, block by block.
    fileprivate func draw(_ shots: DealtShots, from state: StateVector, to samples: UnsafeMutablePointer<Int>) {
        let blockSize = min(Self.blockSize, state.amplitudeCount)
        let results = SharedPointer(base: samples)
        state.withAmplitudes { pointer in
            let amplitudes = ReadOnlyAmplitudes(base: pointer)
            shots.numbers.withUnsafeBufferPointer { numbers in
                shots.places.withUnsafeBufferPointer { places in
                    let (numbers, places) = (ReadOnly(buffer: numbers), ReadOnly(buffer: places))
                    parallel.forEachRange(of: UInt64(shots.starts.count - 1), smallestShare: 16) { begin, end in
                        guard let numbers = numbers.buffer.baseAddress, let places = places.buffer.baseAddress
                        else { return }
                        for block in Int(begin)..<Int(end) {
                            let (start, stop) = (shots.starts[block], shots.starts[block + 1])
                            guard stop > start else { continue }
                            kernels.pointee.draw(
                                amplitudes.base, UInt64(block * blockSize), UInt64(blockSize), numbers + start,
                                places + start, UInt64(stop - start), results.base)
                        }
                    }
                }
            }
        }
    }
}

/// Numbers that threads only read.
private struct ReadOnly<Element>: @unchecked Sendable {
    let buffer: UnsafeBufferPointer<Element>
}
