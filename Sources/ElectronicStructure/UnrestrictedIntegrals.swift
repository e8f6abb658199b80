/// The integrals of a molecule over two sets of n real, orthonormal orbitals, one for each spin, in hartree.
public struct UnrestrictedIntegrals: Equatable, Sendable {
    /// The repulsion of the nuclei, with whatever is frozen.
    public let constant: Double
    /// h_pq of spin up and of spin down, each n × n, row-major, symmetric.
    public let oneBody: [[Double]]
    /// (pq|rs) of spin up alone.
    public let upUp: TwoBodyIntegrals
    /// (pq|rs) of spin down alone.
    public let downDown: TwoBodyIntegrals
    /// (pq|rs) with p, q of spin up and r, s of spin down: row pq, column rs, pairs counted as p (p + 1)/2 + q for p ≥ q.
    public let upDown: [Double]

    /// The number n of orbitals of each spin.
    public var orbitalCount: Int { upUp.orbitalCount }

    /// From parts that fit one another.
    ///
    /// - Precondition: both tables have as many orbitals; `oneBody` has two lists of n² numbers and `upDown` one of
    ///   (n (n + 1)/2)².
    public init(
        constant: Double, oneBody: [[Double]], upUp: TwoBodyIntegrals, downDown: TwoBodyIntegrals, upDown: [Double]
    ) {
        let (n, pairs) = (upUp.orbitalCount, upUp.orbitalCount * (upUp.orbitalCount + 1) / 2)
        precondition(
            downDown.orbitalCount == n && oneBody.map(\.count) == [n * n, n * n] && upDown.count == pairs * pairs,
            "integrals of both spins are over as many orbitals")
        self.constant = constant
        self.oneBody = oneBody
        self.upUp = upUp
        self.downDown = downDown
        self.upDown = upDown
    }

    /// (pq|rs) with p, q of one spin and r, s of another, 0 for up and 1 for down.
    public func repulsion(_ first: Int, _ second: Int, _ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        if first == second { return (first == 0 ? upUp : downDown)[p, q, r, s] }
        let pairs = orbitalCount * (orbitalCount + 1) / 2
        let (bra, ket) = (Self.pair(p, q), Self.pair(r, s))
        return first == 0 ? upDown[bra * pairs + ket] : upDown[ket * pairs + bra]
    }

    /// Where the unordered pair of two orbitals stands.
    public static func pair(_ p: Int, _ q: Int) -> Int { p >= q ? p * (p + 1) / 2 + q : q * (q + 1) / 2 + p }
}
