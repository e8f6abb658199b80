public import OperatorAlgebra

/// The mean-field (BCS) model of d-wave superconductivity on a square lattice:
///
/// H = −t Σ_⟨ij⟩σ (a†_iσ a_jσ + a†_jσ a_iσ) − μ Σ_iσ n_iσ
///   − Σ_⟨ij⟩ Δ_ij (a†_i↑ a†_j↓ − a†_i↓ a†_j↑ + a_j↓ a_i↑ − a_j↑ a_i↓)
///
/// with Δ_ij = Δ/2 along rows and −Δ/2 along columns, site i in modes 2i (up) and 2i + 1 (down). As OpenFermion's
/// `mean_field_dwave`.
public struct MeanFieldDWave: Hashable, Sendable {
    /// The sites and bonds.
    public let lattice: SquareLattice
    /// t.
    public let tunneling: Double
    /// Δ.
    public let gap: Double
    /// μ.
    public let chemicalPotential: Double

    /// The model with the given parameters.
    ///
    /// - Throws: ``LatticeModelError/parameter(name:found:expected:)`` for a number that is not finite.
    public init(
        lattice: SquareLattice, tunneling: Double, gap: Double, chemicalPotential: Double = 0
    ) throws(LatticeModelError) {
        self.lattice = lattice
        self.tunneling = try tunneling.checkedFinite("tunneling t")
        self.gap = try gap.checkedFinite("gap")
        self.chemicalPotential = try chemicalPotential.checkedFinite("chemical potential")
    }

    /// The number of modes.
    public var modeCount: Int { 2 * lattice.siteCount }

    /// H as a sum of products of two ladder operators; ``QuadraticHamiltonian/init(_:modeCount:chemicalPotential:)`` makes
    /// the tensors of it.
    ///
    /// - Complexity: O(n log n) for n sites.
    public var fermionOperator: FermionOperator {
        var terms = FermionTerms(capacity: 16 * modeCount)
        for mode in 0..<modeCount { terms.addNumber(mode, -chemicalPotential) }
        let bonds = lattice.horizontalBonds.map { ($0, gap / 2) } + lattice.verticalBonds.map { ($0, -gap / 2) }
        for (bond, pairing) in bonds {
            let (i, j) = (2 * bond.first, 2 * bond.second)
            terms.addHop(i, j, -tunneling)
            terms.addHop(i + 1, j + 1, -tunneling)
            terms.addWithAdjoint([.creation(i), .creation(j + 1)], -pairing)
            terms.addWithAdjoint([.creation(i + 1), .creation(j)], pairing)
        }
        return terms.sum()
    }
}
