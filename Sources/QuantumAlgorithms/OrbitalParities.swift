public import OperatorAlgebra

/// Labels of spatial orbitals that every integral conserves: a bit pattern λ_p an orbital, such that h_pq vanishes
/// unless λ_p ⊕ λ_q = 0, and (pq|rs) unless λ_p ⊕ λ_q ⊕ λ_r ⊕ λ_s = 0.
///
/// Bits are what an abelian point group (D2h and its subgroups) leaves in the integrals, found without knowing the
/// geometry: the null space over GF(2) of one equation an integral. (Where the number of electrons alone makes a bit,
/// the same for all orbitals, it forbids nothing.)
public struct OrbitalParities: Hashable, Sendable {
    /// The label of each spatial orbital.
    public let labels: [QubitMask]

    /// The magnitude in hartree up to which an integral counts as zero.
    ///
    /// Integrals that vanish by symmetry come out of self-consistent fields at 1e-17 to 1e-11.
    public static let threshold = 1e-10

    /// The labels that given integrals conserve.
    ///
    /// - Complexity: O(n⁴) integrals read, O(n³) for the null space.
    public init(_ integrals: some ElectronicIntegrals, threshold: Double = threshold) {
        let n = integrals.orbitalCount
        var equations = EquationsOverBits(unknowns: n)
        for p in 0..<n {
            for q in 0...p {
                let pair = QubitMask(qubit: p).symmetricDifference(QubitMask(qubit: q))
                if abs(integrals.oneBody(p, q)) > threshold { equations.add(pair) }
                for r in 0...p {
                    for s in 0...(r == p ? q : r) where abs(integrals.twoBody(p, q, r, s)) > threshold {
                        let other = QubitMask(qubit: r).symmetricDifference(QubitMask(qubit: s))
                        equations.add(pair.symmetricDifference(other))
                    }
                }
            }
        }
        let solutions = equations.solutions
        labels = (0..<n).map { orbital in
            QubitMask(solutions.indices.filter { solutions[$0].contains(orbital) })
        }
    }

    /// Whether the labels allow an excitation: those of its targets and of its sources have the same sum.
    ///
    /// The Hamiltonian couples no determinants between which an excitation is forbidden.
    public func allow(_ excitation: Excitation) -> Bool {
        let orbitals = (excitation.sources + excitation.targets).map { $0 / 2 }
        return orbitals.reduce(QubitMask()) { $0.symmetricDifference(labels[$1]) }.isEmpty
    }
}

/// Homogeneous linear equations over GF(2), kept in reduced row echelon form.
private struct EquationsOverBits {
    let unknowns: Int
    /// The equation whose first unknown is the index; no other equation contains that unknown.
    private var rows: [QubitMask?]

    init(unknowns: Int) {
        self.unknowns = unknowns
        rows = Array(repeating: nil, count: unknowns)
    }

    mutating func add(_ equation: QubitMask) {
        var remainder = equation
        for unknown in equation {
            if let row = rows[unknown], remainder.contains(unknown) { remainder = remainder.symmetricDifference(row) }
        }
        guard let pivot = remainder.first else { return }
        for index in rows.indices {
            if let row = rows[index], row.contains(pivot) { rows[index] = row.symmetricDifference(remainder) }
        }
        rows[pivot] = remainder
    }

    /// A basis of the solutions: one a free unknown.
    var solutions: [QubitMask] {
        (0..<unknowns).filter { rows[$0] == nil }.map { free in
            QubitMask([free] + rows.indices.filter { rows[$0]?.contains(free) == true })
        }
    }
}
