internal import ComplexModule
public import OperatorAlgebra
public import QuantumCircuits
internal import RealModule

/// The expectation value E(θ) = ⟨0|U(θ)† H U(θ)|0⟩ of a parametrized circuit, with its gradient.
public struct ExpectationGradient: Hashable, Sendable {
    /// E(θ).
    public let value: Double
    /// ∂E/∂θ_k, one for each parameter of the circuit.
    public let gradient: [Double]
}

/// E(θ) = ⟨φ|U(θ)† H U(θ)|φ⟩ for a circuit U with parameters and a Hermitian Pauli sum H, compiled once: parameters are
/// bound without planning again.
///
/// The gradient is exact, by adjoint differentiation: one pass forward, one backward, whatever the number of parameters.
/// With λ = H|ψ⟩: ∂E/∂θ = Im⟨λ_k|G|ψ_k⟩ for a gate exp(−i θ/2 G), and 2 Re⟨λ_k|∂U_k/∂θ|ψ_{k−1}⟩ for any other, where
/// λ_k and ψ_k are taken after gate k while the gates behind it are undone. Every parametrized gate of ``GateTable`` is
/// differentiated, under any controls, and parameters may occur in several gates and as factor · θ + offset. Source:
/// Jones, Gacon, arXiv:2009.02823.
///
/// Same bits for any number of threads.
public struct ParametrizedExpectation: Sendable {
    /// The number of qubits of the circuit.
    public let qubitCount: Int
    /// The number of parameters of the circuit.
    public let parameterCount: Int
    /// The simulator.
    public let backend: VectorizedBackend
    private let observable: PreparedSum
    private let steps: [GradientStep]

    /// Compiles a circuit of gates and an observable.
    ///
    /// - Throws: ``StateVectorError/notUnitary(operation:)`` for a circuit that measures, resets or tests bits,
    ///   ``StateVectorError/notHermitian(term:)``, ``StateVectorError/sizeMismatch(what:found:expected:)``,
    ///   ``StateVectorError/matrixTooWide(found:limit:)``.
    public init(
        of observable: PauliSum, in circuit: Circuit, backend: VectorizedBackend
    ) throws(StateVectorError) {
        try observable.checkObservable(qubitCount: circuit.qubitCount)
        qubitCount = circuit.qubitCount
        parameterCount = circuit.parameterCount
        self.backend = backend
        self.observable = backend.engine.prepared(observable, qubitCount: circuit.qubitCount)
        steps = try GradientStepBuilder.steps(of: circuit, backend: backend)
    }

    /// E(θ).
    ///
    /// - Parameter initial: the state φ; |0…0⟩ by default. It is taken in the precision of the backend.
    /// - Throws: ``StateVectorError/wrongParameterCount(found:expected:)``,
    ///   ``StateVectorError/notFinite(quantity:value:)``, ``StateVectorError/sizeMismatch(what:found:expected:)``,
    ///   ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)``.
    public func value(at parameters: [Double], from initial: StateVector? = nil) throws(StateVectorError) -> Double {
        try check(parameters)
        return try value(at: parameters, from: startingState(initial), backend)
    }

    /// E(θ) and its gradient. Two states are kept.
    ///
    /// - Throws: as ``value(at:from:)``.
    public func valueAndGradient(
        at parameters: [Double], from initial: StateVector? = nil
    ) throws(StateVectorError) -> ExpectationGradient {
        try check(parameters)
        return try valueAndGradient(at: parameters, from: startingState(initial), backend)
    }

    /// E(θ) for many sets of parameters; small registers share the threads among the sets.
    ///
    /// - Throws: as ``value(at:from:)``, for the first set that fails.
    public func values(
        at sets: [[Double]], from initial: StateVector? = nil
    ) throws(StateVectorError) -> [Double] {
        try batch(sets, copies: 1, from: initial) { parameters, state, backend throws(StateVectorError) in
            try value(at: parameters, from: state, backend)
        }
    }

    /// E(θ) and its gradient for many sets of parameters; small registers share the threads among the sets.
    ///
    /// - Throws: as ``value(at:from:)``, for the first set that fails.
    public func valuesAndGradients(
        at sets: [[Double]], from initial: StateVector? = nil
    ) throws(StateVectorError) -> [ExpectationGradient] {
        try batch(sets, copies: 2, from: initial) { parameters, state, backend throws(StateVectorError) in
            try valueAndGradient(at: parameters, from: state, backend)
        }
    }
}

extension ParametrizedExpectation {
    /// Beyond this, threads work on one state together.
    private static let widestShared = 16

    private func check(_ parameters: [Double]) throws(StateVectorError) {
        guard parameters.count == parameterCount else {
            throw .wrongParameterCount(found: parameters.count, expected: parameterCount)
        }
        if let bad = parameters.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(quantity: "parameter \(bad)", value: parameters[bad])
        }
    }

    private func startingState(_ initial: StateVector?) throws(StateVectorError) -> StateVector {
        guard let initial else { return try backend.makeState(qubitCount: qubitCount) }
        guard initial.qubitCount == qubitCount else {
            throw .sizeMismatch(what: "the initial state", found: initial.qubitCount, expected: qubitCount)
        }
        // The state is the caller's, so running changes a copy.
        try MemoryPlan(qubitCount: qubitCount, precision: backend.precision).check()
        return try initial.converted(to: backend.precision)
    }

    private func value(
        at parameters: [Double], from initial: consuming StateVector, _ backend: VectorizedBackend
    ) throws(StateVectorError) -> Double {
        var state = initial
        for step in steps { _ = try step.run(on: &state, parameters, backend) }
        return backend.engine.expectation(of: observable, in: state)
    }

    private func valueAndGradient(
        at parameters: [Double], from initial: consuming StateVector, _ backend: VectorizedBackend
    ) throws(StateVectorError) -> ExpectationGradient {
        var state = initial
        var angles: [[Double]] = []
        for step in steps { angles.append(try step.run(on: &state, parameters, backend)) }
        var costate = try StateVector(zeroed: qubitCount, precision: state.precision)
        backend.engine.add(observable, appliedTo: state, to: &costate)
        let value = backend.engine.innerProduct(state, costate).real
        var gradient = [Double](repeating: 0, count: parameterCount)
        for (step, angles) in zip(steps, angles).reversed() {
            try step.undo(on: &state, &costate, parameters, angles, backend, addingTo: &gradient)
        }
        return ExpectationGradient(value: value, gradient: gradient)
    }

    private func batch<Result: Sendable>(
        _ sets: [[Double]], copies: Int, from initial: StateVector?,
        _ evaluate: @Sendable ([Double], StateVector, VectorizedBackend) throws(StateVectorError) -> Result
    ) throws(StateVectorError) -> [Result] {
        for set in sets { try check(set) }
        let start = try startingState(initial)
        let workers = qubitCount <= Self.widestShared ? min(backend.threadCount, sets.count) : 1
        try MemoryPlan(qubitCount: qubitCount, precision: backend.precision, copies: max(1, copies * workers)).check()
        if workers <= 1 {
            var results: [Result] = []
            for set in sets { results.append(try evaluate(set, start, backend)) }
            return results
        }
        let single = try VectorizedBackend(
            precision: backend.precision, instructionSet: backend.instructionSet, threadCount: 1,
            fusionWidth: backend.fusionWidth)
        return try Parallel(threadCount: workers).map(sets) { set throws(StateVectorError) in
            try evaluate(set, start, single)
        }
    }
}

extension GradientStep {
    /// Carries the step out; what is remembered for undoing it.
    func run(
        on state: inout StateVector, _ parameters: [Double], _ backend: VectorizedBackend
    ) throws(StateVectorError) -> [Double] {
        switch self {
        case .flips(let flips):
            let angles = flips.cosinesAndSines(parameters)
            backend.engine.rotate(&state, by: flips, cosinesAndSines: angles)
            return angles
        case .gate(let gate): try backend.apply([.matrix(gate.matrix(parameters))], to: &state)
        case .fixed(let plan, inverse: _): try backend.apply(plan, to: &state)
        }
        return []
    }

    /// Undoes the step on ket and bra and adds its part of the gradient.
    func undo(
        on ket: inout StateVector, _ bra: inout StateVector, _ parameters: [Double], _ angles: [Double],
        _ backend: VectorizedBackend, addingTo gradient: inout [Double]
    ) throws(StateVectorError) {
        switch self {
        case .flips(let flips):
            let half = angles.count / 2
            let inverse = angles[..<half] + angles[half...].map { -$0 }
            let sums = backend.engine.rotate(&bra, &ket, by: flips, cosinesAndSines: Array(inverse))
            flips.addSlopes(sums, to: &gradient)
        case .gate(let gate):
            let matrix = gate.matrix(parameters)
            let inverse = CircuitOperation.matrix(
                MatrixGate(matrix.matrix.adjoint, on: matrix.qubits, controls: matrix.controls))
            try backend.apply([inverse], to: &ket)
            let transition = backend.engine.transitionMatrix(bra, ket, on: gate.qubits, controls: gate.controls)
            gate.addSlopes(transition, parameters, to: &gradient)
            try backend.apply([inverse], to: &bra)
        case .fixed(_, let inverse):
            try backend.apply(inverse, to: &ket)
            try backend.apply(inverse, to: &bra)
        }
    }
}
