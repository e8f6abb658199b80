/// A product of boson ladder operators: [b_p, b†_q] = δ_pq.
///
/// Operators of different modes commute, so factors stand in order of modes, as in OpenFermion; within a mode they stay as
/// written: `0 0^` and `0^ 0` are different terms until normal ordering relates them.
public struct BosonProduct: Hashable, Sendable {
    /// The factors from left to right; modes ascend.
    public let factors: [LadderOperator]

    /// The product of the given factors, brought into order of modes.
    public init(_ factors: some Sequence<LadderOperator>) {
        self.factors = Self.inOrderOfModes(factors)
    }

    init(sorted factors: [LadderOperator]) {
        self.factors = factors
    }
}

/// A sum of products of boson ladder operators.
public typealias BosonOperator = LinearCombination<BosonProduct>

extension LadderOperator: ModePairFactor {
    var standsLeft: Bool { isCreation }
    var code: UInt64 { UInt64(2 * mode + (isCreation ? 1 : 0)) }

    init(mode: Int, standsLeft: Bool) {
        self.init(mode: mode, isCreation: standsLeft)
    }
}

extension BosonProduct: ModePairProduct {
    /// The empty product.
    public static var identity: BosonProduct { BosonProduct(sorted: []) }

    /// The factors of both, in order of modes.
    public func multiplied(by other: BosonProduct) -> (phase: QuarterTurn, term: BosonProduct) {
        (.one, merged(with: other))
    }

    /// The factors in reverse order within each mode, creation and annihilation exchanged.
    public var adjoint: (phase: QuarterTurn, term: BosonProduct) {
        (.one, BosonProduct(factors.reversed().map { LadderOperator(mode: $0.mode, isCreation: !$0.isCreation) }))
    }

    /// See ``OperatorProduct/fingerprint``.
    public var fingerprint: UInt64 { factorFingerprint }

    /// One more than the largest mode.
    public var width: Int { (factors.last?.mode ?? -1) + 1 }

    /// Whether creations stand left of annihilations in every mode.
    public var isNormalOrdered: Bool { isInNormalOrder }
}

extension BosonProduct: Comparable {
    /// Factor by factor from the left, a prefix first.
    public static func < (lhs: BosonProduct, rhs: BosonProduct) -> Bool {
        lhs.factors.lexicographicallyPrecedes(rhs.factors)
    }
}

extension BosonProduct: CustomStringConvertible {
    /// OpenFermion's spelling, such as `1 3^`; empty for the identity.
    public var description: String { factors.map(\.description).joined(separator: " ") }

    /// See ``OperatorProduct/init(factor:)``: `3^` creates in mode 3, `3` annihilates.
    public init?(factor: some StringProtocol) {
        guard let product = FermionProduct(factor: factor) else { return nil }
        self.init(sorted: product.factors)
    }

    /// See ``OperatorProduct/factorSpelling``.
    public static var factorSpelling: String { FermionProduct.factorSpelling }

    /// False: factors are numbers themselves.
    public static var factorsBeginWithLetters: Bool { false }
}
