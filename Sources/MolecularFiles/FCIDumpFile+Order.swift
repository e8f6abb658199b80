public import ElectronicStructure

/// Programs that use symmetry (Psi4, Molpro) write orbitals representation by representation, so that the first ones are
/// not those that are occupied.
extension FCIDumpFile {
    /// The same integrals with the occupied orbitals first, each part in order of energy; `nil` where no determinant
    /// that fills the lowest orbitals of its own Fock matrix is lower than the one that fills the first ones.
    public func orderedByEnergy() throws(ElectronicStructureError) -> FCIDumpFile? {
        let search = OccupationSearch(self)
        let first = search.energy([Array(0..<electrons.up), Array(0..<electrons.down)])
        var best: (energy: Double, order: [[Int]])?
        for start in search.starts(orbitalEnergies) {
            let order = search.improved(search.settled(start))
            let energy = search.energy([Array(order[0].prefix(electrons.up)), Array(order[1].prefix(electrons.down))])
            if energy < (best?.energy ?? first) - 1e-9 { best = (energy, order) }
        }
        return try best.map { (best) throws(ElectronicStructureError) in try permuted(best.order) }
    }

    /// Orbital k of the result is orbital `order[spin][k]` of this file.
    private func permuted(_ order: [[Int]]) throws(ElectronicStructureError) -> FCIDumpFile {
        let n = integrals.orbitalCount
        func table(_ spin: Int, _ source: TwoBodyIntegrals) -> TwoBodyIntegrals {
            var result = TwoBodyIntegrals(orbitalCount: n)
            let place = order[spin]
            for p in 0..<n {
                for q in 0...p {
                    for r in 0...p {
                        for s in 0...r { result[p, q, r, s] = source[place[p], place[q], place[r], place[s]] }
                    }
                }
            }
            return result
        }
        func matrix(_ spin: Int, _ source: [Double]) -> [Double] {
            order[spin].flatMap { p in order[spin].map { source[p * n + $0] } }
        }
        var result = FCIDumpFile(
            integrals: try MolecularIntegrals(
                nuclearRepulsion: integrals.nuclearRepulsion, oneBody: matrix(0, integrals.oneBodyIntegrals),
                twoBody: table(0, integrals.twoBodyIntegrals)),
            electrons: electrons, orbitalSymmetries: order[0].map { orbitalSymmetries[$0] },
            stateSymmetry: stateSymmetry, orbitalEnergies: orbitalEnergies.map { all in order[0].map { all[$0] } })
        guard let unrestricted else { return result }
        let pairs = (0..<n).flatMap { p in (0...p).map { (p, $0) } }
        let mixed = pairs.flatMap { p, q in
            pairs.map { r, s in
                unrestricted.repulsion(0, 1, order[0][p], order[0][q], order[1][r], order[1][s])
            }
        }
        result.unrestricted = UnrestrictedIntegrals(
            constant: unrestricted.constant, oneBody: (0..<2).map { matrix($0, unrestricted.oneBody[$0]) },
            upUp: table(0, unrestricted.upUp), downDown: table(1, unrestricted.downDown), upDown: mixed)
        return result
    }
}

/// Looks for occupations that fill the lowest orbitals of the Fock matrix they make.
private struct OccupationSearch {
    private let file: FCIDumpFile
    private let n: Int
    private let counts: [Int]

    init(_ file: FCIDumpFile) {
        self.file = file
        n = file.integrals.orbitalCount
        counts = [file.electrons.up, file.electrons.down]
    }

    private func oneBody(_ spin: Int, _ p: Int) -> Double {
        file.unrestricted.map { $0.oneBody[spin][p * n + p] } ?? file.integrals.oneBody(p, p)
    }

    private func repulsion(_ first: Int, _ second: Int, _ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        file.unrestricted?.repulsion(first, second, p, q, r, s) ?? file.integrals.twoBody(p, q, r, s)
    }

    /// f_pp of both spins for occupied orbitals.
    private func focks(_ occupied: [[Int]]) -> [[Double]] {
        (0..<2).map { spin in
            (0..<n).map { p in
                var value = oneBody(spin, p)
                for i in occupied[spin] {
                    value += repulsion(spin, spin, p, p, i, i) - repulsion(spin, spin, p, i, i, p)
                }
                for i in occupied[1 - spin] { value += repulsion(spin, 1 - spin, p, p, i, i) }
                return value
            }
        }
    }

    /// The energy of a determinant.
    func energy(_ occupied: [[Int]]) -> Double {
        let focks = focks(occupied)
        var sum = file.integrals.nuclearRepulsion
        for spin in 0..<2 {
            for i in occupied[spin] { sum += 0.5 * (oneBody(spin, i) + focks[spin][i]) }
        }
        return sum
    }

    /// Orders to begin with: by the energies in the file, and by energy in the field of the bare nuclei.
    func starts(_ energies: [Double]?) -> [[[Int]]] {
        let bare = (0..<2).map { spin in ascending((0..<n).map { oneBody(spin, $0) }) }
        return (energies.map { [[ascending($0), ascending($0)]] } ?? []) + [bare]
    }

    /// Orders after which the lowest orbitals are the occupied ones; both spins have the same where they share orbitals.
    func settled(_ start: [[Int]]) -> [[Int]] {
        var order = start
        for _ in 0..<50 {
            var levels = focks(occupied(order))
            if file.unrestricted == nil {
                let mean = zip(levels[0], levels[1]).map { ($0 + $1) / 2 }
                levels = [mean, mean]
            }
            let next = levels.map(ascending)
            if next == order { break }
            order = next
        }
        return order
    }

    /// Where filling by energy ends in a determinant that a single exchange lowers, what such exchanges lead to; orders
    /// within the occupied orbitals and within the others stay.
    func improved(_ start: [[Int]]) -> [[Int]] {
        var order = start
        var lowest = energy(occupied(order))
        // Orbitals that spins share are exchanged in both.
        let spins = file.unrestricted == nil ? [[0, 1]] : [[0], [1]]
        while true {
            var best: (energy: Double, order: [[Int]])?
            for group in spins {
                for i in 0..<counts[group[0]] {
                    for a in counts[group[0]]..<n {
                        var next = order
                        for spin in group { next[spin].swapAt(i, a) }
                        let found = energy(occupied(next))
                        if found < (best?.energy ?? lowest) - 1e-9 { best = (found, next) }
                    }
                }
            }
            guard let best else { return order }
            (lowest, order) = best
        }
    }

    private func occupied(_ order: [[Int]]) -> [[Int]] { (0..<2).map { Array(order[$0].prefix(counts[$0])) } }

    private func ascending(_ levels: [Double]) -> [Int] {
        levels.indices.sorted { (levels[$0], $0) < (levels[$1], $1) }
    }
}
