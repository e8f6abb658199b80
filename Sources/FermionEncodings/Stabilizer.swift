internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// A Pauli string with a sign, as a condition on states: S|ψ⟩ = |ψ⟩.
public struct Stabilizer: Hashable, Sendable {
    /// The string without its sign.
    public var string: PauliString
    /// Whether the stabilizer is minus the string.
    public var isNegated: Bool

    /// ± a Pauli string.
    public init(_ string: PauliString, isNegated: Bool = false) {
        self.string = string
        self.isNegated = isNegated
    }

    /// The stabilizer that a Pauli sum of one term with coefficient 1 or −1 is.
    ///
    /// - Throws: ``EncodingError/notAStabilizer(_:)``.
    public init(_ sum: PauliSum) throws(EncodingError) {
        guard sum.count == 1, sum[0].coefficient.imaginary == 0, abs(sum[0].coefficient.real) == 1 else {
            throw .notAStabilizer(sum.description)
        }
        self.init(sum[0].term, isNegated: sum[0].coefficient.real < 0)
    }

    /// The string of Zs with the sign that makes it 1 in a basis state: the sector of that state.
    ///
    /// - Throws: ``EncodingError/notDiagonal(_:)`` if the string flips bits.
    public init(_ symmetry: PauliString, sectorOf basisState: QubitMask) throws(EncodingError) {
        guard symmetry.isDiagonal else { throw .notDiagonal(symmetry.description) }
        self.init(symmetry, isNegated: symmetry.z.overlapsOddly(basisState))
    }

    /// The product of two stabilizers.
    ///
    /// - Precondition: they commute, or the product would not be Hermitian.
    public func multiplied(by other: Stabilizer) -> Stabilizer {
        let (phase, term) = string.multiplied(by: other.string)
        precondition(phase == .one || phase == .minusOne, "stabilizers commute")
        return Stabilizer(term, isNegated: (isNegated != other.isNegated) != (phase == .minusOne))
    }

    /// The stabilizer as an operator.
    public var operatorSum: PauliSum { PauliSum(string, isNegated ? -1.0 : 1.0) }
}

extension Stabilizer: CustomStringConvertible {
    /// The sign and the string, such as `-Z0 Z2`.
    public var description: String { (isNegated ? "-" : "+") + (string == .identity ? "1" : string.description) }
}

extension [Stabilizer] {
    /// A basis state |b⟩ that is part of a state with all these stabilizers, or `nil` if there is none.
    ///
    /// The products of stabilizers that flip no bits are signs of basis states: linear equations for b. Their solution
    /// with the fewest pivots set is taken.
    ///
    /// - Precondition: the stabilizers commute with each other.
    func basisState() -> QubitMask? {
        var flipping: [Stabilizer] = []
        var solved: [Stabilizer] = []
        for stabilizer in self {
            var rest = flipping.reduce(stabilizer) { rest, other in
                guard let pivot = other.string.x.first, rest.string.x.contains(pivot) else { return rest }
                return rest.multiplied(by: other)
            }
            if !rest.string.isDiagonal {
                flipping.append(rest)
                continue
            }
            for other in solved {
                if let pivot = other.string.z.first, rest.string.z.contains(pivot) { rest = rest.multiplied(by: other) }
            }
            if let pivot = rest.string.z.first {
                solved = solved.map { $0.string.z.contains(pivot) ? $0.multiplied(by: rest) : $0 } + [rest]
            } else if rest.isNegated {
                return nil
            }
        }
        return QubitMask(solved.lazy.filter(\.isNegated).compactMap(\.string.z.first))
    }
}
