public import DenseAlgebra
public import FockSpace

/// The one- and two-particle density matrices of a state that was computed from a reference determinant.
///
/// - Hartree-Fock: of the determinant.
/// - MP2: those of the stationary second-order energy (unrelaxed: the orbitals do not respond).
/// - CISD: expectation values.
/// - CCSD: derivatives of the energy, which need the Λ equations (J. F. Stanton and J. Gauss, J. Chem. Phys. 103, 1064,
///   1995), symmetrized; the orbitals do not respond.
/// - CCSD(T): the same of its energy.
///
/// For each of them E = Σ h_pq ⟨p† q⟩ + ¼ Σ ⟨pq||rs⟩ ⟨p† q† s r⟩ is the energy of the method.
public struct CorrelatedDensity: Sendable {
    /// ⟨a†_pσ a_qσ⟩ over all spatial orbitals of spin up, frozen ones included, n × n.
    public let up: Matrix
    /// The same of spin down.
    public let down: Matrix
    let changes: NormalOrderedDensity
    /// The number of a spin orbital among those that are not frozen, by spin and spatial orbital; -1 for frozen ones.
    private let places: [[Int]]
    private let occupiedCount: Int

    init(_ hamiltonian: SpinOrbitalHamiltonian, _ changes: NormalOrderedDensity) {
        self.changes = changes
        occupiedCount = hamiltonian.occupiedCount
        var places: [[Int]] = (0..<2).map { spin in
            let indices = hamiltonian.orbitals.filter { $0.spin == spin }.map(\.index)
            return [Int](repeating: -1, count: (indices.max() ?? -1) + 1)
        }
        let n = places.map(\.count).max() ?? 0
        for spin in 0..<2 { places[spin] += [Int](repeating: -1, count: n - places[spin].count) }
        for (number, orbital) in hamiltonian.orbitals.enumerated() { places[orbital.spin][orbital.index] = number }
        self.places = places
        let occupied = hamiltonian.occupiedCount
        let matrices = places.map { places -> Matrix in
            var matrix = Matrix(rows: n, columns: n)
            for p in 0..<n {
                for q in 0..<n where places[p] >= 0 && places[q] >= 0 {
                    matrix[p, q] = changes.one(places[p], places[q])
                }
                if places[p] < occupied { matrix[p, p] += 1 }
            }
            return matrix
        }
        (up, down) = (matrices[0], matrices[1])
    }

    /// D_pq = Σ_σ ⟨a†_pσ a_qσ⟩, for orbitals that both spins share.
    public var oneParticle: Matrix { up + down }

    /// The number of spatial orbitals.
    public var orbitalCount: Int { up.rows }

    /// ⟨a†_pσ a†_qτ a_sτ a_rσ⟩: p, r of spin `sigma`, q, s of spin `tau`, 0 up and 1 down.
    ///
    /// - Precondition: spins are 0 or 1 and orbitals exist.
    public func twoParticle(_ sigma: Int, _ tau: Int, _ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        let (a, b) = (places[sigma], places[tau])
        let (pp, qq, rr, ss) = (a[p], b[q], a[r], b[s])
        var value = 0.0
        if min(pp, qq, rr, ss) >= 0 { value = changes.two(pp, qq, rr, ss) }
        // n and γ between spin orbitals; those of different spin vanish.
        let (first, second) = (sigma == 0 ? up : down, tau == 0 ? up : down)
        let (np, nq) = (p == r && pp < occupiedCount ? 1.0 : 0, q == s && qq < occupiedCount ? 1.0 : 0)
        value += (first[p, r] - np) * nq + np * second[q, s]
        if sigma == tau {
            let (crossed, other) = (
                p == s && pp < occupiedCount ? 1.0 : 0, q == r && qq < occupiedCount ? 1.0 : 0
            )
            value -= (first[p, s] - crossed) * other + crossed * first[q, r]
        }
        return value
    }

    /// The density matrices summed over spin, for orbitals that both spins share.
    ///
    /// - Throws: `outOfMemory`.
    /// - Complexity: n⁴ values.
    public func spinSummed() throws(ElectronicStructureError) -> DensityMatrices {
        let n = orbitalCount
        try AvailableMemory.check(
            "The two-particle density matrix of \(n) orbitals", doubles: Double(n * n) * Double(n * n)
        ) { "\(Int($0.squareRoot().squareRoot())) orbitals" }
        var two = Matrix(rows: n * n, columns: n * n)
        for p in 0..<n {
            for q in 0..<n {
                for r in 0..<n {
                    for s in 0..<n {
                        // d_pqrs = Σ_στ ⟨p†σ r†τ sτ qσ⟩.
                        var sum = 0.0
                        for sigma in 0..<2 {
                            for tau in 0..<2 { sum += twoParticle(sigma, tau, p, r, q, s) }
                        }
                        two[p * n + q, r * n + s] = sum
                    }
                }
            }
        }
        return try inFockSpace("Summing densities over spin") { () throws(FockSpaceError) in
            try DensityMatrices(oneParticle: up + down, twoParticle: two)
        }
    }
}
