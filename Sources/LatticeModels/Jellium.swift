internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// Electrons on a uniform positive background, in plane waves or in the dual basis of points
/// (R. Babbush et al., Phys. Rev. X 8, 011044 (2018), arXiv:1706.00023):
///
/// H = ½ Σ_kσ k² c†_kσ c_kσ + Σ_(q≠0) v_q Σ_kk'σσ' c†_kσ c†_k'σ' c_(k'+q)σ' c_(k−q)σ in plane waves, and
/// H = Σ_pqσ T_(p−q) a†_pσ a_qσ + Σ_(pσ≠qσ') V_(p−q) n_pσ n_qσ' at points, where
/// T_r = (1/2N) Σ_k k² cos(k·r) and V_r = Σ_(k≠0) v_k cos(k·r).
///
/// v_k is 2π/(Vk²) in three dimensions, π/(Vk) in two, K₀(k)/V in one (where the interaction is 1/√(r² + 1)), so that half
/// of the Fourier transform of 1/r acts on every ordered pair. On grids of even length the two forms differ, since wave
/// vectors −L/2 have no partner +L/2. As OpenFermion's `jellium_model`.
public struct Jellium: Hashable, Sendable {
    /// The points and plane waves.
    public let grid: PlaneWaveGrid
    /// Whether a point has one mode.
    public let isSpinless: Bool
    /// The distance R in bohr beyond which charges do not interact, v_k (1 − cos kR), so that a cell does not feel its
    /// images (L. Füsti-Molnár and P. Pulay, J. Chem. Phys. 116, 7795 (2002)); `nil` for a periodic system.
    public let truncationRadius: Double?
    /// Whether the energy of a cubic cell's charges with their own images, 2.8372/V^(1/d), is added as a constant.
    ///
    /// OpenFermion's `jellium_model` adds it twice in the dual basis.
    public let includesMadelungConstant: Bool
    /// Plane waves of more kinetic energy k²/2 (hartree) are left out; the dual basis has no such limit.
    public let energyCutoff: Double?

    /// The model on a grid.
    ///
    /// - Parameter truncationRadius: R in bohr; the edge of the cell, ``PlaneWaveGrid/linearSize``, is the usual choice.
    /// - Throws: ``LatticeModelError/parameter(name:found:expected:)``.
    public init(
        grid: PlaneWaveGrid, isSpinless: Bool = false, truncationRadius: Double? = nil,
        includesMadelungConstant: Bool = false, energyCutoff: Double? = nil
    ) throws(LatticeModelError) {
        if let truncationRadius { _ = try truncationRadius.checkedPositive("truncation radius") }
        if let energyCutoff, !energyCutoff.isFinite || energyCutoff < 0 {
            throw .parameter(name: "energy cutoff", found: energyCutoff, expected: "a number of at least 0")
        }
        self.grid = grid
        self.isSpinless = isSpinless
        self.truncationRadius = truncationRadius
        self.includesMadelungConstant = includesMadelungConstant
        self.energyCutoff = energyCutoff
    }

    /// The number of modes.
    public var modeCount: Int { grid.pointCount * spins }

    var spins: Int { isSpinless ? 1 : 2 }

    /// The mode of a spin (0 up, 1 down) at a point or in a plane wave.
    public func mode(_ point: Int, spin: Int = 0) -> Int { point * spins + spin }

    var madelungConstant: FermionOperator {
        includesMadelungConstant ? (2.8372 / grid.linearSize) * FermionOperator.identity : .zero
    }

    /// v_k of every plane wave; 0 for k = 0.
    var interactionByMomentum: [Double] {
        grid.squaredMomenta.map { squared in
            let bare = CoulombPotential.coefficient(
                squaredMomentum: squared, dimension: grid.dimension, volume: grid.volume)
            guard let truncationRadius else { return bare }
            return bare * (1 - Double.cos(truncationRadius * squared.squareRoot()))
        }
    }

    /// Σ_k c_k cos(k·r) for every difference r of points, numbered by the point at n = r + ⌊L/2⌋.
    private func cosineTransform(_ coefficients: [Double]) -> [Double] {
        // k·r of shifts m and n of an axis is 2π m n / L.
        let points = (0..<grid.pointCount).map { point in
            zip(grid.coordinates(of: point), grid.lengths).map { $0 - $1 / 2 }
        }
        return points.map { r in
            var sum = 0.0
            for (k, coefficient) in zip(points, coefficients) where coefficient != 0 {
                var turns = 0.0
                for axis in 0..<grid.dimension {
                    turns += Double(k[axis] * r[axis]) / Double(grid.lengths[axis])
                }
                sum += coefficient * Double.cos(2 * .pi * turns)
            }
            return sum
        }
    }

    /// Calls `body` with every ordered pair of points and the number of their difference.
    private func forEachPair(_ body: (_ p: Int, _ q: Int, _ difference: Int) -> Void) {
        let shifts = grid.lengths.map { $0 / 2 }
        let coordinates = (0..<grid.pointCount).map(grid.coordinates(of:))
        for p in 0..<grid.pointCount {
            for q in 0..<grid.pointCount {
                let difference = grid.lengths.indices.map { coordinates[q][$0] - coordinates[p][$0] + shifts[$0] }
                body(p, q, grid.point(at: difference))
            }
        }
    }

    // MARK: The dual basis

    /// Σ_pqσ T_(p−q) a†_pσ a_qσ.
    ///
    /// - Complexity: O(N²) for N points.
    public var dualBasisKinetic: FermionOperator {
        let hopping = cosineTransform(grid.squaredMomenta.map { $0 / (2 * Double(grid.pointCount)) })
        var terms = FermionTerms(capacity: modeCount * grid.pointCount)
        forEachPair { p, q, difference in
            for spin in 0..<spins {
                let factors: [LadderOperator] = [.creation(mode(p, spin: spin)), .annihilation(mode(q, spin: spin))]
                terms.add(factors, hopping[difference])
            }
        }
        return terms.sum()
    }

    /// Σ_(pσ≠qσ') V_(p−q) n_pσ n_qσ'.
    ///
    /// - Complexity: O(N²) for N points.
    public var dualBasisPotential: FermionOperator {
        let repulsion = cosineTransform(interactionByMomentum)
        var terms = FermionTerms(capacity: modeCount * modeCount)
        forEachPair { p, q, difference in
            for s in 0..<spins {
                for t in 0..<spins where mode(p, spin: s) != mode(q, spin: t) {
                    terms.addNumbers(mode(p, spin: s), mode(q, spin: t), repulsion[difference])
                }
            }
        }
        return terms.sum()
    }

    /// H in the dual basis; ``DiagonalCoulombHamiltonian/init(_:modeCount:)`` makes the tensors of it.
    public var dualBasisHamiltonian: FermionOperator { dualBasisKinetic + dualBasisPotential + madelungConstant }
}
