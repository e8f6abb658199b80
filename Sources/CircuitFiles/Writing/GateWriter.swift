internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// What a format can write directly.
protocol NativeGates {
    /// The format, for messages.
    static var format: CircuitFormat { get }

    /// The gate's line if the format has it with these controls, all of which act on 1.
    static func line(_ definition: GateDefinition, _ angles: [Double], _ qubits: [Int], controls: [Int]) -> String?

    /// Lines for any matrix of one qubit under controls on 1.
    static func lines(_ matrix: OneQubitUnitary, _ qubit: Int, controls: [Int]) throws(CircuitFileError) -> [NativeLine]

    /// Lines for a phase e^{i`phase`} where all controls are 1.
    static func lines(phase: Double, controls: [Int]) throws(CircuitFileError) -> [NativeLine]
}

/// A line of a file before it gets its time or its semicolon, and the qubits it touches.
struct NativeLine {
    let text: String
    let qubits: [Int]
}

/// Breaks operations down to what a format has.
///
/// In this order: the gate itself; the table's gate that includes the controls; one other gate that is the same; the base of a controlled gate; a
/// sequence of simpler gates; the rotations of its generator; Euler angles of one qubit.
enum GateWriter<Format: NativeGates> {
    static func lines(_ gate: Gate) throws(CircuitFileError) -> [NativeLine] {
        var angles: [Double] = []
        for angle in gate.angles { angles.append(try constant(angle, gate.definition.name)) }
        return try withPositiveControls(gate.controls) { controls throws(CircuitFileError) in
            try lines(gate.definition, angles, gate.qubits, controls)
        }
    }

    static func lines(_ rotation: PauliRotation) throws(CircuitFileError) -> [NativeLine] {
        let angle = try constant(rotation.angle, "a Pauli rotation")
        var result: [NativeLine] = []
        for gate in PauliRotation(rotation.string, angle: .value(angle)).gates() { result += try lines(gate) }
        return result
    }

    static func lines(_ gate: MatrixGate) throws(CircuitFileError) -> [NativeLine] {
        guard gate.matrix.qubitCount <= 1 else {
            throw .notExpressible(
                operation: "a matrix on \(gate.matrix.qubitCount) qubits", format: Format.format,
                reason: "only matrices on one qubit are taken apart")
        }
        return try withPositiveControls(gate.controls) { controls throws(CircuitFileError) in
            guard let qubit = gate.qubits.first else {
                let phase = gate.matrix[0, 0]
                return try Format.lines(phase: Double.atan2(y: phase.imaginary, x: phase.real), controls: controls)
            }
            return try Format.lines(OneQubitUnitary(matrix: gate.matrix), qubit, controls: controls)
        }
    }

    private static func constant(_ angle: Angle, _ name: String) throws(CircuitFileError) -> Double {
        guard let value = angle.constant else {
            throw .notExpressible(
                operation: name, format: Format.format, reason: "it has a free parameter; give its value first")
        }
        return value
    }

    /// Controls on 0 become controls on 1 between two x gates.
    private static func withPositiveControls(
        _ controls: [Control], _ body: ([Int]) throws(CircuitFileError) -> [NativeLine]
    ) throws(CircuitFileError) -> [NativeLine] {
        var flips: [NativeLine] = []
        for control in controls where !control.value {
            flips += try lines(try named("x"), [], [control.qubit], [])
        }
        return flips + (try body(controls.map(\.qubit))) + flips
    }

    private static func lines(
        _ definition: GateDefinition, _ angles: [Double], _ qubits: [Int], _ controls: [Int]
    ) throws(CircuitFileError) -> [NativeLine] {
        if let text = Format.line(definition, angles, qubits, controls: controls) {
            return [NativeLine(text: text, qubits: controls + qubits)]
        }
        if let including = including(definition, controls.count),
            let text = Format.line(including, angles, controls + qubits, controls: [])
        {
            return [NativeLine(text: text, qubits: controls + qubits)]
        }
        let sequence = definition.sequence(angles.map(Angle.value), on: qubits)
        if let sequence, sequence.count == 1,
            let text = Format.line(
                sequence[0].definition, sequence[0].angles.compactMap(\.constant), sequence[0].qubits,
                controls: controls)
        {
            return [NativeLine(text: text, qubits: controls + qubits)]
        }
        if let (count, _) = definition.controlled, let base = definition.base {
            return try lines(base, angles, Array(qubits.dropFirst(count)), controls + qubits.prefix(count))
        }
        if let sequence {
            var result: [NativeLine] = []
            for gate in sequence {
                result += try lines(gate.definition, gate.angles.compactMap(\.constant), gate.qubits, controls)
            }
            return result
        }
        return try linesOfMatrix(definition, angles, qubits, controls)
    }

    private static func linesOfMatrix(
        _ definition: GateDefinition, _ angles: [Double], _ qubits: [Int], _ controls: [Int]
    ) throws(CircuitFileError) -> [NativeLine] {
        switch qubits.count {
        case 0: return try Format.lines(phase: angles.first ?? 0, controls: controls)
        case 1:
            return try Format.lines(OneQubitUnitary(matrix: definition.matrix(angles)), qubits[0], controls: controls)
        default: break
        }
        guard let generator = definition.generator, let angle = angles.first else {
            throw .notExpressible(
                operation: definition.name, format: Format.format, reason: "no simpler gates are known for it")
        }
        var result: [NativeLine] = []
        for (string, coefficient) in generator {
            var moved = PauliString()
            for (qubit, letter) in string.letters { moved[qubits[qubit]] = letter }
            let rotation = PauliRotation(moved, angle: .value(coefficient.real * angle))
            for gate in rotation.gates(controls: controls.map { Control($0) }) { result += try lines(gate) }
        }
        return result
    }

    /// The table's gate that is `definition` under that many controls.
    private static func including(_ definition: GateDefinition, _ count: Int) -> GateDefinition? {
        guard count > 0 else { return nil }
        let (inner, base) = definition.controlled ?? (0, definition.name)
        return GateTable.all.first { row in
            row.controlled.map { $0.count == inner + count && $0.base == base } ?? false
        }
    }

    static func named(_ name: String) throws(CircuitFileError) -> GateDefinition {
        do { return try GateTable.named(name) } catch {
            throw .notExpressible(operation: name, format: Format.format, reason: "\(error)")
        }
    }
}
