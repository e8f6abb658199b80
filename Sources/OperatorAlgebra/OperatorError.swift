/// What can go wrong in operator algebra; each case says what was found, what was expected and what to do.
public enum OperatorError: Error, Equatable, Sendable {
    /// A factor or term that is not spelled right.
    case malformedTerm(text: String, found: String, expected: String)
    /// A coefficient that is not a number.
    case malformedCoefficient(text: String)
    /// A coefficient that is infinite or not a number.
    case nonFiniteCoefficient(term: String)
    /// A negative power, which operators do not have.
    case negativePower(Int)
}

extension OperatorError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .malformedTerm(let text, let found, let expected):
            "cannot read the operator term '\(text)': found '\(found)', expected \(expected)"
        case .malformedCoefficient(let text):
            "cannot read the coefficient '\(text)': expected a number such as 1.5, -2e-3, 1j or (1+2j)"
        case .nonFiniteCoefficient(let term):
            "the coefficient of '\(term)' is not finite; check the input that produced it"
        case .negativePower(let exponent):
            "cannot raise an operator to the power \(exponent); powers are 0 or more"
        }
    }
}
