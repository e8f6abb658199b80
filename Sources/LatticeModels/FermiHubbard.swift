internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// The Fermi-Hubbard model (J. Hubbard, Proc. R. Soc. Lond. A 276, 238 (1963)) on a square lattice:
///
/// H = −t Σ_⟨ij⟩σ (a†_iσ a_jσ + a†_jσ a_iσ) + U Σ_i n_i↑ n_i↓ − μ Σ_iσ n_iσ − h Σ_i (n_i↑ − n_i↓)
///
/// with site i in modes 2i (up) and 2i + 1 (down). Without spin, site i is mode i, U acts between neighbours,
/// U Σ_⟨ij⟩ n_i n_j, and there is no field. As OpenFermion's `fermi_hubbard`.
public struct FermiHubbard: Hashable, Sendable {
    /// The sites and bonds.
    public let lattice: SquareLattice
    /// t.
    public let tunneling: Double
    /// U.
    public let interaction: Double
    /// μ.
    public let chemicalPotential: Double
    /// h; no part of the model without spin.
    public let magneticField: Double
    /// Whether there is one mode a site.
    public let isSpinless: Bool
    /// Whether U multiplies (n − ½)(n' − ½), which exchanging particles and holes leaves as it is.
    public let hasParticleHoleSymmetry: Bool

    /// The model with the given parameters.
    ///
    /// - Throws: ``LatticeModelError/parameter(name:found:expected:)`` for a number that is not finite.
    public init(
        lattice: SquareLattice, tunneling: Double, interaction: Double, chemicalPotential: Double = 0,
        magneticField: Double = 0, isSpinless: Bool = false, hasParticleHoleSymmetry: Bool = false
    ) throws(LatticeModelError) {
        self.lattice = lattice
        self.tunneling = try tunneling.checkedFinite("tunneling t")
        self.interaction = try interaction.checkedFinite("interaction U")
        self.chemicalPotential = try chemicalPotential.checkedFinite("chemical potential")
        self.magneticField = try magneticField.checkedFinite("magnetic field")
        self.isSpinless = isSpinless
        self.hasParticleHoleSymmetry = hasParticleHoleSymmetry
    }

    /// The number of modes.
    public var modeCount: Int { isSpinless ? lattice.siteCount : 2 * lattice.siteCount }

    /// H as a sum of a†_p a_q and n_p n_q = a†_p a_p a†_q a_q.
    ///
    /// - Complexity: O(n log n) for n sites.
    public var fermionOperator: FermionOperator {
        var terms = FermionTerms(capacity: 8 * modeCount)
        let spins = isSpinless ? 1 : 2
        let shift = hasParticleHoleSymmetry ? 0.5 : 0
        for bond in lattice.neighborBonds {
            for spin in 0..<spins {
                terms.addHop(bond.first * spins + spin, bond.second * spins + spin, -tunneling)
            }
            if isSpinless { terms.addNumbers(bond.first, bond.second, interaction, shift: shift) }
        }
        for site in 0..<lattice.siteCount {
            if isSpinless {
                terms.addNumber(site, -chemicalPotential)
            } else {
                terms.addNumbers(2 * site, 2 * site + 1, interaction, shift: shift)
                terms.addNumber(2 * site, -chemicalPotential - magneticField)
                terms.addNumber(2 * site + 1, -chemicalPotential + magneticField)
            }
        }
        return terms.sum()
    }
}

/// Collects the terms that models of fermions on lattices have.
struct FermionTerms {
    private var accumulator: TermAccumulator<FermionProduct>

    init(capacity: Int) {
        accumulator = TermAccumulator(capacity: capacity)
    }

    mutating func add(_ factors: [LadderOperator], _ coefficient: Double) {
        accumulator.add(FermionProduct(factors), Complex(coefficient, 0))
    }

    mutating func addConstant(_ value: Double) { add([], value) }

    /// c (a†_p a_q + a†_q a_p).
    mutating func addHop(_ p: Int, _ q: Int, _ coefficient: Double) {
        add([.creation(p), .annihilation(q)], coefficient)
        add([.creation(q), .annihilation(p)], coefficient)
    }

    /// c n_p.
    mutating func addNumber(_ p: Int, _ coefficient: Double) {
        add([.creation(p), .annihilation(p)], coefficient)
    }

    /// c (n_p − s)(n_q − s).
    mutating func addNumbers(_ p: Int, _ q: Int, _ coefficient: Double, shift: Double = 0) {
        add([.creation(p), .annihilation(p), .creation(q), .annihilation(q)], coefficient)
        if shift == 0 { return }
        addNumber(p, -shift * coefficient)
        addNumber(q, -shift * coefficient)
        addConstant(shift * shift * coefficient)
    }

    /// c (A + A†) for a product A of ladder operators.
    mutating func addWithAdjoint(_ factors: [LadderOperator], _ coefficient: Double) {
        add(factors, coefficient)
        add(factors.reversed().map { LadderOperator(mode: $0.mode, isCreation: !$0.isCreation) }, coefficient)
    }

    consuming func sum() -> FermionOperator { accumulator.sum() }
}
