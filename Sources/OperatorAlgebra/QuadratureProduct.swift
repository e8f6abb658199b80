/// A quadrature operator of one mode: the position q_m or the momentum p_m.
public struct Quadrature: Hashable, Sendable {
    /// The mode m.
    public var mode: Int
    /// Whether it is p rather than q.
    public var isMomentum: Bool

    /// The quadrature of a mode.
    public init(mode: Int, isMomentum: Bool) {
        self.mode = mode
        self.isMomentum = isMomentum
    }

    /// q_m.
    public static func position(_ mode: Int) -> Quadrature { Quadrature(mode: mode, isMomentum: false) }

    /// p_m.
    public static func momentum(_ mode: Int) -> Quadrature { Quadrature(mode: mode, isMomentum: true) }
}

extension Quadrature: Comparable {
    /// OpenFermion's order: by mode, p before q.
    public static func < (lhs: Quadrature, rhs: Quadrature) -> Bool {
        lhs.mode != rhs.mode ? lhs.mode < rhs.mode : lhs.isMomentum && !rhs.isMomentum
    }
}

extension Quadrature: CustomStringConvertible {
    /// OpenFermion's spelling: `q3` or `p3`.
    public var description: String { "\(isMomentum ? "p" : "q")\(mode)" }
}

extension Quadrature: ModePairFactor {
    var standsLeft: Bool { !isMomentum }
    var code: UInt64 { UInt64(2 * mode + (isMomentum ? 1 : 0)) }

    init(mode: Int, standsLeft: Bool) {
        self.init(mode: mode, isMomentum: !standsLeft)
    }
}

/// A product of quadrature operators: [q_m, p_n] = iħ δ_mn.
///
/// Operators of different modes commute, so factors stand in order of modes, as in OpenFermion; within a mode they stay as
/// written. The value of ħ is no part of the product: what depends on it takes it as a parameter.
public struct QuadratureProduct: Hashable, Sendable {
    /// The factors from left to right; modes ascend.
    public let factors: [Quadrature]

    /// The product of the given factors, brought into order of modes.
    public init(_ factors: some Sequence<Quadrature>) {
        self.factors = Self.inOrderOfModes(factors)
    }

    init(sorted factors: [Quadrature]) {
        self.factors = factors
    }
}

/// A sum of products of quadrature operators.
public typealias QuadratureOperator = LinearCombination<QuadratureProduct>

extension QuadratureProduct: ModePairProduct {
    /// The empty product.
    public static var identity: QuadratureProduct { QuadratureProduct(sorted: []) }

    /// The factors of both, in order of modes.
    public func multiplied(by other: QuadratureProduct) -> (phase: QuarterTurn, term: QuadratureProduct) {
        (.one, merged(with: other))
    }

    /// The factors in reverse order within each mode: q and p are Hermitian.
    public var adjoint: (phase: QuarterTurn, term: QuadratureProduct) {
        (.one, QuadratureProduct(factors.reversed()))
    }

    /// See ``OperatorProduct/fingerprint``.
    public var fingerprint: UInt64 { factorFingerprint }

    /// One more than the largest mode.
    public var width: Int { (factors.last?.mode ?? -1) + 1 }

    /// Whether positions stand left of momenta in every mode.
    public var isNormalOrdered: Bool { isInNormalOrder }
}

extension QuadratureProduct: Comparable {
    /// Factor by factor from the left, a prefix first.
    public static func < (lhs: QuadratureProduct, rhs: QuadratureProduct) -> Bool {
        lhs.factors.lexicographicallyPrecedes(rhs.factors)
    }
}

extension QuadratureProduct: CustomStringConvertible {
    /// OpenFermion's spelling, such as `q0 p1`; empty for the identity.
    public var description: String { factors.map(\.description).joined(separator: " ") }

    /// See ``OperatorProduct/init(factor:)``: `q3` or `p3`.
    public init?(factor: some StringProtocol) {
        guard let letter = factor.first, letter == "q" || letter == "p", let mode = ModeIndex.parse(factor.dropFirst())
        else { return nil }
        self.init(sorted: [Quadrature(mode: mode, isMomentum: letter == "p")])
    }

    /// See ``OperatorProduct/factorSpelling``.
    public static var factorSpelling: String {
        "a letter q or p and a mode below \(ModeIndex.range.upperBound), such as q3"
    }

    /// True: a number can only be a coefficient.
    public static var factorsBeginWithLetters: Bool { true }
}
