internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// Compiles noisy circuits for trajectories.
struct TrajectoryProgramBuilder {
    private struct ChannelKey: Hashable {
        let identity: ObjectIdentifier
        let qubits: [Int]
    }

    private let backend: VectorizedBackend
    private let qubitCount: Int
    private let readout: ReadoutNoise
    private var items: [TrajectoryProgram.Item] = []
    private var channels: [PreparedChannel] = []
    private var numbers: [ChannelKey: Int] = [:]
    /// Each channel as it is drawn, with the Pauli strings of its branches.
    private var drawn: [ObjectIdentifier: (channel: QuantumChannel, strings: [PauliString?])] = [:]
    private var measurements: [PreparedMeasurement] = []
    private var measurementNumbers: [Int: Int] = [:]
    /// What each item is on the usual path, `nil` where a block cannot hold it.
    private var usual: [[CircuitOperation]?] = []
    private var hazards: [(item: Int, sum: Double)] = []
    private var decisions: [Int] = []

    /// Gates of a long block: a part of the circuit, within these bounds; and of the short blocks it is cut into, in which
    /// a trajectory goes to its event and away from it.
    private static let (smallestLong, longPerCircuit, short) = (24, 12, 8)

    /// Compiles the steps of a circuit before its measurements at the end.
    static func program(
        for steps: [NoisyCircuit.Step], qubitCount: Int, readout: ReadoutNoise, backend: VectorizedBackend
    ) throws(StateVectorError) -> TrajectoryProgram {
        var builder = TrajectoryProgramBuilder(backend: backend, qubitCount: qubitCount, readout: readout)
        for step in steps { try builder.add(step) }
        return try builder.finished()
    }

    private init(backend: VectorizedBackend, qubitCount: Int, readout: ReadoutNoise) {
        self.backend = backend
        self.qubitCount = qubitCount
        self.readout = readout
    }

    private mutating func add(_ step: NoisyCircuit.Step) throws(StateVectorError) {
        switch step {
        case .operation(let operation): try add(operation, if: nil)
        case .channel(let channel, let qubits): try add(channel, on: qubits, if: nil)
        case .conditionalChannel(let condition, let channel, let qubits):
            try add(channel, on: qubits, if: condition)
        }
    }

    private mutating func add(
        _ operation: CircuitOperation, if condition: ClassicalCondition?
    ) throws(StateVectorError) {
        switch operation {
        case .barrier: return
        case .measure(let measurement):
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) {
                append(
                    .measure(try measurementNumber(of: qubit), bit: bit), if: condition, usual: nil, isDecision: true)
            }
        case .reset(let qubit):
            append(.reset(try measurementNumber(of: qubit)), if: condition, usual: nil, isDecision: true)
        case .conditional(let inner, let operation):
            guard condition == nil else { throw .notUnitary(operation: "a condition within a condition") }
            try add(operation, if: inner)
        default:
            let gate = try SingleGate(operation, qubitCount: qubitCount, backend: backend)
            append(.gate(gate), if: condition, usual: [operation], isDecision: false)
        }
    }

    /// The number of the measurement of a qubit.
    private mutating func measurementNumber(of qubit: Int) throws(StateVectorError) -> Int {
        if let number = measurementNumbers[qubit] { return number }
        measurements.append(
            try PreparedMeasurement(
                of: qubit, misreading: readout.misreading(of: qubit), qubitCount: qubitCount, backend: backend))
        measurementNumbers[qubit] = measurements.count - 1
        return measurements.count - 1
    }

    private mutating func append(
        _ item: TrajectoryProgram.Item, if condition: ClassicalCondition?, usual operations: [CircuitOperation]?,
        isDecision: Bool
    ) {
        if isDecision { decisions.append(items.count) }
        items.append(condition.map { .conditional($0, item) } ?? item)
        usual.append(condition == nil ? operations : nil)
    }

    private mutating func add(
        _ channel: QuantumChannel, on qubits: [Int], if condition: ClassicalCondition?
    ) throws(StateVectorError) {
        let key = ChannelKey(identity: channel.identity, qubits: qubits)
        let number = numbers[key] ?? channels.count
        if number == channels.count {
            let known = drawn[channel.identity]
            let surest = known?.channel ?? channel.surest
            let strings = known?.strings ?? surest.pauliStrings
            drawn[channel.identity] = (surest, strings)
            channels.append(
                try PreparedChannel(surest, strings: strings, on: qubits, qubitCount: qubitCount, backend: backend))
            numbers[key] = number
        }
        let prepared = channels[number]
        if prepared.branches.count == 1, prepared.usual == nil { return }
        let isDecision = prepared.usualBound < TrajectoryProgram.smallestBound
        if !isDecision, prepared.branches.count > 1 {
            let before = hazards.last?.sum ?? 0
            hazards.append((items.count, before - Double.log(prepared.usualBound)))
        }
        append(
            .channel(number), if: condition, usual: isDecision ? nil : prepared.usual.map { [$0] } ?? [],
            isDecision: isDecision)
    }

    private func finished() throws(StateVectorError) -> TrajectoryProgram {
        var blocks: [Int: [TrajectoryProgram.Block]] = [:]
        var seconds = 0.0
        for range in longRanges() {
            let long = block(of: range, strategy: .automatic)
            seconds += try long.usual.gates().predictedSeconds
            blocks[range.lowerBound, default: []].append(long)
            for part in shortRanges(of: range) where part != range {
                blocks[part.lowerBound, default: []].append(block(of: part, strategy: .gates))
            }
        }
        var passage = PauliPassage()
        for operations in usual { passage.append(operations) }
        return TrajectoryProgram(
            qubitCount: qubitCount, items: items, channels: channels, measurements: measurements,
            blocksStarting: blocks, passage: passage, hazards: hazards, decisions: decisions, usualSeconds: seconds)
    }

    private func block(of range: Range<Int>, strategy: ExecutionPlan.Strategy) -> TrajectoryProgram.Block {
        let gates = LazyGates(
            range.flatMap { usual[$0] ?? [] }, qubitCount: qubitCount, backend: backend, strategy: strategy)
        let bound = range.reduce(1.0) { bound, item in
            guard case .channel(let number) = items[item], !channels[number].isUsualUnitary else { return bound }
            return bound * channels[number].usualBound
        }
        return TrajectoryProgram.Block(items: range, usual: gates, normBound: bound)
    }

    private func isGate(_ item: Int) -> Bool {
        if case .gate = items[item] { usual[item] != nil } else { false }
    }

    /// A long block in pieces of a few gates with the channels behind them.
    private func shortRanges(of range: Range<Int>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (start, gates) = (range.lowerBound, 0)
        for item in range where isGate(item) {
            if gates == Self.short {
                ranges.append(start..<item)
                (start, gates) = (item, 0)
            }
            gates += 1
        }
        return ranges + [start..<range.upperBound]
    }

    /// Ranges of items without decisions or conditions, cut where a gate on one qubit follows one on several: there a
    /// layer begins, and the rotations of a layer stay together.
    private func longRanges() -> [Range<Int>] {
        let size = max(Self.smallestLong, items.indices.count(where: isGate) / Self.longPerCircuit)
        var ranges: [Range<Int>] = []
        var (start, gates, lastWidth) = (0, 0, 0)
        func close(at end: Int) {
            if end > start { ranges.append(start..<end) }
            (start, gates) = (end, 0)
        }
        for item in items.indices {
            guard let operations = usual[item] else {
                close(at: item)
                start = item + 1
                continue
            }
            guard isGate(item), let operation = operations.first else { continue }
            let width = operation.qubits.count
            let isLayer = width == 1 && lastWidth > 1
            if gates >= size && isLayer || gates >= 2 * size { close(at: item) }
            gates += 1
            lastWidth = width
        }
        close(at: items.count)
        return ranges
    }
}
