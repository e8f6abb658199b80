public import DenseAlgebra

/// A molecule in a basis: what a mean field is computed from.
public struct ElectronicSystem: Sendable {
    /// How repulsions are kept.
    public enum RepulsionStorage: Equatable, Sendable {
        /// Stored if a quarter of the memory holds them, else computed again in every iteration.
        case automatic
        /// Computed once and stored.
        case stored
        /// Computed again in every iteration.
        case direct
        /// Approximated by densities fitted with an auxiliary basis set, such as `def2-universal-jkfit`: for large
        /// molecules, with errors of some 1e-5 Eh an atom. See ``DensityFittedRepulsion``.
        case fitted(auxiliary: String)
    }

    /// The molecule.
    public let molecule: Molecule
    /// The basis functions.
    public let basis: MolecularBasis
    /// Their overlaps S.
    public let overlap: Matrix
    /// h = T + V in hartree.
    public let coreHamiltonian: Matrix
    /// The stored repulsions, unless they are computed again and again.
    public let repulsions: TwoBodyIntegrals?
    /// X with XᵀSX = 1, n × m: as many columns as linearly independent functions.
    let orthogonalizer: Matrix
    let contraction: any RepulsionContraction
    /// The set, for guesses from atoms.
    let set: BasisSet

    /// Functions whose overlap matrix has a smaller eigenvalue than this are taken to be linearly dependent.
    public static let dependenceThreshold = 1e-8

    /// The system of a molecule and a basis set; by default the set that the molecule names.
    ///
    /// - Throws: `unknownBasis`, `missingBasisFunctions`, `outOfMemory`, or `tooManyElectrons` for the basis.
    public init(
        _ molecule: Molecule, basis set: BasisSet? = nil, isCartesian: Bool = false,
        repulsion storage: RepulsionStorage = .automatic
    ) throws(ElectronicStructureError) {
        if let set { self.set = set } else { self.set = try BasisSet.named(molecule.basis) }
        self.molecule = molecule
        basis = try MolecularBasis(molecule, self.set, isCartesian: isCartesian)
        overlap = try basis.overlap()
        coreHamiltonian = try basis.kinetic() + basis.nuclearAttraction(of: molecule)
        orthogonalizer = try Self.orthogonalizer(overlap)
        let electrons = molecule.spinCounts
        guard max(electrons.up, electrons.down) <= orthogonalizer.columns else {
            throw .tooManyElectrons(spinUp: electrons.up, spinDown: electrons.down, orbitals: orthogonalizer.columns)
        }
        if case .fitted(let auxiliary) = storage {
            repulsions = nil
            contraction = try DensityFittedRepulsion(molecule, basis, auxiliary: BasisSet.named(auxiliary))
        } else if Self.stores(storage, basis.functionCount) {
            let stored = try basis.repulsions()
            repulsions = stored
            contraction = StoredRepulsion(stored)
        } else {
            repulsions = nil
            contraction = try DirectRepulsion(basis)
        }
    }

    /// The number of molecular orbitals.
    public var orbitalCount: Int { orthogonalizer.columns }

    /// What the repulsions of so many basis functions take, and whether they will be stored: known before anything is
    /// allocated.
    public static func repulsionPlan(
        functionCount: Int, storage: RepulsionStorage = .automatic
    ) -> (bytes: Double, available: Int, isStored: Bool) {
        let pairs = Double(functionCount) * Double(functionCount + 1) / 2
        return (4 * pairs * (pairs + 1), AvailableMemory.bytes, stores(storage, functionCount))
    }

    private static func stores(_ storage: RepulsionStorage, _ functions: Int) -> Bool {
        switch storage {
        case .stored: true
        case .direct, .fitted: false
        case .automatic:
            Double(TwoBodyIntegrals.packedCount(orbitalCount: functions)) * 8
                < Double(AvailableMemory.bytes) / 4
        }
    }

    /// S^(-1/2) over the eigenvectors of S that are linearly independent (P.-O. Löwdin's canonical orthogonalization
    /// where some are not).
    private static func orthogonalizer(_ overlap: Matrix) throws(ElectronicStructureError) -> Matrix {
        let (values, vectors) = try linear("Orthogonalizing the basis") { () throws(DenseAlgebraError) in
            try overlap.symmetricEigen()
        }
        let kept = values.indices.filter { values[$0] > dependenceThreshold }
        var scaled = vectors.columns(kept)
        for (column, index) in kept.enumerated() {
            let factor = 1 / values[index].squareRoot()
            for row in 0..<scaled.rows { scaled[row, column] *= factor }
        }
        return kept.count == values.count ? scaled.timesTransposed(vectors) : scaled
    }
}
