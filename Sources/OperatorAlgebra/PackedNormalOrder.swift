/// A normal-ordered product of ladder operators as two bit masks and a sign: Π_{C, descending} a† Π_{A, descending} a.
struct PackedNormalOrder<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    var creations: Word = 0
    var annihilations: Word = 0
    var isNegative = false

    /// Writes the normal-ordered expansion of `start` times a product of factors.
    static func expand(
        _ factors: [LadderOperator], after start: PackedNormalOrder = PackedNormalOrder(),
        into expansion: inout [PackedNormalOrder]
    ) {
        expansion.removeAll(keepingCapacity: true)
        expansion.append(start)
        for factor in factors {
            // From the end, so that what is appended or swapped in is not met again.
            for index in stride(from: expansion.count - 1, through: 0, by: -1) {
                let contraction = factor.isCreation ? expansion[index].contracted(with: factor.mode) : nil
                let survives =
                    factor.isCreation
                    ? expansion[index].create(factor.mode) : expansion[index].annihilate(factor.mode)
                switch (survives, contraction) {
                case (true, let contraction?): expansion.append(contraction)
                case (false, let contraction?): expansion[index] = contraction
                case (false, nil):
                    expansion.swapAt(index, expansion.count - 1)
                    expansion.removeLast()
                case (true, nil): break
                }
            }
        }
    }

    /// The number of factors.
    var length: Int { creations.nonzeroBitCount + annihilations.nonzeroBitCount }

    /// The same product without its sign, the key of like terms.
    var unsigned: PackedNormalOrder { PackedNormalOrder(creations: creations, annihilations: annihilations) }

    /// Multiplies by a_`mode` from the right: it moves left past the annihilations in lower modes. False if that is zero.
    private mutating func annihilate(_ mode: Int) -> Bool {
        let bit: Word = 1 << Word(mode)
        if annihilations & bit != 0 { return false }
        isNegative = isNegative != Self.isOdd(annihilations & (bit &- 1))
        annihilations |= bit
        return true
    }

    /// Multiplies by a†_`mode` from the right and keeps the part where it moves past every annihilation. False if that
    /// is zero.
    private mutating func create(_ mode: Int) -> Bool {
        let bit: Word = 1 << Word(mode)
        if creations & bit != 0 { return false }
        isNegative = isNegative != Self.isOdd(annihilations ^ (creations & (bit &- 1)))
        creations |= bit
        return true
    }

    /// The other part of multiplying by a†_`mode`: it meets a_`mode` and both go. `nil` if there is no a_`mode`.
    private func contracted(with mode: Int) -> PackedNormalOrder? {
        let bit: Word = 1 << Word(mode)
        if annihilations & bit == 0 { return nil }
        var result = self
        result.annihilations ^= bit
        result.isNegative = isNegative != Self.isOdd(annihilations & (bit &- 1))
        return result
    }

    /// Canonical order, as `FermionProduct.<` of the factors written out.
    static func precedes(_ lhs: PackedNormalOrder, _ rhs: PackedNormalOrder) -> Bool {
        let difference = lhs.creations ^ rhs.creations
        // Both lists descend, so the one with the first larger annihilation, or with one more, comes later.
        if difference == 0 { return lhs.annihilations < rhs.annihilations }
        return lhs.creations > rhs.creations
            ? !rhs.precedesCreation(in: difference) : lhs.precedesCreation(in: difference)
    }

    /// Whether this product stands before one that first differs from it by a creation in the highest mode of
    /// `difference`: its own next factor is a lower creation, an annihilation, or missing.
    private func precedesCreation(in difference: Word) -> Bool {
        let mode = Word.bitWidth - 1 - difference.leadingZeroBitCount
        if creations & ((1 << Word(mode)) &- 1) != 0 { return true }
        return annihilations >> Word(mode) <= 1
    }

    private static func isOdd(_ word: Word) -> Bool { word.nonzeroBitCount & 1 == 1 }

    /// The factors written out.
    var unpacked: FermionProduct {
        var factors: [LadderOperator] = []
        factors.reserveCapacity(creations.nonzeroBitCount + annihilations.nonzeroBitCount)
        Self.forEachModeDescending(creations) { factors.append(.creation($0)) }
        Self.forEachModeDescending(annihilations) { factors.append(.annihilation($0)) }
        return FermionProduct(factors)
    }

    private static func forEachModeDescending(_ word: Word, _ body: (Int) -> Void) {
        var remaining = word
        while remaining != 0 {
            let mode = Word.bitWidth - 1 - remaining.leadingZeroBitCount
            body(mode)
            remaining ^= 1 << Word(mode)
        }
    }
}

extension PackedNormalOrder: FingerprintedKey {
    var fingerprint: UInt64 {
        var hash: UInt64 = 0
        for shift in stride(from: 0, to: Word.bitWidth, by: 64) {
            hash = mixed(hash &+ UInt64(truncatingIfNeeded: creations >> Word(shift)))
            hash = mixed(hash &+ UInt64(truncatingIfNeeded: annihilations >> Word(shift)))
        }
        return hash
    }
}
