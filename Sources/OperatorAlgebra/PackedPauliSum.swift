internal import ComplexModule
internal import RealModule

/// A Pauli string as two machine words, for sums on at most as many qubits as a word has bits.
struct PackedPauli<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    var x: Word
    var z: Word

    /// Canonical order, as `PauliString.<`.
    static func precedes(_ lhs: PackedPauli, _ rhs: PackedPauli) -> Bool {
        let difference = (lhs.x ^ rhs.x) | (lhs.z ^ rhs.z)
        let qubit = difference & (~difference &+ 1)
        let above = ~(qubit | (qubit &- 1))
        if (lhs.x | lhs.z) & qubit == 0 { return difference != 0 && (lhs.x | lhs.z) & above == 0 }
        if (rhs.x | rhs.z) & qubit == 0 { return (rhs.x | rhs.z) & above != 0 }
        return lhs.rank(at: qubit) < rhs.rank(at: qubit)
    }

    /// 0 to 2 for X, Y, Z.
    private func rank(at qubit: Word) -> Int { z & qubit == 0 ? 0 : x & qubit == 0 ? 2 : 1 }
}

extension PackedPauli: FingerprintedKey {
    var fingerprint: UInt64 {
        var hash = mixed(
            UInt64(truncatingIfNeeded: x) &+ UInt64(truncatingIfNeeded: z) &* 0x9e37_79b9_7f4a_7c15)
        if Word.bitWidth > 64, (x | z) >> 64 != 0 {
            hash = mixed(
                hash &+ UInt64(truncatingIfNeeded: x >> 64)
                    &+ UInt64(truncatingIfNeeded: z >> 64) &* 0x9e37_79b9_7f4a_7c15)
        }
        return hash
    }
}

/// Which pairs of strings a product takes.
enum PauliPairs {
    case all
    /// Pairs that commute, counted twice: the anticommutator.
    case commuting
    /// Pairs that anticommute, counted twice: the commutator.
    case anticommuting
}

/// Products of Pauli sums on machine words.
struct PackedPauliSum<Word: FixedWidthInteger & UnsignedInteger & Sendable> {
    private struct Factor {
        var string: PackedPauli<Word>
        var yCount: Int
        var coefficient: Complex<Double>
    }

    private let factors: [Factor]

    init(_ sum: PauliSum) {
        factors = sum.elements.map { term, coefficient in
            let string = PackedPauli<Word>(x: Self.word(term.x), z: Self.word(term.z))
            return Factor(string: string, yCount: term.yCount, coefficient: coefficient)
        }
    }

    private static func word(_ mask: QubitMask) -> Word {
        let low = Word(truncatingIfNeeded: mask.word(at: 0))
        return Word.bitWidth > 64 ? low | Word(truncatingIfNeeded: mask.word(at: 1)) << 64 : low
    }

    private static func mask(_ word: Word) -> QubitMask {
        QubitMask(
            low: UInt64(truncatingIfNeeded: word),
            high: Word.bitWidth > 64 ? UInt64(truncatingIfNeeded: word >> 64) : 0)
    }

    /// The sum over the chosen pairs, in canonical form.
    ///
    /// P Q = i^k R with k = |x₁∧z₁| + |x₂∧z₂| − |x₃∧z₃| + 2|z₁∧x₂|; the pair commutes exactly if k is even.
    func product(with other: PackedPauliSum, pairs: PauliPairs) -> PauliSum {
        var table = AccumulationTable<PackedPauli<Word>>(capacity: factors.count + other.factors.count)
        for left in factors {
            let coefficient = pairs == .all ? left.coefficient : left.coefficient + left.coefficient
            for right in other.factors {
                let string = PackedPauli(x: left.string.x ^ right.string.x, z: left.string.z ^ right.string.z)
                let signs = 2 * (left.string.z & right.string.x).nonzeroBitCount
                let exponent = left.yCount + right.yCount + signs - (string.x & string.z).nonzeroBitCount
                if pairs != .all, (exponent & 1 == 0) != (pairs == .commuting) { continue }
                table.add(string, QuarterTurn(exponent: exponent).multiplying(coefficient * right.coefficient))
            }
        }
        var entries = table.takeEntries()
        entries.removeAll { $0.coefficient == .zero }
        CanonicalSort.sort(&entries)
        return PauliSum(
            canonical: entries.map { entry in
                (PauliString(x: Self.mask(entry.term.x), z: Self.mask(entry.term.z)), entry.coefficient)
            })
    }
}

extension LinearCombination<PauliString> {
    /// The product of two Pauli sums, in the order written.
    ///
    /// - Complexity: O(n m) products.
    public static func * (lhs: PauliSum, rhs: PauliSum) -> PauliSum { lhs.product(with: rhs, pairs: .all) }

    /// The commutator [A, B] = AB − BA: twice the products of the pairs of strings that anticommute.
    ///
    /// - Complexity: O(n m) products.
    public func commutator(with other: PauliSum) -> PauliSum { product(with: other, pairs: .anticommuting) }

    /// The anticommutator {A, B} = AB + BA: twice the products of the pairs of strings that commute.
    ///
    /// - Complexity: O(n m) products.
    public func anticommutator(with other: PauliSum) -> PauliSum { product(with: other, pairs: .commuting) }

    private func product(with other: PauliSum, pairs: PauliPairs) -> PauliSum {
        switch Swift.max(width, other.width) {
        case ...64: return PackedPauliSum<UInt64>(self).product(with: PackedPauliSum<UInt64>(other), pairs: pairs)
        case ...128: return PackedPauliSum<UInt128>(self).product(with: PackedPauliSum<UInt128>(other), pairs: pairs)
        default: return productOfAnyWidth(with: other, pairs: pairs)
        }
    }

    /// The same through ``PauliString``: any width, and the oracle of the fast way.
    func productOfAnyWidth(with other: PauliSum, pairs: PauliPairs) -> PauliSum {
        var accumulator = TermAccumulator<PauliString>(capacity: count + other.count)
        for left in elements {
            let coefficient = pairs == .all ? left.coefficient : left.coefficient + left.coefficient
            for right in other.elements {
                let (phase, term) = left.term.multiplied(by: right.term)
                if pairs != .all, (phase.exponent & 1 == 0) != (pairs == .commuting) { continue }
                accumulator.add(term, phase.multiplying(coefficient * right.coefficient))
            }
        }
        return accumulator.sum()
    }
}
