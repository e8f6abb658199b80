/// What can go wrong in operator algebra; each case says what was found, what was expected and what to do.
public enum OperatorError: Error, Equatable, Sendable {
    /// Text that is not an operator; lines and columns (in bytes) count from 1.
    case malformedText(line: Int, column: Int, found: String, expected: String)
    /// A coefficient that is infinite or not a number.
    case nonFiniteCoefficient(term: String)
    /// A negative power, which operators do not have.
    case negativePower(Int)
    /// An operation for terms a†a and a†a†aa only met another term.
    case notTwoBody(term: String)
    /// A reordering that is not a permutation of the modes the operator acts on.
    case notAPermutation(count: Int, width: Int)
    /// A substitution that names too few polynomials.
    case missingVariable(index: Int, count: Int)
}

extension OperatorError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .malformedText(let line, let column, let found, let expected):
            "line \(line), column \(column): found \(found), expected \(expected)"
        case .nonFiniteCoefficient(let term):
            "the coefficient of '\(term)' is not finite; check the input that produced it"
        case .negativePower(let exponent):
            "cannot raise an operator to the power \(exponent); powers are 0 or more"
        case .notTwoBody(let term):
            "found the term '\(term)', expected only constants, a†a and a†a†aa, as many creations as annihilations; "
                + "leave the other terms out first"
        case .notAPermutation(let count, let width):
            "the new order of modes is not a permutation of 0 to \(count - 1) that covers the operator's \(width) "
                + "modes; name each mode once"
        case .missingVariable(let index, let count):
            "the polynomial uses the variable w\(index), but only \(count) polynomials were given to put in; "
                + "give one for every variable up to w\(index)"
        }
    }
}
