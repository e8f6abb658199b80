public import StateVectors

/// What can go wrong with noise; each case says what was found, what was expected and what to do.
public enum NoiseError: Error, Hashable, Sendable {
    /// A probability that is none, or that does not fit the others.
    case probability(what: String, found: Double, expected: String)
    /// A physical quantity out of its range: a time that is negative, T2 > 2·T1.
    case outOfRange(what: String, found: Double, expected: String)
    /// A number that is infinite or not a number.
    case notFinite(what: String, value: Double)
    /// A channel without Kraus operators.
    case emptyChannel(name: String)
    /// Kraus operators of different or impossible sizes.
    case channelSize(name: String, found: Int, expected: String)
    /// Kraus operators with Σ K†K ≠ 1.
    case notTracePreserving(name: String, defect: Double, tolerance: Double)
    /// A matrix that should be unitary.
    case notUnitary(what: String, defect: Double)
    /// A map whose Choi matrix has a negative eigenvalue.
    case notCompletelyPositive(name: String, lowest: Double)
    /// Eigenvalues that could not be computed.
    case eigenvalues(channel: String, reason: String)
    /// A channel on qubits that do not exist or are named twice.
    case qubits(what: String, found: [Int], expected: String)
    /// A specification or model file that cannot be understood; `at` is its line and column, or its text.
    case specification(at: String, found: String, expected: String)
    /// A file that cannot be read.
    case file(path: String, reason: String)
    /// Something that a method cannot do.
    case unsupported(what: String, instead: String)
    /// A matrix of readout probabilities whose columns do not add up to 1.
    case readout(what: String, found: Double, expected: String)
    /// Too few trajectories, or shots, for what was asked.
    case count(what: String, found: Int, expected: String)
    /// A density matrix that does not fit in memory.
    case densityMatrixTooLarge(qubits: Int, bytesNeeded: UInt64, bytesAvailable: UInt64, largestQubitCount: Int)
    /// The simulation of the states failed.
    case state(StateVectorError)
}

extension NoiseError: CustomStringConvertible {
    /// The message for a person.
    public var description: String {
        switch self {
        case .probability(let what, let found, let expected), .outOfRange(let what, let found, let expected),
            .readout(let what, let found, let expected):
            "\(what) is \(found), expected \(expected)"
        case .notFinite(let what, let value): "\(what) is \(value); every number must be finite"
        case .emptyChannel(let name): "the channel \(name) has no Kraus operators; give at least one"
        case .channelSize(let name, let found, let expected):
            "a Kraus operator of \(name) acts on \(found) qubits, expected \(expected)"
        case .notTracePreserving(let name, let defect, let tolerance):
            """
            the Kraus operators of \(name) do not preserve the trace: an element of the sum of K†K is \(defect) away \
            from the identity's, at most \(tolerance) is allowed; scale or complete them
            """
        case .notUnitary(let what, let defect):
            "\(what) is not unitary: U†U is \(defect) away from the identity"
        case .notCompletelyPositive(let name, let lowest):
            "\(name) is not completely positive: its Choi matrix has the eigenvalue \(lowest), expected none below 0"
        case .eigenvalues(let channel, let reason): "the eigenvalues of \(channel) could not be computed: \(reason)"
        case .qubits(let what, let found, let expected): "\(what) is put on the qubits \(found), expected \(expected)"
        case .specification(let place, let found, let expected): "\(place): found \(found), expected \(expected)"
        case .file(let path, let reason): "\(path) cannot be read: \(reason)"
        case .unsupported(let what, let instead): "\(what); \(instead)"
        case .count(let what, let found, let expected): "\(what) is \(found), expected \(expected)"
        case .densityMatrixTooLarge(let qubits, let needed, let available, let largest):
            """
            a density matrix of \(qubits) qubits needs \(needed) bytes, but \(available) are available; the largest that \
            fits has \(largest) qubits; trajectories need only states
            """
        case .state(let error): error.description
        }
    }
}

extension NoiseError {
    /// Checks that a number is a probability.
    ///
    /// - Throws: ``probability(what:found:expected:)``, ``notFinite(what:value:)``.
    static func check(probability: Double, _ what: String) throws(NoiseError) {
        guard probability.isFinite else { throw .notFinite(what: what, value: probability) }
        guard 0...1 ~= probability else {
            throw .probability(what: what, found: probability, expected: "a number from 0 to 1")
        }
    }
}
