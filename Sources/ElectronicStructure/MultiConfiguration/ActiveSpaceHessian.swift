internal import DenseAlgebra
internal import FockSpace

/// The second derivatives of the energy of a complete active space with respect to rotations C exp(κ) of the orbitals and
/// changes y ⊥ c of the configuration vector, coupled (B. H. Lengsfield, J. Chem. Phys. 73, 382, 1980). For a weighted mean
/// of several states every state changes by a y_I orthogonal to them all, and those of different weights by rotations
/// among them, c_I + θ c_J and c_J - θ c_I.
///
/// Over rotations, with F̃ the generalized Fock matrix of the integrals transformed to first order in κ in one index at
/// a time, E₂ = Σ_pq F̃_pq κ_qp and H κ is the antisymmetric part of 2 F̃ + [κ, F].
struct ActiveSpaceHessian {
    let system: ElectronicSystem
    let fock: GeneralizedFock
    let hamiltonian: DirectHamiltonian
    /// Eigenvectors with their energies and weights, from the lowest.
    let states: [State]
    /// Eigenvectors of other spin below the highest of them. Nothing couples to them but rounding, and energy would be
    /// gained towards them: no change is to go there.
    private let others: [[Double]]
    private let electrons: SpinCounts
    private let rotations: [(o: Int, p: Int)]
    /// The pairs of states that rotate, with w_I - w_J and E_J - E_I.
    private let mixtures: [(i: Int, j: Int, weight: Double, gap: Double)]
    /// Σ_xy [(pq|xy) d_uwxy + 2 (px|qy) d_uxwy], row p n + q, column u m + w.
    private let repulsionPart: Matrix

    /// A state of the mean.
    typealias State = (vector: [Double], energy: Double, weight: Double)

    init(
        _ system: ElectronicSystem, _ fock: GeneralizedFock, _ hamiltonian: DirectHamiltonian, _ electrons: SpinCounts,
        states: [State], others: [[Double]] = []
    ) {
        self.system = system
        self.fock = fock
        self.hamiltonian = hamiltonian
        self.electrons = electrons
        self.states = states
        self.others = others
        // Where a lower state weighs less, mixing is no direction downwards that a state could take: they change order.
        mixtures = states.indices.flatMap { j in
            (0..<j).compactMap { i in
                let weight = states[i].weight - states[j].weight
                return weight > 1e-9 ? (i, j, weight, states[j].energy - states[i].energy) : nil
            }
        }
        let integrals = fock.integrals
        let m = integrals.partition.active
        rotations = integrals.partition.rotations
        var crossed = Matrix(rows: m * m, columns: m * m)
        for u in 0..<m {
            for w in 0..<m {
                for x in 0..<m {
                    for y in 0..<m { crossed[x * m + y, u * m + w] = fock.two[u * m + x, w * m + y] }
                }
            }
        }
        repulsionPart = integrals.coulomb.timesTransposed(fock.two)
            .adding(integrals.exchange.times(crossed), scaled: 2)
    }

    /// The number of rotations.
    var rotationCount: Int { rotations.count }
    /// The number of determinants.
    private var length: Int { hamiltonian.diagonal.count }
    /// Rotations, configurations of every state, and mixtures of states.
    var dimension: Int { rotations.count + states.count * length + mixtures.count }

    /// The gradient; that of the configurations vanishes for eigenvectors.
    var gradient: [Double] { fock.gradient + [Double](repeating: 0, count: dimension - rotations.count) }

    /// About the diagonal.
    var diagonal: [Double] {
        fock.approximateDiagonal
            + states.flatMap { state in hamiltonian.diagonal.map { 2 * state.weight * ($0 - state.energy) } }
            + mixtures.map { 2 * $0.weight * $0.gap }
    }

    /// The antisymmetric κ of its values over the rotations.
    func generator(_ rotation: ArraySlice<Double>) -> Matrix {
        let n = fock.integrals.partition.count
        var kappa = Matrix(rows: n, columns: n)
        for (value, (o, p)) in zip(rotation, rotations) {
            kappa[o, p] = value
            kappa[p, o] = -value
        }
        return kappa
    }

    /// The lowest eigenvalue and its vector, to the accuracy that tells its sign.
    func lowest() throws(ElectronicStructureError) -> (value: Double, vector: [Double]) {
        try lowestCurvature(diagonal: diagonal, step: "Analysing the stability of CASSCF", apply: apply)
    }

    /// H (κ, y, θ).
    func apply(_ change: [Double]) throws(ElectronicStructureError) -> [Double] {
        let kappa = generator(change[..<rotationCount])
        let parts = states.indices.map { state in
            Array(change[rotationCount + state * length..<rotationCount + (state + 1) * length])
        }
        let angles = Array(change[(rotationCount + states.count * length)...])
        let first = oneIndexTransformed(kappa)
        var orbitalPart = GeneralizedFock.antisymmetric(
            secondOrder(kappa, first.core, first.active), fock.integrals.partition)
        let bent = try oneIndexHamiltonian(kappa, first.core)
        var configurationPart: [Double] = []
        for (number, state) in states.enumerated() {
            let y = projected(parts[number])
            let response = try transitionGradient(state, mixed(y, number, angles))
            for i in orbitalPart.indices { orbitalPart[i] += state.weight * response[i] }
            var part = try inFockSpace { () throws(FockSpaceError) in
                try hamiltonian.apply(to: y)
            }
            for i in y.indices { part[i] = 2 * state.weight * (part[i] - state.energy * y[i] + bent[number][i]) }
            part = projected(part)
            // The states themselves are no directions: they are moved out of the way.
            for vector in taken {
                let along = dot(vector, parts[number])
                for i in y.indices { part[i] += 2 * along * vector[i] }
            }
            configurationPart += part
        }
        let mixturePart = zip(mixtures, angles).map { mixture, angle in
            2 * mixture.weight * (mixture.gap * angle + dot(states[mixture.j].vector, bent[mixture.i]))
        }
        return orbitalPart + configurationPart + mixturePart
    }

    /// y_I with what mixing adds to it.
    private func mixed(_ y: [Double], _ number: Int, _ angles: [Double]) -> [Double] {
        var result = y
        for (mixture, angle) in zip(mixtures, angles) where mixture.i == number || mixture.j == number {
            let (other, sign) = mixture.i == number ? (mixture.j, 1.0) : (mixture.i, -1.0)
            for k in result.indices { result[k] += sign * angle * states[other].vector[k] }
        }
        return result
    }

    /// F̃^I and F̃^A: F κ + κᵀ F and the fields of the densities that change with the orbitals.
    private func oneIndexTransformed(_ kappa: Matrix) -> (core: Matrix, active: Matrix) {
        let (integrals, partition) = (fock.integrals, fock.integrals.partition)
        let moved = integrals.orbitals.times(kappa)
        func density(_ range: Range<Int>, _ weights: Matrix) -> Matrix {
            let half = moved.columns(range).times(weights).timesTransposed(integrals.orbitals.columns(range))
            return half + half.transposed
        }
        let (coulomb, exchange) = system.contraction.coulombExchange([
            density(0..<partition.core, Matrix.identity(partition.core).scaled(by: 2)),
            density(partition.activeRange, fock.one),
        ])
        func field(_ k: Int, _ matrix: Matrix) -> Matrix {
            let response = coulomb[k].adding(exchange[k], scaled: -0.5).transformed(by: integrals.orbitals)
            let turned = matrix.times(kappa)
            return response + turned + turned.transposed
        }
        return (field(0, integrals.coreFock), field(1, fock.activeFock))
    }

    /// 2 F̃ + [κ, F].
    private func secondOrder(_ kappa: Matrix, _ core: Matrix, _ active: Matrix) -> Matrix {
        let partition = fock.integrals.partition
        let (n, m) = (partition.count, partition.active)
        var result = kappa.times(fock.matrix) - fock.matrix.times(kappa)
        for i in 0..<partition.core {
            for q in 0..<n { result[i, q] += 4 * (core[i, q] + active[i, q]) }
        }
        var dressed = fock.one.times(core.rows(partition.activeRange)) + fock.active.times(kappa)
        // Σ_qw part_pq,uw κ_qw for every p and u.
        let right = kappa.columns(partition.activeRange)
        for p in 0..<n {
            for q in 0..<n {
                for u in 0..<m {
                    for w in 0..<m { dressed[u, p] += repulsionPart[p * n + q, u * m + w] * right[q, w] }
                }
            }
        }
        for u in 0..<m {
            for q in 0..<n { result[partition.core + u, q] += 2 * dressed[u, q] }
        }
        return result
    }

    /// The gradient of the orbitals that a change y of the configurations makes.
    private func transitionGradient(
        _ state: State, _ y: [Double]
    ) throws(ElectronicStructureError) -> [Double] {
        let (space, vector) = (hamiltonian.space, state.vector)
        let (plus, minus) = (zip(vector, y).map { $0 + $1 }, zip(vector, y).map { $0 - $1 })
        let (a, b) = try inFockSpace { () throws(FockSpaceError) in
            (try space.densityMatrices(of: plus), try space.densityMatrices(of: minus))
        }
        return GeneralizedFock(
            fock.integrals, one: (a.oneParticle - b.oneParticle).scaled(by: 0.5),
            two: (a.twoParticle - b.twoParticle).scaled(by: 0.5), hasCore: false
        ).gradient
    }

    /// H̃ c_I for every state, the constant left out.
    private func oneIndexHamiltonian(_ kappa: Matrix, _ core: Matrix) throws(ElectronicStructureError) -> [[Double]] {
        let partition = fock.integrals.partition
        let (n, m, first) = (partition.count, partition.active, partition.core)
        // Σ_o κ_ou (ov|xy), row u m + v.
        var rows: [Double] = []
        rows.reserveCapacity(n * m * m * m)
        for o in 0..<n {
            let start = (o * n + first) * m * m
            rows += fock.integrals.coulomb.elements[start..<start + m * m * m]
        }
        let turned = kappa.columns(partition.activeRange).transposed.times(Matrix(n, m * m * m, rows)).elements
        func element(_ u: Int, _ v: Int, _ x: Int, _ y: Int) -> Double { turned[((u * m + v) * m + x) * m + y] }
        let repulsions = TwoBodyIntegrals(orbitalCount: m) { u, v, x, y in
            element(u, v, x, y) + element(v, u, x, y) + element(x, y, u, v) + element(y, x, u, v)
        }
        let oneBody = (0..<m).flatMap { u in (0..<m).map { core[first + u, first + $0] } }
        let bent = try ElectronicHamiltonian(
            constant: 0, oneBody: Matrix(m, m, oneBody).symmetrized.elements, twoBody: repulsions,
            electrons: electrons)
        return try inFockSpace { () throws(FockSpaceError) in
            let direct = try DirectHamiltonian(bent, on: hamiltonian.space)
            return try states.map { (state) throws(FockSpaceError) in try direct.apply(to: state.vector) }
        }
    }

    /// The states, and what changes stay out of.
    private var taken: [[Double]] { states.map(\.vector) + others }

    /// Without the shares along them.
    private func projected(_ y: [Double]) -> [Double] {
        var result = y
        for vector in taken {
            let along = dot(vector, y)
            for i in result.indices { result[i] -= along * vector[i] }
        }
        return result
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }
}
