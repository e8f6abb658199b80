internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

/// A group of strings with few parity patterns and their coefficients: what two-body terms of chemistry are. Patterns
/// whose coefficients cancel, five of eight there, are not walked.
struct PatternSum: Sendable {
    let patterns: FlipPatterns
    /// S[b] of the coefficients' real parts; empty where all are zero.
    let real: [Double]
    /// S[b] of the coefficients' imaginary parts; empty where all are zero.
    let imaginary: [Double]

    /// Patterns at most: 2 to this power.
    private static let mostRank = 5

    /// `nil` where the patterns are too many.
    init?(_ group: FlipGroup, laneBits: Int, qubitCount: Int) {
        guard let first = group.z.first else { return nil }
        var patterns = FlipPatterns(x: group.x, z: first, laneBits: laneBits)
        let most = min(Self.mostRank, qubitCount - 2 * laneBits - 4)
        for z in group.z {
            patterns.insert(z)
            guard patterns.basis.rank <= most else { return nil }
        }
        self.patterns = patterns
        let signed = zip(group.z, group.coefficients).map { z, coefficient in
            (patterns.coordinates(of: z), patterns.sign(of: z), coefficient)
        }
        real = Self.sums(signed.map { ($0, $1 * $2.real) }, count: patterns.count)
        imaginary = Self.sums(signed.map { ($0, $1 * $2.imaginary) }, count: patterns.count)
    }

    /// S[b] = Σ_k (−1)^{|k∧b|} c_k; what rounding leaves of sums that cancel goes.
    private static func sums(_ coefficients: [(place: Int, value: Double)], count: Int) -> [Double] {
        let size = coefficients.reduce(0) { $0 + abs($1.value) }
        if size == 0 { return [] }
        var sums = [Double](repeating: 0, count: count)
        for (place, value) in coefficients { sums[place] += value }
        sums.walshHadamard()
        return sums.map { abs($0) > 4 * .ulpOfOne * size ? $0 : 0 }
    }
}

/// A Pauli sum made ready for an engine and a register.
struct PreparedSum: Sendable {
    enum Group: Sendable {
        case patterns(PatternSum)
        case strings(FlipGroup)
    }

    let groups: [Group]
}

extension Engine {
    /// Registers that share a partial sum.
    private static let registersPerSum: UInt64 = 1 << 12
    private static let smallestShare: UInt64 = 1 << 9

    /// A sum made ready for states of some qubits.
    func prepared(_ sum: PauliSum, qubitCount: Int) -> PreparedSum {
        PreparedSum(
            groups: FlipGroup.groups(of: sum).map { group in
                PatternSum(group, laneBits: laneBits, qubitCount: qubitCount).map { .patterns($0) } ?? .strings(group)
            })
    }

    /// The real part of ⟨ψ|Σ_k c_k P_k|ψ⟩ for real coefficients.
    func expectation(of sum: PatternSum, in state: StateVector) -> Double {
        guard !sum.real.isEmpty else { return 0 }
        let skipped = sum.patterns.skipped
        let items = items(of: state, skipping: skipped)
        return sum.patterns.withKernelData(sum.real) { data in
            state.withAmplitudes { pointer in
                let amplitudes = ReadOnlyAmplitudes(base: pointer)
                let chunk = max(1, Self.registersPerSum >> UInt64(skipped.nonzeroBitCount))
                return parallel.sum(of: items, chunk: chunk, width: 1) { begin, end, result in
                    result[0] = withUnsafePointer(to: data.flips) {
                        kernels.pointee.flip_value(amplitudes.base, $0, begin, end)
                    }
                }[0]
            }
        }
    }

    /// Adds Σ_k c_k P_k |source⟩ to `target`.
    func add(_ sum: PatternSum, appliedTo source: StateVector, to target: inout StateVector) {
        // q c: i stands before the imaginary part, and q is −i for an odd number of Y.
        let isOdd = sum.patterns.isOdd
        if !sum.real.isEmpty {
            let numbers = isOdd ? sum.real.map { -$0 } : sum.real
            add(sum.patterns, numbers, turned: isOdd, appliedTo: source, to: &target)
        }
        if !sum.imaginary.isEmpty {
            add(sum.patterns, sum.imaginary, turned: !isOdd, appliedTo: source, to: &target)
        }
    }

    private func add(
        _ patterns: FlipPatterns, _ numbers: [Double], turned: Bool, appliedTo source: StateVector,
        to target: inout StateVector
    ) {
        let items = items(of: source, skipping: patterns.skipped)
        patterns.withKernelData(numbers) { data in
            target.withMutableAmplitudes { targetPointer in
                source.withAmplitudes { sourcePointer in
                    let (from, to) = (ReadOnlyAmplitudes(base: sourcePointer), SharedAmplitudes(base: targetPointer))
                    parallel.forEachRange(of: items, smallestShare: Self.smallestShare) { begin, end in
                        withUnsafePointer(to: data.flips) {
                            kernels.pointee.flip_add(from.base, to.base, $0, turned ? 1 : 0, begin, end)
                        }
                    }
                }
            }
        }
    }
}
