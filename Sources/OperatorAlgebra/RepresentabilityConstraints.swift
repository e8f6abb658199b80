internal import ComplexModule
internal import RealModule

/// Operators whose expectation value is zero, or twice an imaginary part, in every state of N particles: equality
/// constraints on reduced density matrices (N. Rubin, R. Babbush and J. McClean, New J. Phys. 20, 053020 (2018),
/// arXiv:1801.03524).
///
/// Products stand as a†_p a_q and a†_p a†_q a_r a_s for any p, q, r, s: adding a multiple of a constraint to a Hamiltonian
/// changes how it is measured, not its energy. In the order of OpenFermion's `one_body_fermion_constraints` and
/// `two_body_fermion_constraints`.
public enum RepresentabilityConstraints {
    /// Σ_p n_p = N, and a†_p a_q = a†_q a_p for real states, p < q: 1 + n(n − 1)/2 operators.
    public static func oneBody(modeCount n: Int, particleCount: Int) -> [FermionOperator] {
        var trace = Terms()
        for p in 0..<n { trace.add([p], [p], 1) }
        trace.add([], [], -Double(particleCount))
        var result = [trace.sum()]
        for p in 0..<n {
            for q in stride(from: p + 1, to: n, by: 1) {
                var terms = Terms()
                terms.add([p], [q], 1)
                terms.add([q], [p], -1)
                result.append(terms.sum())
            }
        }
        return result
    }

    /// Σ_pq a†_p a†_q a_q a_p = N(N − 1); a†_p a†_q a_s a_r = a†_r a†_s a_q a_p for real states; the contractions
    /// Σ_r a†_p a†_r a_r a_q = (N − 1) a†_p a_q; and a†_p a†_s a_r a_q = −a†_p a†_s a_q a_r:
    /// 1 + n²(n² − 1)/2 + n² + n²(n² + 1)/2 operators.
    ///
    /// - Complexity: O(n⁴).
    public static func twoBody(modeCount n: Int, particleCount: Int) -> [FermionOperator] {
        var trace = Terms()
        for p in 0..<n {
            for q in 0..<n { trace.add([p, q], [q, p], 1) }
        }
        trace.add([], [], -Double(particleCount * (particleCount - 1)))
        var result = [trace.sum()]
        for pq in 0..<n * n {
            for rs in stride(from: pq + 1, to: n * n, by: 1) {
                let (p, q, r, s) = (pq / n, pq % n, rs / n, rs % n)
                var terms = Terms()
                terms.add([p, q], [s, r], 1)
                terms.add([r, s], [q, p], -1)
                result.append(terms.sum())
            }
        }
        for pq in 0..<n * n {
            var terms = Terms()
            for r in 0..<n { terms.add([pq / n, r], [r, pq % n], 1) }
            terms.add([pq / n], [pq % n], -Double(particleCount - 1))
            result.append(terms.sum())
        }
        for pq in 0..<n * n {
            for rs in pq..<n * n {
                var terms = Terms()
                terms.add([pq / n, rs % n], [rs / n, pq % n], 1)
                terms.add([pq / n, rs % n], [pq % n, rs / n], 1)
                result.append(terms.sum())
            }
        }
        return result
    }

    /// Σ_p n_p = N and, as Hermitian operators, the contractions Σ_r a†_p a†_r a_r a_q = (N − 1) a†_p a_q for p ≤ q, in normal
    /// order: 1 + n(n + 1)/2 operators.
    ///
    /// Written so, the other constraints are no more than identities of the algebra, or follow from these: Hermitian
    /// operators in normal order differ by multiples of them exactly where they differ by any of ``twoBody(modeCount:particleCount:)``
    /// and Σ n_p = N.
    public static func contractions(modeCount n: Int, particleCount: Int) -> [FermionOperator] {
        var trace = Terms()
        for p in 0..<n { trace.add([p], [p], 1) }
        trace.add([], [], -Double(particleCount))
        var result = [trace.sum()]
        for p in 0..<n {
            for q in p..<n {
                var terms = Terms()
                for r in 0..<n { terms.add([p, r], [r, q], 0.5) }
                terms.add([p], [q], -0.5 * Double(particleCount - 1))
                let half = terms.sum().normalOrdered()
                result.append((half + half.adjoint).normalOrdered())
            }
        }
        return result
    }

    private struct Terms {
        private var accumulator = TermAccumulator<FermionProduct>(capacity: 16)

        mutating func add(_ creations: [Int], _ annihilations: [Int], _ coefficient: Double) {
            let factors = creations.map(LadderOperator.creation) + annihilations.map(LadderOperator.annihilation)
            accumulator.add(FermionProduct(factors), Complex(coefficient, 0))
        }

        consuming func sum() -> FermionOperator { accumulator.sum() }
    }
}
