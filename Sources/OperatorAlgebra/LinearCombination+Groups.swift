internal import ComplexModule
internal import RealModule

extension LinearCombination {
    /// The operator cut into at most `count` sums of consecutive terms in canonical order, whose term counts differ by at
    /// most one: work for several processes.
    ///
    /// - Precondition: `count` is positive.
    public func split(into count: Int) -> [LinearCombination] {
        precondition(count > 0, "a number of groups is positive")
        let parts = Swift.min(count, self.count)
        return (0..<parts).map { part in
            let bounds = part * self.count / parts..<(part + 1) * self.count / parts
            return LinearCombination(canonical: Array(elements[bounds]))
        }
    }
}

/// Pauli strings that can be measured together.
public struct PauliGroup: Hashable, Sendable {
    /// The terms, with their coefficients.
    public let sum: PauliSum
    /// For groups that commute qubit by qubit: the letter to measure on every qubit that a term acts on. Otherwise empty.
    public let basis: PauliString
}

/// When Pauli strings may share a group.
public enum PauliGrouping: Sendable {
    /// They have the same letter on every qubit on which both have one: single-qubit rotations measure them together.
    case qubitWise
    /// They commute: a Clifford circuit measures them together.
    case commuting
}

extension PauliString {
    /// Whether both strings have the same letter on every qubit on which both have one.
    public func commutesQubitWise(with other: PauliString) -> Bool {
        let shared = support.intersection(other.support)
        let difference = x.symmetricDifference(other.x).union(z.symmetricDifference(other.z))
        return shared.intersection(difference).isEmpty
    }
}

extension LinearCombination<PauliString> {
    /// The terms in groups of strings that can be measured together, by sorted insertion: from the largest magnitude down,
    /// each term joins the first group that takes it (O. Crawford, B. van Straaten, D. Wang, T. Parks, E. Campbell and
    /// S. Brierley, Quantum 5, 385 (2021), arXiv:1908.06942). Equal magnitudes stand in canonical order, so groups are the
    /// same in every run.
    ///
    /// The groups add up to the operator. Their number is not the least possible one.
    ///
    /// - Complexity: O(n g) string comparisons for n terms in g groups, O(n²) for ``PauliGrouping/commuting``.
    public func grouped(_ grouping: PauliGrouping) -> [PauliGroup] {
        let order = elements.indices.sorted { lhs, rhs in
            let (a, b) = (elements[lhs].coefficient.length, elements[rhs].coefficient.length)
            return a != b ? a > b : lhs < rhs
        }
        var groups: [(basis: PauliString, members: [Int])] = []
        for index in order {
            let term = elements[index].term
            let place = groups.firstIndex { group in
                switch grouping {
                case .qubitWise: group.basis.commutesQubitWise(with: term)
                case .commuting: group.members.allSatisfy { elements[$0].term.commutes(with: term) }
                }
            }
            let group = place ?? groups.count
            if place == nil { groups.append((.identity, [])) }
            groups[group].members.append(index)
            guard grouping == .qubitWise else { continue }
            let basis = groups[group].basis
            groups[group].basis = PauliString(x: basis.x.union(term.x), z: basis.z.union(term.z))
        }
        return groups.map { group in
            PauliGroup(sum: PauliSum(canonical: group.members.sorted().map { elements[$0] }), basis: group.basis)
        }
    }
}
