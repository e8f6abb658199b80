/// A named group of classical bits.
public struct ClassicalRegister: Hashable, Sendable {
    /// The name in the circuit file.
    public let name: String
    /// Its bits, counted through all registers.
    public let bits: Range<Int>
}

/// A quantum circuit: a number of qubits and a list of operations, as a value.
///
/// Angles may refer to ``parameterNames`` by index; ``bound(to:)`` replaces them by numbers.
public struct Circuit: Hashable, Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// The operations in order.
    public private(set) var operations: [CircuitOperation] = []
    /// The names of the free parameters.
    public private(set) var parameterNames: [String]
    /// The classical registers in order of declaration.
    public private(set) var classicalRegisters: [ClassicalRegister] = []

    /// A circuit without operations.
    ///
    /// - Precondition: `qubitCount` is not negative.
    public init(qubitCount: Int, parameterNames: [String] = []) {
        precondition(qubitCount >= 0, "a circuit has 0 or more qubits")
        self.qubitCount = qubitCount
        self.parameterNames = parameterNames
    }

    /// A circuit without operations, with the qubits, parameters and classical registers of another.
    public init(like other: Circuit) {
        self.init(qubitCount: other.qubitCount, parameterNames: other.parameterNames)
        classicalRegisters = other.classicalRegisters
    }

    /// The number of classical bits.
    public var classicalBitCount: Int { classicalRegisters.last?.bits.upperBound ?? 0 }

    /// The number of free parameters.
    public var parameterCount: Int { parameterNames.count }

    /// Adds a free parameter and gives the angle that stands for it.
    @discardableResult
    public mutating func addParameter(_ name: String) -> Angle {
        parameterNames.append(name)
        return .parameter(index: parameterNames.count - 1)
    }

    /// Adds a classical register of `count` bits.
    @discardableResult
    public mutating func addClassicalRegister(_ name: String, count: Int) -> ClassicalRegister {
        let start = classicalBitCount
        let register = ClassicalRegister(name: name, bits: start..<(start + count))
        classicalRegisters.append(register)
        return register
    }

    /// Appends an operation.
    ///
    /// - Throws: ``CircuitError`` if it does not fit the circuit: a qubit or classical bit that does not exist or is
    ///   named twice, a wrong number of operands or angles, an angle that is not finite, a matrix that is not unitary.
    public mutating func append(_ operation: CircuitOperation) throws(CircuitError) {
        try check(operation)
        operations.append(operation)
    }

    /// The circuit with every free parameter replaced by a number.
    ///
    /// - Throws: ``CircuitError/wrongParameterCount(found:expected:)`` and
    ///   ``CircuitError/nonFiniteAngle(operation:value:)``.
    public func bound(to values: [Double]) throws(CircuitError) -> Circuit {
        guard values.count == parameterCount else {
            throw .wrongParameterCount(found: values.count, expected: parameterCount)
        }
        if let bad = values.first(where: { !$0.isFinite }) { throw .nonFiniteAngle(operation: "bind", value: bad) }
        var circuit = self
        circuit.parameterNames = []
        circuit.operations = operations.map { $0.bound(to: values) }
        return circuit
    }
}

extension CircuitOperation {
    /// The operation with every angle replaced by its number.
    func bound(to values: [Double]) -> CircuitOperation {
        switch self {
        case .gate(var gate):
            gate.angles = gate.angles.map { .value($0.value(for: values)) }
            return .gate(gate)
        case .pauliRotation(var rotation):
            rotation.angle = .value(rotation.angle.value(for: values))
            return .pauliRotation(rotation)
        case .conditional(let condition, let operation): return .conditional(condition, operation.bound(to: values))
        case .matrix, .measure, .reset, .barrier: return self
        }
    }
}
