/// All determinants of `alphaCount` up and `betaCount` down electrons in `orbitalCount` spatial orbitals.
///
/// The determinant of alpha string A and beta string B is Π_{p∈A} a†_p↑ Π_{q∈B} a†_q↓ |vacuum⟩ with orbitals ascending
/// from left to right, and has index `index(A) * betaStrings.count + index(B)`. Making a space allocates nothing.
public struct DeterminantSpace: Equatable, Sendable {
    /// The strings of up electrons: the slow index.
    public let alphaStrings: OccupationStrings
    /// The strings of down electrons: the fast index.
    public let betaStrings: OccupationStrings
    /// The number of determinants.
    public let dimension: Int

    /// The number of spatial orbitals.
    public var orbitalCount: Int { alphaStrings.orbitalCount }
    /// The number of up electrons.
    public var alphaCount: Int { alphaStrings.electronCount }
    /// The number of down electrons.
    public var betaCount: Int { betaStrings.electronCount }

    /// A sector of fixed electron numbers.
    ///
    /// - Throws: `FockSpaceError` for more than 64 orbitals, electrons that do not fit, or a dimension beyond `Int`.
    public init(orbitalCount: Int, alphaCount: Int, betaCount: Int) throws(FockSpaceError) {
        guard 1...64 ~= orbitalCount else { throw .orbitalCount(orbitalCount) }
        guard 0...orbitalCount ~= alphaCount else {
            throw .electronCount(spin: "alpha", found: alphaCount, orbitalCount: orbitalCount)
        }
        guard 0...orbitalCount ~= betaCount else {
            throw .electronCount(spin: "beta", found: betaCount, orbitalCount: orbitalCount)
        }
        alphaStrings = OccupationStrings(orbitalCount: orbitalCount, electronCount: alphaCount)
        betaStrings = OccupationStrings(orbitalCount: orbitalCount, electronCount: betaCount)
        let (product, overflow) = alphaStrings.count.multipliedReportingOverflow(by: betaStrings.count)
        guard !overflow else {
            throw .dimensionOverflow(alphaStrings: alphaStrings.count, betaStrings: betaStrings.count)
        }
        dimension = product
    }

    /// The place of a determinant given by its two masks.
    public func index(alpha: UInt64, beta: UInt64) -> Int {
        alphaStrings.index(of: alpha) * betaStrings.count + betaStrings.index(of: beta)
    }

    /// The masks of the determinant at a place in 0..<dimension.
    public func determinant(at index: Int) -> (alpha: UInt64, beta: UInt64) {
        (
            alphaStrings.mask(at: index / betaStrings.count),
            betaStrings.mask(at: index % betaStrings.count)
        )
    }

    /// The sign that turns a determinant of this space into the ordered product of interleaved spin orbitals
    /// (2p up, 2p + 1 down, ascending from left to right), which is a basis state under Jordan-Wigner.
    ///
    /// It is (-1) to the number of pairs of an up electron in p and a down electron in q < p.
    public static func interleavedSign(alpha: UInt64, beta: UInt64) -> Double {
        var rest = alpha
        var pairs = 0
        while rest != 0 {
            let p = UInt64(rest.trailingZeroBitCount)
            pairs += (beta & ((1 << p) &- 1)).nonzeroBitCount
            rest &= rest &- 1
        }
        return pairs.isMultiple(of: 2) ? 1 : -1
    }
}
