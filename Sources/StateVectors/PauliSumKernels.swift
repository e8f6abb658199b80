internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

/// The strings of a Pauli sum that flip the same qubits: one pass over the state serves them all.
struct PauliGroup: Sendable {
    /// The qubits that every string flips.
    let x: UInt64
    /// The sign masks, one a string.
    var z: [UInt64] = []
    /// The coefficients, one a string.
    var coefficients: [Complex<Double>] = []

    /// i^|y|, the phase between the string and X^x Z^z.
    func phase(_ index: Int) -> QuarterTurn { QuarterTurn(exponent: (x & z[index]).nonzeroBitCount) }

    /// The groups of a sum, in the order in which their x first occurs.
    static func groups(of sum: PauliSum) -> [PauliGroup] {
        var positions: [UInt64: Int] = [:]
        var groups: [PauliGroup] = []
        for (string, coefficient) in sum {
            let x = string.x.word
            let position = positions[x] ?? groups.count
            if position == groups.count {
                positions[x] = position
                groups.append(PauliGroup(x: x))
            }
            groups[position].z.append(string.z.word)
            groups[position].coefficients.append(coefficient)
        }
        return groups
    }
}

extension Engine {
    /// Amplitudes in a block, which with its products stays in the first-level cache.
    private static let blockBits = 9
    /// Blocks that share one partial sum.
    private static let blocksPerChunk: UInt64 = 64

    /// Σ_k c_k ⟨left|P_k|right⟩.
    func matrixElement(_ left: StateVector, _ sum: PauliSum, _ right: StateVector) -> Complex<Double> {
        var total = Complex<Double>.zero
        for group in PauliGroup.groups(of: sum) {
            let sums = signedSums(left, group, right)
            for index in group.z.indices {
                // ⟨i|P|i^x⟩ = i^|y| (-1)^{|z∧(i^x)|} and (-1)^{|z∧x|} = (-1)^|y|.
                let value = group.phase(index).conjugate.multiplying(Complex(sums[2 * index], sums[2 * index + 1]))
                total += group.coefficients[index] * value
            }
        }
        return total
    }

    private func signedSums(_ left: StateVector, _ group: PauliGroup, _ right: StateVector) -> [Double] {
        let blockBits = min(Self.blockBits, left.qubitCount)
        let blocks = UInt64(1) << UInt64(left.qubitCount - blockBits)
        return left.withAmplitudes { leftPointer in
            right.withAmplitudes { rightPointer in
                let (bra, ket) = (ReadOnlyAmplitudes(base: leftPointer), ReadOnlyAmplitudes(base: rightPointer))
                return parallel.sum(of: blocks, chunk: Self.blocksPerChunk, width: 2 * group.z.count) {
                    begin, end, result in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 << blockBits) { scratch in
                        kernels.pointee.pauli_sums(
                            bra.base, ket.base, Int32(blockBits), group.x, group.z.count, group.z, begin, end,
                            scratch.baseAddress, result)
                    }
                }
            }
        }
    }

    /// Adds Σ_k c_k P_k |source⟩ to `target`.
    func add(_ sum: PauliSum, appliedTo source: StateVector, to target: inout StateVector) {
        let blockBits = min(Self.blockBits, source.qubitCount)
        let blocks = UInt64(1) << UInt64(source.qubitCount - blockBits)
        target.withMutableAmplitudes { targetPointer in
            source.withAmplitudes { sourcePointer in
                let (from, to) = (ReadOnlyAmplitudes(base: sourcePointer), SharedAmplitudes(base: targetPointer))
                for group in PauliGroup.groups(of: sum) {
                    // P|j⟩ = i^|y| (-1)^{|z∧j|} |j^x⟩
                    let factors = group.z.indices.flatMap { index -> [Double] in
                        let factor = group.phase(index).multiplying(group.coefficients[index])
                        return [factor.real, factor.imaginary]
                    }
                    parallel.forEachRange(of: blocks) { begin, end in
                        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 << blockBits) { scratch in
                            kernels.pointee.pauli_apply(
                                from.base, to.base, Int32(blockBits), group.x, group.z.count, group.z, factors, begin,
                                end, scratch.baseAddress)
                        }
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
