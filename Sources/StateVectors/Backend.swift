internal import ComplexModule
public import OperatorAlgebra
public import QuantumCircuits
internal import RealModule

/// Something that simulates circuits on state vectors.
///
/// Required: ``makeState(qubitCount:)``, ``apply(_:to:)`` and ``expectation(of:in:)``. Derived: everything else.
/// ``ReferenceBackend`` is slow and obvious, the oracle for every other; ``VectorizedBackend`` is the one to use.
public protocol Backend: Sendable {
    /// The state |0…0⟩ in the backend's precision.
    ///
    /// - Throws: ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)``.
    func makeState(qubitCount: Int) throws(StateVectorError) -> StateVector

    /// Applies gates in order; a backend may fuse them.
    ///
    /// - Throws: ``StateVectorError/notUnitary(operation:)`` for measurements, resets and conditions,
    ///   ``StateVectorError/unboundParameter(operation:)``.
    func apply(_ operations: [CircuitOperation], to state: inout StateVector) throws(StateVectorError)

    /// ⟨ψ|H|ψ⟩ for a Hermitian Pauli sum and a normalized state.
    ///
    /// - Throws: ``StateVectorError/notHermitian(term:)``, ``StateVectorError/sizeMismatch(what:found:expected:)``.
    func expectation(of observable: PauliSum, in state: StateVector) throws(StateVectorError) -> Double
}

extension Backend {
    /// The final state of a circuit of gates that starts in |0…0⟩, unless another state is given. Measurements at the
    /// end are left out.
    public func finalState(of circuit: Circuit, from initial: StateVector? = nil) throws(StateVectorError)
        -> StateVector
    {
        var state = try initialState(of: circuit, initial)
        try apply(circuit.operationsBeforeTerminalMeasurements, to: &state)
        return state
    }
}

extension Backend {
    /// The given state, if it fits the circuit, or |0…0⟩.
    func initialState(of circuit: Circuit, _ initial: StateVector?) throws(StateVectorError) -> StateVector {
        guard let initial else { return try makeState(qubitCount: circuit.qubitCount) }
        guard initial.qubitCount == circuit.qubitCount else {
            throw .sizeMismatch(what: "the initial state", found: initial.qubitCount, expected: circuit.qubitCount)
        }
        return initial
    }
}

extension PauliSum {
    /// Checks that an observable fits a register and is Hermitian.
    func checkObservable(qubitCount: Int) throws(StateVectorError) {
        guard width <= qubitCount else {
            throw .sizeMismatch(what: "the observable", found: width, expected: qubitCount)
        }
        for (term, coefficient) in self where coefficient.imaginary != 0 {
            throw .notHermitian(term: term.description)
        }
    }
}

extension Circuit {
    /// The operations without measurements after which nothing else happens to their qubits.
    public var operationsBeforeTerminalMeasurements: [CircuitOperation] {
        guard let first = firstMeasurement else { return operations }
        var blocked = Set<Int>()
        var kept: [CircuitOperation] = []
        for operation in operations[first...].reversed() {
            if case .measure(let measurement) = operation, blocked.isDisjoint(with: measurement.qubits) { continue }
            if case .barrier = operation {
                kept.append(operation)
                continue
            }
            blocked.formUnion(operation.qubits)
            kept.append(operation)
        }
        return operations[..<first] + kept.reversed()
    }

    private var firstMeasurement: Int? {
        operations.withUnsafeBufferPointer { buffer in buffer.indices.first { Self.isMeasurement(buffer[$0]) } }
    }

    @inline(__always)
    private static func isMeasurement(_ operation: CircuitOperation) -> Bool {
        if case .measure = operation { true } else { false }
    }
}
