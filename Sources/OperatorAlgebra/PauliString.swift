/// A Pauli letter.
public enum PauliLetter: Character, Sendable, CaseIterable {
    /// The bit flip.
    case x = "X"
    /// i X Z.
    case y = "Y"
    /// The sign flip.
    case z = "Z"
}

/// A tensor product of Pauli matrices, one letter a qubit, with phase +1: `X0 Y2` is X on qubit 0 and Y on qubit 2.
///
/// Stored as two bit masks: qubit q carries X if only `x` has bit q, Z if only `z` has it, Y if both have it. So
/// P = i^|x∧z| X^x Z^z, which makes every Pauli string Hermitian and its own inverse.
@frozen
public struct PauliString: Hashable, Sendable {
    /// The qubits with X or Y: those whose bit the string flips.
    public var x: QubitMask
    /// The qubits with Z or Y: those whose bit gives a sign.
    public var z: QubitMask

    /// The string with the given masks.
    @inlinable
    public init(x: QubitMask = QubitMask(), z: QubitMask = QubitMask()) {
        self.x = x
        self.z = z
    }

    /// The string with the given letters.
    ///
    /// - Precondition: no qubit is named twice or negative.
    public init(_ letters: KeyValuePairs<Int, PauliLetter>) {
        self.init()
        for (qubit, letter) in letters {
            precondition(self[qubit] == nil, "qubit \(qubit) is named twice")
            self[qubit] = letter
        }
    }

    /// The letter on a qubit; `nil` is the identity.
    public subscript(qubit: Int) -> PauliLetter? {
        get {
            switch (x.contains(qubit), z.contains(qubit)) {
            case (false, false): nil
            case (true, false): .x
            case (true, true): .y
            case (false, true): .z
            }
        }
        set {
            x.remove(qubit)
            z.remove(qubit)
            if newValue == .x || newValue == .y { x.insert(qubit) }
            if newValue == .z || newValue == .y { z.insert(qubit) }
        }
    }

    /// The qubits that carry a letter.
    @inlinable
    public var support: QubitMask { x.union(z) }

    /// The number of letters.
    @inlinable
    public var weight: Int { support.count }

    /// The number of Y letters.
    @inlinable
    public var yCount: Int { x.intersection(z).count }

    /// Whether only Z letters occur.
    @inlinable
    public var isDiagonal: Bool { x.isEmpty }

    /// Whether the two strings commute: they do unless they differ on an odd number of shared qubits.
    @inlinable
    public func commutes(with other: PauliString) -> Bool {
        x.overlapsOddly(other.z) == z.overlapsOddly(other.x)
    }

    /// The letters from the lowest qubit up.
    public var letters: [(qubit: Int, letter: PauliLetter)] {
        support.compactMap { qubit in self[qubit].map { (qubit, $0) } }
    }
}

extension PauliString: OperatorProduct {
    /// The empty string.
    @inlinable
    public static var identity: PauliString { PauliString() }

    /// P Q = i^k R with k = |x₁∧z₁| + |x₂∧z₂| − |x₃∧z₃| + 2|z₁∧x₂|: moving Z^z₁ past X^x₂ gives a sign each.
    @inlinable
    public func multiplied(by other: PauliString) -> (phase: QuarterTurn, term: PauliString) {
        let term = PauliString(x: x.symmetricDifference(other.x), z: z.symmetricDifference(other.z))
        let exponent = yCount + other.yCount - term.yCount + 2 * z.intersection(other.x).count
        return (QuarterTurn(exponent: exponent), term)
    }

    /// Pauli strings are Hermitian.
    @inlinable
    public var adjoint: (phase: QuarterTurn, term: PauliString) { (.one, self) }

    /// See ``OperatorProduct/fingerprint``.
    @inlinable
    public var fingerprint: UInt64 {
        var hash = mixed(x.word(at: 0) &+ z.word(at: 0) &* 0x9e37_79b9_7f4a_7c15)
        for index in 1..<Swift.max(x.wordCount, z.wordCount) where x.word(at: index) | z.word(at: index) != 0 {
            hash = mixed(hash &+ x.word(at: index) &+ z.word(at: index) &* 0x9e37_79b9_7f4a_7c15)
        }
        return hash
    }

    /// One more than the largest qubit with a letter.
    @inlinable
    public var width: Int { (support.last ?? -1) + 1 }
}

extension PauliString: Comparable {
    /// OpenFermion's order: compare the lists of (qubit, letter) from the lowest qubit up, a prefix first.
    public static func < (lhs: PauliString, rhs: PauliString) -> Bool {
        let count = Swift.max(lhs.x.wordCount, lhs.z.wordCount, rhs.x.wordCount, rhs.z.wordCount)
        for index in 0..<count {
            let (left, right) = (
                (lhs.x.word(at: index), lhs.z.word(at: index)), (rhs.x.word(at: index), rhs.z.word(at: index))
            )
            let difference = (left.0 ^ right.0) | (left.1 ^ right.1)
            if difference == 0 { continue }
            let qubit: UInt64 = difference & (~difference &+ 1)
            let (leftRank, rightRank) = (rank(left, at: qubit), rank(right, at: qubit))
            if leftRank == 0 { return !lhs.hasLetter(above: qubit, ofWord: index) }
            if rightRank == 0 { return rhs.hasLetter(above: qubit, ofWord: index) }
            return leftRank < rightRank
        }
        return false
    }

    /// 0 for no letter, then 1 to 3 for X, Y, Z.
    private static func rank(_ word: (x: UInt64, z: UInt64), at qubit: UInt64) -> Int {
        if word.z & qubit == 0 { return word.x & qubit == 0 ? 0 : 1 }
        return word.x & qubit == 0 ? 3 : 2
    }

    private func hasLetter(above qubit: UInt64, ofWord index: Int) -> Bool {
        if (x.word(at: index) | z.word(at: index)) & ~(qubit | (qubit &- 1)) != 0 { return true }
        return (index + 1..<Swift.max(x.wordCount, z.wordCount, index + 1)).contains {
            x.word(at: $0) | z.word(at: $0) != 0
        }
    }
}

extension PauliString: CustomStringConvertible {
    /// OpenFermion's spelling, such as `X0 Y2`; empty for the identity.
    public var description: String {
        letters.map { "\($0.letter.rawValue)\($0.qubit)" }.joined(separator: " ")
    }

    /// See ``OperatorProduct/init(factor:)``: a letter, upper or lower case, and a qubit; `I3` is the identity.
    public init?(factor: some StringProtocol) {
        guard let letter = factor.first?.uppercased().first, let qubit = ModeIndex.parse(factor.dropFirst()) else {
            return nil
        }
        self.init()
        if letter == "I" { return }
        guard let pauli = PauliLetter(rawValue: letter) else { return nil }
        self[qubit] = pauli
    }

    /// See ``OperatorProduct/factorSpelling``.
    public static var factorSpelling: String {
        "a letter X, Y, Z or I and a qubit below \(ModeIndex.range.upperBound), such as X3"
    }

    /// True: a number can only be a coefficient.
    public static var factorsBeginWithLetters: Bool { true }
}

extension PauliString {
    /// The string on other qubits: qubit q becomes `place(q)`.
    public func onQubits(_ place: (Int) -> Int) -> PauliString {
        var result = PauliString()
        for (qubit, letter) in letters { result[place(qubit)] = letter }
        return result
    }
}
