internal import HDF5Archives
public import QuantumCircuits

/// What a checkpoint belongs to: a circuit, a precision and the state that the run began with.
public struct RunIdentity: Hashable, Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// The number of operations of the run.
    public let operationCount: Int
    /// The precision.
    public let precision: Precision
    /// A number that tells circuits and initial states apart.
    public let fingerprint: UInt64

    /// The identity of a run of a circuit up to its terminal measurements.
    ///
    /// - Parameter initial: the state it begins with; |0…0⟩ by default.
    /// - Complexity: reads the initial state once, if there is one.
    public init(_ circuit: Circuit, precision: Precision, from initial: StateVector? = nil) {
        qubitCount = circuit.qubitCount
        operationCount = circuit.operationsBeforeTerminalMeasurements.count
        self.precision = precision
        var fingerprint = CircuitFingerprint(circuit)
        fingerprint.add(UInt64(precision.bytesPerAmplitude))
        if let initial { fingerprint.add(initial.checksum) }
        self.fingerprint = fingerprint.value
    }
}

/// A state on the way through a circuit, in a file: the state's file with three more attributes of `/`: `fingerprint` and
/// `operations` of the run, and `done`, the number of operations behind which the state stands.
public struct Checkpoint: Sendable {
    /// How many operations are done.
    public let done: Int
    /// The state after them.
    public let state: StateVector

    private static let (fingerprint, operations, doneName) = ("fingerprint", "operations", "done")

    /// Writes a checkpoint; the file appears whole or not at all, and replaces one of that name.
    ///
    /// - Throws: ``StateVectorError/file(_:)``.
    public static func write(
        _ state: StateVector, done: Int, of run: RunIdentity, to path: String
    ) throws(StateVectorError) {
        let facts: [(String, Int64)] = [
            (fingerprint, Int64(bitPattern: run.fingerprint)), (operations, Int64(run.operationCount)),
            (doneName, Int64(done)),
        ]
        try state.write(to: path, facts: facts)
    }

    /// Throws ``StateVectorError/file(_:)`` where no checkpoint can be written, before a run that would need it.
    public static func checkWritable(_ path: String) throws(StateVectorError) {
        _ = try StateFile.attempt { () throws(HDF5Error) in try HDF5Writer(creating: path) }
    }

    /// Reads the checkpoint of a run.
    ///
    /// - Throws: ``StateVectorError/foreignCheckpoint(file:found:)`` for one of another run, before the state is read, and
    ///   as ``StateVector/init(contentsOf:)``.
    public init(contentsOf path: String, of run: RunIdentity) throws(StateVectorError) {
        done = try Self.operationsDone(path, run)
        state = try StateVector(contentsOf: path)
        guard state.qubitCount == run.qubitCount, state.precision == run.precision else {
            throw .foreignCheckpoint(
                file: path, found: "a state of \(state.qubitCount) qubits in \(state.precision.rawValue) precision")
        }
    }

    private static func operationsDone(_ path: String, _ run: RunIdentity) throws(StateVectorError) -> Int {
        let facts = try StateFile.attempt { () throws(HDF5Error) in
            let reader = try HDF5Reader(opening: path)
            return [
                try reader.attribute(fingerprint, on: "/"), try reader.attribute(operations, on: "/"),
                try reader.attribute(doneName, on: "/"),
            ]
        }
        guard case .integer(let fingerprint) = facts[0], case .integer(let operations) = facts[1],
            case .integer(let done) = facts[2]
        else { throw .foreignCheckpoint(file: path, found: "a file without the attributes of a checkpoint") }
        guard fingerprint == Int64(bitPattern: run.fingerprint), operations == Int64(run.operationCount),
            0...operations ~= done
        else {
            throw .foreignCheckpoint(
                file: path, found: "operation \(done) of \(operations) of another run")
        }
        return Int(done)
    }
}

extension StateVector {
    /// A number that tells states apart.
    fileprivate var checksum: UInt64 {
        withAmplitudes { UInt64(bitPattern: Checksum.of(UnsafeRawBufferPointer(start: $0, count: byteCount))) }
    }
}
