internal import DenseAlgebra

/// The second derivatives of a determinant's energy with respect to rotations C → C exp(κ) of its orbitals.
///
/// With κ antisymmetric, D_σ = exp(κ) P_σ exp(-κ) in the basis of the orbitals, to second order
/// E(κ) = E + Σ_σ tr F_σ [κ, P_σ] + ½ Σ_σ tr F_σ [κ, [κ, P_σ]] + ½ Σ_σ tr G_σ [κ, P_σ],
/// G_σ = J[Σ_τ [κ, P_τ]] - K[[κ, P_σ]]. This holds for shared orbitals (one κ) and for separate ones.
struct OrbitalHessian {
    /// Which rotations are meant.
    enum Rotations {
        /// Both spins alike.
        case shared
        /// Both spins opposite: what leads from a closed shell to an unrestricted determinant.
        case opposite
        /// Each spin on its own.
        case separate
    }

    let system: ElectronicSystem
    let rotations: Rotations
    /// Orbitals of spin up and down.
    private let orbitals: [Matrix]
    /// Fock matrices over the orbitals.
    private let focks: [Matrix]
    private let counts: [Int]
    /// The pairs p > q of each κ.
    private let pairs: [[(p: Int, q: Int)]]

    init(_ system: ElectronicSystem, _ solution: SelfConsistentField.Solution, _ counts: [Int], _ rotations: Rotations)
    {
        self.system = system
        self.rotations = rotations
        self.counts = counts
        let both = [solution.orbitals[0], solution.orbitals[solution.orbitals.count - 1]]
        orbitals = both
        focks = zip(solution.focks, both).map { $0.transformed(by: $1) }
        let m = both[0].columns
        func occupation(_ p: Int, _ spins: [Int]) -> Int { spins.count { p < counts[$0] } }
        func differing(_ spins: [Int]) -> [(p: Int, q: Int)] {
            (0..<m).flatMap { p in
                (0..<p).compactMap { occupation(p, spins) == occupation($0, spins) ? nil : (p: p, q: $0) }
            }
        }
        pairs = rotations == .separate ? [differing([0]), differing([1])] : [differing([0, 1])]
    }

    /// The number of rotations.
    var dimension: Int { pairs.reduce(0) { $0 + $1.count } }

    /// The lowest eigenvalue and its rotation; `nil` where there is none.
    func lowest() throws(ElectronicStructureError) -> (value: Double, rotation: [Double])? {
        guard dimension > 0 else { return nil }
        let (value, rotation) = try lowestCurvature(
            diagonal: diagonal, step: "Analysing the stability", apply: apply)
        return (value, rotation)
    }

    /// What the diagonal is without repulsion: 2 Σ_σ (n_q - n_p) (F_pp - F_qq).
    private var diagonal: [Double] {
        var result: [Double] = []
        for (index, pairs) in pairs.enumerated() {
            let spins = rotations == .separate ? [index] : [0, 1]
            for (p, q) in pairs {
                var sum = 0.0
                for spin in spins {
                    sum += 2 * occupationStep(p, q, spin) * (focks[spin][p, p] - focks[spin][q, q])
                }
                result.append(sum)
            }
        }
        return result
    }

    /// n_q - n_p.
    private func occupationStep(_ p: Int, _ q: Int, _ spin: Int) -> Double {
        (q < counts[spin] ? 1 : 0) - (p < counts[spin] ? 1 : 0)
    }

    /// κ of spin up and down.
    func generators(_ rotation: [Double]) -> [Matrix] {
        let m = orbitals[0].columns
        var result: [Matrix] = []
        var next = 0
        for pairs in pairs {
            var matrix = Matrix(rows: m, columns: m)
            for (p, q) in pairs {
                matrix[p, q] = rotation[next]
                matrix[q, p] = -rotation[next]
                next += 1
            }
            result.append(matrix)
        }
        if result.count == 1 { result.append(result[0].scaled(by: rotations == .opposite ? -1 : 1)) }
        return result
    }

    /// H κ.
    func apply(_ rotation: [Double]) -> [Double] {
        let generators = generators(rotation)
        let m = orbitals[0].columns
        // [κ, P]: κ_pq (n_q - n_p), symmetric.
        let changes = (0..<2).map { spin in
            var change = Matrix(rows: m, columns: m)
            for p in 0..<m {
                for q in 0..<m { change[p, q] = generators[spin][p, q] * occupationStep(p, q, spin) }
            }
            return change
        }
        let fields = fields(changes)
        let derivatives = (0..<2).map { spin -> Matrix in
            let response = fields[spin].transformed(by: orbitals[spin])
            let (fock, change) = (focks[spin], changes[spin])
            let bent = commutator(fock, generators[spin])
            let curvature = (commutator(change, fock) + withOccupation(bent, spin)).scaled(by: 0.5)
            return curvature + withOccupation(response, spin)
        }
        return gradient(derivatives)
    }

    /// G_σ = J[Σ_τ D_τ] - K[D_σ] over basis functions, of changes D_σ given over orbitals.
    private func fields(_ changes: [Matrix]) -> [Matrix] {
        func density(_ spin: Int) -> Matrix { orbitals[spin].times(changes[spin]).timesTransposed(orbitals[spin]) }
        // In a closed shell the spins change alike or opposite: one matrix says it all.
        if counts[0] == counts[1], rotations != .separate {
            let (coulomb, exchange) = system.contraction.coulombExchange([density(0)])
            if rotations == .shared {
                let field = coulomb[0].scaled(by: 2) - exchange[0]
                return [field, field]
            }
            return [exchange[0].scaled(by: -1), exchange[0]]
        }
        let (coulomb, exchange) = system.contraction.coulombExchange([density(0), density(1)])
        let total = coulomb[0] + coulomb[1]
        return exchange.map { total - $0 }
    }

    /// -2 M_pq over the pairs, summed over the spins that rotate together.
    private func gradient(_ derivatives: [Matrix]) -> [Double] {
        var result: [Double] = []
        for (index, pairs) in pairs.enumerated() {
            for (p, q) in pairs {
                switch rotations {
                case .separate: result.append(-2 * derivatives[index][p, q])
                case .shared: result.append(-2 * (derivatives[0][p, q] + derivatives[1][p, q]))
                case .opposite: result.append(-2 * (derivatives[0][p, q] - derivatives[1][p, q]))
                }
            }
        }
        return result
    }

    private func commutator(_ a: Matrix, _ b: Matrix) -> Matrix { a.times(b) - b.times(a) }

    /// [P, A].
    private func withOccupation(_ a: Matrix, _ spin: Int) -> Matrix {
        var result = a
        for p in 0..<a.rows {
            for q in 0..<a.columns { result[p, q] = a[p, q] * -occupationStep(p, q, spin) }
        }
        return result
    }
}
