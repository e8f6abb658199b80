internal import DenseAlgebra

/// A Hamiltonian over spin orbitals divided into occupied and empty ones by a reference determinant: what perturbation
/// theory, configuration interaction and coupled cluster are computed from.
///
/// Occupied orbitals i, j, … come first, up before down, then the empty ones a, b, …; ⟨pq||rs⟩ = ⟨pq|rs⟩ - ⟨pq|sr⟩ with
/// ⟨pq|rs⟩ = (pr|qs).
public struct SpinOrbitalHamiltonian: Sendable {
    /// The energy of the reference determinant in hartree, everything frozen included.
    public let referenceEnergy: Double
    /// The occupied spin orbitals.
    public let occupiedCount: Int
    /// The empty spin orbitals.
    public let emptyCount: Int
    /// Spins (0 up, 1 down) and spatial indices, occupied first.
    let orbitals: [(spin: Int, index: Int)]
    /// f_pq = h_pq + Σ_i ⟨pi||qi⟩ in hartree.
    let fock: Matrix
    private let repulsions: Repulsions

    private enum Repulsions: Sendable {
        /// Both spins have the same orbitals.
        case shared(TwoBodyIntegrals)
        /// (↑↑|↑↑), (↓↓|↓↓) and (↑↑|↓↓), the last by pairs.
        case separate(up: TwoBodyIntegrals, down: TwoBodyIntegrals, mixed: [Double], pairs: Int)
    }

    /// A Hamiltonian with the lowest orbitals occupied.
    public init(_ hamiltonian: ElectronicHamiltonian) {
        let n = hamiltonian.orbitalCount
        let counts = [hamiltonian.electrons.up, hamiltonian.electrons.down]
        referenceEnergy = hamiltonian.referenceEnergy
        repulsions = .shared(hamiltonian.twoBodyIntegrals)
        let focks = counts.indices.map { spin -> Matrix in
            var fock = Matrix(n, n, hamiltonian.oneBodyIntegrals)
            for p in 0..<n {
                for q in 0..<n {
                    for other in 0..<2 {
                        for i in 0..<counts[other] { fock[p, q] += hamiltonian.twoBody(p, q, i, i) }
                    }
                    for i in 0..<counts[spin] { fock[p, q] -= hamiltonian.twoBody(p, i, i, q) }
                }
            }
            return fock
        }
        orbitals = Self.order(frozen: 0, counts: counts, orbitalCounts: [n, n])
        occupiedCount = counts[0] + counts[1]
        emptyCount = 2 * n - occupiedCount
        fock = Self.fock(orbitals, focks)
    }

    /// A Hamiltonian over orbitals of their own for each spin, the lowest occupied.
    ///
    /// - Throws: `tooManyElectrons` if the orbitals do not hold them.
    public init(_ integrals: UnrestrictedIntegrals, electrons: SpinCounts) throws(ElectronicStructureError) {
        let n = integrals.orbitalCount
        guard max(electrons.up, electrons.down) <= n else {
            throw .tooManyElectrons(spinUp: electrons.up, spinDown: electrons.down, orbitals: n)
        }
        let counts = [electrons.up, electrons.down]
        var focks: [Matrix] = []
        var energy = integrals.constant
        for spin in 0..<2 {
            var fock = Matrix(n, n, integrals.oneBody[spin])
            for p in 0..<n {
                for q in 0..<n {
                    for i in 0..<counts[spin] {
                        fock[p, q] += integrals.repulsion(spin, spin, p, q, i, i)
                        fock[p, q] -= integrals.repulsion(spin, spin, p, i, i, q)
                    }
                    for i in 0..<counts[1 - spin] { fock[p, q] += integrals.repulsion(spin, 1 - spin, p, q, i, i) }
                }
            }
            for i in 0..<counts[spin] { energy += 0.5 * (integrals.oneBody[spin][i * n + i] + fock[i, i]) }
            focks.append(fock)
        }
        referenceEnergy = energy
        repulsions = .separate(
            up: integrals.upUp, down: integrals.downDown, mixed: integrals.upDown, pairs: n * (n + 1) / 2)
        orbitals = Self.order(frozen: 0, counts: counts, orbitalCounts: [n, n])
        occupiedCount = counts[0] + counts[1]
        emptyCount = 2 * n - occupiedCount
        fock = Self.fock(orbitals, focks)
    }

    /// The Hamiltonian over the orbitals of a mean field, the lowest `frozen` of either spin left out as core.
    ///
    /// - Throws: `impossibleActiveSpace` for more frozen orbitals than occupied ones, or `outOfMemory`.
    public init(_ field: MeanField, frozen: Int = 0) throws(ElectronicStructureError) {
        let counts = [field.electrons.up, field.electrons.down]
        guard frozen >= 0, frozen <= min(counts[0], counts[1]) else {
            throw .impossibleActiveSpace(
                reason: "\(frozen) frozen orbitals; expected at most \(min(counts[0], counts[1])), the occupied ones")
        }
        let transform = OrbitalTransform(repulsions: try field.storedRepulsions())
        if field.orbitals.count == 1 {
            repulsions = .shared(try transform.packed(field.orbitals[0]))
        } else {
            let pairs = field.orbitals[1].columns * (field.orbitals[1].columns + 1) / 2
            repulsions = .separate(
                up: try transform.packed(field.orbitals[0]), down: try transform.packed(field.orbitals[1]),
                mixed: try transform.square(field.orbitals[0], field.orbitals[1]), pairs: pairs)
        }
        referenceEnergy = field.energy
        let both = [field.orbitals[0], field.orbitals[field.orbitals.count - 1]]
        orbitals = Self.order(frozen: frozen, counts: counts, orbitalCounts: both.map(\.columns))
        occupiedCount = counts[0] + counts[1] - 2 * frozen
        emptyCount = orbitals.count - occupiedCount
        fock = Self.fock(orbitals, zip(field.focks, both).map { $0.transformed(by: $1) })
    }

    /// The Hamiltonian over orbitals of spin up and down that are rotations of a Hamiltonian's own, occupied ones among
    /// themselves: the columns of U, n × n each.
    init(_ hamiltonian: ElectronicHamiltonian, rotations: [Matrix]) throws(ElectronicStructureError) {
        let plain = SpinOrbitalHamiltonian(hamiltonian)
        let n = hamiltonian.orbitalCount
        let transform = OrbitalTransform(repulsions: hamiltonian.twoBodyIntegrals)
        repulsions = .separate(
            up: try transform.packed(rotations[0]), down: try transform.packed(rotations[1]),
            mixed: try transform.square(rotations[0], rotations[1]), pairs: n * (n + 1) / 2)
        (referenceEnergy, orbitals) = (plain.referenceEnergy, plain.orbitals)
        (occupiedCount, emptyCount) = (plain.occupiedCount, plain.emptyCount)
        let focks = (0..<2).map { spin -> Matrix in
            // Places in ascending order of the spatial orbitals.
            let places = plain.orbitals.indices.filter { plain.orbitals[$0].spin == spin }
            return Matrix(n, n, places.flatMap { p in places.map { plain.fock[p, $0] } })
        }
        fock = Self.fock(plain.orbitals, zip(focks, rotations).map { $0.transformed(by: $1) })
    }

    private static func order(frozen: Int, counts: [Int], orbitalCounts: [Int]) -> [(spin: Int, index: Int)] {
        let occupied = (0..<2).flatMap { spin in (frozen..<max(frozen, counts[spin])).map { (spin: spin, index: $0) } }
        return occupied
            + (0..<2).flatMap { spin in (counts[spin]..<orbitalCounts[spin]).map { (spin: spin, index: $0) } }
    }

    private static func fock(_ orbitals: [(spin: Int, index: Int)], _ focks: [Matrix]) -> Matrix {
        var result = Matrix(rows: orbitals.count, columns: orbitals.count)
        for (p, left) in orbitals.enumerated() {
            for (q, right) in orbitals.enumerated() where left.spin == right.spin {
                result[p, q] = focks[left.spin][left.index, right.index]
            }
        }
        return result
    }

    /// ⟨pq||rs⟩ = (pr|qs) - (ps|qr).
    func antisymmetrized(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        repulsion(p, r, q, s) - repulsion(p, s, q, r)
    }

    /// (pq|rs) over spin orbitals: zero unless the spins of p, q and of r, s agree.
    private func repulsion(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        let (a, b, c, d) = (orbitals[p], orbitals[q], orbitals[r], orbitals[s])
        guard a.spin == b.spin, c.spin == d.spin else { return 0 }
        switch repulsions {
        case .shared(let table): return table[a.index, b.index, c.index, d.index]
        case .separate(let up, let down, let mixed, let pairs):
            if a.spin == c.spin { return (a.spin == 0 ? up : down)[a.index, b.index, c.index, d.index] }
            let (first, second) = (Self.pair(a.index, b.index), Self.pair(c.index, d.index))
            return a.spin == 0 ? mixed[first * pairs + second] : mixed[second * pairs + first]
        }
    }

    /// The repulsions, occupied and empty orbitals of a closed shell of orbitals that both spins share, else `nil`.
    private var closedShell: (table: TwoBodyIntegrals, occupied: [Int], empty: [Int])? {
        let (o, v) = (occupiedCount / 2, emptyCount / 2)
        let (occupied, empty) = (orbitals[..<occupiedCount], orbitals[occupiedCount...])
        guard case .shared(let table) = repulsions, 2 * o == occupiedCount, 2 * v == emptyCount,
            occupied.filter({ $0.spin == 0 }).map(\.index) == occupied.filter({ $0.spin == 1 }).map(\.index)
        else { return nil }
        return (table, occupied.prefix(o).map(\.index), empty.prefix(v).map(\.index))
    }

    /// The blocks over spatial orbitals, or `nil` where the reference is no closed shell of orbitals that both spins share.
    func closedShellIntegrals(withLadder: Bool = true) throws(ElectronicStructureError) -> ClosedShellIntegrals? {
        guard let shell = closedShell else { return nil }
        return try ClosedShellIntegrals(
            shell.table, occupied: shell.occupied, empty: shell.empty, withLadder: withLadder
        ) { p, q in
            fock[place(p), place(q)]
        }
    }

    /// About the most bytes that CISD, CCSD and CCSD(T) take beside the integrals over orbitals; `nil` for other methods.
    public func plannedBytes(_ method: ElectronicMethod) -> Double? {
        switch method {
        case .cisd:
            8
                * CorrelationIntegrals.planned(
                    occupiedCount, emptyCount, withLadder: true, copies: CorrelationIntegrals.interactionCopies)
        case .ccsd, .ccsdT:
            if let shell = closedShell {
                8 * ClosedShellIntegrals.planned(shell.occupied.count, shell.empty.count, withLadder: true)
            } else {
                8
                    * CorrelationIntegrals.planned(
                        occupiedCount, emptyCount, withLadder: true, copies: CorrelationIntegrals.clusterCopies)
            }
        default: nil
        }
    }

    /// The place of a spin-up orbital.
    private func place(_ index: Int) -> Int { orbitals.firstIndex { $0.spin == 0 && $0.index == index } ?? 0 }

    private static func pair(_ i: Int, _ j: Int) -> Int { i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i }

    /// The largest element of f between different occupied, or between different empty orbitals: zero for canonical ones.
    var largestCoupling: Double {
        var largest = 0.0
        for range in [0..<occupiedCount, occupiedCount..<orbitals.count] {
            for p in range {
                for q in range where q != p { largest = max(largest, abs(fock[p, q])) }
            }
        }
        return largest
    }

    /// - Throws: `unsupportedMethod` unless the orbitals diagonalize f among occupied and among empty ones.
    func checkCanonical(_ method: String) throws(ElectronicStructureError) {
        guard largestCoupling < 1e-4 else {
            throw .unsupportedMethod(
                method: method,
                reason: "the orbitals do not diagonalize the Fock matrix (it couples two of them by \(largestCoupling) "
                    + "Eh), as orbitals shared by both spins of an open shell do not; take uhf")
        }
    }
}
