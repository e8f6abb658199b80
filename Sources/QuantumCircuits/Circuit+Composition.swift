internal import OperatorAlgebra

extension Circuit {
    /// Whether it consists of gates only.
    public var isUnitary: Bool { operations.allSatisfy(\.isUnitary) }

    /// The circuit that undoes this one: the inverse gates in reverse order.
    ///
    /// - Throws: ``CircuitError/notUnitaryCircuit(operation:purpose:)`` if it measures, resets or branches.
    public func inverse() throws(CircuitError) -> Circuit {
        try mapped(operations.reversed(), purpose: "inverting") { operation throws(CircuitError) in
            switch operation {
            case .gate(var gate):
                (gate.definition, gate.angles) = gate.definition.inverted(gate.angles)
                return [.gate(gate)]
            case .pauliRotation(var rotation):
                rotation.angle = -rotation.angle
                return [.pauliRotation(rotation)]
            case .matrix(var gate):
                gate.matrix = gate.matrix.adjoint
                return [.matrix(gate)]
            case .barrier: return [operation]
            case .measure, .reset, .conditional: return nil
            }
        }
    }

    /// The circuit that acts only where the controls have their values.
    ///
    /// Pauli rotations become gates, of which only the middle one needs the controls.
    ///
    /// - Throws: ``CircuitError/notUnitaryCircuit(operation:purpose:)`` if it measures, resets or branches;
    ///   ``CircuitError/duplicateQubit(operation:qubit:)`` if it uses a control;
    ///   ``CircuitError/qubitOutOfRange(operation:qubit:qubitCount:)``.
    public func controlled(by controls: [Control]) throws(CircuitError) -> Circuit {
        try mapped(operations, purpose: "controlling") { operation throws(CircuitError) in
            switch operation {
            case .gate(var gate):
                gate.controls += controls
                return [.gate(gate)]
            case .pauliRotation(let rotation): return rotation.gates(controls: controls).map(CircuitOperation.gate)
            case .matrix(var gate):
                gate.controls += controls
                return [.matrix(gate)]
            case .barrier: return [operation]
            case .measure, .reset, .conditional: return nil
            }
        }
    }

    /// Appends the operations of another circuit, its qubit q as `qubits[q]` here.
    ///
    /// Its classical registers are added; its parameters are those of this circuit that have their names, or are added.
    ///
    /// - Throws: ``CircuitError``: `qubits` must be different qubits of this circuit, one for each of `other`.
    public mutating func append(contentsOf other: Circuit, on qubits: [Int]? = nil) throws(CircuitError) {
        let map = qubits ?? Array(0..<other.qubitCount)
        guard map.count == other.qubitCount else {
            throw .wrongOperandCount(operation: "append", found: map.count, expected: other.qubitCount)
        }
        try check(map, of: "append")
        let firstBit = classicalBitCount
        for register in other.classicalRegisters {
            addClassicalRegister(freeName(for: register.name), count: register.bits.count)
        }
        var parameters: [Int] = []
        for name in other.parameterNames {
            if parameterNames.firstIndex(of: name) == nil { addParameter(name) }
            parameters.append(parameterNames.firstIndex(of: name) ?? 0)
        }
        for operation in other.operations {
            try append(operation.renumbered(qubits: map, firstBit: firstBit, parameters: parameters))
        }
    }

    private func freeName(for name: String) -> String {
        let taken = Set(classicalRegisters.map(\.name))
        guard taken.contains(name) else { return name }
        return (2...).lazy.map { "\(name)\($0)" }.first { !taken.contains($0) } ?? name
    }

    private func mapped(
        _ operations: some Sequence<CircuitOperation>, purpose: String,
        _ transform: (CircuitOperation) throws(CircuitError) -> [CircuitOperation]?
    ) throws(CircuitError) -> Circuit {
        var circuit = Circuit(like: self)
        for operation in operations {
            guard let results = try transform(operation) else {
                throw .notUnitaryCircuit(operation: operation.name, purpose: purpose)
            }
            for result in results { try circuit.append(result) }
        }
        return circuit
    }
}

extension CircuitOperation {
    /// The operation on other qubits: qubit q becomes `place(q)`.
    public func onQubits(_ place: (Int) -> Int) -> CircuitOperation {
        switch self {
        case .gate(var gate):
            gate.qubits = gate.qubits.map(place)
            gate.controls = gate.controls.map { Control(place($0.qubit), value: $0.value) }
            return .gate(gate)
        case .pauliRotation(var rotation):
            rotation.string = rotation.string.onQubits(place)
            return .pauliRotation(rotation)
        case .matrix(var gate):
            gate.qubits = gate.qubits.map(place)
            gate.controls = gate.controls.map { Control(place($0.qubit), value: $0.value) }
            return .matrix(gate)
        case .measure(let measurement):
            return .measure(QubitMeasurement(measurement.qubits.map(place), into: measurement.bits))
        case .reset(let qubit): return .reset(place(qubit))
        case .barrier(let qubits): return .barrier(qubits.map(place))
        case .conditional(let condition, let operation): return .conditional(condition, operation.onQubits(place))
        }
    }

    /// The operation with qubit q as `qubits[q]`, bit b as b + `firstBit`, parameter k as `parameters[k]`.
    func renumbered(qubits map: [Int], firstBit: Int, parameters: [Int]) -> CircuitOperation {
        onQubits { map[$0] }.renumbered(firstBit: firstBit, parameters: parameters)
    }

    private func renumbered(firstBit: Int, parameters: [Int]) -> CircuitOperation {
        switch self {
        case .gate(var gate):
            gate.angles = gate.angles.map { $0.renumbered(parameters) }
            return .gate(gate)
        case .pauliRotation(var rotation):
            rotation.angle = rotation.angle.renumbered(parameters)
            return .pauliRotation(rotation)
        case .measure(var measurement):
            measurement.bits = measurement.bits.map { $0 + firstBit }
            return .measure(measurement)
        case .conditional(var condition, let operation):
            condition.bits = condition.bits.lowerBound + firstBit..<condition.bits.upperBound + firstBit
            return .conditional(condition, operation.renumbered(firstBit: firstBit, parameters: parameters))
        case .matrix, .reset, .barrier: return self
        }
    }
}

extension Angle {
    /// The angle with parameter k as `parameters[k]`.
    func renumbered(_ parameters: [Int]) -> Angle {
        switch self {
        case .value: self
        case .parameter(let index, let factor, let offset):
            .parameter(index: parameters[index], factor: factor, offset: offset)
        }
    }
}
