extension Circuit {
    /// Largest allowed departure of U†U from the identity in a ``MatrixGate``: room for a matrix typed with 8 digits.
    static let unitarityTolerance = 1e-7

    func check(_ operation: CircuitOperation) throws(CircuitError) {
        try check(operation.qubits, of: operation.name)
        for angle in operation.angles { try check(angle, of: operation) }
        switch operation {
        case .gate(let gate): try check(gate)
        case .matrix(let gate): try check(gate)
        case .measure(let measurement): try check(measurement)
        case .conditional(let condition, let inner):
            if condition.bits.upperBound > classicalBitCount {
                throw .bitOutOfRange(operation: "if", bit: condition.bits.upperBound - 1, bitCount: classicalBitCount)
            }
            try check(inner)
        case .pauliRotation, .reset, .barrier: break
        }
    }

    /// Qubits that an operation names must exist and differ.
    func check(_ qubits: [Int], of name: @autoclosure () -> String) throws(CircuitError) {
        for qubit in qubits where !(0..<qubitCount ~= qubit) {
            throw .qubitOutOfRange(operation: name(), qubit: qubit, qubitCount: qubitCount)
        }
        if let qubit = Self.firstDuplicate(in: qubits) { throw .duplicateQubit(operation: name(), qubit: qubit) }
    }

    /// The first number that occurred before. Nearly all operations have few qubits, for which comparing is quickest.
    private static func firstDuplicate(in qubits: [Int]) -> Int? {
        if qubits.count <= 8 { return qubits.indices.first { qubits[..<$0].contains(qubits[$0]) }.map { qubits[$0] } }
        var seen = Set<Int>()
        return qubits.first { !seen.insert($0).inserted }
    }

    private func check(_ angle: Angle, of operation: CircuitOperation) throws(CircuitError) {
        switch angle {
        case .value(let value):
            guard value.isFinite else { throw .nonFiniteAngle(operation: operation.name, value: value) }
        case .parameter(let index, let factor, let offset):
            guard 0..<parameterCount ~= index else {
                throw .parameterOutOfRange(operation: operation.name, index: index, parameterCount: parameterCount)
            }
            guard factor.isFinite, offset.isFinite else {
                throw .nonFiniteAngle(operation: operation.name, value: factor.isFinite ? offset : factor)
            }
        }
    }

    private func check(_ gate: Gate) throws(CircuitError) {
        let definition = gate.definition
        guard gate.qubits.count == definition.qubitCount else {
            throw .wrongOperandCount(
                operation: definition.name, found: gate.qubits.count, expected: definition.qubitCount)
        }
        guard gate.angles.count == definition.parameterCount else {
            throw .wrongAngleCount(
                operation: definition.name, found: gate.angles.count, expected: definition.parameterCount)
        }
    }

    private func check(_ gate: MatrixGate) throws(CircuitError) {
        guard gate.qubits.count == gate.matrix.qubitCount else {
            throw .wrongOperandCount(operation: "matrix", found: gate.qubits.count, expected: gate.matrix.qubitCount)
        }
        let defect = gate.matrix.unitarityDefect
        guard defect <= Self.unitarityTolerance else { throw .notUnitary(operation: "matrix", defect: defect) }
    }

    private func check(_ measurement: QubitMeasurement) throws(CircuitError) {
        guard measurement.bits.count == measurement.qubits.count else {
            throw .wrongOperandCount(
                operation: "measure", found: measurement.bits.count, expected: measurement.qubits.count)
        }
        for bit in measurement.bits where !(0..<classicalBitCount ~= bit) {
            throw .bitOutOfRange(operation: "measure", bit: bit, bitCount: classicalBitCount)
        }
    }
}

extension CircuitOperation {
    /// A short name for messages.
    public var name: String {
        switch self {
        case .gate(let gate): gate.definition.name
        case .pauliRotation(let rotation): "rotation by \(rotation.string)"
        case .matrix: "matrix"
        case .measure: "measure"
        case .reset: "reset"
        case .barrier: "barrier"
        case .conditional(_, let operation): "if … \(operation.name)"
        }
    }
}
