internal import OperatorAlgebra

extension Circuit: CustomStringConvertible {
    /// One operation a line, after a line with the sizes.
    public var description: String {
        let bits = classicalRegisters.map { ", \($0.name)[\($0.bits.count)]" }.joined()
        let header = "\(qubitCount) qubit\(qubitCount == 1 ? "" : "s")\(bits)"
        return ([header] + operations.map(line)).joined(separator: "\n")
    }

    private func line(_ operation: CircuitOperation) -> String {
        switch operation {
        case .gate(let gate): line(gate)
        case .pauliRotation(let rotation):
            "exp(-i/2 * \(text(rotation.angle)) * \(rotation.string == .identity ? "I" : rotation.string.description))"
        case .matrix(let gate): "matrix" + list(gate.qubits) + suffix(gate.controls)
        case .measure(let measurement): "measure" + list(measurement.qubits) + " ->" + list(measurement.bits)
        case .reset(let qubit): "reset \(qubit)"
        case .barrier(let qubits): "barrier" + list(qubits)
        case .conditional(let condition, let inner):
            "if bits \(condition.bits.lowerBound)..<\(condition.bits.upperBound) == \(condition.value): \(line(inner))"
        }
    }

    private func line(_ gate: Gate) -> String {
        let angles = gate.angles.map(text).joined(separator: ", ")
        return gate.definition.name + (angles.isEmpty ? "" : "(\(angles))") + list(gate.qubits) + suffix(gate.controls)
    }

    private func list(_ numbers: [Int]) -> String { numbers.map { " \($0)" }.joined() }

    private func suffix(_ controls: [Control]) -> String {
        controls.isEmpty
            ? "" : " where " + controls.map { "\($0.qubit) is \($0.value ? 1 : 0)" }.joined(separator: ", ")
    }

    private func text(_ angle: Angle) -> String {
        switch angle {
        case .value(let value): "\(value)"
        case .parameter(let index, let factor, let offset):
            (factor == 1 ? "" : "\(factor)*") + parameterNames[index]
                + (offset == 0 ? "" : offset < 0 ? " - \(-offset)" : " + \(offset)")
        }
    }
}
