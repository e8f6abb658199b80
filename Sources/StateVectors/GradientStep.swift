internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// A part of a parametrized circuit that is run forward, undone, and differentiated as one.
enum GradientStep: Sendable {
    /// Commuting rotations about strings with one X mask.
    case flips(PreparedFlips)
    /// A gate with parameters that is no such rotation.
    case gate(ParametrizedGate)
    /// Gates without parameters, compiled, and what undoes them.
    case fixed(ExecutionPlan, inverse: ExecutionPlan)
}

/// A parametrized gate with the derivatives of its matrix from the table; controls that are part of the gate are among
/// its controls.
struct ParametrizedGate: Sendable {
    let definition: GateDefinition
    let angles: [Angle]
    let qubits: [Int]
    let controls: [Control]

    init(_ gate: Gate) {
        let inner = gate.definition.controlled?.count ?? 0
        definition = gate.definition.base ?? gate.definition
        angles = gate.angles
        qubits = Array(gate.qubits.dropFirst(inner))
        controls = gate.qubits.prefix(inner).map { Control($0) } + gate.controls
    }

    /// The gate with numbers for its angles.
    func matrix(_ parameters: [Double]) -> MatrixGate {
        MatrixGate(definition.matrix(values(parameters)), on: qubits, controls: controls)
    }

    /// Adds 2 Re⟨λ|∂U/∂θ|ψ⟩ for each parameter, given the transition matrix of λ after and ψ before the gate.
    func addSlopes(_ transition: GateMatrix, _ parameters: [Double], to gradient: inout [Double]) {
        let values = values(parameters)
        for (angle, derivative) in zip(angles, definition.derivatives) {
            guard case .parameter(let index, let factor, _) = angle, factor != 0 else { continue }
            let product = zip(derivative(values).elements, transition.elements).reduce(Complex.zero) {
                $0 + $1.0 * $1.1
            }
            gradient[index] += 2 * factor * product.real
        }
    }

    private func values(_ parameters: [Double]) -> [Double] { angles.map { $0.value(for: parameters) } }
}

/// Takes a circuit apart into steps.
struct GradientStepBuilder {
    private let backend: VectorizedBackend
    private let qubitCount: Int
    private let laneBits: Int
    private var steps: [GradientStep] = []
    private var flips: FlipRotation?
    private var fixed: [CircuitOperation] = []

    /// The steps of a circuit of gates.
    ///
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/matrixTooWide(found:limit:)``.
    static func steps(
        of circuit: Circuit, backend: VectorizedBackend
    ) throws(StateVectorError) -> [GradientStep] {
        var builder = GradientStepBuilder(
            backend: backend, qubitCount: circuit.qubitCount,
            laneBits: backend.engine.laneBits)
        for operation in circuit.operations { try builder.add(operation) }
        try builder.finishFixed()
        builder.finishFlips()
        return builder.steps
    }

    private init(backend: VectorizedBackend, qubitCount: Int, laneBits: Int) {
        self.backend = backend
        self.qubitCount = qubitCount
        self.laneBits = laneBits
    }

    private mutating func add(_ operation: CircuitOperation) throws(StateVectorError) {
        guard operation.isUnitary else { throw .notUnitary(operation: operation.name) }
        guard operation.angles.contains(where: { $0.constant == nil }) else {
            if case .barrier = operation { return }
            finishFlips()
            fixed.append(operation)
            return
        }
        try finishFixed()
        switch operation {
        case .pauliRotation(let rotation): add(PauliSum(rotation.string), rotation.angle)
        case .gate(let gate):
            guard let generator = gate.generatorUnderControls, let angle = gate.angles.first,
                add(generator, angle)
            else {
                finishFlips()
                steps.append(.gate(ParametrizedGate(gate)))
                return
            }
        default: throw .notUnitary(operation: operation.name)
        }
    }

    /// Adds exp(−i θ/2 G) if its strings commute and flip the same qubits.
    @discardableResult
    private mutating func add(_ generator: PauliSum, _ angle: Angle) -> Bool {
        guard let rotation = FlipRotation(generator, angle: angle, laneBits: laneBits) else { return false }
        if flips?.merge(rotation, qubitCount: qubitCount) == true { return true }
        finishFlips()
        flips = rotation
        return true
    }

    private mutating func finishFlips() {
        if let flips { steps.append(.flips(PreparedFlips(flips))) }
        flips = nil
    }

    private mutating func finishFixed() throws(StateVectorError) {
        guard !fixed.isEmpty else { return }
        let inverse = fixed.reversed().map(\.inverted)
        steps.append(.fixed(try plan(fixed), inverse: try plan(inverse)))
        fixed = []
    }

    private func plan(_ operations: [CircuitOperation]) throws(StateVectorError) -> ExecutionPlan {
        try ExecutionPlan(
            operations, qubitCount: qubitCount, precision: backend.precision, fusionWidth: backend.fusionWidth)
    }
}

extension CircuitOperation {
    /// What undoes a gate with numbers for angles.
    fileprivate var inverted: CircuitOperation {
        switch self {
        case .gate(let gate):
            let (definition, angles) = gate.definition.inverted(gate.angles)
            return .gate(Gate(definition, angles, on: gate.qubits, controls: gate.controls))
        case .pauliRotation(let rotation):
            return .pauliRotation(PauliRotation(rotation.string, angle: -rotation.angle))
        case .matrix(let gate):
            return .matrix(MatrixGate(gate.matrix.adjoint, on: gate.qubits, controls: gate.controls))
        case .measure, .reset, .barrier, .conditional: return self
        }
    }
}

extension Gate {
    /// G times the projector on the controls' values, for a gate exp(−i θ/2 G).
    fileprivate var generatorUnderControls: PauliSum? {
        guard var generator = definition.generator?.relabeled(to: qubits) else { return nil }
        for control in controls {
            let z = PauliSum(PauliString([control.qubit: .z]))
            generator = generator * (0.5 * (control.value ? PauliSum.identity - z : PauliSum.identity + z))
        }
        return generator
    }
}

extension PauliSum {
    /// The sum with qubit j renamed to `qubits[j]`.
    func relabeled(to qubits: [Int]) -> PauliSum {
        PauliSum(
            map { element in (element.term.onQubits { qubits[$0] }, element.coefficient) })
    }
}
