/// A product of elementary operators: the term that a ``LinearCombination`` sums.
///
/// Required: ``identity``, ``multiplied(by:)``, ``adjoint``, an order (`Comparable`: the canonical order of terms) and
/// a spelling (``init(parsing:)`` and `description`). Everything else is derived from them.
public protocol OperatorProduct: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The empty product.
    static var identity: Self { get }

    /// The product `self` · `other` as a phase times a term.
    func multiplied(by other: Self) -> (phase: QuarterTurn, term: Self)

    /// The Hermitian adjoint as a phase times a term.
    var adjoint: (phase: QuarterTurn, term: Self) { get }

    /// The term spelled as in OpenFermion (factors separated by spaces, the empty string is the identity) with the
    /// phase that sorting its factors produced.
    ///
    /// - Throws: ``OperatorError/malformedTerm(text:found:expected:)``.
    static func parse(_ text: some StringProtocol) throws(OperatorError) -> (phase: QuarterTurn, term: Self)

    /// A well-mixed hash that is the same in every run, for the accumulation table.
    var fingerprint: UInt64 { get }

    /// One more than the largest mode or qubit index, 0 for the identity.
    var width: Int { get }
}

/// Finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
@inlinable
func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
}
