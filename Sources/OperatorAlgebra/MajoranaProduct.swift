/// A product of Majorana operators γ_k, each at most once and in ascending order: {γ_j, γ_k} = 2δ_jk.
///
/// γ_2p = a_p + a†_p and γ_2p+1 = −i (a_p − a†_p), as in OpenFermion.
public struct MajoranaProduct: Hashable, Sendable {
    /// The indices k that occur.
    public var modes: QubitMask

    /// The product of the given Majorana operators in ascending order.
    public init(_ modes: QubitMask = QubitMask()) {
        self.modes = modes
    }
}

extension MajoranaProduct: OperatorProduct {
    /// The empty product.
    public static var identity: MajoranaProduct { MajoranaProduct() }

    /// The sorted product; every exchange of two different operators gives a sign, and squares are 1.
    public func multiplied(by other: MajoranaProduct) -> (phase: QuarterTurn, term: MajoranaProduct) {
        var exchanges = 0
        for mode in other.modes { exchanges += countAbove(mode) }
        let term = MajoranaProduct(modes.symmetricDifference(other.modes))
        return (QuarterTurn(exponent: 2 * exchanges), term)
    }

    /// How many operators of this product stand right of γ_`mode` once sorted.
    private func countAbove(_ mode: Int) -> Int {
        var index = mode >> 6
        // Twice bit 63 is 0, which makes the mask empty: nothing of that word stands above.
        var count = (modes.word(at: index) & ~(2 << UInt64(mode & 63) &- 1)).nonzeroBitCount
        index += 1
        while index < modes.wordCount {
            count += modes.word(at: index).nonzeroBitCount
            index += 1
        }
        return count
    }

    /// The reversed product, sorted again: the sign of n(n-1)/2 exchanges.
    public var adjoint: (phase: QuarterTurn, term: MajoranaProduct) {
        let count = modes.count
        return (QuarterTurn(exponent: count * (count - 1)), self)
    }

    /// See ``OperatorProduct/fingerprint``.
    public var fingerprint: UInt64 {
        var hash = mixed(modes.word(at: 0))
        for index in 1..<modes.wordCount where modes.word(at: index) != 0 {
            hash = mixed(hash &+ modes.word(at: index) &+ UInt64(index))
        }
        return hash
    }

    /// One more than the largest index.
    public var width: Int { (modes.last ?? -1) + 1 }
}

extension MajoranaProduct: Comparable {
    /// Index by index from the left, a prefix first.
    public static func < (lhs: MajoranaProduct, rhs: MajoranaProduct) -> Bool {
        // The first index that only one has: the other one goes on behind it, or ends there and is a prefix.
        guard let index = lhs.modes.symmetricDifference(rhs.modes).first else { return false }
        return lhs.modes.contains(index) ? (rhs.modes.last ?? -1) > index : (lhs.modes.last ?? -1) < index
    }
}

extension MajoranaProduct: CustomStringConvertible {
    /// OpenFermion's spelling, such as `0 3 5`; empty for the identity.
    public var description: String { modes.map(String.init).joined(separator: " ") }

    /// See ``OperatorProduct/init(factor:)``: the index k of γ_k.
    public init?(factor: some StringProtocol) {
        guard let mode = ModeIndex.parse(factor) else { return nil }
        self.init(QubitMask(qubit: mode))
    }

    /// See ``OperatorProduct/factorSpelling``.
    public static var factorSpelling: String {
        "the index of a Majorana operator below \(ModeIndex.range.upperBound), such as 3"
    }

    /// False: factors are numbers themselves.
    public static var factorsBeginWithLetters: Bool { false }
}
