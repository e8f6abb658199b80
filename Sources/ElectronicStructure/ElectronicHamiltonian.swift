public import OperatorAlgebra

/// The electrons of a molecule in n spatial orbitals:
///
/// H = c + Σ_pq,σ h_pq a†_pσ a_qσ + ½ Σ_pqrs,στ (ps|qr) a†_pσ a†_qτ a_rτ a_sσ
///
/// in hartree, with the numbers of electrons it acts on. Spin orbitals interleave: orbital p gives 2p (up) and
/// 2p + 1 (down).
public struct ElectronicHamiltonian: Equatable, Sendable {
    /// The constant c: nuclear repulsion and the energy of frozen orbitals.
    public let constant: Double
    /// h_pq, n × n, row-major, symmetric.
    public let oneBodyIntegrals: [Double]
    /// (pq|rs), 8-fold symmetric.
    public let twoBodyIntegrals: TwoBodyIntegrals
    /// The electrons of spin up and down.
    public let electrons: SpinCounts

    /// The Hamiltonian of a number of electrons with given integrals.
    ///
    /// - Throws: `tooManyElectrons` if the orbitals do not hold them.
    public init(_ integrals: MolecularIntegrals, electrons: SpinCounts) throws(ElectronicStructureError) {
        try self.init(
            constant: integrals.nuclearRepulsion, oneBody: integrals.oneBodyIntegrals,
            twoBody: integrals.twoBodyIntegrals, electrons: electrons)
    }

    /// From parts known to be symmetric and finite.
    init(
        constant: Double, oneBody: [Double], twoBody: TwoBodyIntegrals, electrons: SpinCounts
    ) throws(ElectronicStructureError) {
        guard max(electrons.up, electrons.down) <= twoBody.orbitalCount else {
            throw .tooManyElectrons(spinUp: electrons.up, spinDown: electrons.down, orbitals: twoBody.orbitalCount)
        }
        self.constant = constant
        oneBodyIntegrals = oneBody
        twoBodyIntegrals = twoBody
        self.electrons = electrons
    }
}

extension ElectronicHamiltonian: ElectronicIntegrals {
    /// The number n of spatial orbitals.
    public var orbitalCount: Int { twoBodyIntegrals.orbitalCount }

    /// The number 2n of spin orbitals.
    public var spinOrbitalCount: Int { 2 * orbitalCount }

    /// h_pq in hartree.
    public func oneBody(_ p: Int, _ q: Int) -> Double { oneBodyIntegrals[p * orbitalCount + q] }

    /// (pq|rs) in hartree, chemists' notation.
    public func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double { twoBodyIntegrals[p, q, r, s] }
}

extension ElectronicHamiltonian {
    /// The energy of the determinant with the lowest orbitals filled, in hartree: of Hartree-Fock, where the orbitals
    /// are its own in order of energy.
    ///
    /// E = c + Σ_i h_ii + ½ Σ_ij [(ii|jj) - δ(σ_i, σ_j) (ij|ij)] over the occupied spin orbitals i, j.
    /// - Complexity: O(N²) for N electrons.
    public var referenceEnergy: Double {
        determinantEnergy(up: Array(0..<electrons.up), down: Array(0..<electrons.down))
    }

    /// The energy of the determinant with the given spatial orbitals occupied by spin up and spin down.
    ///
    /// - Precondition: the orbitals are below `orbitalCount`.
    public func determinantEnergy(up: [Int], down: [Int]) -> Double {
        var energy = constant
        for i in up + down { energy += oneBody(i, i) }
        for occupied in [up, down] {
            for i in occupied {
                for j in occupied { energy += (twoBody(i, i, j, j) - twoBody(i, j, i, j)) / 2 }
            }
        }
        for i in up {
            for j in down { energy += twoBody(i, i, j, j) }
        }
        return energy
    }
}
