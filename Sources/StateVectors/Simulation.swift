internal import ComplexModule
internal import OperatorAlgebra
public import QuantumCircuits
internal import RealModule

/// What a run of a circuit with shots gave.
public struct ShotResults: Hashable, Sendable {
    /// One outcome a shot: the classical bits, first bit first; or, when the circuit measures nothing, all qubits.
    public let outcomes: [[Bool]]
}

/// Runs circuits with shots: measurements anywhere, resets and conditions included.
public struct Simulation: Sendable {
    /// The simulator.
    public let backend: VectorizedBackend

    /// Runs on a simulator.
    public init(backend: VectorizedBackend) {
        self.backend = backend
    }

    /// Runs a circuit, from |0…0⟩ unless another state is given.
    ///
    /// When nothing follows the measurements the state is computed once and sampled; otherwise every shot is a run of
    /// its own from the first measurement on, with stream s + 1 of the seed for shot s; `afterShot` is then told how many
    /// are done.
    public func run(
        _ circuit: Circuit, from initial: StateVector? = nil, shots: Int, seed: UInt64,
        afterShot: (_ done: Int) -> Void = { _ in }
    ) throws(StateVectorError) -> ShotResults {
        guard shots >= 0 else { throw .negativeShots(shots) }
        return circuit.measuresOnlyAtEnd
            ? try sampleFinalState(of: circuit, from: initial, shots: shots, seed: seed)
            : try runEachShot(of: circuit, from: initial, shots: shots, seed: seed, afterShot)
    }

    private func sampleFinalState(
        of circuit: Circuit, from initial: StateVector?, shots: Int, seed: UInt64
    ) throws(StateVectorError) -> ShotResults {
        let state = try backend.finalState(of: circuit, from: initial)
        return ShotResults(of: circuit, basisStates: try backend.sample(state, shots: shots, seed: seed))
    }

    private func runEachShot(
        of circuit: Circuit, from initial: StateVector?, shots: Int, seed: UInt64, _ afterShot: (Int) -> Void
    ) throws(StateVectorError) -> ShotResults {
        let split = circuit.operations.firstIndex { !$0.isUnitary } ?? circuit.operations.count
        try MemoryPlan(qubitCount: circuit.qubitCount, precision: backend.precision, copies: 2).check()
        var common = try backend.initialState(of: circuit, initial)
        try backend.apply(Array(circuit.operations[..<split]), to: &common)
        var outcomes: [[Bool]] = []
        for shot in 0..<shots {
            var trajectory = Trajectory(
                backend: backend, state: common, bits: [Bool](repeating: false, count: circuit.classicalBitCount),
                random: RandomStream(seed: seed, stream: UInt64(shot) + 1))
            try trajectory.run(circuit.operations[split...])
            outcomes.append(trajectory.bits)
            afterShot(shot + 1)
        }
        return ShotResults(outcomes: outcomes)
    }
}

extension ShotResults {
    /// The outcomes that basis states drawn from the final state of a circuit stand for.
    public init(of circuit: Circuit, basisStates: [Int]) {
        let measurements = circuit.operations.compactMap { operation -> QubitMeasurement? in
            if case .measure(let measurement) = operation { measurement } else { nil }
        }
        outcomes = basisStates.map { index in
            guard !measurements.isEmpty else { return (0..<circuit.qubitCount).map { index >> $0 & 1 == 1 } }
            var bits = [Bool](repeating: false, count: circuit.classicalBitCount)
            for measurement in measurements {
                for (qubit, bit) in zip(measurement.qubits, measurement.bits) { bits[bit] = index >> qubit & 1 == 1 }
            }
            return bits
        }
    }
}

extension Circuit {
    /// Whether it is gates, then measurements: one final state serves all shots.
    public var measuresOnlyAtEnd: Bool { operationsBeforeTerminalMeasurements.allSatisfy(\.isUnitary) }
}

/// One run of a circuit in which measurements happen along the way.
struct Trajectory {
    let backend: VectorizedBackend
    var state: StateVector
    var bits: [Bool]
    var random: RandomStream

    mutating func run(_ operations: ArraySlice<CircuitOperation>) throws(StateVectorError) {
        var gates: [CircuitOperation] = []
        for operation in operations {
            if operation.isUnitary {
                gates.append(operation)
                continue
            }
            try backend.apply(gates, to: &state)
            gates = []
            try perform(operation)
        }
        try backend.apply(gates, to: &state)
    }

    private mutating func perform(_ operation: CircuitOperation) throws(StateVectorError) {
        switch operation {
        case .measure(let measurement):
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) { bits[bit] = try measure(qubit) }
        case .reset(let qubit):
            if try measure(qubit) {
                let flip = GateMatrix(real: [0, 1, 1, 0])
                try backend.apply([.matrix(MatrixGate(flip, on: [qubit]))], to: &state)
            }
        case .conditional(let condition, let inner):
            if condition.holds(for: bits) { try run([inner]) }
        default: throw .notUnitary(operation: operation.name)
        }
    }

    /// Measures a qubit and leaves the state projected and normalized.
    private mutating func measure(_ qubit: Int) throws(StateVectorError) -> Bool {
        let engine = try backend.engine(for: state)
        let norm = engine.squaredNorm(state)
        let z = engine.expectation(of: PauliSum(PauliString([qubit: .z])), in: state)
        let probability = (norm - z) / (2 * norm)
        let outcome = random.uniform() < probability
        let kept = Complex<Double>(1 / (norm * (outcome ? probability : 1 - probability)).squareRoot(), 0)
        engine.apply(
            .diagonal(entries: outcome ? [.zero, kept] : [kept, .zero], qubits: [qubit], controls: []), to: &state)
        return outcome
    }
}
