public import DenseAlgebra
public import FermionEncodings
public import OperatorAlgebra
public import QuantumCircuits
public import StateVectors

/// What can go wrong in a quantum algorithm: each case says what was found, what was expected and what to do.
public enum QuantumAlgorithmError: Error, Sendable {
    /// The simulator refused.
    case simulation(StateVectorError)
    /// An operation does not fit its circuit.
    case circuit(CircuitError)
    /// The encoding refused an operator.
    case encoding(EncodingError)
    /// The operator does not fit the register or sector.
    case operators(OperatorError)
    /// The eigensolver refused, or did not converge.
    case eigensolver(DenseAlgebraError)
    /// The solver of linear programs refused, or gave up.
    case linearProgram(DenseAlgebraError)
    /// A coefficient with an imaginary part, where a linear program takes real ones.
    case notRealCoefficient(term: String)
    /// Too few or too many parameter values.
    case wrongParameterCount(found: Int, expected: Int)
    /// A parameter or energy that is infinite or not a number.
    case notFinite(quantity: String, value: Double)
    /// A scale of a parameter that is zero or negative.
    case notPositive(quantity: String, value: Double)
    /// An operator on more qubits than there are.
    case tooManyQubits(operator: String, found: Int, expected: Int)
    /// An encoding of too few modes for the orbitals.
    case tooFewModes(encoding: String, found: Int, expected: Int)
    /// An encoding whose determinants are not computational basis states.
    case noBasisStates(encoding: String)
    /// More electrons of one spin than orbitals.
    case tooManyElectrons(up: Int, down: Int, orbitals: Int)
    /// Unpaired electrons where a closed shell is needed.
    case openShell(up: Int, down: Int)
    /// An operator with a coefficient that is not real.
    case notHermitian(term: String)
    /// An operator whose matrix is complex where a real one is needed.
    case notReal(term: String)
    /// An operator that changes the numbers of electrons, by a matrix element of this size.
    case leavesSector(magnitude: Double)
    /// A sector whose matrix does not fit in memory.
    case sectorTooLarge(determinants: Double, bytesNeeded: Double, bytesAvailable: UInt64)
}

extension QuantumAlgorithmError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .simulation(let error): error.description
        case .circuit(let error): error.description
        case .encoding(let error): error.description
        case .operators(let error): error.description
        case .eigensolver(let error): error.description
        case .linearProgram(let error): error.description
        case .notRealCoefficient(let term):
            "the coefficient of '\(term)' has an imaginary part; expected real ones, since a sum of complex magnitudes is no "
                + "linear program. Turn the phases of the modes so that the integrals are real"
        case .wrongParameterCount(let found, let expected):
            "the ansatz has \(expected) parameters, but \(found) values were given; give one value a parameter"
        case .notFinite(let quantity, let value):
            "\(quantity) is \(value); a finite number was expected. Check the integrals or the start values"
        case .notPositive(let quantity, let value):
            "\(quantity) is \(value); a positive number was expected"
        case .tooManyQubits(let name, let found, let expected):
            "\(name) acts on \(found) qubits, but there are \(expected); encode both with the same encoding"
        case .tooFewModes(let encoding, let found, let expected):
            "this \(encoding) encoding has \(found) modes, but the orbitals need \(expected) (two each); "
                + "make it with modeCount: \(expected)"
        case .noBasisStates(let encoding):
            "the \(encoding) encoding does not take determinants to basis states of the qubits; "
                + "use Jordan-Wigner, parity or Bravyi-Kitaev"
        case .tooManyElectrons(let up, let down, let orbitals):
            "\(up) electrons of spin up and \(down) of spin down do not fit into \(orbitals) orbitals"
        case .openShell(let up, let down):
            "shared amplitudes need as many electrons of spin up as of spin down, but there are \(up) and \(down); "
                + "use independent amplitudes"
        case .notHermitian(let term):
            "the coefficient of '\(term)' is not real; an energy needs a Hermitian operator"
        case .notReal(let term):
            "'\(term)' has an odd number of Y, so the matrix is complex; a real Hamiltonian was expected"
        case .leavesSector(let magnitude):
            "the operator changes the number or spin of the electrons (by a matrix element of \(magnitude)); "
                + "expected one that conserves both, encoded with the same encoding"
        case .sectorTooLarge(let determinants, let needed, let available):
            "the \(determinants) determinants need up to \(needed) bytes, but \(available) are available; "
                + "choose a smaller active space"
        }
    }
}
