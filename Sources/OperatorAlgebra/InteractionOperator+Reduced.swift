internal import ComplexModule
internal import RealModule

extension InteractionOperator {
    /// The operator of two-body terms only that equals this one in states of N particles:
    ///
    /// K_pqrs = h_pqrs + (h_ps δ_qr + h_qr δ_ps − h_pr δ_qs − h_qs δ_pr) / (4(N − 1)),
    ///
    /// for (N − 1) a†_p a_s = Σ_q a†_p a†_q a_q a_s there, spread over the four ways to write it. The constant stays.
    ///
    /// - Parameter particleCount: The number N of particles, at least 2.
    /// - Throws: ``OperatorError/tooFewParticles(found:expected:)``: without pairs a one-body term is no two-body term.
    /// - Complexity: O(n⁴).
    public func reduced(particleCount: Int) throws(OperatorError) -> InteractionOperator {
        guard particleCount >= 2 else { throw .tooFewParticles(found: particleCount, expected: 2) }
        let scale = Complex<Double>(0.25 / Double(particleCount - 1), 0)
        var result = self
        result.oneBody = OneBodyTensor(modeCount: modeCount)
        for p in 0..<modeCount {
            for q in 0..<modeCount {
                let value = scale * oneBody[p, q]
                guard value != .zero else { continue }
                for r in 0..<modeCount {
                    result.twoBody[p, r, r, q] += value
                    result.twoBody[r, p, q, r] += value
                    result.twoBody[p, r, q, r] -= value
                    result.twoBody[r, p, r, q] -= value
                }
            }
        }
        return result
    }
}
