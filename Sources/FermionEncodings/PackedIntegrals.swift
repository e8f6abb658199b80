internal import OperatorAlgebra

/// The distinct integrals of an electronic Hamiltonian, each read once: (pq|rs) at p ≥ q, r ≥ s, pq ≥ rs.
struct PackedIntegrals {
    let orbitalCount: Int
    let constant: Double
    private let oneBody: [Double]
    private let twoBody: [Double]

    init(_ hamiltonian: some ElectronicIntegrals) throws(EncodingError) {
        let count = hamiltonian.orbitalCount
        let pairCount = count * (count + 1) / 2
        var oneBody: [Double] = []
        var twoBody: [Double] = []
        oneBody.reserveCapacity(pairCount)
        twoBody.reserveCapacity(pairCount * (pairCount + 1) / 2)
        for p in 0..<count {
            for q in 0...p {
                let value = hamiltonian.oneBody(p, q)
                guard value.isFinite else { throw .nonFiniteIntegral("h[\(p),\(q)]") }
                oneBody.append(value)
                for r in 0...p {
                    for s in 0...(r == p ? q : r) {
                        let value = hamiltonian.twoBody(p, q, r, s)
                        guard value.isFinite else { throw .nonFiniteIntegral("(\(p) \(q)|\(r) \(s))") }
                        twoBody.append(value)
                    }
                }
            }
        }
        guard hamiltonian.constant.isFinite else { throw .nonFiniteIntegral("constant") }
        (orbitalCount, constant) = (count, hamiltonian.constant)
        (self.oneBody, self.twoBody) = (oneBody, twoBody)
    }

    private static func pair(_ p: Int, _ q: Int) -> Int { p > q ? p * (p + 1) / 2 + q : q * (q + 1) / 2 + p }

    /// (pq|rs) in chemists' notation.
    func repulsion(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        twoBody[Self.pair(Self.pair(p, q), Self.pair(r, s))]
    }

    /// f_pq = h_pq + Σ_r (pq|rr) − ½ Σ_r (pr|rq).
    func effectiveOneBody(_ p: Int, _ q: Int) -> Double {
        (0..<orbitalCount).reduce(oneBody[Self.pair(p, q)]) {
            $0 + repulsion(p, q, $1, $1) - 0.5 * repulsion(p, $1, $1, q)
        }
    }

    /// c' = c + Σ_p h_pp + ½ Σ_pr (pp|rr) − ¼ Σ_pr (pr|rp), the coefficient of the identity.
    var effectiveConstant: Double {
        var sum = constant
        for p in 0..<orbitalCount {
            sum += oneBody[Self.pair(p, p)]
            for r in 0..<orbitalCount { sum += 0.5 * repulsion(p, p, r, r) - 0.25 * repulsion(p, r, r, p) }
        }
        return sum
    }
}
