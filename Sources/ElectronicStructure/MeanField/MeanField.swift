public import DenseAlgebra

/// A Hartree-Fock solution.
public struct MeanField: Sendable {
    /// The molecule in its basis.
    public let system: ElectronicSystem
    /// The kind of determinant.
    public let reference: HartreeFockReference
    /// The electrons of spin up and down.
    public let electrons: SpinCounts
    /// The total energy in hartree.
    public let energy: Double
    /// Coefficients of orbitals (columns, ascending in energy) over basis functions (rows): one matrix for both spins,
    /// or two, of spin up and down.
    public let orbitals: [Matrix]
    /// The eigenvalues of the Fock matrices in hartree, as many lists as `orbitals`. Those of open shells with shared
    /// orbitals depend on how the Fock matrix is put together; here as Guest and Saunders do.
    public let orbitalEnergies: [[Double]]
    /// The densities of spin up and of spin down over basis functions.
    public let densities: [Matrix]
    /// The Fock matrices of spin up and down over basis functions, in hartree.
    public let focks: [Matrix]
    /// The iterations of the last self-consistent field.
    public let iterations: Int
    /// The largest element of the gradient, in hartree.
    public let gradient: Double
    /// Whether it is a minimum; `nil` if that was not asked.
    public let stability: StabilityReport?

    init(_ field: SelfConsistentField, _ solution: SelfConsistentField.Solution, _ stability: StabilityReport?) {
        system = field.system
        reference = field.reference
        electrons = field.electrons
        energy = solution.energy
        orbitals = solution.orbitals
        orbitalEnergies = solution.orbitalEnergies
        densities = solution.densities
        focks = solution.focks
        iterations = solution.iterations
        gradient = solution.gradient
        self.stability = stability
    }

    /// ⟨S²⟩ = M (M + 1) + N_↓ - tr D_↑ S D_↓ S with M = (N_↑ - N_↓)/2.
    public var squaredSpin: Double {
        let m = Double(electrons.up - electrons.down) / 2
        let product = densities[0].times(system.overlap).times(densities[1]).times(system.overlap)
        let trace = (0..<product.rows).reduce(0.0) { $0 + product[$1, $1] }
        return m * (m + 1) + Double(electrons.down) - trace
    }

    /// The density of both spins over the basis functions.
    public var density: Matrix { densities[0] + densities[1] }

    /// The dipole moment Σ_A Z_A R_A - ∫ r ρ in atomic units (e·bohr), about the origin of the coordinates; for a
    /// charged molecule it depends on that origin.
    public func dipoleMoment() throws(ElectronicStructureError) -> SIMD3<Double> {
        try system.dipoleMoment(density: densities[0] + densities[1])
    }

    /// The dipole moment, in atomic units, of a correlated state over this field's orbitals.
    ///
    /// - Parameters:
    ///   - oneParticle: D_pq = Σ_σ ⟨a†_pσ a_qσ⟩ over the active orbitals.
    ///   - active: the orbitals that D is over; all by default.
    ///   - occupied: the orbitals below, frozen with two electrons each.
    /// - Throws: `wrongCount` unless D has as many rows and columns as there are active orbitals, and
    ///   `impossibleActiveSpace` for orbitals that do not exist.
    public func dipoleMoment(
        oneParticle: Matrix, active: [Int]? = nil, occupied: [Int] = []
    ) throws(ElectronicStructureError) -> SIMD3<Double> {
        let active = active ?? Array(0..<orbitals[0].columns)
        guard oneParticle.rows == active.count, oneParticle.columns == active.count else {
            throw .wrongCount(
                quantity: "elements of the density matrix", found: oneParticle.elements.count,
                expected: active.count * active.count)
        }
        for orbital in active + occupied where !(0..<orbitals[0].columns).contains(orbital) {
            throw .impossibleActiveSpace(
                reason: "orbital \(orbital) does not exist; expected numbers from 0 to \(orbitals[0].columns - 1)")
        }
        let chosen = orbitals[0].columns(active)
        let frozen = orbitals[0].columns(occupied)
        let density = chosen.times(oneParticle).timesTransposed(chosen)
        return try system.dipoleMoment(density: density.adding(frozen.timesTransposed(frozen), scaled: 2))
    }

    /// The charges of the atoms after Mulliken, Z_A - Σ_{μ on A} (D S)_μμ, in elementary charges.
    public var mullikenCharges: [Double] { system.mullikenCharges(density: densities[0] + densities[1]) }
}

extension ElectronicSystem {
    /// The charges of the atoms after Mulliken, Z_A - Σ_{μ on A} (D S)_μμ, of a density of both spins over the basis
    /// functions, in elementary charges.
    public func mullikenCharges(density: Matrix) -> [Double] {
        let product = density.times(overlap)
        var charges = molecule.atoms.map { Double($0.nuclearCharge) }
        for (function, atom) in basis.atomOfFunction.enumerated() { charges[atom] -= product[function, function] }
        return charges
    }

    /// The dipole moment, in atomic units, of a density of both spins over the basis functions.
    public func dipoleMoment(density: Matrix) throws(ElectronicStructureError) -> SIMD3<Double> {
        let matrices = try basis.dipole()
        var moment = SIMD3<Double>()
        for atom in molecule.atoms { moment += atom.position * Double(atom.nuclearCharge) }
        for axis in 0..<3 { moment[axis] -= density.dot(matrices[axis]) }
        return moment
    }
}
