internal import DenseAlgebra
internal import FockSpace

/// The second derivatives of the energy of a complete active space with respect to rotations C exp(κ) of the orbitals and
/// changes y ⊥ c of the configuration vector, coupled (B. H. Lengsfield, J. Chem. Phys. 73, 382, 1980).
///
/// Over rotations, with F̃ the generalized Fock matrix of the integrals transformed to first order in κ in one index at
/// a time, E₂ = Σ_pq F̃_pq κ_qp and H κ is the antisymmetric part of 2 F̃ + [κ, F].
struct ActiveSpaceHessian {
    let system: ElectronicSystem
    let fock: GeneralizedFock
    let hamiltonian: DirectHamiltonian
    let vector: [Double]
    let energy: Double
    private let electrons: SpinCounts
    private let rotations: [(o: Int, p: Int)]
    /// Σ_xy [(pq|xy) d_uwxy + 2 (px|qy) d_uxwy], row p n + q, column u m + w.
    private let repulsionPart: Matrix

    init(
        _ system: ElectronicSystem, _ fock: GeneralizedFock, _ hamiltonian: DirectHamiltonian, _ electrons: SpinCounts,
        vector: [Double], energy: Double
    ) {
        self.system = system
        self.fock = fock
        self.hamiltonian = hamiltonian
        self.electrons = electrons
        self.vector = vector
        self.energy = energy
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
    /// Rotations and configurations.
    var dimension: Int { rotations.count + vector.count }

    /// The gradient; that of the configurations vanishes for an eigenvector.
    var gradient: [Double] { fock.gradient + [Double](repeating: 0, count: vector.count) }

    /// About the diagonal.
    var diagonal: [Double] { fock.approximateDiagonal + hamiltonian.diagonal.map { 2 * ($0 - energy) } }

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

    /// H (κ, y).
    func apply(_ change: [Double]) throws(ElectronicStructureError) -> [Double] {
        let kappa = generator(change[..<rotationCount])
        let y = projected(Array(change[rotationCount...]))
        let first = oneIndexTransformed(kappa)
        var orbitalPart = GeneralizedFock.antisymmetric(
            secondOrder(kappa, first.core, first.active), fock.integrals.partition)
        let response = try transitionGradient(y)
        for i in orbitalPart.indices { orbitalPart[i] += response[i] }
        var configurationPart = try inFockSpace { () throws(FockSpaceError) in
            try hamiltonian.apply(to: y)
        }
        let bent = try oneIndexHamiltonian(kappa, first.core)
        for i in y.indices { configurationPart[i] = 2 * (configurationPart[i] - energy * y[i] + bent[i]) }
        configurationPart = projected(configurationPart)
        // The vector itself is no direction: it is moved out of the way.
        let along = dot(vector, Array(change[rotationCount...]))
        for i in y.indices { configurationPart[i] += 2 * along * vector[i] }
        return orbitalPart + configurationPart
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
    private func transitionGradient(_ y: [Double]) throws(ElectronicStructureError) -> [Double] {
        let space = hamiltonian.space
        let (plus, minus) = (zip(vector, y).map { $0 + $1 }, zip(vector, y).map { $0 - $1 })
        let (a, b) = try inFockSpace { () throws(FockSpaceError) in
            (try space.densityMatrices(of: plus), try space.densityMatrices(of: minus))
        }
        return GeneralizedFock(
            fock.integrals, one: (a.oneParticle - b.oneParticle).scaled(by: 0.5),
            two: (a.twoParticle - b.twoParticle).scaled(by: 0.5), hasCore: false
        ).gradient
    }

    /// H̃ c, the constant left out.
    private func oneIndexHamiltonian(_ kappa: Matrix, _ core: Matrix) throws(ElectronicStructureError) -> [Double] {
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
            try DirectHamiltonian(bent, on: hamiltonian.space).apply(to: vector)
        }
    }

    /// Without the share along the vector.
    private func projected(_ y: [Double]) -> [Double] {
        let along = dot(vector, y)
        return zip(y, vector).map { $0 - along * $1 }
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }
}
