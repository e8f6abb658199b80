/// A product of elementary operators: the term that a ``LinearCombination`` sums.
///
/// Required: an identity, a product, an adjoint, an order (`Comparable`: the canonical order of terms), a hash, and how
/// one factor is spelled. Everything else is derived from them.
public protocol OperatorProduct: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The empty product.
    static var identity: Self { get }

    /// The product `self` · `other` as a phase times a term.
    func multiplied(by other: Self) -> (phase: QuarterTurn, term: Self)

    /// The Hermitian adjoint as a phase times a term.
    var adjoint: (phase: QuarterTurn, term: Self) { get }

    /// The product of one factor spelled as in OpenFermion, such as `X3` or `2^`, or `nil` if it is misspelled.
    init?(factor: some StringProtocol)

    /// What a factor looks like, for messages: "a letter X, Y, Z or I and a qubit, such as X3".
    static var factorSpelling: String { get }

    /// Whether a number in front of factors without brackets can only be a coefficient, because factors begin with a
    /// letter: `0.5 X2` is then a term, while in `2 3^` of fermions the 2 annihilates in mode 2.
    static var factorsBeginWithLetters: Bool { get }

    /// A well-mixed hash that is the same in every run, for the accumulation table.
    var fingerprint: UInt64 { get }

    /// One more than the largest mode or qubit index, 0 for the identity.
    var width: Int { get }
}

extension OperatorProduct {
    /// A term in OpenFermion's spelling: factors separated by blanks, the empty string is the identity; with the phase
    /// that sorting the factors produced.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``.
    public static func parse(_ text: some StringProtocol) throws(OperatorError) -> (phase: QuarterTurn, term: Self) {
        var parser = OperatorParser<Self>(text)
        return try parser.parseLoneTerm()
    }
}

/// Finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
@inlinable
func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
}
