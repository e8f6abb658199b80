public import QuantumCircuits

/// Why a circuit file cannot be read or written; each case says what was found, what was expected and what to do.
public enum CircuitFileError: Error, Hashable, Sendable {
    /// Text that breaks the format's rules.
    case malformed(at: SourceLocation, found: String, expected: String)
    /// An operation that does not fit the circuit.
    case rejected(at: SourceLocation, CircuitError)
    /// A file that cannot be opened; `includedFrom` tells which statement asked for it, if one did.
    case unreadable(path: String, reason: String, includedFrom: SourceLocation?)
    /// Something in a circuit that a format cannot say.
    case notExpressible(operation: String, format: CircuitFormat, reason: String)
}

extension CircuitFileError {
    /// Where in the text the problem is.
    public var location: SourceLocation? {
        switch self {
        case .malformed(let location, _, _), .rejected(let location, _): location
        case .unreadable(_, _, let location): location
        case .notExpressible: nil
        }
    }
}

extension CircuitFileError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .malformed(let location, let found, let expected): "\(location): found \(found); expected \(expected)"
        case .rejected(let location, let error): "\(location): \(error)"
        case .unreadable(let path, let reason, let location):
            (location.map { "\($0): " } ?? "") + "cannot read \(path): \(reason)"
        case .notExpressible(let operation, let format, let reason):
            "\(operation) cannot be written as \(format): \(reason)"
        }
    }
}
