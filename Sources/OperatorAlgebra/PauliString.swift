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
        var hash: UInt64 = 0
        for index in 0..<x.wordCount { hash = mixed(hash ^ x.word(at: index)) }
        for index in 0..<z.wordCount { hash = mixed(hash &+ z.word(at: index)) }
        return hash
    }

    /// One more than the largest qubit with a letter.
    @inlinable
    public var width: Int { (support.last ?? -1) + 1 }
}

extension PauliString: Comparable {
    /// OpenFermion's order: compare the lists of (qubit, letter) from the lowest qubit up.
    public static func < (lhs: PauliString, rhs: PauliString) -> Bool {
        let difference = lhs.x.symmetricDifference(rhs.x).union(lhs.z.symmetricDifference(rhs.z))
        guard let qubit = difference.first else { return false }
        switch (lhs[qubit], rhs[qubit]) {
        case (let left?, let right?): return left.rawValue < right.rawValue
        case (nil, _): return (lhs.support.last ?? -1) < qubit
        case (_, nil): return (rhs.support.last ?? -1) > qubit
        }
    }
}

extension PauliString: CustomStringConvertible {
    /// OpenFermion's spelling, such as `X0 Y2`; empty for the identity.
    public var description: String {
        letters.map { "\($0.letter.rawValue)\($0.qubit)" }.joined(separator: " ")
    }

    /// Reads OpenFermion's spelling; factors may come in any order and repeat, the phase tells what that gave.
    public static func parse(
        _ text: some StringProtocol
    ) throws(OperatorError) -> (phase: QuarterTurn, term: PauliString) {
        var product: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
        for factor in text.split(whereSeparator: \.isWhitespace) {
            let letter = factor.first?.uppercased().first
            let index = Int(factor.dropFirst())
            guard let letter, let index, ModeIndex.range ~= index, factor.dropFirst().allSatisfy(\.isASCIIDigit) else {
                throw .malformedTerm(
                    text: String(text), found: String(factor),
                    expected: "factors such as X0, Y12 or Z3, the qubit below \(ModeIndex.range.upperBound)")
            }
            if letter == "I" { continue }
            guard let pauli = PauliLetter(rawValue: letter) else {
                throw .malformedTerm(
                    text: String(text), found: String(factor), expected: "a letter X, Y, Z or I before the qubit")
            }
            let next = product.term.multiplied(by: PauliString([index: pauli]))
            product = (product.phase * next.phase, next.term)
        }
        return product
    }
}
