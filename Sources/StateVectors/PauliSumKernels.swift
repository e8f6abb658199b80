internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

/// Strings of a Pauli sum that flip the same qubits and have an even (or odd) number of Y: one pass over the state
/// serves them all.
struct FlipGroup: Sendable {
    /// The qubits that every string flips.
    let x: UInt64
    /// Whether the strings have an odd number of Y, so that i^|y| is imaginary.
    let isImaginary: Bool
    /// The sign masks, one a string.
    var z: [UInt64] = []
    /// The coefficients, one a string.
    var coefficients: [Complex<Double>] = []

    /// i^|y|, the phase between the string and X^x Z^z.
    func phase(_ index: Int) -> QuarterTurn { QuarterTurn(exponent: (x & z[index]).nonzeroBitCount) }

    private struct Key: Hashable {
        let x: UInt64
        let isImaginary: Bool
    }

    /// The groups of a sum, in the order in which they first occur.
    static func groups(of sum: PauliSum) -> [FlipGroup] {
        var positions: [Key: Int] = [:]
        var groups: [FlipGroup] = []
        for (string, coefficient) in sum {
            let (x, z) = (string.x.word, string.z.word)
            let key = Key(x: x, isImaginary: (x & z).nonzeroBitCount % 2 == 1)
            let position = positions[key] ?? groups.count
            if position == groups.count {
                positions[key] = position
                groups.append(FlipGroup(x: x, isImaginary: key.isImaginary))
            }
            groups[position].z.append(z)
            groups[position].coefficients.append(coefficient)
        }
        return groups
    }
}

/// The blocks in which Pauli kernels walk a state.
private struct PauliBlocks {
    /// log2 of the amplitudes in a block.
    let bits: Int
    /// How many blocks there are.
    let count: UInt64

    /// Amplitudes in a block, which with its products and signs stays in the first-level cache.
    private static let mostBits = 8
    /// Blocks that share one partial sum: so many that there are few sums, whose number depends on the register alone.
    var perChunk: UInt64 { max(64, count / 256) }

    init(qubitCount: Int, laneBits: Int) {
        bits = max(min(Self.mostBits, qubitCount), laneBits)
        count = 1 << UInt64(max(0, qubitCount - bits))
    }
}

extension Engine {
    private func blocks(of state: StateVector) -> PauliBlocks {
        PauliBlocks(qubitCount: state.qubitCount, laneBits: Int(kernels.pointee.lane_bits))
    }

    /// Σ_k c_k ⟨left|P_k|right⟩.
    func matrixElement(_ left: StateVector, _ sum: PauliSum, _ right: StateVector) -> Complex<Double> {
        var total = Complex<Double>.zero
        for group in FlipGroup.groups(of: sum) {
            let re = signedSums(left, group, right, imaginary: false, pivot: nil)
            let im = signedSums(left, group, right, imaginary: true, pivot: nil)
            for index in group.z.indices {
                // ⟨i|P|i^x⟩ = i^|y| (-1)^{|z∧(i^x)|} and (-1)^{|z∧x|} = (-1)^|y|.
                let value = group.phase(index).conjugate.multiplying(Complex(re[index], im[index]))
                total += group.coefficients[index] * value
            }
        }
        return total
    }

    /// Σ_k Re(c_k) ⟨ψ|P_k|ψ⟩.
    ///
    /// The products conj(ψ_i) ψ_{i^x} of i and i^x are conjugates, so only the real part (for an even number of Y) or
    /// the imaginary one (odd) survives, and where x has a bit above a block half of the blocks tell all.
    func expectation(of sum: PauliSum, in state: StateVector) -> Double {
        expectation(of: prepared(sum, qubitCount: state.qubitCount), in: state)
    }

    /// The same for a sum that is prepared already.
    func expectation(of sum: PreparedSum, in state: StateVector) -> Double {
        sum.groups.reduce(0) { total, group in
            switch group {
            case .patterns(let sum): total + expectation(of: sum, in: state)
            case .strings(let group): total + expectation(of: group, in: state)
            }
        }
    }

    private func expectation(of group: FlipGroup, in state: StateVector) -> Double {
        let blockBits = blocks(of: state).bits
        var total = 0.0
        let high = group.x & ~((1 << UInt64(blockBits)) - 1)
        let pivot = high == 0 ? nil : 63 - high.leadingZeroBitCount
        let sums = signedSums(state, group, state, imaginary: group.isImaginary, pivot: pivot)
        for index in group.z.indices {
            let part = pivot == nil ? sums[index] : 2 * sums[index]
            let value = group.isImaginary ? Complex(0, part) : Complex(part, 0)
            total += group.coefficients[index].real * group.phase(index).conjugate.multiplying(value).real
        }
        return total
    }

    /// The real or imaginary parts of Σ_i (-1)^{|z∧i|} conj(left_i) right_{i^x}, one for each z of the group; with a
    /// pivot the sum runs over the blocks in which that bit is 0.
    private func signedSums(
        _ left: StateVector, _ group: FlipGroup, _ right: StateVector, imaginary: Bool, pivot: Int?
    ) -> [Double] {
        let blocks = blocks(of: left)
        let count = pivot == nil ? blocks.count : blocks.count / 2
        let scratchCount = aufbau_pauli_scratch(Int32(blocks.bits), group.z.count)
        return left.withAmplitudes { leftPointer in
            right.withAmplitudes { rightPointer in
                let (bra, ket) = (ReadOnlyAmplitudes(base: leftPointer), ReadOnlyAmplitudes(base: rightPointer))
                return parallel.sum(of: count, chunk: blocks.perChunk, width: group.z.count) {
                    begin, end, result in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: scratchCount) { scratch in
                        kernels.pointee.pauli_sums(
                            bra.base, ket.base, Int32(blocks.bits), group.x, Int32(pivot ?? -1), imaginary ? 1 : 0,
                            group.z.count, group.z, begin, end, scratch.baseAddress, result)
                    }
                }
            }
        }
    }

    /// Adds Σ_k c_k P_k |source⟩ to `target`.
    func add(_ sum: PauliSum, appliedTo source: StateVector, to target: inout StateVector) {
        add(prepared(sum, qubitCount: source.qubitCount), appliedTo: source, to: &target)
    }

    /// The same for a sum that is prepared already.
    func add(_ sum: PreparedSum, appliedTo source: StateVector, to target: inout StateVector) {
        for group in sum.groups {
            switch group {
            case .patterns(let sum): add(sum, appliedTo: source, to: &target)
            case .strings(let group): add(group, appliedTo: source, to: &target)
            }
        }
    }

    private func add(_ group: FlipGroup, appliedTo source: StateVector, to target: inout StateVector) {
        // P|j⟩ = i^|y| (-1)^{|z∧j|} |j^x⟩
        let factors = group.z.indices.map { group.phase($0).multiplying(group.coefficients[$0]) }
        if factors.contains(where: { $0.real != 0 }) {
            add(group, factors.map(\.real), imaginary: false, appliedTo: source, to: &target)
        }
        if factors.contains(where: { $0.imaginary != 0 }) {
            add(group, factors.map(\.imaginary), imaginary: true, appliedTo: source, to: &target)
        }
    }

    private func add(
        _ group: FlipGroup, _ factors: [Double], imaginary: Bool, appliedTo source: StateVector,
        to target: inout StateVector
    ) {
        let blocks = blocks(of: source)
        let scratchCount = aufbau_pauli_scratch(Int32(blocks.bits), group.z.count)
        target.withMutableAmplitudes { targetPointer in
            source.withAmplitudes { sourcePointer in
                let (from, to) = (ReadOnlyAmplitudes(base: sourcePointer), SharedAmplitudes(base: targetPointer))
                parallel.forEachRange(of: blocks.count, smallestShare: 16) { begin, end in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: scratchCount) { scratch in
                        kernels.pointee.pauli_apply(
                            from.base, to.base, Int32(blocks.bits), group.x, imaginary ? 1 : 0, group.z.count, group.z,
                            factors, begin, end, scratch.baseAddress)
                    }
                }
            }
        }
    }

    /// Σ_i |ψ_i|².
    func squaredNorm(_ state: StateVector) -> Double {
        state.withAmplitudes { pointer in
            let amplitudes = ReadOnlyAmplitudes(base: pointer)
            return parallel.sum(of: UInt64(state.amplitudeCount), chunk: 1 << 14, width: 1) { begin, end, result in
                result[0] = kernels.pointee.norm(amplitudes.base, begin, end)
            }[0]
        }
    }

    /// ⟨left|right⟩.
    func innerProduct(_ left: StateVector, _ right: StateVector) -> Complex<Double> {
        left.withAmplitudes { leftPointer in
            right.withAmplitudes { rightPointer in
                let (bra, ket) = (ReadOnlyAmplitudes(base: leftPointer), ReadOnlyAmplitudes(base: rightPointer))
                let sums = parallel.sum(of: UInt64(left.amplitudeCount), chunk: 1 << 14, width: 2) {
                    begin, end, result in
                    kernels.pointee.inner_product(bra.base, ket.base, begin, end, result)
                }
                return Complex(sums[0], sums[1])
            }
        }
    }

    /// Multiplies every amplitude by a real number.
    func scale(_ state: inout StateVector, by factor: Double) {
        let count = UInt64(state.amplitudeCount)
        state.withMutableAmplitudes { pointer in
            let amplitudes = SharedAmplitudes(base: pointer)
            parallel.forEachRange(of: count) { begin, end in
                kernels.pointee.scale(amplitudes.base, factor, begin, end)
            }
        }
    }
}
