/// A spin-free electronic Hamiltonian over real spatial orbitals, as plain numbers:
///
/// H = c + Σ_pq h_pq Σ_σ a†_pσ a_qσ + ½ Σ_pqrs (pq|rs) Σ_στ a†_pσ a†_rτ a_sτ a_qσ
///
/// Encoders and configuration interaction read Hamiltonians through this protocol, so neither needs to know where the
/// integrals come from. Required: all four members. h is symmetric and (pq|rs) has the 8-fold symmetry of real orbitals.
public protocol ElectronicIntegrals: Sendable {
    /// The number n of spatial orbitals; there are 2n spin orbitals, orbital p giving 2p (up) and 2p+1 (down).
    var orbitalCount: Int { get }

    /// The constant c in hartree: nuclear repulsion and the energy of frozen orbitals.
    var constant: Double { get }

    /// h_pq in hartree.
    func oneBody(_ p: Int, _ q: Int) -> Double

    /// (pq|rs) in hartree, chemists' notation.
    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double
}
