import CircuitFiles
import OperatorAlgebra
import QuantumCircuits
import StateVectors

/// A circuit file, planned and run in one process again and again: what `simulate` does, without the first run's costs.
struct CircuitJob: Job {
    let circuit: Circuit
    let backend: VectorizedBackend

    init(_ arguments: inout Arguments) throws {
        circuit = try CircuitFile.read(contentsOf: arguments.next("a circuit file"))
        backend = try arguments.backend()
    }

    func round() throws -> [String: Any] {
        var plan: ExecutionPlan?
        let planning = try seconds {
            plan = try ExecutionPlan(
                circuit.operationsBeforeTerminalMeasurements, qubitCount: circuit.qubitCount,
                precision: backend.precision)
        }
        let running = try seconds {
            var state = try backend.makeState(qubitCount: circuit.qubitCount)
            if let plan { try backend.apply(plan, to: &state) }
        }
        return ["plan": planning, "run": running]
    }
}

/// ⟨ψ|H|ψ⟩ for a random state.
struct ExpectationJob: Job {
    let sum: PauliSum
    let state: StateVector
    let backend: VectorizedBackend

    init(_ arguments: inout Arguments) throws {
        let hamiltonian = try TestInputs.hamiltonian(contentsOf: arguments.next("a Hamiltonian file"))
        backend = try arguments.backend()
        sum = hamiltonian.sum
        state = try TestInputs.state(qubitCount: hamiltonian.qubitCount, precision: backend.precision)
    }

    func round() throws -> [String: Any] {
        var value = 0.0
        let time = try seconds { value = try backend.expectation(of: sum, in: state) }
        return ["seconds": time, "values": [value]]
    }
}

/// The gradient of ⟨H⟩ by all parameters of a layered ansatz.
struct GradientJob: Job {
    let sum: PauliSum
    let circuit: Circuit
    let parameters: [Double]
    let backend: VectorizedBackend

    init(_ arguments: inout Arguments) throws {
        let hamiltonian = try TestInputs.hamiltonian(contentsOf: arguments.next("a Hamiltonian file"))
        circuit = try TestInputs.ansatz(
            qubitCount: hamiltonian.qubitCount, layers: arguments.number("the number of layers"))
        backend = try arguments.backend()
        sum = hamiltonian.sum
        parameters = (0..<circuit.parameterCount).map { TestInputs.uniform(UInt64($0)) }
    }

    func round() throws -> [String: Any] {
        var gradient: [Double] = []
        let time = try seconds {
            gradient = try backend.expectationAndGradient(of: sum, circuit: circuit, parameters: parameters).gradient
        }
        return ["seconds": time, "values": gradient]
    }
}

/// Basis states drawn from a random state.
struct SamplingJob: Job {
    let state: StateVector
    let shots: Int
    let backend: VectorizedBackend

    init(_ arguments: inout Arguments) throws {
        let qubitCount = try arguments.number("the number of qubits")
        shots = try arguments.number("the number of shots")
        backend = try arguments.backend()
        state = try TestInputs.state(qubitCount: qubitCount, precision: backend.precision)
    }

    func round() throws -> [String: Any] {
        var samples: [Int] = []
        let time = try seconds { samples = try backend.sample(state, shots: shots, seed: 7) }
        // How often each qubit is 1: probabilities to compare with the state's.
        let ones = (0..<state.qubitCount).map { qubit in samples.count { $0 >> qubit & 1 == 1 } }
        return ["seconds": time, "values": ones.map { Double($0) / Double(shots) }]
    }
}
