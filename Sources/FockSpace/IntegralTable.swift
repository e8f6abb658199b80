internal import OperatorAlgebra

/// The integrals of a Hamiltonian packed by orbital pairs and checked: finite, and symmetric as real orbitals make them.
struct IntegralTable {
    let orbitalCount: Int
    let constant: Double
    /// h_pq, n × n.
    let oneBody: [Double]
    /// (P|Q) for unordered pairs P, Q: a symmetric matrix, `pairCount` squared.
    let pairs: [Double]
    let pairCount: Int

    init(_ source: some ElectronicIntegrals) throws(FockSpaceError) {
        let n = source.orbitalCount
        guard 1...64 ~= n else { throw .orbitalCount(n) }
        guard source.constant.isFinite else { throw .integralNotFinite(name: "constant") }
        orbitalCount = n
        constant = source.constant
        pairCount = n * (n + 1) / 2
        oneBody = try Self.oneBody(source)
        pairs = try Self.twoBody(source)
    }

    /// (pq|rs).
    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        pairs[orbitalPair(p, q) * pairCount + orbitalPair(r, s)]
    }

    /// h'_pq = h_pq − ½ Σ_m (pm|mq): what multiplies E_pq once the two-body part is written ½ (pq|rs) E_pq E_rs.
    var effectiveOneBody: [Double] {
        var result = [Double](repeating: 0, count: pairCount)
        for p in 0..<orbitalCount {
            for q in 0...p {
                var exchange = 0.0
                for m in 0..<orbitalCount { exchange += twoBody(p, m, m, q) }
                result[orbitalPair(p, q)] = oneBody[p * orbitalCount + q] - 0.5 * exchange
            }
        }
        return result
    }

    private static func oneBody(_ source: some ElectronicIntegrals) throws(FockSpaceError) -> [Double] {
        let n = source.orbitalCount
        var values = [Double](repeating: 0, count: n * n)
        for p in 0..<n {
            for q in 0..<n {
                values[p * n + q] = source.oneBody(p, q)
                guard values[p * n + q].isFinite else { throw .integralNotFinite(name: "h(\(p), \(q))") }
                let difference = (values[p * n + q] - values[q * n + p]).magnitude
                if q < p, difference > tolerance(values[p * n + q]) {
                    throw .integralsNotSymmetric(
                        first: "h(\(p), \(q))", second: "h(\(q), \(p))", difference: difference)
                }
            }
        }
        return values
    }

    private static func twoBody(_ source: some ElectronicIntegrals) throws(FockSpaceError) -> [Double] {
        let n = source.orbitalCount
        let pairCount = n * (n + 1) / 2
        var values = [Double](repeating: 0, count: pairCount * pairCount)
        for p in 0..<n {
            for q in 0...p {
                for r in 0..<n {
                    for s in 0...r {
                        let value = source.twoBody(p, q, r, s)
                        guard value.isFinite else { throw .integralNotFinite(name: "(\(p)\(q)|\(r)\(s))") }
                        try checkSymmetry(source, p, q, r, s, value)
                        values[orbitalPair(p, q) * pairCount + orbitalPair(r, s)] = value
                    }
                }
            }
        }
        return values
    }

    /// Compares with the partners that exchange p with q, r with s, and the pairs with one another.
    private static func checkSymmetry(
        _ source: some ElectronicIntegrals, _ p: Int, _ q: Int, _ r: Int, _ s: Int, _ value: Double
    ) throws(FockSpaceError) {
        for (a, b, c, d) in [(q, p, r, s), (p, q, s, r), (r, s, p, q)] {
            let difference = (source.twoBody(a, b, c, d) - value).magnitude
            guard difference <= tolerance(value) else {
                throw .integralsNotSymmetric(
                    first: "(\(p) \(q)|\(r) \(s))", second: "(\(a) \(b)|\(c) \(d))", difference: difference)
            }
        }
    }

    /// Files carry eight digits and more, so partners agree to this.
    private static func tolerance(_ value: Double) -> Double { 1e-7 * max(1, value.magnitude) }
}
