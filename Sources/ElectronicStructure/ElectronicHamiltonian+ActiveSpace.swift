/// A number of electrons in a number of spatial orbitals around the Fermi level.
public struct ActiveSpace: Hashable, Sendable {
    /// The electrons that are not frozen.
    public let electrons: Int
    /// The spatial orbitals they move in.
    public let orbitals: Int

    /// So many electrons in so many spatial orbitals.
    public init(electrons: Int, orbitals: Int) {
        self.electrons = electrons
        self.orbitals = orbitals
    }
}

extension ElectronicHamiltonian {
    /// The Hamiltonian of fewer orbitals: `occupied` ones hold two electrons each and become part of the constant
    /// and of the one-body integrals, `active` ones remain in the order given, all others stay empty.
    ///
    /// - c' = c + 2 Σ_i h_ii + Σ_ij [2 (ii|jj) - (ij|ij)]
    /// - h'_uv = h_uv + Σ_i [2 (uv|ii) - (ui|iv)]
    ///
    /// over the occupied orbitals i, j.
    /// - Throws: `impossibleActiveSpace` for orbitals that do not exist or are named twice, or electrons that do not
    ///   suffice or do not fit.
    /// - Complexity: O(o a² + a⁴) for o occupied and a active orbitals.
    public func activeSpace(occupied: [Int], active: [Int]) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        try check(occupied: occupied, active: active)
        let remaining = try remainingElectrons(frozen: occupied.count, active: active.count)
        var effective: [Double] = []
        for u in active {
            for v in active { effective.append(meanField(u, v, of: occupied)) }
        }
        let remainder = TwoBodyIntegrals(orbitalCount: active.count) {
            twoBody(active[$0], active[$1], active[$2], active[$3])
        }
        return try ElectronicHamiltonian(
            constant: determinantEnergy(up: occupied, down: occupied), oneBody: effective, twoBody: remainder,
            electrons: remaining)
    }

    /// The Hamiltonian of an active space around the Fermi level: the lowest orbitals are frozen, as many as hold
    /// the electrons left out, and the next ones are active.
    ///
    /// - Throws: `impossibleActiveSpace` if the electrons left out are not paired, or orbitals or electrons lack.
    public func activeSpace(_ space: ActiveSpace) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        let frozen = electrons.total - space.electrons
        guard space.electrons >= 0, frozen >= 0, frozen.isMultiple(of: 2) else {
            throw .impossibleActiveSpace(
                reason: "\(space.electrons) electrons asked for, of \(electrons.total); expected "
                    + "\(electrons.total) or fewer by an even number, for frozen orbitals hold pairs")
        }
        let core = frozen / 2
        guard space.orbitals >= 0, space.orbitals <= orbitalCount - core else {
            throw .impossibleActiveSpace(
                reason: "\(space.orbitals) orbitals asked for, above \(core) frozen; expected at most "
                    + "\(orbitalCount - core), for there are \(orbitalCount)")
        }
        return try activeSpace(occupied: Array(0..<core), active: Array(core..<core + space.orbitals))
    }

    /// The Hamiltonian with the noble-gas cores of a molecule's atoms frozen, taken to be the lowest orbitals.
    ///
    /// - Throws: `impossibleActiveSpace` if there are fewer orbitals or electrons than the cores have.
    public func freezingCore(of molecule: Molecule) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        try freezingCore(molecule.coreOrbitalCount)
    }

    /// The Hamiltonian with the lowest `core` orbitals frozen.
    ///
    /// - Throws: `impossibleActiveSpace` if there are fewer orbitals or electrons.
    public func freezingCore(_ core: Int) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        guard (0...orbitalCount).contains(core) else {
            throw .impossibleActiveSpace(reason: "the cores have \(core) orbitals; there are \(orbitalCount)")
        }
        return try activeSpace(occupied: Array(0..<core), active: Array(core..<orbitalCount))
    }

    /// h_uv + Σ_i [2 (uv|ii) - (ui|iv)].
    private func meanField(_ u: Int, _ v: Int, of occupied: [Int]) -> Double {
        occupied.reduce(oneBody(u, v)) { $0 + 2 * twoBody(u, v, $1, $1) - twoBody(u, $1, $1, v) }
    }

    private func check(occupied: [Int], active: [Int]) throws(ElectronicStructureError) {
        var seen: Set<Int> = []
        for orbital in occupied + active {
            guard (0..<orbitalCount).contains(orbital) else {
                throw .impossibleActiveSpace(
                    reason: "orbital \(orbital) does not exist; expected numbers from 0 to \(orbitalCount - 1)")
            }
            guard seen.insert(orbital).inserted else {
                throw .impossibleActiveSpace(
                    reason: "orbital \(orbital) is named twice; expected each once, either occupied or active")
            }
        }
    }

    private func remainingElectrons(frozen: Int, active: Int) throws(ElectronicStructureError) -> SpinCounts {
        guard frozen <= min(electrons.up, electrons.down) else {
            throw .impossibleActiveSpace(
                reason: "\(frozen) occupied orbitals hold \(2 * frozen) electrons; there are \(electrons.up) of spin "
                    + "up and \(electrons.down) of spin down. Freeze fewer orbitals")
        }
        let remaining = SpinCounts(up: electrons.up - frozen, down: electrons.down - frozen)
        guard max(remaining.up, remaining.down) <= active else {
            throw .impossibleActiveSpace(
                reason: "\(remaining.up) electrons of spin up and \(remaining.down) of spin down do not fit into "
                    + "\(active) active orbitals. Take more orbitals or freeze more")
        }
        return remaining
    }
}
