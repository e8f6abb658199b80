/// The numbers of electrons of spin up (α) and spin down (β).
public struct SpinCounts: Hashable, Sendable {
    /// Electrons of spin up.
    public let up: Int
    /// Electrons of spin down.
    public let down: Int

    /// Counts given outright.
    ///
    /// - Precondition: neither is negative.
    public init(up: Int, down: Int) {
        precondition(up >= 0 && down >= 0, "a count of electrons is not negative")
        self.up = up
        self.down = down
    }

    /// The counts with S_z = S: n_up - n_down = multiplicity - 1.
    ///
    /// - Throws: `impossibleSpin` if the number of electrons is too small, or odd where it must be even or the
    ///   other way round.
    public init(electrons: Int, multiplicity: Int) throws(ElectronicStructureError) {
        let unpaired = multiplicity.subtractingReportingOverflow(1).partialValue
        guard electrons >= 0, multiplicity >= 1, unpaired <= electrons, (electrons - unpaired).isMultiple(of: 2) else {
            throw .impossibleSpin(electrons: electrons, multiplicity: multiplicity)
        }
        self.init(paired: electrons, unpaired: unpaired)
    }

    /// Counts whose parity has been checked.
    init(paired electrons: Int, unpaired: Int) {
        let pairs = (electrons - unpaired) / 2
        self.init(up: pairs + unpaired, down: pairs)
    }

    /// All electrons.
    public var total: Int { up + down }
}
