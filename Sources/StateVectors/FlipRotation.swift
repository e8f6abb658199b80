internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// exp(−i Σ_k θ_k/2 c_k P_k) for strings that commute and flip the same qubits: one pass over the state, whatever the
/// number of strings.
///
/// The exponent is that of ``FlipPatterns``. Where S[b] is zero, as for all but one pattern of a fermionic excitation,
/// nothing happens and nothing is read.
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

    private(set) var patterns: FlipPatterns
    private(set) var parts: [Part]
    private let laneBits: Int

    /// The rotation exp(−i θ/2 G) for a sum G of commuting strings with one X mask; `nil` for any other sum.
    init?(_ generator: PauliSum, angle: Angle, laneBits: Int) {
        let strings = generator.map(\.term)
        guard let first = strings.first else { return nil }
        patterns = FlipPatterns(x: first.x.word, z: first.z.word, laneBits: laneBits)
        self.laneBits = laneBits
        parts = []
        for (string, coefficient) in generator {
            guard string.x.word == patterns.x, (string.yCount % 2 == 1) == patterns.isOdd, coefficient.imaginary == 0
            else { return nil }
            let z = string.z.word
            parts.append(Part(z: z, weight: patterns.sign(of: z) * coefficient.real, angle: angle))
            patterns.insert(z)
        }
    }

    /// Takes in another rotation that acts next, if it commutes, flips the same qubits and the patterns stay few.
    mutating func merge(_ other: FlipRotation, qubitCount: Int) -> Bool {
        guard other.patterns.x == patterns.x, other.patterns.isOdd == patterns.isOdd else { return false }
        var merged = patterns
        for part in other.parts { merged.insert(part.z) }
        // Patterns cost as much as they save where few registers have each.
        let most = max(patterns.basis.rank, min(Self.mostRank, qubitCount - 2 * laneBits - 4))
        guard merged.basis.rank <= most else { return false }
        patterns = merged
        parts += other.parts
        return true
    }
}

/// A flip rotation made ready: which patterns each parameter needs.
struct PreparedFlips: Sendable {
    let patterns: FlipPatterns
    private let parts: [FlipRotation.Part]
    /// The coordinates of each part in the basis of patterns.
    private let coordinates: [Int]
    /// For each parameter p: ∂E/∂θ_p gets Σ_b coefficients[b] · sums[b].
    private let slopes: [(parameter: Int, coefficients: [Double])]
    /// Patterns whose sums are needed.
    let wanted: [UInt8]

    init(_ rotation: FlipRotation) {
        (patterns, parts) = (rotation.patterns, rotation.parts)
        coordinates = parts.map { rotation.patterns.coordinates(of: $0.z) }
        let size = patterns.count
        var slopes: [(parameter: Int, coefficients: [Double])] = []
        for (part, place) in zip(parts, coordinates) {
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
        for (part, place) in zip(parts, coordinates) {
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
        let items = items(of: state, skipping: flips.patterns.skipped)
        flips.patterns.withKernelData(cosinesAndSines) { data in
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
        let items = items(of: ket, skipping: flips.patterns.skipped)
        return flips.patterns.withKernelData(cosinesAndSines, wanted: flips.wanted) { data in
            bra.withMutableAmplitudes { braPointer in
                ket.withMutableAmplitudes { ketPointer in
                    let (bra, ket) = (SharedAmplitudes(base: braPointer), SharedAmplitudes(base: ketPointer))
                    let chunk = max(1, Self.registersPerSum >> UInt64(flips.patterns.skipped.nonzeroBitCount))
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
