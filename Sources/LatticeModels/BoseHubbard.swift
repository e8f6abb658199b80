internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// The Bose-Hubbard model (H. Gersch and G. Knollman, Phys. Rev. 129, 959 (1963)) on a square lattice:
///
/// H = −t Σ_⟨ij⟩ (b†_i b_j + b†_j b_i) + V Σ_⟨ij⟩ n_i n_j + ½ U Σ_i n_i (n_i − 1) − μ Σ_i n_i
///
/// As OpenFermion's `bose_hubbard`.
public struct BoseHubbard: Hashable, Sendable {
    /// The sites and bonds.
    public let lattice: SquareLattice
    /// t.
    public let tunneling: Double
    /// U.
    public let interaction: Double
    /// μ.
    public let chemicalPotential: Double
    /// V, between neighbours.
    public let dipole: Double

    /// The model with the given parameters.
    ///
    /// - Throws: ``LatticeModelError/parameter(name:found:expected:)`` for a number that is not finite.
    public init(
        lattice: SquareLattice, tunneling: Double, interaction: Double, chemicalPotential: Double = 0,
        dipole: Double = 0
    ) throws(LatticeModelError) {
        self.lattice = lattice
        self.tunneling = try tunneling.checkedFinite("tunneling t")
        self.interaction = try interaction.checkedFinite("interaction U")
        self.chemicalPotential = try chemicalPotential.checkedFinite("chemical potential")
        self.dipole = try dipole.checkedFinite("dipole interaction V")
    }

    /// The number of modes: one a site.
    public var modeCount: Int { lattice.siteCount }

    /// H as a sum of products; mode i is site i.
    ///
    /// - Complexity: O(n log n) for n sites.
    public var bosonOperator: BosonOperator {
        var accumulator = TermAccumulator<BosonProduct>(capacity: 8 * modeCount)
        func add(_ modes: [(mode: Int, isCreation: Bool)], _ coefficient: Double) {
            let factors = modes.map { LadderOperator(mode: $0.mode, isCreation: $0.isCreation) }
            accumulator.add(BosonProduct(factors), Complex(coefficient, 0))
        }
        for bond in lattice.neighborBonds {
            let (i, j) = (bond.first, bond.second)
            add([(i, true), (j, false)], -tunneling)
            add([(j, true), (i, false)], -tunneling)
            add([(i, true), (i, false), (j, true), (j, false)], dipole)
        }
        for i in 0..<modeCount {
            add([(i, true), (i, false), (i, true), (i, false)], 0.5 * interaction)
            add([(i, true), (i, false)], -0.5 * interaction - chemicalPotential)
        }
        return accumulator.sum()
    }
}
