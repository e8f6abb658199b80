public import OperatorAlgebra

/// A qubit and the value it must have for a controlled gate to act.
public struct Control: Hashable, Sendable {
    /// The controlling qubit.
    public var qubit: Int
    /// The value that lets the gate act.
    public var value: Bool

    /// The control by a qubit.
    public init(_ qubit: Int, value: Bool = true) {
        self.qubit = qubit
        self.value = value
    }
}

/// A gate of the table applied to qubits, possibly under further controls.
public struct Gate: Hashable, Sendable {
    /// The row of the table.
    public var definition: GateDefinition
    /// One angle for each of the definition's parameters.
    public var angles: [Angle]
    /// The operands in the order of the definition.
    public var qubits: [Int]
    /// Controls on top of those that are part of the definition.
    public var controls: [Control]

    /// The gate applied to the given qubits; ``Circuit/append(_:)`` checks that it fits.
    public init(_ definition: GateDefinition, _ angles: [Angle] = [], on qubits: [Int], controls: [Control] = []) {
        self.definition = definition
        self.angles = angles
        self.qubits = qubits
        self.controls = controls
    }
}

/// The rotation exp(−i θ/2 P) by a Pauli string.
public struct PauliRotation: Hashable, Sendable {
    /// The string P.
    public var string: PauliString
    /// The angle θ.
    public var angle: Angle

    /// The rotation by an angle about a string.
    public init(_ string: PauliString, angle: Angle) {
        self.string = string
        self.angle = angle
    }
}

/// A gate given by its matrix, possibly under controls.
public struct MatrixGate: Hashable, Sendable {
    /// The matrix; bit j of its indices belongs to `qubits[j]`.
    public var matrix: GateMatrix
    /// The operands.
    public var qubits: [Int]
    /// The controls.
    public var controls: [Control]

    /// The matrix applied to the given qubits.
    public init(_ matrix: GateMatrix, on qubits: [Int], controls: [Control] = []) {
        self.matrix = matrix
        self.qubits = qubits
        self.controls = controls
    }
}

/// A measurement of qubits in the Z basis into classical bits, qubit j into bit j of the lists.
public struct QubitMeasurement: Hashable, Sendable {
    /// The measured qubits.
    public var qubits: [Int]
    /// Classical bits, counted through all registers in order of declaration.
    public var bits: [Int]

    /// The measurement of the given qubits.
    public init(_ qubits: [Int], into bits: [Int]) {
        self.qubits = qubits
        self.bits = bits
    }
}

/// A test of classical bits: the bits, the first being the least significant, spell `value`.
public struct ClassicalCondition: Hashable, Sendable {
    /// The bits, least significant first.
    public var bits: Range<Int>
    /// The number they must spell.
    public var value: UInt64

    /// The test that `bits` spell `value`.
    public init(bits: Range<Int>, equal value: UInt64) {
        self.bits = bits
        self.value = value
    }

    /// Whether the classical bits of a run have the value.
    public func holds(for outcomes: [Bool]) -> Bool {
        bits.reversed().reduce(UInt64(0)) { $0 << 1 | (outcomes[$1] ? 1 : 0) } == value
    }
}

/// One step of a circuit.
public enum CircuitOperation: Hashable, Sendable {
    /// A gate of the table.
    case gate(Gate)
    /// exp(−i θ/2 P).
    case pauliRotation(PauliRotation)
    /// A gate given by its matrix.
    case matrix(MatrixGate)
    /// A measurement.
    case measure(QubitMeasurement)
    /// Puts a qubit into |0⟩, whatever it was.
    case reset(Int)
    /// Nothing; a mark that optimizers do not move gates across.
    case barrier([Int])
    /// An operation that happens only if classical bits have a value.
    indirect case conditional(ClassicalCondition, CircuitOperation)
}

extension CircuitOperation {
    /// The qubits it touches: operands, then controls.
    public var qubits: [Int] {
        switch self {
        case .gate(let gate): gate.qubits + gate.controls.map(\.qubit)
        case .pauliRotation(let rotation): Array(rotation.string.support)
        case .matrix(let gate): gate.qubits + gate.controls.map(\.qubit)
        case .measure(let measurement): measurement.qubits
        case .reset(let qubit): [qubit]
        case .barrier(let qubits): qubits
        case .conditional(_, let operation): operation.qubits
        }
    }

    /// Whether it is a gate: linear, reversible and independent of classical bits.
    public var isUnitary: Bool {
        switch self {
        case .gate, .pauliRotation, .matrix, .barrier: true
        case .measure, .reset, .conditional: false
        }
    }

    /// The angles it depends on.
    public var angles: [Angle] {
        switch self {
        case .gate(let gate): gate.angles
        case .pauliRotation(let rotation): [rotation.angle]
        case .conditional(_, let operation): operation.angles
        case .matrix, .measure, .reset, .barrier: []
        }
    }
}
