internal import QuantumCircuits

/// Writes OpenQASM 2 with the gates of `qelib1.inc` as Qiskit ships it.
///
/// Qubits are one register `q`. Gates that the library lacks become gates that it has. A global phase is dropped: the
/// format has none, and no measurement shows it.
struct OpenQASM2Writer {
    private let circuit: Circuit
    private var lines = ["OPENQASM 2.0;", "include \"qelib1.inc\";"]

    static func write(_ circuit: Circuit) throws(CircuitFileError) -> String {
        var writer = OpenQASM2Writer(circuit: circuit)
        if circuit.qubitCount > 0 { writer.lines.append("qreg q[\(circuit.qubitCount)];") }
        for register in circuit.classicalRegisters {
            writer.lines.append("creg \(try writer.checkedName(register))[\(register.bits.count)];")
        }
        for operation in circuit.operations { writer.lines += try writer.lines(operation) }
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private init(circuit: Circuit) { self.circuit = circuit }

    /// A register's name, if the format can spell it.
    private func checkedName(_ register: ClassicalRegister) throws(CircuitFileError) -> String {
        let name = register.name
        let isSpelled =
            name.utf8.first.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 } ?? false
            && name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        let isTaken = name == "q" || circuit.classicalRegisters.count { $0.name == name } > 1
        guard isSpelled, !isTaken, !OpenQASM2Parser.reserved.contains(name) else {
            throw .notExpressible(
                operation: "the register name '\(name)'", format: .openQASM2,
                reason: isTaken
                    ? "it stands for two registers (the qubits are q)"
                    : "names are a lower-case letter, then letters, digits and '_', and no reserved word")
        }
        guard !register.bits.isEmpty else {
            throw .notExpressible(
                operation: "the register '\(name)'", format: .openQASM2, reason: "it has no bits")
        }
        return name
    }

    private func lines(_ operation: CircuitOperation) throws(CircuitFileError) -> [String] {
        switch operation {
        case .gate(let gate): try GateWriter<OpenQASM2Gates>.lines(gate).map(\.text)
        case .pauliRotation(let rotation): try GateWriter<OpenQASM2Gates>.lines(rotation).map(\.text)
        case .matrix(let gate): try GateWriter<OpenQASM2Gates>.lines(gate).map(\.text)
        case .measure(let measurement):
            zip(measurement.qubits, measurement.bits).map { "measure q[\($0)] -> \(spelled(bit: $1));" }
        case .reset(let qubit): ["reset q[\(qubit)];"]
        case .barrier(let qubits): qubits.isEmpty ? [] : ["barrier \(OpenQASM2Gates.list(qubits));"]
        case .conditional(let condition, let inner): try lines(inner, if: condition)
        }
    }

    private func lines(_ inner: CircuitOperation, if condition: ClassicalCondition) throws(CircuitFileError) -> [String]
    {
        guard let register = circuit.classicalRegisters.first(where: { $0.bits == condition.bits }) else {
            throw .notExpressible(
                operation: "a condition on bits \(condition.bits)", format: .openQASM2,
                reason: "conditions are on whole registers")
        }
        if case .conditional = inner {
            throw .notExpressible(
                operation: "a condition within a condition", format: .openQASM2, reason: "the format has one level")
        }
        // A measurement into the register that is tested would change the test for what follows it.
        if case .measure(let measurement) = inner, measurement.qubits.count > 1,
            measurement.bits.contains(where: condition.bits.contains)
        {
            throw .notExpressible(
                operation: "a conditional measurement of several qubits into the register it tests",
                format: .openQASM2, reason: "written one by one, the first would decide about the others")
        }
        return try lines(inner).map { "if(\(register.name)==\(condition.value)) \($0)" }
    }

    private func spelled(bit: Int) -> String {
        let register = circuit.classicalRegisters.first { $0.bits.contains(bit) }
        return register.map { "\($0.name)[\(bit - $0.bits.lowerBound)]" } ?? "?"
    }
}

/// What `qelib1.inc` has: gates without further controls, u3 and cu for one qubit.
enum OpenQASM2Gates: NativeGates {
    static var format: CircuitFormat { .openQASM2 }

    /// The most controls of a gate; each doubles or triples the number of gates written.
    static let mostControls = 12

    static func list(_ qubits: [Int]) -> String { qubits.map { "q[\($0)]" }.joined(separator: ",") }

    static func line(
        _ definition: GateDefinition, _ angles: [Double], _ qubits: [Int], controls: [Int]
    ) -> String? {
        guard controls.isEmpty, let name = definition.spelling.openQASM else { return nil }
        return line(name, angles, qubits)
    }

    private static func line(_ name: String, _ angles: [Double], _ qubits: [Int]) -> String {
        let parameters = angles.isEmpty ? "" : "(\(angles.map { "\($0)" }.joined(separator: ",")))"
        return "\(name)\(parameters) \(list(qubits));"
    }

    private static func native(_ name: String, _ angles: [Double], _ qubits: [Int]) -> NativeLine {
        NativeLine(text: line(name, angles, qubits), qubits: qubits)
    }

    static func lines(phase: Double, controls: [Int]) throws(CircuitFileError) -> [NativeLine] {
        guard let last = controls.last, phase != 0 else { return [] }
        guard controls.count > 1 else { return [native("u1", [phase], [last])] }
        let matrix = OneQubitUnitary(matrix: try GateWriter<OpenQASM2Gates>.named("p").matrix([phase]))
        return try lines(matrix, last, controls: controls.dropLast())
    }

    /// Under several controls: with V² = U, controlled V, controlled X, controlled V†, controlled X, controlled V
    /// (Barenco et al., Phys. Rev. A 52, 3457, 1995, lemma 7.5).
    static func lines(
        _ matrix: OneQubitUnitary, _ qubit: Int, controls: [Int]
    ) throws(CircuitFileError) -> [NativeLine] {
        let angles = matrix.eulerAngles
        guard let last = controls.last else {
            return [native("u3", [angles.theta, angles.phi, angles.lambda], [qubit])]
        }
        guard controls.count > 1 else {
            return [native("cu", [angles.theta, angles.phi, angles.lambda, angles.u3Phase], [last, qubit])]
        }
        guard controls.count <= mostControls else {
            throw .notExpressible(
                operation: "a gate under \(controls.count) controls", format: .openQASM2,
                reason: "at most \(mostControls) controls are taken apart")
        }
        let root = matrix.squareRoot
        let others = Array(controls.dropLast())
        let flip = try controlledX(last, controls: others)
        return try lines(root, qubit, controls: [last]) + flip
            + lines(OneQubitUnitary(matrix: root.matrix.adjoint), qubit, controls: [last]) + flip
            + lines(root, qubit, controls: others)
    }

    private static func controlledX(_ qubit: Int, controls: [Int]) throws(CircuitFileError) -> [NativeLine] {
        let names = ["x", "cx", "ccx", "c3x", "c4x"]
        if controls.count < names.count { return [native(names[controls.count], [], controls + [qubit])] }
        return try lines(
            OneQubitUnitary(matrix: try GateWriter<OpenQASM2Gates>.named("x").matrix([])), qubit, controls: controls)
    }
}
