internal import DenseAlgebra

/// What a complete active space needs of the integrals over given orbitals, core ones first, then active ones.
///
/// With i over core, u, v, x, y over active and p, q over all orbitals:
/// - F^I_pq = h_pq + Σ_i [2 (pq|ii) - (pi|iq)] and the core energy E^I = E_nuc + Σ_i (h_ii + F^I_ii);
/// - (pq|xy) and (px|qy).
struct ActiveSpaceIntegrals: Sendable {
    let partition: OrbitalPartition
    /// The coefficients of the orbitals over basis functions.
    let orbitals: Matrix
    /// F^I.
    let coreFock: Matrix
    /// E^I in hartree.
    let coreEnergy: Double
    /// (pq|xy), row p n + q, column x m + y.
    let coulomb: Matrix
    /// (px|qy), row p n + q, column x m + y.
    let exchange: Matrix

    /// - Complexity: the transformation of the repulsions, about 2 n⁵ operations.
    init(
        _ system: ElectronicSystem, repulsions: TwoBodyIntegrals, orbitals: Matrix, partition: OrbitalPartition
    ) throws(ElectronicStructureError) {
        self.partition = partition
        self.orbitals = orbitals
        let core = orbitals.density(occupied: partition.core)
        let (field, exchangeField) = system.contraction.coulombExchange([core])
        let fock = system.coreHamiltonian + field[0].scaled(by: 2) - exchangeField[0]
        coreEnergy = system.molecule.nuclearRepulsion + core.dot(system.coreHamiltonian + fock)
        coreFock = fock.transformed(by: orbitals).symmetrized
        let packed = try OrbitalTransform(repulsions: repulsions).packed(orbitals)
        let (n, m, first) = (partition.count, partition.active, partition.core)
        var coulomb: [Double] = []
        var exchange: [Double] = []
        coulomb.reserveCapacity(n * n * m * m)
        exchange.reserveCapacity(n * n * m * m)
        for p in 0..<n {
            for q in 0..<n {
                for x in first..<first + m {
                    for y in first..<first + m {
                        coulomb.append(packed[p, q, x, y])
                        exchange.append(packed[p, x, q, y])
                    }
                }
            }
        }
        self.coulomb = Matrix(n * n, m * m, coulomb)
        self.exchange = Matrix(n * n, m * m, exchange)
    }

    /// (pq|xy) with x, y counted among the active orbitals.
    func coulomb(_ p: Int, _ q: Int, _ x: Int, _ y: Int) -> Double {
        coulomb[p * partition.count + q, x * partition.active + y]
    }

    /// The Hamiltonian of the active electrons.
    func hamiltonian(electrons: SpinCounts) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        let (m, first) = (partition.active, partition.core)
        let repulsions = TwoBodyIntegrals(orbitalCount: m) { coulomb(first + $0, first + $1, $2, $3) }
        let oneBody = (0..<m).flatMap { u in (0..<m).map { coreFock[first + u, first + $0] } }
        return try ElectronicHamiltonian(
            constant: coreEnergy, oneBody: oneBody, twoBody: repulsions, electrons: electrons)
    }
}
