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

    /// The dipole moment Σ_A Z_A R_A - ∫ r ρ in atomic units (e·bohr), about the origin of the coordinates; for a
    /// charged molecule it depends on that origin.
    public func dipoleMoment() throws(ElectronicStructureError) -> SIMD3<Double> {
        try system.dipoleMoment(density: densities[0] + densities[1])
    }

    /// The charges of the atoms after Mulliken, Z_A - Σ_{μ on A} (D S)_μμ, in elementary charges.
    public var mullikenCharges: [Double] {
        let product = (densities[0] + densities[1]).times(system.overlap)
        var charges = system.molecule.atoms.map { Double($0.nuclearCharge) }
        for (function, atom) in system.basis.atomOfFunction.enumerated() {
            charges[atom] -= product[function, function]
        }
        return charges
    }
}

extension ElectronicSystem {
    /// The dipole moment, in atomic units, of a density of both spins over the basis functions.
    public func dipoleMoment(density: Matrix) throws(ElectronicStructureError) -> SIMD3<Double> {
        let matrices = try basis.dipole()
        var moment = SIMD3<Double>()
        for atom in molecule.atoms { moment += atom.position * Double(atom.nuclearCharge) }
        for axis in 0..<3 { moment[axis] -= density.dot(matrices[axis]) }
        return moment
    }
}
