public import DenseAlgebra
internal import Foundation

/// What makes orbitals local.
public enum LocalizationScheme: String, CaseIterable, Sendable {
    /// Each orbital's Mulliken charge on few atoms: Σ_A Σ_i (Q^A_ii)² is largest (J. Pipek and P. G. Mezey, J. Chem. Phys.
    /// 90, 4916, 1989). σ and π stay apart.
    case pipekMezey = "pipek-mezey"
    /// Centers far from one another: Σ_i |⟨i|r|i⟩|² is largest, which makes the spreads smallest (S. F. Boys, Rev. Mod.
    /// Phys. 32, 296, 1960).
    case boys
}

/// Orbitals turned among themselves until they are local.
public struct LocalizedOrbitals: Sendable {
    /// Their coefficients (columns) over basis functions (rows).
    public let orbitals: Matrix
    /// What the scheme makes largest: without unit for Pipek and Mezey, in bohr² for Boys.
    public let measure: Double
    /// Sweeps over all pairs of orbitals.
    public let sweeps: Int
}

extension MeanField {
    /// Some of the orbitals localized, by default the doubly occupied ones; all must have the same occupation for the
    /// state to stay what it is.
    ///
    /// Pairs of orbitals are rotated by the angle that is best for them (C. Edmiston and K. Ruedenberg, Rev. Mod. Phys. 35,
    /// 457, 1963) until no pair gains. Symmetric orbitals may be a saddle point: a second start, turned by fixed small
    /// angles, is tried, and the better end is taken.
    ///
    /// - Throws: `impossibleActiveSpace` for orbitals that do not exist, `notConverged`.
    /// - Complexity: m² K operations a sweep for m orbitals and K atoms (3 for Boys), times m.
    public func localized(
        _ scheme: LocalizationScheme, orbitals range: Range<Int>? = nil, spin: Int = 0
    ) throws(ElectronicStructureError) -> LocalizedOrbitals {
        let all = orbitals[min(spin, orbitals.count - 1)]
        let range = range ?? 0..<min(electrons.up, electrons.down)
        guard range.lowerBound >= 0, range.upperBound <= all.columns else {
            throw .impossibleActiveSpace(
                reason: "orbitals \(range.lowerBound) to \(range.upperBound - 1); there are 0 to \(all.columns - 1)")
        }
        let chosen = all.columns(range)
        var (plain, turned) = (
            try OrbitalLocalization(system, scheme, chosen),
            try OrbitalLocalization(system, scheme, chosen.times(Self.turn(range.count)))
        )
        let (first, second) = (try plain.run(), try turned.run())
        return second.measure > first.measure + 1e-9 ? second : first
    }

    /// A product of plane rotations by small angles that differ.
    private static func turn(_ count: Int) -> Matrix {
        var matrix = Matrix.identity(count)
        for s in 0..<count {
            for t in 0..<s {
                let angle = 0.1 * sin(Double(1 + s * s + 3 * t))
                matrix.rotateColumns(s, t, by: angle)
            }
        }
        return matrix
    }
}

/// Jacobi sweeps that make Σ_K Σ_i (M^K_ii)² largest for symmetric matrices M^K over the orbitals.
private struct OrbitalLocalization {
    private var orbitals: Matrix
    private var matrices: [Matrix]

    init(
        _ system: ElectronicSystem, _ scheme: LocalizationScheme, _ orbitals: Matrix
    ) throws(ElectronicStructureError) {
        self.orbitals = orbitals
        switch scheme {
        case .boys:
            matrices = try system.basis.dipole().map { $0.transformed(by: orbitals) }
        case .pipekMezey:
            // Q^A_ij = ½ Σ_{μ on A} [C_μi (S C)_μj + (S C)_μi C_μj].
            let overlaps = system.overlap.times(orbitals)
            let atoms = system.basis.atomOfFunction
            matrices = system.molecule.atoms.indices.map { atom in
                let rows = atoms.indices.filter { atoms[$0] == atom }
                func part(_ matrix: Matrix) -> Matrix {
                    Matrix(
                        rows.count, matrix.columns, rows.flatMap { row in (0..<matrix.columns).map { matrix[row, $0] } }
                    )
                }
                let product = part(orbitals).transposed.times(part(overlaps))
                return (product + product.transposed).scaled(by: 0.5)
            }
        }
    }

    private var measure: Double {
        var sum = 0.0
        for matrix in matrices {
            for i in 0..<matrix.rows { sum += matrix[i, i] * matrix[i, i] }
        }
        return sum
    }

    private static let largestSweepCount = 500

    mutating func run() throws(ElectronicStructureError) -> LocalizedOrbitals {
        var gain = Double.infinity
        for sweep in 1...Self.largestSweepCount {
            gain = 0
            for s in 0..<orbitals.columns {
                for t in 0..<s { gain = max(gain, rotate(s, t)) }
            }
            if gain < 1e-12 { return LocalizedOrbitals(orbitals: orbitals, measure: measure, sweeps: sweep) }
        }
        throw .notConverged(
            method: "Localizing orbitals", iterations: Self.largestSweepCount, residual: gain, tolerance: 1e-12,
            energies: [:])
    }

    /// The best rotation of two orbitals; returns what it gains.
    private mutating func rotate(_ s: Int, _ t: Int) -> Double {
        var (a, b) = (0.0, 0.0)
        for matrix in matrices {
            let difference = matrix[s, s] - matrix[t, t]
            a += matrix[s, t] * matrix[s, t] - difference * difference / 4
            b += matrix[s, t] * difference
        }
        let gain = a + (a * a + b * b).squareRoot()
        guard gain > 1e-14 else { return 0 }
        let angle = atan2(b, -a) / 4
        orbitals.rotateColumns(s, t, by: angle)
        for k in matrices.indices {
            matrices[k].rotateColumns(s, t, by: angle)
            matrices[k].rotateRows(s, t, by: angle)
        }
        return gain
    }
}

extension Matrix {
    /// Columns s and t become cos s + sin t and -sin s + cos t.
    fileprivate mutating func rotateColumns(_ s: Int, _ t: Int, by angle: Double) {
        let (c, w) = (cos(angle), sin(angle))
        for row in 0..<rows {
            let (x, y) = (self[row, s], self[row, t])
            self[row, s] = c * x + w * y
            self[row, t] = c * y - w * x
        }
    }

    fileprivate mutating func rotateRows(_ s: Int, _ t: Int, by angle: Double) {
        let (c, w) = (cos(angle), sin(angle))
        for column in 0..<columns {
            let (x, y) = (self[s, column], self[t, column])
            self[s, column] = c * x + w * y
            self[t, column] = c * y - w * x
        }
    }
}
