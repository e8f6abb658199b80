/// Orbitals in three groups, in this order: core ones, each with two electrons; active ones; empty ones.
struct OrbitalPartition: Equatable, Sendable {
    let core: Int
    let active: Int
    let empty: Int

    /// The number of orbitals.
    var count: Int { core + active + empty }
    /// The core and the active orbitals.
    var occupied: Int { core + active }
    /// The places of the active orbitals.
    var activeRange: Range<Int> { core..<core + active }

    /// The rotations that change the energy: pairs (o, p) of orbitals of different groups, p in the lower one.
    var rotations: [(o: Int, p: Int)] {
        (core..<count).flatMap { o in
            (0..<(o < occupied ? core : occupied)).map { (o: o, p: $0) }
        }
    }
}
