internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// exp(−i Σ_k θ_k/2 c_k P_k) for strings that commute and flip the same qubits: one pass over the state, whatever the
/// number of strings.
///
/// On the pair of basis states i and i^x the exponent is q (−1)^{|z∧i|} S[b] with q = 1 for an even number of Y and −i
/// for an odd one; the pattern b of parities takes 2^r values if the Z masks differ by sums of r masks. Where S[b] is
/// zero, as for all but one pattern of a fermionic excitation, nothing happens and nothing is read.
struct FlipRotation: Sendable {
    /// One string with its angle.
    struct Part: Sendable {
        let z: UInt64
        /// The coefficient c, times the sign between i^|y| and q.
        let weight: Double
        let angle: Angle
    }

    /// Patterns of a group at most: 2 to this power.
    private static let mostRank = 5

    let x: UInt64
    let isOdd: Bool
    private(set) var parts: [Part]
    private(set) var basis: ParityBasis
    private let laneBits: Int

    /// The rotation exp(−i θ/2 G) for a sum G of commuting strings with one X mask; `nil` for any other sum.
    init?(_ generator: PauliSum, angle: Angle, laneBits: Int) {
        let strings = generator.map(\.term)
        guard let first = strings.first else { return nil }
        x = first.x.word
        isOdd = first.yCount % 2 == 1
        self.laneBits = laneBits
        basis = ParityBasis(laneBits: laneBits)
        parts = []
        for (string, coefficient) in generator {
            guard string.x.word == x, (string.yCount % 2 == 1) == isOdd, coefficient.imaginary == 0 else { return nil }
            let sign: Double = string.yCount % 4 < 2 ? 1 : -1
            parts.append(Part(z: string.z.word, weight: sign * coefficient.real, angle: angle))
            basis.insert((string.z.word ^ parts[0].z) & ~pivot)
        }
    }

    /// The highest qubit that is flipped, if it lies above the lanes: of a pair the basis state is named in which it
    /// is 0.
    var pivot: UInt64 { x >> UInt64(laneBits) == 0 ? 0 : 1 << UInt64(63 - x.leadingZeroBitCount) }

    /// Takes in another rotation that acts next, if it commutes, flips the same qubits and the patterns stay few.
    mutating func merge(_ other: FlipRotation, qubitCount: Int) -> Bool {
        guard other.x == x, other.isOdd == isOdd else { return false }
        var merged = basis
        for part in other.parts { merged.insert((part.z ^ parts[0].z) & ~pivot) }
        // Patterns cost as much as they save where few registers have each.
        guard merged.rank <= max(basis.rank, min(Self.mostRank, qubitCount - 2 * laneBits - 4)) else { return false }
        basis = merged
        parts += other.parts
        return true
    }
}

/// A flip rotation made ready: which patterns each parameter needs.
struct PreparedFlips: Sendable {
    let rotation: FlipRotation
    /// The coordinates of each part in the basis of patterns.
    private let coordinates: [Int]
    /// For each parameter p: ∂E/∂θ_p gets Σ_b coefficients[b] · sums[b].
    private let slopes: [(parameter: Int, coefficients: [Double])]
    /// Patterns whose sums are needed.
    let wanted: [UInt8]

    init(_ rotation: FlipRotation) {
        self.rotation = rotation
        let first = rotation.parts[0].z
        coordinates = rotation.parts.map { rotation.basis.coordinates(of: ($0.z ^ first) & ~rotation.pivot) }
        let size = 1 << rotation.basis.rank
        var slopes: [(parameter: Int, coefficients: [Double])] = []
        for (part, place) in zip(rotation.parts, coordinates) {
            guard case .parameter(let parameter, let factor, _) = part.angle, factor != 0 else { continue }
            let position = slopes.firstIndex { $0.parameter == parameter } ?? slopes.count
            if position == slopes.count { slopes.append((parameter, [Double](repeating: 0, count: size))) }
            slopes[position].coefficients[place] += factor * part.weight
        }
        var wanted = [UInt8](repeating: 0, count: size)
        for index in slopes.indices {
            slopes[index].coefficients.walshHadamard()
            for pattern in 0..<size where slopes[index].coefficients[pattern] != 0 { wanted[pattern] = 1 }
        }
        self.slopes = slopes
        self.wanted = wanted
    }

    /// cos S[b] and sin S[b] of each pattern, one list after the other.
    func cosinesAndSines(_ parameters: [Double]) -> [Double] {
        var halves = [Double](repeating: 0, count: wanted.count)
        for (part, place) in zip(rotation.parts, coordinates) {
            halves[place] += part.weight * part.angle.value(for: parameters) / 2
        }
        halves.walshHadamard()
        return halves.map { $0 == 0 ? 1 : .cos($0) } + halves.map { $0 == 0 ? 0 : .sin($0) }
    }

    /// Adds to the gradient what the patterns' sums say.
    func addSlopes(_ sums: [Double], to gradient: inout [Double]) {
        for (parameter, coefficients) in slopes {
            for (coefficient, sum) in zip(coefficients, sums) { gradient[parameter] += coefficient * sum }
        }
    }
}

extension Engine {
    /// Registers below which starting threads costs more than it gives, and which share a partial sum.
    private static let (smallestShare, registersPerSum): (UInt64, UInt64) = (1 << 9, 1 << 12)

    /// Applies the rotation, given the cosines and sines of its patterns.
    func rotate(_ state: inout StateVector, by flips: PreparedFlips, cosinesAndSines: [Double]) {
        let items = items(of: state, skipping: flips.skipped)
        flips.withKernelData(cosinesAndSines, wanted: nil) { data in
            state.withMutableAmplitudes { pointer in
                let ket = SharedAmplitudes(base: pointer)
                parallel.forEachRange(of: items, smallestShare: Self.smallestShare) { begin, end in
                    withUnsafePointer(to: data.flips) {
                        kernels.pointee.flip_rotation(ket.base, nil, $0, begin, end, nil)
                    }
                }
            }
        }
    }

    /// Applies the rotation to two states and gives the sums Σ_i (−1)^{|z∧i|} Im(q conj(bra_i) ket_{i^x}) of each wanted
    /// pattern, taken before.
    func rotate(
        _ bra: inout StateVector, _ ket: inout StateVector, by flips: PreparedFlips, cosinesAndSines: [Double]
    ) -> [Double] {
        let items = items(of: ket, skipping: flips.skipped)
        return flips.withKernelData(cosinesAndSines, wanted: flips.wanted) { data in
            bra.withMutableAmplitudes { braPointer in
                ket.withMutableAmplitudes { ketPointer in
                    let (bra, ket) = (SharedAmplitudes(base: braPointer), SharedAmplitudes(base: ketPointer))
                    let chunk = max(1, Self.registersPerSum >> UInt64(flips.skipped.nonzeroBitCount))
                    return parallel.sum(of: items, chunk: chunk, width: flips.wanted.count) { begin, end, result in
                        withUnsafePointer(to: data.flips) {
                            kernels.pointee.flip_rotation(ket.base, bra.base, $0, begin, end, result)
                        }
                    }
                }
            }
        }
    }

    /// log2 of the amplitudes in a vector register.
    var laneBits: Int { Int(kernels.pointee.lane_bits) }

    /// The registers of a state among which one of each group is counted whose numbers differ in some bits.
    func items(of state: StateVector, skipping bits: UInt64) -> UInt64 {
        1 << UInt64(max(0, state.qubitCount - laneBits) - bits.nonzeroBitCount)
    }
}

extension PreparedFlips {
    /// Bits of the amplitude index that the kernel fills in by itself.
    fileprivate var skipped: UInt64 {
        rotation.basis.leading.prefix(rotation.basis.highRank).reduce(rotation.pivot, |)
    }

    /// Calls `body` with what the kernel reads.
    fileprivate func withKernelData<Result>(
        _ cosinesAndSines: [Double], wanted: [UInt8]?, _ body: (SharedFlips) -> Result
    ) -> Result {
        let basis = rotation.basis
        let count = self.wanted.count
        return cosinesAndSines.withUnsafeBufferPointer { numbers in
            (basis.masks + basis.leading).withUnsafeBufferPointer { masks in
                (wanted ?? []).withUnsafeBufferPointer { wantedBytes in
                    body(
                        SharedFlips(
                            flips: aufbau_flips(
                                x: rotation.x, z: rotation.parts[0].z, rank: Int32(basis.rank),
                                high_rank: Int32(basis.highRank), masks: masks.baseAddress,
                                leading: masks.baseAddress.map { $0 + basis.rank }, skipped: skipped,
                                has_pairs: rotation.pivot == 0 ? 0 : 1, is_odd: rotation.isOdd ? 1 : 0,
                                is_sparse: basis.isSparse ? 1 : 0, cosines: numbers.baseAddress,
                                sines: numbers.baseAddress.map { $0 + count },
                                wanted: wanted == nil ? nil : wantedBytes.baseAddress)))
                }
            }
        }
    }
}

/// What kernels on several threads read; the pointers outlive them.
private struct SharedFlips: @unchecked Sendable {
    let flips: aufbau_flips
}
