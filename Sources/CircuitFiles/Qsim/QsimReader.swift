internal import QuantumCircuits

/// Reads qsim's text format: the number of qubits, then `time gate qubits parameters`, one gate a line.
///
/// Lines that are blank or start with `#` are skipped; trailing blanks and carriage returns are allowed. `c controls…
/// gate …` controls a gate, `m qubits…` measures, `p phi` is a global phase. Along the file times must strictly increase
/// on every qubit, controls included, and no operation may cross the time of a measurement. Measurements of equal
/// time are one. The result of qubit q goes to one classical register `m` of the measured qubits in ascending order; a
/// qubit that is measured twice keeps its last result.
/// Source: qsim's docs/input_format.md and the rules its reader enforces.
struct QsimReader {
    private let qubitCount: Int
    private var steps: [(operation: CircuitOperation, place: Int)] = []
    private var lastTime: [Int]
    private var latestTime = -1
    private var measurementTime = -1
    private var measurementIndex = -1
    private var measured = Set<Int>()

    static func read(_ source: SourceText) throws(CircuitFileError) -> Circuit {
        var reader: QsimReader?
        for var line in QsimLine.lines(of: source) {
            if reader == nil {
                reader = QsimReader(qubitCount: try header(&line))
            } else {
                try reader?.readOperation(&line)
            }
        }
        guard let reader else {
            throw .malformed(
                at: source.location(at: source.bytes.count), found: "the end of the file",
                expected: "the number of qubits")
        }
        return try reader.circuit(source)
    }

    private init(qubitCount: Int) {
        self.qubitCount = qubitCount
        lastTime = [Int](repeating: -1, count: qubitCount)
    }

    private static func header(_ line: inout QsimLine) throws(CircuitFileError) -> Int {
        let range = 1..<CircuitFile.largestQubitCount + 1
        let expected = "the number of qubits, a whole number from 1 to \(CircuitFile.largestQubitCount)"
        let count = try line.integer(expected, in: range)
        try line.finish()
        return count
    }

    private mutating func readOperation(_ line: inout QsimLine) throws(CircuitFileError) {
        let place = line.place
        let time = try line.integer("a gate's time, a whole number", in: 0..<Int.max)
        let name = line.place
        switch try line.word("the name of a gate") {
        case "m": try readMeasurement(&line, time: time, place: place)
        case "c": try readControlled(&line, time: time, place: place)
        case let text: try readGate(text, at: name, &line, controls: Operands(), time: time, place: place)
        }
    }

    private mutating func readControlled(
        _ line: inout QsimLine, time: Int, place: Int
    ) throws(CircuitFileError) {
        var operands = Operands()
        repeat { try readQubit(&line, into: &operands, "a controlling qubit") } while line.nextIsNumber
        let name = line.place
        let text = try line.word("the name of a gate to control")
        if text == "m" || text == "c" {
            let what = text == "m" ? "a measurement, which cannot be controlled" : "a second 'c'"
            throw line.failure(at: name, found: what, expected: "a gate to control")
        }
        try readGate(text, at: name, &line, controls: operands, time: time, place: place)
    }

    private mutating func readGate(
        _ name: String, at namePlace: Int, _ line: inout QsimLine, controls: Operands, time: Int, place: Int
    ) throws(CircuitFileError) {
        guard let definition = GateTable.qsim(name) else {
            let known = GateTable.all.flatMap(\.spelling.qsimNames) + ["c", "m"]
            throw line.failure(
                at: namePlace, found: "'\(name)'", expected: "a gate of qsim: \(known.joined(separator: " "))")
        }
        var operands = controls
        for position in 0..<definition.qubitCount {
            let expected = "qubit \(position + 1) of \(definition.qubitCount) for \(name)"
            try readQubit(&line, into: &operands, expected)
        }
        var angles: [Angle] = []
        for parameter in definition.parameterNames {
            angles.append(.value(try line.real("\(parameter) for \(name), a finite number")))
        }
        try line.finish()
        try schedule(operands.qubits, time: time, place: place, line)
        let gate = Gate(
            definition, angles, on: Array(operands.qubits.dropFirst(controls.qubits.count)),
            controls: controls.qubits.map { Control($0) })
        try append(.gate(gate), place, line)
    }

    private mutating func readMeasurement(
        _ line: inout QsimLine, time: Int, place: Int
    ) throws(CircuitFileError) {
        var operands = Operands()
        repeat { try readQubit(&line, into: &operands, "a qubit to measure") } while line.hasMore
        guard time >= latestTime else {
            throw line.failure(
                at: place, found: "a measurement at time \(time) after an operation at time \(latestTime)",
                expected: "a time of \(latestTime) or later: nothing may cross a measurement")
        }
        let qubits = operands.qubits
        try schedule(qubits, time: time, place: place, line)
        measured.formUnion(qubits)
        if time == measurementTime, case .measure(var measurement) = steps[measurementIndex].operation {
            measurement.qubits += qubits
            steps[measurementIndex].operation = .measure(measurement)
        } else {
            (measurementTime, measurementIndex) = (time, steps.count)
            try append(.measure(QubitMeasurement(qubits, into: [])), place, line)
        }
    }

    /// The qubits of one line, each once.
    private struct Operands {
        var qubits: [Int] = []
        var seen = Set<Int>()
    }

    private func readQubit(
        _ line: inout QsimLine, into operands: inout Operands, _ expected: String
    ) throws(CircuitFileError) {
        let place = line.place
        let qubit = try line.integer("\(expected), a number from 0 to \(qubitCount - 1)", in: 0..<qubitCount)
        guard operands.seen.insert(qubit).inserted else {
            throw line.failure(at: place, found: "qubit \(qubit) a second time", expected: "different qubits")
        }
        operands.qubits.append(qubit)
    }

    /// Checks and records the time of an operation.
    private mutating func schedule(
        _ qubits: [Int], time: Int, place: Int, _ line: QsimLine
    ) throws(CircuitFileError) {
        guard time >= measurementTime else {
            throw line.failure(
                at: place, found: "time \(time) after a measurement at time \(measurementTime)",
                expected: "a time of \(measurementTime) or later: nothing may cross a measurement")
        }
        for qubit in qubits {
            guard time > lastTime[qubit] else {
                throw line.failure(
                    at: place, found: "time \(time) on qubit \(qubit), which is used at time \(lastTime[qubit])",
                    expected: "a later time: times increase along the file on every qubit")
            }
            lastTime[qubit] = time
        }
        latestTime = max(latestTime, time)
    }

    private mutating func append(
        _ operation: CircuitOperation, _ place: Int, _ line: QsimLine
    ) throws(CircuitFileError) {
        guard steps.count < CircuitFile.largestOperationCount else {
            throw line.failure(
                at: place, found: "more than \(CircuitFile.largestOperationCount) operations",
                expected: "a shorter circuit")
        }
        steps.append((operation, place))
    }

    /// The circuit, with the classical bits of the measured qubits.
    private func circuit(_ source: SourceText) throws(CircuitFileError) -> Circuit {
        var circuit = Circuit(qubitCount: qubitCount)
        let order = measured.sorted()
        if !order.isEmpty { circuit.addClassicalRegister("m", count: order.count) }
        let bits = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        for (step, place) in steps {
            var operation = step
            if case .measure(let measurement) = step {
                operation = .measure(
                    QubitMeasurement(measurement.qubits, into: measurement.qubits.compactMap { bits[$0] }))
            }
            do { try circuit.append(operation) } catch {
                throw .rejected(at: source.location(at: place), error)
            }
        }
        return circuit
    }
}
