internal import ElectronicStructure

/// Excitations that share one amplitude, each with the factor by which the amplitude enters.
struct ClusterTerm: Sendable {
    var name: String
    var excitations: [(excitation: Excitation, factor: Double)]

    /// One excitation with an amplitude of its own.
    init(_ excitation: Excitation) {
        name = excitation.description
        excitations = [(excitation, 1)]
    }

    init(name: String, excitations: [(excitation: Excitation, factor: Double)]) {
        self.name = name
        self.excitations = excitations
    }
}

/// Occupied and empty orbitals of a reference, and the excitations between them that conserve spin.
struct ExcitationSpace {
    let orbitalCount: Int
    let electrons: SpinCounts

    private func occupied(_ spin: Int) -> [Int] { (0..<(spin == 0 ? electrons.up : electrons.down)).map { $0 } }
    private func empty(_ spin: Int) -> [Int] { Array((spin == 0 ? electrons.up : electrons.down)..<orbitalCount) }

    /// Single excitations: of spin up, then down; by occupied, then by empty orbital.
    var singles: [Excitation] {
        [0, 1].flatMap { spin in
            occupied(spin).flatMap { i in
                empty(spin).map { a in Excitation(from: [2 * i + spin], to: [2 * a + spin]) }
            }
        }
    }

    /// Double excitations: of opposite spins, then both up, then both down; by occupied, then by empty orbitals.
    var doubles: [Excitation] {
        var result: [Excitation] = []
        for (i, j) in product(occupied(0), occupied(1)) {
            for (a, b) in product(empty(0), empty(1)) {
                result.append(Excitation(from: [2 * i, 2 * j + 1], to: [2 * a, 2 * b + 1]))
            }
        }
        for spin in 0..<2 {
            for (i, j) in product(occupied(spin), occupied(spin)) where i < j {
                for (a, b) in product(empty(spin), empty(spin)) where a < b {
                    result.append(Excitation(from: [2 * i + spin, 2 * j + spin], to: [2 * a + spin, 2 * b + spin]))
                }
            }
        }
        return result
    }

    /// Singles of a closed shell: both spins share an amplitude.
    var sharedSingles: [ClusterTerm] {
        product(occupied(0), empty(0)).map { i, a in
            ClusterTerm(
                name: "\(i) -> \(a)",
                excitations: [0, 1].map { (Excitation(from: [2 * i + $0], to: [2 * a + $0]), 1) })
        }
    }

    /// Doubles of a closed shell: ½ Σ_στ a†_aσ a†_bτ a_jτ a_iσ + (i ↔ j, a ↔ b), one amplitude for each unordered
    /// pair of singles i → a and j → b.
    var sharedDoubles: [ClusterTerm] {
        let singles = product(occupied(0), empty(0))
        return singles.indices.flatMap { first in
            singles.indices[first...].map { second in sharedDouble(singles[first], singles[second]) }
        }
    }

    private func sharedDouble(_ first: (Int, Int), _ second: (Int, Int)) -> ClusterTerm {
        let ((i, a), (j, b)) = (first, second)
        var terms = [Self.pair((2 * i, 2 * a), (2 * j + 1, 2 * b + 1))]
        if first != second { terms.append(Self.pair((2 * j, 2 * b), (2 * i + 1, 2 * a + 1))) }
        if i != j, a != b {
            for spin in 0..<2 { terms.append(Self.pair((2 * i + spin, 2 * a + spin), (2 * j + spin, 2 * b + spin))) }
        }
        return ClusterTerm(name: "\(i) \(j) -> \(a) \(b)", excitations: terms)
    }

    /// a†_a a†_b a_j a_i for (i, a) and (j, b): sorting sources or targets into ascending order costs a sign.
    private static func pair(_ first: (Int, Int), _ second: (Int, Int)) -> (excitation: Excitation, factor: Double) {
        let ascends = (first.0 < second.0) == (first.1 < second.1)
        return (Excitation(from: [first.0, second.0], to: [first.1, second.1]), ascends ? 1 : -1)
    }

    private func product(_ left: [Int], _ right: [Int]) -> [(Int, Int)] {
        left.flatMap { first in right.map { (first, $0) } }
    }
}
