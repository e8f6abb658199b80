internal import QuantumCircuits

/// Writes qsim's text format.
///
/// Every gate gets the earliest time its qubits allow; barriers move what follows them behind what precedes them.
/// Gates that qsim lacks become rotations with their phase, so that the circuit stays the same with its global phase.
/// Classical bits have no names in the format: results are read in the order of the qubits.
struct QsimWriter {
    private var lines: [String] = []
    private var nextTime: [Int]
    /// No operation may come before this time.
    private var floor = 0
    private var latest = -1

    static func write(_ circuit: Circuit) throws(CircuitFileError) -> String {
        guard circuit.qubitCount > 0 else {
            throw .notExpressible(
                operation: "a circuit without qubits", format: .qsim, reason: "the format needs at least one")
        }
        var writer = QsimWriter(nextTime: [Int](repeating: 0, count: circuit.qubitCount))
        for operation in circuit.operations { try writer.write(operation) }
        return (["\(circuit.qubitCount)"] + writer.lines).joined(separator: "\n") + "\n"
    }

    private init(nextTime: [Int]) { self.nextTime = nextTime }

    private mutating func write(_ operation: CircuitOperation) throws(CircuitFileError) {
        switch operation {
        case .gate(let gate): add(try GateWriter<QsimGates>.lines(gate))
        case .pauliRotation(let rotation): add(try GateWriter<QsimGates>.lines(rotation))
        case .matrix(let gate): add(try GateWriter<QsimGates>.lines(gate))
        case .measure(let measurement): measure(measurement.qubits)
        case .barrier(let qubits):
            let time = qubits.map { nextTime[$0] }.max() ?? 0
            for qubit in qubits { nextTime[qubit] = time }
        case .reset, .conditional:
            throw .notExpressible(operation: operation.name, format: .qsim, reason: "the format has no such operation")
        }
    }

    private mutating func add(_ natives: [NativeLine]) {
        for native in natives {
            let time = max(floor, native.qubits.map { nextTime[$0] }.max() ?? 0)
            for qubit in native.qubits { nextTime[qubit] = time + 1 }
            latest = max(latest, time)
            lines.append("\(time) \(native.text)")
        }
    }

    /// A measurement comes after everything before it, and everything after it not earlier.
    private mutating func measure(_ qubits: [Int]) {
        guard !qubits.isEmpty else { return }
        let time = max(floor, latest, qubits.map { nextTime[$0] }.max() ?? 0)
        for qubit in qubits { nextTime[qubit] = time + 1 }
        (floor, latest) = (time, time)
        lines.append("\(time) m \(qubits.map(String.init).joined(separator: " "))")
    }
}

/// What qsim has: its gates under any controls, rotations for everything on one qubit, phases.
enum QsimGates: NativeGates {
    static var format: CircuitFormat { .qsim }

    static func line(
        _ definition: GateDefinition, _ angles: [Double], _ qubits: [Int], controls: [Int]
    ) -> String? {
        guard let name = definition.spelling.qsim else { return nil }
        let prefix = controls.isEmpty ? [] : ["c"] + controls.map(String.init)
        return (prefix + [name] + qubits.map(String.init) + angles.map { "\($0)" }).joined(separator: " ")
    }

    static func lines(
        _ matrix: OneQubitUnitary, _ qubit: Int, controls: [Int]
    ) throws(CircuitFileError) -> [NativeLine] {
        let angles = matrix.eulerAngles
        var result: [NativeLine] = []
        for (name, angle) in [("rz", angles.lambda), ("ry", angles.theta), ("rz", angles.phi)] where angle != 0 {
            let definition = try GateWriter<QsimGates>.named(name)
            if let text = line(definition, [angle], [qubit], controls: controls) {
                result.append(NativeLine(text: text, qubits: controls + [qubit]))
            }
        }
        return result + (try lines(phase: angles.phase, controls: controls))
    }

    static func lines(phase: Double, controls: [Int]) throws(CircuitFileError) -> [NativeLine] {
        guard phase != 0 else { return [] }
        let definition = try GateWriter<QsimGates>.named("gphase")
        return line(definition, [phase], [], controls: controls).map { [NativeLine(text: $0, qubits: controls)] } ?? []
    }
}
