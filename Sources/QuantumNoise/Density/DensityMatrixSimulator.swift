internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
public import StateVectors

/// Noisy circuits exactly, by the density matrix: ρ → UρU† for gates, ρ → Σ KρK† for channels.
///
/// The matrix is a vector of 2n qubits, so that gates and channels are gates for the state-vector engine, planned and
/// merged like any others. A measurement along the way parts ρ by what was written down; parts with the same classical
/// bits are added.
public struct DensityMatrixSimulator: Sendable {
    /// The simulator of the vectors.
    public let backend: VectorizedBackend

    /// Runs on a simulator.
    public init(backend: VectorizedBackend) {
        self.backend = backend
    }

    /// The final state of a circuit.
    ///
    /// - Parameter initial: the pure state to begin with; |0…0⟩ by default.
    /// - Complexity: O(gates · 4^n), times the number of different contents of the classical bits.
    /// - Throws: ``NoiseError/unsupported(what:instead:)``, ``NoiseError/state(_:)``.
    public func run(
        _ circuit: NoisyCircuit, from initial: StateVector? = nil, shouldStop: () -> Bool = { false }
    ) throws(NoiseError) -> DensityResults? {
        let start: DensityMatrix
        if let initial {
            guard initial.qubitCount == circuit.qubitCount else {
                throw .state(
                    .sizeMismatch(
                        what: "the initial state", found: initial.qubitCount, expected: circuit.qubitCount))
            }
            start = try DensityMatrix(initial)
        } else {
            start = try DensityMatrix(qubitCount: circuit.qubitCount, precision: backend.precision)
        }
        var run = Run(circuit: circuit, backend: backend, start: start, resetting: try .reset(zero: 1))
        do {
            for step in circuit.partsAtMeasurements.before {
                if shouldStop() { return nil }
                try run.add(step)
            }
            try run.settle()
        } catch {
            throw .state(error)
        }
        return DensityResults(parts: run.parts, reading: try OutcomeReader(circuit))
    }
}

extension DensityMatrixSimulator {
    /// The predicted seconds of a run on one thread, if nothing parts the state.
    ///
    /// - Throws: ``NoiseError/state(_:)`` for operations that have no place in a circuit without conditions.
    public func predictedSeconds(_ circuit: NoisyCircuit) throws(NoiseError) -> Double {
        var operations: [CircuitOperation] = []
        var channels = SuperoperatorGates(qubitCount: circuit.qubitCount)
        do {
            for step in circuit.partsAtMeasurements.before {
                switch step {
                case .channel(let channel, let qubits), .conditionalChannel(_, let channel, let qubits):
                    operations.append(channels.operation(of: channel, on: qubits))
                case .operation(let operation) where operation.isUnitary:
                    operations += try operation.onDensityMatrix(qubitCount: circuit.qubitCount)
                case .operation: continue
                }
            }
            return try ExecutionPlan(
                operations, qubitCount: 2 * circuit.qubitCount, precision: backend.precision,
                fusionWidth: backend.fusionWidth
            ).predictedSeconds
        } catch {
            throw .state(error)
        }
    }
}

/// The parts of a density matrix on their way.
private struct Run {
    let circuit: NoisyCircuit
    let backend: VectorizedBackend
    var parts: [DensityResults.Part]
    private var waiting: [CircuitOperation] = []
    private var channels: SuperoperatorGates
    private let resetting: QuantumChannel

    init(circuit: NoisyCircuit, backend: VectorizedBackend, start: DensityMatrix, resetting: QuantumChannel) {
        self.circuit = circuit
        self.backend = backend
        self.resetting = resetting
        channels = SuperoperatorGates(qubitCount: circuit.qubitCount)
        let bits = [Bool](repeating: false, count: circuit.classicalBitCount)
        parts = [DensityResults.Part(bits: bits, matrix: start)]
    }

    mutating func add(_ step: NoisyCircuit.Step) throws(StateVectorError) {
        switch step {
        case .channel(let channel, let qubits): waiting.append(channels.operation(of: channel, on: qubits))
        case .conditionalChannel(let condition, let channel, let qubits):
            try settle()
            try apply([channels.operation(of: channel, on: qubits)]) { condition.holds(for: $0) }
        case .operation(.measure(let measurement)):
            try settle()
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) { try measure(qubit, into: bit) }
        case .operation(.reset(let qubit)): waiting.append(channels.operation(of: resetting, on: [qubit]))
        case .operation(.conditional(let condition, let operation)):
            try settle()
            try add(operation, if: condition)
        case .operation(let operation): waiting += try operation.onDensityMatrix(qubitCount: circuit.qubitCount)
        }
    }

    private mutating func add(
        _ operation: CircuitOperation, if condition: ClassicalCondition
    ) throws(StateVectorError) {
        switch operation {
        case .measure(let measurement):
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) {
                try measure(qubit, into: bit) { condition.holds(for: $0) }
            }
        case .reset(let qubit):
            try apply([channels.operation(of: resetting, on: [qubit])]) { condition.holds(for: $0) }
        default:
            try apply(operation.onDensityMatrix(qubitCount: circuit.qubitCount)) { condition.holds(for: $0) }
        }
    }

    /// Lets what waits happen.
    mutating func settle() throws(StateVectorError) {
        let operations = waiting
        waiting = []
        try apply(operations) { _ in true }
    }

    private mutating func apply(
        _ operations: [CircuitOperation], where isMeant: ([Bool]) -> Bool
    ) throws(StateVectorError) {
        guard !operations.isEmpty else { return }
        let gates = try PreparedGates(operations, qubitCount: 2 * circuit.qubitCount, backend: backend)
        for index in parts.indices where isMeant(parts[index].bits) {
            try gates.apply(to: &parts[index].matrix.vector)
        }
    }

    /// Parts every state by the outcome and by what is read for it.
    private mutating func measure(
        _ qubit: Int, into bit: Int, where isMeant: ([Bool]) -> Bool = { _ in true }
    ) throws(StateVectorError) {
        let misreading = circuit.readout.misreading(of: qubit)
        let n = circuit.qubitCount
        // What reads `read`: the outcomes with the probability that they are read so.
        func reading(_ read: Bool) throws(StateVectorError) -> PreparedGates {
            let (zero, one) = read ? (misreading[0], 1 - misreading[1]) : (1 - misreading[0], misreading[1])
            let gate = MatrixGate(
                GateMatrix(real: [zero, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, one]), on: [qubit, qubit + n])
            return try PreparedGates([.matrix(gate)], qubitCount: 2 * n, backend: backend, strategy: .gates)
        }
        let readings = [(false, try reading(false)), (true, try reading(true))]
        var result: [DensityResults.Part] = []
        for part in parts {
            guard isMeant(part.bits) else {
                result.append(part)
                continue
            }
            for (read, gates) in readings {
                try MemoryPlan(qubitCount: 2 * n, precision: backend.precision).check()
                var next = part
                next.bits[bit] = read
                try gates.apply(to: &next.matrix.vector)
                if next.matrix.trace > 0 { result.append(next) }
            }
        }
        parts = try merged(result)
    }

    /// The parts with those of equal bits added.
    private func merged(_ list: [DensityResults.Part]) throws(StateVectorError) -> [DensityResults.Part] {
        var places: [[Bool]: Int] = [:]
        var result: [DensityResults.Part] = []
        for part in list {
            guard let place = places[part.bits] else {
                places[part.bits] = result.count
                result.append(part)
                continue
            }
            let sum = zip(result[place].matrix.vector.amplitudes, part.matrix.vector.amplitudes).map { $0 + $1 }
            result[place].matrix.vector = try StateVector(sum, precision: backend.precision)
        }
        return result
    }
}
