internal import RealModule

/// Commuting rotations exp(−i θ_k/2 P_k) about strings with the same x, done in one pass.
///
/// The strings differ by products of Z that share an even number of bits with x, so that P_k = ±Z^{w_k} P_0, and on each
/// pair of amplitudes i and i^x all of them together are one rotation about P_0 by Σ_k ±θ_k (−1)^{|w_k∧i|}. The w_k are
/// combinations of a few masks, so few different angles occur.
struct SharedRotations: Sendable {
    let x: UInt64
    /// z of P_0.
    let z: UInt64
    /// Masks that every w_k is a sum of. Lanes are told apart later, by the program for an instruction set.
    private var basis = ParityBasis(laneBits: 0)
    /// For each rotation its angle, w, and whether P_k is the negative of Z^{w} P_0 in the sense above.
    private var members: [(angle: Double, w: UInt64, isNegative: Bool)]

    /// More masks mean larger tables.
    private static let mostMasks = 4

    init(x: UInt64, z: UInt64, angle: Double) {
        (self.x, self.z) = (x, z)
        members = [(angle, 0, false)]
    }

    /// The masks whose parities choose the angle.
    var masks: [UInt64] { basis.masks }

    /// How many rotations there are.
    var count: Int { members.count }

    /// Adds a rotation if it fits.
    mutating func add(x otherX: UInt64, z otherZ: UInt64, angle: Double) -> Bool {
        let w = z ^ otherZ
        guard otherX == x, (w & x).nonzeroBitCount % 2 == 0 else { return false }
        var extended = basis
        extended.insert(w)
        guard extended.rank <= Self.mostMasks else { return false }
        basis = extended
        // i^|y| of the two strings differ by 1 or -1.
        let difference = (x & otherZ).nonzeroBitCount - (x & z).nonzeroBitCount
        members.append((angle, w, difference & 3 == 2))
        return true
    }

    /// Whether a string commutes with all of these.
    func commutes(x otherX: UInt64, z otherZ: UInt64) -> Bool {
        members.allSatisfy { member in
            ((x & otherZ).nonzeroBitCount + ((z ^ member.w) & otherX).nonzeroBitCount) % 2 == 0
        }
    }

    /// Whether the factor of the partner amplitude is imaginary.
    var isImaginary: Bool { (x & z).nonzeroBitCount % 2 == 0 }

    /// For each pattern of the parities of i with the masks: the cosine, and the real factor of the partner, or that of i.
    var numbers: [Double] {
        // Bit m of a pattern is the parity of the index with mask m; the sum over k of ±θ_k is a transform.
        var halves = [Double](repeating: 0, count: 1 << basis.rank)
        for member in members {
            halves[basis.coordinates(of: member.w)] += (member.isNegative ? -member.angle : member.angle) / 2
        }
        halves.walshHadamard()
        // -i i^|y| is 1, i, -1 or -i; what is left of it is a sign.
        let quarter = (x & z).nonzeroBitCount & 3
        let sign: Double = quarter == 0 || quarter == 3 ? -1 : 1
        return halves.flatMap { [.cos($0), sign * .sin($0)] }
    }
}
