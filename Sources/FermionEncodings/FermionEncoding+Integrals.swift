internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// How the direct route from integrals treats coefficients that are rounding noise.
public enum IntegralPruning {
    /// The magnitude in hartree up to which a coefficient counts as noise: 1e-10.
    ///
    /// In 23 molecules of PySCF (sto-3g to cc-pvdz), coefficients that vanish by symmetry came out at 1e-17 to some
    /// 1e-11 (N2 and O2), and no other was below 1e-8. With 1e-10 the numbers of terms are OpenFermion's (LiH 631, H2O
    /// 1086, N2 2951); with 1e-12 noise stays. Orbitals converged less tightly need a larger threshold.
    public static let defaultThreshold = 1e-10
}

extension FermionEncoding {
    /// The image of an electronic Hamiltonian, straight from its integrals: no fermion operator is built, and nothing
    /// is accumulated, since every coefficient has a closed form. With T^σ_pq = iγ_2p' γ_2q'+1 of spin σ (a Hermitian
    /// string; p' the spin orbital),
    ///
    /// H = c' + ½ Σ_σpq f_pq T^σ_pq + ¼ Σ_pqrs (pq|rs) T↑_pq T↓_rs
    ///   + ¼ Σ_σ Σ_{p<r, q<s} [(pq|rs) − (ps|rq)] T^σ_pq T^σ_rs,
    ///
    /// f_pq = h_pq + Σ_r (pq|rr) − ½ Σ_r (pr|rq) and c' = c + Σ_p h_pp + ½ Σ_pr (pp|rr) − ¼ Σ_pr (pr|rp)
    /// (derived as in E. Koridon et al., arXiv:2103.14753). Every product of Majorana operators occurs once and has
    /// its own Pauli string.
    ///
    /// - Parameters:
    ///   - hamiltonian: integrals with 8-fold symmetry; each distinct one is read once.
    ///   - threshold: terms of at most this magnitude in hartree are left out as noise; see ``IntegralPruning``.
    /// - Complexity: O(n⁴ log n) for n orbitals, n⁴ + n²(n−1)²/2 + 2n² + 1 terms before pruning.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)`` or
    ///   ``EncodingError/nonFiniteIntegral(_:)``.
    public func encode(
        _ hamiltonian: some ElectronicIntegrals, threshold: Double = IntegralPruning.defaultThreshold
    ) throws(EncodingError) -> PauliSum {
        let orbitalCount = hamiltonian.orbitalCount
        try checkWidth(2 * orbitalCount)
        let integrals = try PackedIntegrals(hamiltonian)
        let majoranas = (0..<4 * orbitalCount).map(signedMajorana)
        switch qubitCount {
        case ...64: return IntegralEncoder<UInt64>(integrals, majoranas, threshold).encode()
        case ...128: return IntegralEncoder<UInt128>(integrals, majoranas, threshold).encode()
        default: return IntegralEncoder<QubitMask>(integrals, majoranas, threshold).encode()
        }
    }
}
