public import QuantumCircuits

/// What noise a machine puts on circuits: rules that say which channels stand around which gates, and how readings err.
///
/// ```swift
/// let model = try NoiseModel(specification: "depolarizing:0.001,0.01+readout:0.02,0.03")
/// let noisy = try model.applied(to: circuit)
/// ```
public struct NoiseModel: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// The rules; those that apply to a gate act in this order.
    public var rules: [NoiseRule] = []
    /// The readout errors: later entries replace earlier ones for the qubits they name.
    public var readout: [ReadoutRule] = []
    /// How long gates take, for rules that need it; in the unit of the lifetimes.
    public var durations = GateDurations()
    /// What happens to waiting qubits; with any, the noisy circuit is ordered by moments.
    public var idle: [IdleRule] = []
    /// The gates the machine has, by name as ``NoisyGate`` has it; others are refused. Nil for all.
    public var basis: Set<String>?
    /// The processor that circuits are mapped to; with one the rules act around the gates it carries out.
    public var processor: ProcessorModel?

    /// A model without noise.
    public init(name: String = "") { self.name = name }

    /// The noise of a processor, to which circuits are mapped.
    public init(processor: ProcessorModel) {
        name = processor.name
        self.processor = processor
    }

    /// A model in Qiskit's manner: the gates there are, each with its error or nil for none; a channel of one qubit acts on
    /// each qubit of a wider gate.
    public init(name: String = "", basis errors: [String: QuantumChannel?]) {
        self.name = name
        basis = Set(errors.keys)
        for (gate, error) in errors.sorted(by: { $0.key < $1.key }) {
            guard let error else { continue }
            rules.append(NoiseRule(error.qubitCount == 1 ? .onEach(error) : .onGate(error), gates: [gate]))
        }
    }

    /// The circuit with the model's channels between its operations.
    ///
    /// The operations stay as they are and in their order. Around each gate stand the channels of the rules that apply to
    /// it, in the order of the rules; a conditional gate gets channels under the same condition. Barriers get none;
    /// measurements and resets only those of rules that name `measure` or `reset`, qubit by qubit. One channel is one
    /// object wherever it stands.
    ///
    /// With ``idle`` rules the operations are ordered by moments, each as early as its qubits allow, and after every
    /// moment stand the channels of the qubits that waited in it.
    ///
    /// With a ``processor`` the circuit is written for it, see ``ProcessorModel/applied(to:)``. Channels of the rules stand
    /// around the gates that the processor carries out, not around virtual ones, and before its own noise; readings that
    /// its errors passed meet those of ``readout``.
    ///
    /// - Throws: ``NoiseError`` if a channel does not fit the gate it is for, a duration is missing, or a gate is not in
    ///   the ``basis``.
    public func applied(to circuit: Circuit) throws(NoiseError) -> NoisyCircuit {
        if let processor { return try applied(to: circuit, mappedTo: processor) }
        if let basis {
            for gate in circuit.operations.compactMap(NoisyGate.init) where gate.isGate && !basis.contains(gate.name) {
                throw .unsupported(
                    what: "the noise model has no gate '\(gate.name)'",
                    instead: "write the circuit in its gates: \(basis.sorted().joined(separator: ", "))")
            }
        }
        var noisy = NoisyCircuit(like: circuit, readout: try readoutNoise(qubitCount: circuit.qubitCount))
        var relaxation = RelaxationCache()
        guard !idle.isEmpty else {
            for operation in circuit.operations { try append(operation, to: &noisy, &relaxation) }
            return noisy
        }
        for moment in CircuitMoments(circuit).moments {
            let operations = moment.map { circuit.operations[$0] }
            for operation in operations { try append(operation, to: &noisy, &relaxation) }
            try appendIdleNoise(during: operations, to: &noisy, &relaxation)
        }
        return noisy
    }

    func append(
        _ operation: CircuitOperation, to noisy: inout NoisyCircuit, _ relaxation: inout RelaxationCache
    ) throws(NoiseError) {
        let gates = NoisyGate(operation).map(\.readOneByOne) ?? []
        for gate in gates { try append(.before, around: gate, of: operation, to: &noisy, &relaxation) }
        noisy.append(operation)
        for gate in gates { try append(.after, around: gate, of: operation, to: &noisy, &relaxation) }
    }

    private func appendIdleNoise(
        during moment: [CircuitOperation], to noisy: inout NoisyCircuit, _ relaxation: inout RelaxationCache
    ) throws(NoiseError) {
        let needsTime = idle.contains { if case .relaxation = $0.effect { true } else { false } }
        var own = [Double?](repeating: nil, count: noisy.qubitCount)
        var longest = 0.0
        for gate in moment.compactMap(NoisyGate.init) {
            let duration = needsTime ? try durations.duration(of: gate) : 0
            longest = Swift.max(longest, duration)
            for qubit in gate.qubits { own[qubit] = duration }
        }
        for rule in idle {
            for qubit in rule.qubits ?? Array(0..<noisy.qubitCount) where 0..<noisy.qubitCount ~= qubit {
                switch rule.effect {
                case .channel(let channel):
                    if own[qubit] == nil { try noisy.append(channel, on: [qubit]) }
                case .relaxation(let times):
                    let time = longest - (own[qubit] ?? 0)
                    if time > 0 { try noisy.append(try relaxation.channel(times, time: time), on: [qubit]) }
                }
            }
        }
    }

    private func append(
        _ place: NoiseRule.Place, around gate: NoisyGate, of operation: CircuitOperation, to noisy: inout NoisyCircuit,
        _ relaxation: inout RelaxationCache
    ) throws(NoiseError) {
        let condition = operation.classicalCondition
        for rule in rules where rule.place == place && rule.applies(to: gate) {
            switch rule.effect {
            case .onGate(let channel): try noisy.append(channel, on: gate.qubits, if: condition)
            case .onEach(let channel):
                for qubit in gate.qubits { try noisy.append(channel, on: [qubit], if: condition) }
            case .relaxation(let times):
                let channel = try relaxation.channel(times, time: durations.duration(of: gate))
                for qubit in gate.qubits { try noisy.append(channel, on: [qubit], if: condition) }
            }
        }
    }

    /// The readout errors of the first qubits.
    func readoutNoise(qubitCount: Int) throws(NoiseError) -> ReadoutNoise {
        var confusions = [ReadoutNoise.Confusion?](repeating: nil, count: qubitCount)
        for rule in readout {
            for qubit in rule.qubits ?? Array(0..<qubitCount) where 0..<qubitCount ~= qubit {
                confusions[qubit] = try ReadoutNoise.Confusion(
                    qubit: qubit, zeroAsOne: rule.zeroAsOne, oneAsZero: rule.oneAsZero)
            }
        }
        return try ReadoutNoise(confusions.compactMap(\.self))
    }
}

/// How readings of qubits err.
public struct ReadoutRule: Hashable, Sendable {
    /// The qubits; nil for all.
    public let qubits: [Int]?
    /// The probability to read a 0 as 1.
    public let zeroAsOne: Double
    /// The probability to read a 1 as 0.
    public let oneAsZero: Double

    /// The error of the given qubits, of all if none are given.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public init(zeroAsOne: Double, oneAsZero: Double, qubits: [Int]? = nil) throws(NoiseError) {
        try NoiseError.check(probability: zeroAsOne, "the probability to read a 0 as 1")
        try NoiseError.check(probability: oneAsZero, "the probability to read a 1 as 0")
        self.qubits = qubits
        self.zeroAsOne = zeroAsOne
        self.oneAsZero = oneAsZero
    }
}

/// Channels of relaxation, one object for each lifetimes and time.
struct RelaxationCache {
    private struct Key: Hashable {
        let times: RelaxationTimes
        let time: Double
    }
    private var channels: [Key: QuantumChannel] = [:]

    mutating func channel(_ times: RelaxationTimes, time: Double) throws(NoiseError) -> QuantumChannel {
        let key = Key(times: times, time: time)
        if let known = channels[key] { return known }
        let channel = try times.channel(time: time)
        channels[key] = channel
        return channel
    }
}

extension CircuitOperation {
    /// The condition under which it happens.
    var classicalCondition: ClassicalCondition? {
        guard case .conditional(let condition, _) = self else { return nil }
        return condition
    }
}
