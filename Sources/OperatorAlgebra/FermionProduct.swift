/// A fermion ladder operator on one mode: a†_p or a_p.
@frozen
public struct LadderOperator: Hashable, Sendable {
    /// The mode p.
    public var mode: Int
    /// Whether it creates (a†) or annihilates (a).
    public var isCreation: Bool

    /// The ladder operator on a mode.
    @inlinable
    public init(mode: Int, isCreation: Bool) {
        self.mode = mode
        self.isCreation = isCreation
    }

    /// a†_p.
    @inlinable
    public static func creation(_ mode: Int) -> LadderOperator { LadderOperator(mode: mode, isCreation: true) }

    /// a_p.
    @inlinable
    public static func annihilation(_ mode: Int) -> LadderOperator { LadderOperator(mode: mode, isCreation: false) }
}

extension LadderOperator: Comparable {
    /// OpenFermion's order: by mode, annihilation before creation.
    @inlinable
    public static func < (lhs: LadderOperator, rhs: LadderOperator) -> Bool {
        lhs.mode != rhs.mode ? lhs.mode < rhs.mode : !lhs.isCreation && rhs.isCreation
    }
}

extension LadderOperator: CustomStringConvertible {
    /// OpenFermion's spelling: `3^` creates in mode 3, `3` annihilates.
    public var description: String { isCreation ? "\(mode)^" : "\(mode)" }
}

/// A product of fermion ladder operators in the order written, such as `3^ 1`: {a_p, a†_q} = δ_pq.
///
/// Nothing is reordered on its own: `0 0^` and `0^ 0` are different terms until normal ordering relates them.
public struct FermionProduct: Hashable, Sendable {
    /// The factors from left to right.
    public var factors: [LadderOperator]

    /// The product of the given factors.
    public init(_ factors: some Sequence<LadderOperator>) {
        self.factors = Array(factors)
    }
}

extension FermionProduct: OperatorProduct {
    /// The empty product.
    public static var identity: FermionProduct { FermionProduct([]) }

    /// The factors of both, one after the other.
    public func multiplied(by other: FermionProduct) -> (phase: QuarterTurn, term: FermionProduct) {
        (.one, FermionProduct(factors + other.factors))
    }

    /// The factors in reverse order, creation and annihilation exchanged.
    public var adjoint: (phase: QuarterTurn, term: FermionProduct) {
        let factors = factors.reversed().map { LadderOperator(mode: $0.mode, isCreation: !$0.isCreation) }
        return (.one, FermionProduct(factors))
    }

    /// See ``OperatorProduct/fingerprint``.
    public var fingerprint: UInt64 {
        factors.reduce(UInt64(factors.count)) { mixed($0 &+ UInt64(2 * $1.mode + ($1.isCreation ? 1 : 0)) &+ 1) }
    }

    /// One more than the largest mode.
    public var width: Int { factors.reduce(0) { Swift.max($0, $1.mode + 1) } }
}

extension FermionProduct: Comparable {
    /// Factor by factor from the left, a prefix first.
    public static func < (lhs: FermionProduct, rhs: FermionProduct) -> Bool {
        lhs.factors.lexicographicallyPrecedes(rhs.factors)
    }
}

extension FermionProduct: CustomStringConvertible {
    /// OpenFermion's spelling, such as `3^ 1`; empty for the identity.
    public var description: String { factors.map(\.description).joined(separator: " ") }

    /// See ``OperatorProduct/init(factor:)``: `3^` creates in mode 3, `3` annihilates.
    public init?(factor: some StringProtocol) {
        let isCreation = factor.last == "^"
        guard let mode = ModeIndex.parse(isCreation ? factor.dropLast() : factor[...]) else { return nil }
        self.init([LadderOperator(mode: mode, isCreation: isCreation)])
    }

    /// See ``OperatorProduct/factorSpelling``.
    public static var factorSpelling: String {
        "a mode below \(ModeIndex.range.upperBound) such as 3 (annihilates) or 3^ (creates)"
    }

    /// False: factors are numbers themselves.
    public static var factorsBeginWithLetters: Bool { false }
}
