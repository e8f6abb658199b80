/// Why an operation does not fit a circuit; each case says what was found, what was expected and what to do.
public enum CircuitError: Error, Hashable, Sendable {
    /// A qubit that the circuit does not have.
    case qubitOutOfRange(operation: String, qubit: Int, qubitCount: Int)
    /// A qubit that occurs twice among operands and controls.
    case duplicateQubit(operation: String, qubit: Int)
    /// A classical bit that the circuit does not have.
    case bitOutOfRange(operation: String, bit: Int, bitCount: Int)
    /// Too few or too many operands.
    case wrongOperandCount(operation: String, found: Int, expected: Int)
    /// Too few or too many angles.
    case wrongAngleCount(operation: String, found: Int, expected: Int)
    /// An angle that is infinite or not a number.
    case nonFiniteAngle(operation: String, value: Double)
    /// A parameter that the circuit does not have.
    case parameterOutOfRange(operation: String, index: Int, parameterCount: Int)
    /// Too few or too many values for the circuit's parameters.
    case wrongParameterCount(found: Int, expected: Int)
    /// A matrix that is not unitary.
    case notUnitary(operation: String, defect: Double)
    /// A gate that no row of the table describes.
    case unknownGate(String)
    /// Something that only circuits of gates allow.
    case notUnitaryCircuit(operation: String, purpose: String)
    /// More qubits than something can be done for.
    case tooWide(found: Int, largest: Int, purpose: String)
}

extension CircuitError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .qubitOutOfRange(let operation, let qubit, let count):
            "\(operation) names qubit \(qubit), but the circuit has \(count) (0 to \(count - 1))"
        case .duplicateQubit(let operation, let qubit):
            "\(operation) names qubit \(qubit) twice; its operands and controls must be different qubits"
        case .bitOutOfRange(let operation, let bit, let count):
            "\(operation) names classical bit \(bit), but the circuit has \(count)"
        case .wrongOperandCount(let operation, let found, let expected):
            "\(operation) was given \(found) qubits, expected \(expected)"
        case .wrongAngleCount(let operation, let found, let expected):
            "\(operation) was given \(found) parameters, expected \(expected)"
        case .nonFiniteAngle(let operation, let value):
            "\(operation) was given the angle \(value); angles must be finite numbers"
        case .parameterOutOfRange(let operation, let index, let count):
            "\(operation) uses parameter \(index), but the circuit has \(count)"
        case .wrongParameterCount(let found, let expected):
            "the circuit has \(expected) parameters, but \(found) values were given"
        case .notUnitary(let operation, let defect):
            "the matrix of \(operation) is not unitary: U†U differs from the identity by \(defect)"
        case .unknownGate(let name): "there is no gate named '\(name)'; GateTable.all lists those there are"
        case .notUnitaryCircuit(let operation, let purpose):
            "\(purpose) needs a circuit of gates only, but it contains \(operation)"
        case .tooWide(let found, let largest, let purpose):
            "the circuit has \(found) qubits, but \(purpose) is made for at most \(largest)"
        }
    }
}
