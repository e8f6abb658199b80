/// What can go wrong in a simulation; each case says what was found, what was expected and what to do.
public enum StateVectorError: Error, Hashable, Sendable {
    /// The state does not fit in memory.
    case outOfMemory(qubits: Int, bytesNeeded: UInt64, bytesAvailable: UInt64, largestQubitCount: Int)
    /// More qubits than an index has bits for.
    case tooManyQubits(found: Int, limit: Int)
    /// A state of another size than the circuit or operator.
    case sizeMismatch(what: String, found: Int, expected: Int)
    /// A free parameter that has no value.
    case unboundParameter(operation: String)
    /// A measurement, reset or condition where only gates can be.
    case notUnitary(operation: String)
    /// An observable with a complex coefficient.
    case notHermitian(term: String)
    /// An instruction set that this machine lacks or that does not exist.
    case unavailableInstructionSet(found: String, available: [String])
    /// A basis state that the register does not have.
    case basisStateOutOfRange(found: String, qubits: Int)
    /// A number of shots that is negative.
    case negativeShots(Int)
    /// A parameter that is infinite or not a number.
    case notFinite(quantity: String, value: Double)
    /// Too few or too many values for a circuit's parameters.
    case wrongParameterCount(found: Int, expected: Int)
    /// More samples than there is memory for.
    case tooManyShots(found: Int, bytesPerShot: UInt64, bytesAvailable: UInt64, largest: UInt64)
    /// A matrix on more qubits than the kernels take.
    case matrixTooWide(found: Int, limit: Int)
    /// Qubits that do not exist or are named twice.
    case badSubset(found: [Int], qubits: Int)
    /// Eigenvalues of a density matrix that could not be computed.
    case eigenvalues(String)
    /// A file that cannot be read or written.
    case file(StateFileProblem)
    /// A file that holds something other than a state.
    case notAState(file: String, found: String)
    /// A file whose amplitudes are not those that were written.
    case damagedState(file: String, firstRow: Int)
    /// A checkpoint of another run.
    case foreignCheckpoint(file: String, found: String)
    /// A state without norm, from which nothing can be sampled.
    case unnormalizable(norm: Double)
}

extension StateVectorError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .outOfMemory(let qubits, let needed, let available, let largest):
            """
            a state of \(qubits) qubits needs \(ByteCount(needed)), but \(ByteCount(available)) are available; \
            the largest state that fits has \(largest) qubits
            """
        case .tooManyQubits(let found, let limit):
            "\(found) qubits were asked for; a state vector has at most \(limit)"
        case .sizeMismatch(let what, let found, let expected):
            "\(what) has \(found) qubits, expected \(expected)"
        case .unboundParameter(let operation):
            "\(operation) has a free parameter; bind the circuit's parameters to numbers first"
        case .notUnitary(let operation):
            "\(operation) is not a gate; only circuits of gates have one final state, run this one with shots"
        case .notHermitian(let term):
            "the coefficient of '\(term)' is not real, so the observable is not Hermitian"
        case .unavailableInstructionSet(let found, let available):
            "the instruction set '\(found)' cannot be used here; available: \(available.joined(separator: ", "))"
        case .basisStateOutOfRange(let found, let qubits):
            "'\(found)' is not a basis state of \(qubits) qubits; write \(qubits) characters 0 or 1, qubit 0 first"
        case .negativeShots(let shots): "\(shots) shots were asked for; the number must be 0 or more"
        case .notFinite(let quantity, let value): "\(quantity) is \(value); every number must be finite"
        case .wrongParameterCount(let found, let expected):
            "the circuit has \(expected) parameters, but \(found) values were given"
        case .tooManyShots(let found, let each, let available, let largest):
            """
            \(found) shots need \(each) bytes each, but \(ByteCount(available)) are available; at most \(largest) \
            fit, so draw them in several runs with different seeds
            """
        case .matrixTooWide(let found, let limit):
            "a matrix on \(found) qubits; at most \(limit) are applied at once, so take it apart into smaller gates"
        case .badSubset(let found, let qubits):
            "the qubits \(found) are not different qubits of 0 to \(qubits - 1)"
        case .eigenvalues(let reason): "the eigenvalues of a density matrix could not be computed: \(reason)"
        case .file(let problem): problem.description
        case .notAState(let file, let found):
            """
            \(file): found \(found), expected a state: amplitudes of shape (2^n, 2) in 32- or 64-bit numbers and a \
            checksum for every 2^20 rows, as --state-out writes them
            """
        case .damagedState(let file, let row):
            "\(file): the checksum from row \(row) on does not fit; the file was changed or damaged, make it again"
        case .foreignCheckpoint(let file, let found):
            """
            \(file): found \(found), expected a checkpoint of this circuit, initial state and precision; delete the file \
            to begin again, or name another
            """
        case .unnormalizable(let norm): "the state has norm \(norm), so nothing can be sampled from it"
        }
    }
}

/// What is wrong with a state's file.
public struct StateFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of trouble a program reacts to differently.
    public enum Kind: Hashable, Sendable {
        /// The input does not exist or may not be read.
        case noInput
        /// The input exists and its content is wrong.
        case badData
        /// The content does not fit into memory.
        case outOfMemory
        /// The output cannot be made.
        case cannotCreate
    }

    /// Which kind of trouble this is.
    public let kind: Kind
    /// The problem in words.
    public let description: String
}

/// A number of bytes, spelled for a person with the exact number beside it.
struct ByteCount: CustomStringConvertible {
    let bytes: UInt64

    init(_ bytes: UInt64) { self.bytes = bytes }

    var description: String {
        // What overflowed was saturated.
        if bytes == .max { return "more than 16 EiB" }
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        if unit == 0 { return "\(bytes) bytes" }
        let rounded = (value * 10).rounded() / 10
        return "\(rounded) \(units[unit]) (\(bytes) bytes)"
    }
}
