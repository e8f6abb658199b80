public import OperatorAlgebra

/// A property of an outcome that states without errors have.
public enum OutcomeSymmetry: Hashable, Sendable {
    /// The number of ones among some qubits is odd, or is even: a string of Zs, such as the parity of electrons under most
    /// encodings.
    case parity(of: QubitMask, isOdd: Bool)
    /// Some qubits have this many ones: the number of particles, or of those of one spin, under Jordan-Wigner.
    case count(of: QubitMask, equals: Int)

    /// Whether an outcome has it; bit q is qubit q.
    public func holds(for bits: Int) -> Bool {
        func ones(_ qubits: QubitMask) -> Int { qubits.reduce(0) { $0 + (bits >> $1 & 1) } }
        return switch self {
        case .parity(let qubits, let isOdd): (ones(qubits) % 2 == 1) == isOdd
        case .count(let qubits, let count): ones(qubits) == count
        }
    }
}

/// Leaves out the shots that show an error: their outcomes break a symmetry of the state (X. Bonet-Monroig, R. Sagastizabal,
/// M. Singh and T. O'Brien, Phys. Rev. A 98, 062339 (2018); S. McArdle, X. Yuan and S. Benjamin, Phys. Rev. Lett. 122, 180501
/// (2019)).
///
/// Errors that keep the symmetries stay. Symmetries that the measured basis does not show need ``SymmetryProjection``.
public struct PostSelection: Hashable, Sendable {
    /// What outcomes must have.
    public var symmetries: [OutcomeSymmetry]

    /// Selection by symmetries, all of which must hold.
    public init(_ symmetries: [OutcomeSymmetry]) { self.symmetries = symmetries }

    /// What is left after selection.
    public struct Selection: Hashable, Sendable {
        /// The shots without visible errors.
        public let counts: OutcomeCounts
        /// Their share of all; 1/share times as many shots are needed.
        public let share: Estimate
    }

    /// The shots for which all symmetries hold.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` if none are left, or there were none, and
    ///   ``NoiseError/qubits(what:found:expected:)`` for a qubit that outcomes of a machine word do not have.
    public func selected(from counts: OutcomeCounts) throws(NoiseError) -> Selection {
        for symmetry in symmetries {
            let qubits =
                switch symmetry {
                case .parity(let qubits, _), .count(let qubits, _): qubits
                }
            if let last = qubits.last, last >= Int.bitWidth - 1 {
                throw .qubits(
                    what: "a symmetry of outcomes", found: [last], expected: "qubits 0 to \(Int.bitWidth - 2)")
            }
        }
        func holds(_ bits: Int) -> Bool { symmetries.allSatisfy { $0.holds(for: bits) } }
        let share = try counts.mean { holds($0) ? 1 : 0 }
        guard share.value > 0 else {
            throw .count(
                what: "the number of shots with the symmetry", found: 0,
                expected: "1 or more of \(counts.total): check the sector, or take less noise")
        }
        var kept: [Int: Int] = [:]
        for entry in counts.entries where holds(entry.bits) { kept[entry.bits] = entry.count }
        return Selection(counts: try OutcomeCounts(kept), share: share)
    }
}
