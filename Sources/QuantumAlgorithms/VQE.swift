internal import ComplexModule
public import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
public import StateVectors

/// What a variational eigensolver found.
public struct VQEResult: Hashable, Sendable {
    /// The lowest energy found, in the unit of the operator (hartree).
    public let energy: Double
    /// The parameters of the ansatz there.
    public let parameters: [Double]
    /// The Euclidean norm of the energy's gradient there.
    public let gradientNorm: Double
    /// Line searches of the minimizer.
    public let iterations: Int
    /// Computations of energy and gradient.
    public let evaluations: Int
    /// Why it ended.
    public let outcome: Minimization.Outcome
    /// Energy and gradient norm at the start and after every iteration.
    public let history: [Minimization.Step]

    /// Whether the gradient is small enough.
    public var isConverged: Bool { outcome == .converged }
}

/// The variational quantum eigensolver: minimizes E(θ) = ⟨θ|H|θ⟩ over the states of an ansatz
/// (A. Peruzzo et al., arXiv:1304.3061), simulated exactly.
///
/// The gradient is exact, by adjoint differentiation: an evaluation costs about four runs of the circuit whatever the
/// number of parameters.
public struct VQE: Sendable {
    /// The family of states.
    public let ansatz: Ansatz
    /// The operator H.
    public let observable: PauliSum
    /// The minimizer.
    public var minimizer: LBFGS
    /// The simulator; `nil` takes ``VectorizedBackend`` in double precision.
    public var backend: VectorizedBackend?

    /// The minimization of an operator's expectation value.
    ///
    /// - Throws: ``QuantumAlgorithmError/tooManyQubits(operator:found:expected:)``,
    ///   ``QuantumAlgorithmError/notHermitian(term:)`` or ``QuantumAlgorithmError/notFinite(quantity:value:)``.
    public init(
        _ ansatz: Ansatz, minimizing observable: PauliSum, minimizer: LBFGS = LBFGS(),
        backend: VectorizedBackend? = nil
    ) throws(QuantumAlgorithmError) {
        guard observable.width <= ansatz.qubitCount else {
            throw .tooManyQubits(operator: "the operator", found: observable.width, expected: ansatz.qubitCount)
        }
        try observable.checkFiniteHermitian()
        self.ansatz = ansatz
        self.observable = observable
        self.minimizer = minimizer
        self.backend = backend
    }

    /// Minimizes.
    ///
    /// - Parameters:
    ///   - initial: where to start; ``Ansatz/initialParameters`` by default.
    ///   - shouldStop: asked before every evaluation; when true, the best result so far is returned with the outcome
    ///     `stopped`.
    ///   - onIteration: called after every iteration.
    /// - Returns: the best point found, converged or not; ``VQEResult/outcome`` says which.
    /// - Throws: ``QuantumAlgorithmError/wrongParameterCount(found:expected:)``,
    ///   ``QuantumAlgorithmError/notFinite(quantity:value:)`` or ``QuantumAlgorithmError/simulation(_:)``.
    public func run(
        initial: [Double]? = nil, shouldStop: () -> Bool = { false },
        onIteration: (Minimization.Step) -> Void = { _ in }
    ) throws(QuantumAlgorithmError) -> VQEResult {
        let start = initial ?? ansatz.initialParameters
        try ansatz.check(start)
        let simulator = try simulator()
        let (expectation, reference) = (try compiled(simulator), try ansatz.referenceState(simulator))
        let found = try minimizer.minimize(
            from: start, curvatures: ansatz.curvatures, shouldStop: shouldStop, onIteration: onIteration
        ) { parameters throws(QuantumAlgorithmError) in
            let evaluation = try evaluate(expectation, parameters, reference)
            return (evaluation.value, evaluation.gradient)
        }
        return VQEResult(
            energy: found.value, parameters: found.parameters, gradientNorm: found.gradientNorm,
            iterations: found.iterations, evaluations: found.evaluations, outcome: found.outcome,
            history: found.history)
    }

    /// E(θ) and its exact gradient.
    ///
    /// - Throws: as ``run(initial:shouldStop:onIteration:)``.
    public func energyAndGradient(at parameters: [Double]) throws(QuantumAlgorithmError) -> ExpectationGradient {
        try ansatz.check(parameters)
        let simulator = try simulator()
        return try evaluate(try compiled(simulator), parameters, try ansatz.referenceState(simulator))
    }

    /// E(θ) alone.
    ///
    /// - Throws: as ``run(initial:shouldStop:onIteration:)``.
    public func energy(at parameters: [Double]) throws(QuantumAlgorithmError) -> Double {
        let simulator = try simulator()
        let state = try ansatz.state(at: parameters, backend: simulator)
        do throws(StateVectorError) {
            return try simulator.expectation(of: observable, in: state)
        } catch {
            throw .simulation(error)
        }
    }

    private func simulator() throws(QuantumAlgorithmError) -> VectorizedBackend {
        if let backend { return backend }
        do throws(StateVectorError) {
            return try VectorizedBackend()
        } catch {
            throw .simulation(error)
        }
    }

    /// Circuit and operator, compiled once for all evaluations.
    private func compiled(_ simulator: VectorizedBackend) throws(QuantumAlgorithmError) -> ParametrizedExpectation {
        do throws(StateVectorError) {
            return try ParametrizedExpectation(of: observable, in: ansatz.circuit, backend: simulator)
        } catch {
            throw .simulation(error)
        }
    }

    private func evaluate(
        _ expectation: ParametrizedExpectation, _ parameters: [Double], _ reference: StateVector
    ) throws(QuantumAlgorithmError) -> ExpectationGradient {
        do throws(StateVectorError) {
            return try expectation.valueAndGradient(at: parameters, from: reference)
        } catch {
            throw .simulation(error)
        }
    }
}

extension Ansatz {
    /// The state at given parameters.
    ///
    /// - Throws: ``QuantumAlgorithmError/wrongParameterCount(found:expected:)``,
    ///   ``QuantumAlgorithmError/notFinite(quantity:value:)`` or ``QuantumAlgorithmError/simulation(_:)``.
    public func state(
        at parameters: [Double], backend: VectorizedBackend
    ) throws(QuantumAlgorithmError) -> StateVector {
        try check(parameters)
        let bound: Circuit
        do throws(CircuitError) {
            bound = try circuit.bound(to: parameters)
        } catch {
            throw .circuit(error)
        }
        var state = try referenceState(backend)
        do throws(StateVectorError) {
            try backend.apply(bound.operations, to: &state)
        } catch {
            throw .simulation(error)
        }
        return state
    }

    func referenceState(_ backend: VectorizedBackend) throws(QuantumAlgorithmError) -> StateVector {
        do throws(StateVectorError) {
            return try StateVector(basisState: reference, qubitCount: qubitCount, precision: backend.precision)
        } catch {
            throw .simulation(error)
        }
    }
}

extension PauliSum {
    /// Checks that every coefficient is a finite real number.
    func checkFiniteHermitian() throws(QuantumAlgorithmError) {
        for (term, coefficient) in self {
            guard coefficient.real.isFinite, coefficient.imaginary.isFinite else {
                throw .notFinite(quantity: "the coefficient of '\(term)'", value: coefficient.real)
            }
            guard coefficient.imaginary == 0 else { throw .notHermitian(term: term.description) }
        }
    }
}
