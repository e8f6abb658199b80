public import OperatorAlgebra

/// Which spins an interaction couples.
public enum SpinPairs: Hashable, Sendable {
    /// Every spin with every spin.
    case all
    /// Equal spins.
    case same
    /// Opposite spins.
    case opposite
}

/// A Hubbard model with several bands, that is orbitals a site:
///
/// H = −Σ t Σ_(ij)σ (a†_iaσ a_jbσ + a†_jbσ a_iaσ) + Σ U Σ_(ij) Σ_σσ' n_iaσ n_jbσ' − Σ_a μ_a Σ_iσ n_iaσ
///   − h Σ_ia (n_ia↑ − n_ia↓)
///
/// The first two sums run over ``Tunneling`` and ``Interaction`` values, each with its pairs of sites and of bands.
/// Between unlike bands every pair of sites counts in both orders. Band a of site i is mode (i · bands + a) · 2 for spin up
/// and the next for spin down, or i · bands + a without spin. As OpenFermion's `FermiHubbardModel`, save that
/// particle-hole symmetry here means U (n − ½)(n' − ½) for every U; OpenFermion's is (U n − ½)(n' − ½).
public struct MultibandHubbard: Hashable, Sendable {
    /// Hopping between two bands.
    public struct Tunneling: Hashable, Sendable {
        let pairs: SitePairs
        let first: Int
        let second: Int
        let amplitude: Double

        /// Hopping with amplitude t from band `first` of one site to band `second` of another.
        public init(_ pairs: SitePairs, from first: Int, to second: Int, amplitude: Double) {
            (self.pairs, self.first, self.second, self.amplitude) = (pairs, first, second, amplitude)
        }
    }

    /// Interaction between two bands.
    public struct Interaction: Hashable, Sendable {
        let pairs: SitePairs
        let first: Int
        let second: Int
        let strength: Double
        let spins: SpinPairs

        /// Repulsion with strength U between band `first` of one site and band `second` of another.
        public init(
            _ pairs: SitePairs, between first: Int, and second: Int, strength: Double, spins: SpinPairs = .all
        ) {
            (self.pairs, self.first, self.second, self.strength) = (pairs, first, second, strength)
            self.spins = spins
        }
    }

    /// The sites and bonds.
    public let lattice: SquareLattice
    /// The number of orbitals a site.
    public let bandCount: Int
    /// Whether there is one mode a band and site.
    public let isSpinless: Bool
    /// All hops.
    public let tunnelings: [Tunneling]
    /// All interactions.
    public let interactions: [Interaction]
    /// μ_a of every band.
    public let chemicalPotentials: [Double]
    /// h; no part of the model without spin.
    public let magneticField: Double
    /// Whether U multiplies (n − ½)(n' − ½) and −μ multiplies n − ½.
    public let hasParticleHoleSymmetry: Bool
    private let tunnelingBonds: [[LatticeBond]]
    private let interactionBonds: [[LatticeBond]]

    /// The model with the given parameters.
    ///
    /// - Parameter chemicalPotentials: μ_a of every band; none means zero.
    /// - Throws: ``LatticeModelError/index(of:found:count:)`` for a band or site that is not there,
    ///   ``LatticeModelError/selfCoupling(band:)``, ``LatticeModelError/count(of:found:expected:)`` or
    ///   ``LatticeModelError/parameter(name:found:expected:)``.
    public init(
        lattice: SquareLattice, bandCount: Int, isSpinless: Bool = false, tunnelings: [Tunneling] = [],
        interactions: [Interaction] = [], chemicalPotentials: [Double] = [], magneticField: Double = 0,
        hasParticleHoleSymmetry: Bool = false
    ) throws(LatticeModelError) {
        guard (1...1024).contains(bandCount) else {
            throw .count(of: "bands", found: bandCount, expected: "1 to 1024")
        }
        guard chemicalPotentials.isEmpty || chemicalPotentials.count == bandCount else {
            throw .count(of: "chemical potentials", found: chemicalPotentials.count, expected: "\(bandCount) or none")
        }
        let couplings =
            tunnelings.map { ($0.pairs, $0.first, $0.second, $0.amplitude, false) }
            + interactions.map { ($0.pairs, $0.first, $0.second, $0.strength, $0.spins != .same && !isSpinless) }
        var bonds: [[LatticeBond]] = []
        for (pairs, first, second, value, joinsOtherSpin) in couplings {
            for band in [first, second] where !(0..<bandCount).contains(band) {
                throw .index(of: "band", found: band, count: bandCount)
            }
            _ = try value.checkedFinite("coupling")
            let found = try lattice.bonds(pairs)
            let meetsItself = found.contains { $0.first == $0.second } && first == second
            if meetsItself, !joinsOtherSpin { throw .selfCoupling(band: first) }
            // Unlike bands meet in both orders of the sites.
            let isOrdered = first != second
            bonds.append(found.flatMap { isOrdered && $0.first != $0.second ? [$0, $0.reversed] : [$0] })
        }
        tunnelingBonds = Array(bonds.prefix(tunnelings.count))
        interactionBonds = Array(bonds.suffix(interactions.count))
        for value in chemicalPotentials { _ = try value.checkedFinite("chemical potential") }
        self.lattice = lattice
        (self.bandCount, self.isSpinless) = (bandCount, isSpinless)
        (self.tunnelings, self.interactions) = (tunnelings, interactions)
        self.chemicalPotentials =
            chemicalPotentials.isEmpty ? [Double](repeating: 0, count: bandCount) : chemicalPotentials
        self.magneticField = try magneticField.checkedFinite("magnetic field")
        self.hasParticleHoleSymmetry = hasParticleHoleSymmetry
    }

    private var spins: Int { isSpinless ? 1 : 2 }

    /// The number of modes.
    public var modeCount: Int { lattice.siteCount * bandCount * spins }

    /// The mode of a spin (0 up, 1 down) in a band of a site.
    public func mode(site: Int, band: Int, spin: Int = 0) -> Int { (site * bandCount + band) * spins + spin }

    /// H as a sum of a†_p a_q and n_p n_q.
    ///
    /// - Complexity: O(n log n) for n terms.
    public var fermionOperator: FermionOperator {
        var terms = FermionTerms(capacity: 16 * modeCount)
        for (hop, bonds) in zip(tunnelings, tunnelingBonds) {
            for bond in bonds {
                for spin in 0..<spins {
                    terms.addHop(
                        mode(site: bond.first, band: hop.first, spin: spin),
                        mode(site: bond.second, band: hop.second, spin: spin), -hop.amplitude)
                }
            }
        }
        for (interaction, bonds) in zip(interactions, interactionBonds) { add(interaction, bonds, to: &terms) }
        for site in 0..<lattice.siteCount {
            for band in 0..<bandCount {
                let potential = -chemicalPotentials[band]
                for spin in 0..<spins {
                    let field = isSpinless ? 0 : spin == 0 ? -magneticField : magneticField
                    terms.addNumber(mode(site: site, band: band, spin: spin), potential + field)
                    if hasParticleHoleSymmetry { terms.addConstant(-0.5 * potential) }
                }
            }
        }
        return terms.sum()
    }

    private func add(_ interaction: Interaction, _ bonds: [LatticeBond], to terms: inout FermionTerms) {
        let shift = hasParticleHoleSymmetry ? 0.5 : 0
        for bond in bonds {
            let isOneOrbital = bond.first == bond.second && interaction.first == interaction.second
            for (s, t) in spinPairs(interaction.spins, isOneOrbital: isOneOrbital) {
                terms.addNumbers(
                    mode(site: bond.first, band: interaction.first, spin: s),
                    mode(site: bond.second, band: interaction.second, spin: t), interaction.strength, shift: shift)
            }
        }
    }

    private func spinPairs(_ kind: SpinPairs, isOneOrbital: Bool) -> [(Int, Int)] {
        if isSpinless { return [(0, 0)] }
        // The two spins of one orbital meet once.
        if isOneOrbital { return [(0, 1)] }
        return switch kind {
        case .all: [(0, 0), (0, 1), (1, 0), (1, 1)]
        case .same: [(0, 0), (1, 1)]
        case .opposite: [(0, 1), (1, 0)]
        }
    }
}
