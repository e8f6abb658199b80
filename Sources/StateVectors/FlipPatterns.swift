internal import CAmplitudes

/// Strings that commute and flip the same qubits x, by what tells them apart on basis states: parities of a few masks.
///
/// Their sum takes |i^x⟩ to q (−1)^{|z∧i|} S[b] |i⟩ with q = 1 for an even number of Y and −i for an odd one. The pattern b of
/// parities takes 2^r values if the Z masks differ by sums of r masks.
struct FlipPatterns: Sendable {
    /// The qubits that every string flips.
    let x: UInt64
    /// The Z mask of the first string.
    let z: UInt64
    /// Whether the strings have an odd number of Y.
    let isOdd: Bool
    private(set) var basis: ParityBasis

    /// The patterns of one string, for registers of 2^`laneBits` amplitudes.
    init(x: UInt64, z: UInt64, laneBits: Int) {
        (self.x, self.z) = (x, z)
        isOdd = (x & z).nonzeroBitCount % 2 == 1
        basis = ParityBasis(laneBits: laneBits)
        pivot = x >> UInt64(laneBits) == 0 ? 0 : 1 << UInt64(63 - x.leadingZeroBitCount)
    }

    /// The highest qubit that is flipped, if it lies above the lanes: of a pair the basis state is named in which it
    /// is 0.
    private let pivot: UInt64

    /// The number of patterns.
    var count: Int { 1 << basis.rank }

    /// Bits of the amplitude index that the kernels fill in by themselves.
    var skipped: UInt64 { basis.leading.prefix(basis.highRank).reduce(pivot, |) }

    /// Takes in a string.
    mutating func insert(_ z: UInt64) { basis.insert((z ^ self.z) & ~pivot) }

    /// The place of a string among the coefficients whose transform is S.
    func coordinates(of z: UInt64) -> Int { basis.coordinates(of: (z ^ self.z) & ~pivot) }

    /// The sign between i^|y|, conjugate, and q.
    func sign(of z: UInt64) -> Double { (x & z).nonzeroBitCount % 4 < 2 ? 1 : -1 }

    /// Calls `body` with what the kernels read.
    ///
    /// - Parameters:
    ///   - numbers: cos S[b] of each pattern, then sin S[b]; or S[b] alone.
    ///   - wanted: for each pattern whether its sum is asked for.
    func withKernelData<Result>(
        _ numbers: [Double], wanted: [UInt8]? = nil, _ body: (SharedFlips) -> Result
    ) -> Result {
        numbers.withUnsafeBufferPointer { numbers in
            (basis.masks + basis.leading).withUnsafeBufferPointer { masks in
                (wanted ?? []).withUnsafeBufferPointer { wantedBytes in
                    body(
                        SharedFlips(
                            flips: aufbau_flips(
                                x: x, z: z, rank: Int32(basis.rank), high_rank: Int32(basis.highRank),
                                masks: masks.baseAddress, leading: masks.baseAddress.map { $0 + basis.rank },
                                skipped: skipped, has_pairs: pivot == 0 ? 0 : 1, is_odd: isOdd ? 1 : 0,
                                is_sparse: basis.isSparse ? 1 : 0, cosines: numbers.baseAddress,
                                sines: numbers.baseAddress.map { $0 + numbers.count - count },
                                wanted: wanted == nil ? nil : wantedBytes.baseAddress)))
                }
            }
        }
    }
}

/// What kernels on several threads read; the pointers outlive them.
struct SharedFlips: @unchecked Sendable {
    let flips: aufbau_flips
}
