public import QuantumCircuits

extension ProcessorModel {
    /// The most qubits of a circuit that is put on a processor.
    public static let largestQubitCount = 32

    /// The circuit as the processor would run it, with the processor's noise.
    ///
    /// It is written in native gates (``native(_:)``); then, moment by moment, stand the operations, each followed by the
    /// depolarizing part and the coherent part of its error, and relaxation and dephasing of every qubit, waiting ones too,
    /// for the time of the moment's longest operation, except of qubits that are measured in it. Virtual gates take no time.
    /// Readout errs classically.
    ///
    /// Qubits and classical bits are the circuit's: qubit q of the result is where qubit q is at the end. Global phases are
    /// not kept.
    ///
    /// - Throws: As ``native(_:)``.
    public func applied(to circuit: Circuit) throws(NoiseError) -> NoisyCircuit {
        let native = try native(circuit)
        return try noisy(native.moments, sites: native.finalSites, like: circuit)
    }

    /// A circuit written for the processor: in its native gate and gates of one qubit, on qubits chosen by calibration,
    /// with swaps where gates are on qubits that are not coupled, cut into moments.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for free parameters, more qubits than the processor has coupled
    ///   or than ``largestQubitCount``, and gates that no rule takes apart.
    public func native(_ circuit: Circuit) throws(NoiseError) -> NativeCircuit {
        guard 1...Self.largestQubitCount ~= circuit.qubitCount else {
            throw .unsupported(
                what: "the circuit has \(circuit.qubitCount) qubits",
                instead: "processor models take 1 to \(Self.largestQubitCount)")
        }
        guard durations[nativeGate] != nil else {
            throw .unsupported(
                what: "\(name) has no duration for its native gate \(nativeGate.rawValue)",
                instead: "choose one that it has")
        }
        let steps = try SimpleOperations(circuit).steps
        let placement = try Placement(steps, qubitCount: circuit.qubitCount, on: self)
        let routing = Routing(steps, from: placement.sites, on: self)
        let operations = try NativeCompilation(routing.steps, for: self).operations
        return NativeCircuit(
            moments: NativeSchedule(operations).moments, initialSites: placement.sites,
            finalSites: routing.finalSites, swapCount: routing.swapCount)
    }

    /// Moments of native operations with the processor's noise, on a register in which wire j is the processor's qubit
    /// `sites[j]`.
    ///
    /// - Throws: ``NoiseError/qubits(what:found:expected:)`` for operations on other qubits,
    ///   ``NoiseError/unsupported(what:instead:)`` for gates on qubits that are not coupled.
    public func noisy(
        _ moments: [NativeMoment], sites: [Int], like circuit: Circuit
    ) throws(NoiseError) -> NoisyCircuit {
        var builder = try ProcessorNoise(self, sites: sites, like: circuit)
        for moment in moments { try builder.append(moment) }
        return builder.circuit
    }
}

/// Puts the noise of a processor around moments of native operations. Channels of one place and duration are one object.
private struct ProcessorNoise {
    private(set) var circuit: NoisyCircuit

    private enum Key: Hashable {
        case pulse(Int)
        case reset(Int)
        case depolarizing(EntanglingKey)
        case coherent(EntanglingKey)
        case relaxation(Int, time: Double)
    }

    private struct EntanglingKey: Hashable {
        let gate: ProcessorModel.EntanglingGate
        let first: Int
        let second: Int
    }

    private let processor: ProcessorModel
    private let sites: [Int]
    private let wires: [Int: Int]
    private var channels: [Key: QuantumChannel?] = [:]

    init(_ processor: ProcessorModel, sites: [Int], like circuit: Circuit) throws(NoiseError) {
        guard sites.count == circuit.qubitCount, Set(sites).count == sites.count,
            sites.allSatisfy(processor.qubits.indices.contains)
        else {
            throw .qubits(
                what: "a circuit of \(circuit.qubitCount) qubits", found: sites,
                expected: "as many different qubits of \(processor.name)")
        }
        self.processor = processor
        self.sites = sites
        wires = Dictionary(uniqueKeysWithValues: sites.enumerated().map { ($1, $0) })
        var confusions: [ReadoutNoise.Confusion] = []
        for (wire, site) in sites.enumerated() { confusions.append(try processor.confusion(of: site, at: wire)) }
        self.circuit = NoisyCircuit(like: circuit, readout: try ReadoutNoise(confusions))
    }

    mutating func append(_ moment: NativeMoment) throws(NoiseError) {
        for operation in moment.virtual { circuit.append(try circuitOperation(operation)) }
        guard !moment.physical.isEmpty else { return }
        var (longest, measured) = (0.0, Set<Int>())
        for operation in moment.physical {
            circuit.append(try circuitOperation(operation))
            try appendErrors(of: operation)
            longest = Swift.max(longest, processor.duration(of: operation))
            if case .measure = operation.kind { measured.formUnion(operation.sites) }
        }
        guard longest > 0 else { return }
        for (wire, site) in sites.enumerated() where !measured.contains(site) {
            let channel = try channel(.relaxation(site, time: longest)) { processor throws(NoiseError) in
                try processor.relaxation(of: site, time: longest)
            }
            if let channel { try circuit.append(channel, on: [wire]) }
        }
    }

    private mutating func appendErrors(of operation: NativeOperation) throws(NoiseError) {
        let on = try operation.sites.map { site throws(NoiseError) in try wire(site) }
        let site = operation.sites[0]
        var errors: [QuantumChannel?] = []
        switch operation.kind {
        case .oneQubit:
            errors = [
                try channel(.pulse(site)) { processor throws(NoiseError) in
                    try processor.depolarizing(after: processor.oneQubitDuration, on: site)
                }
            ]
        case .reset:
            errors = [
                try channel(.reset(site)) { processor throws(NoiseError) in
                    try processor.depolarizing(after: processor.resetDuration, on: site)
                }
            ]
        case .entangling(let gate):
            let (first, second) = (operation.sites[0], operation.sites[1])
            let key = EntanglingKey(gate: gate, first: first, second: second)
            errors = [
                try channel(.depolarizing(key)) { processor throws(NoiseError) in
                    try processor.depolarizing(after: gate, on: first, second)
                },
                try channel(.coherent(key)) { processor throws(NoiseError) in
                    try processor.coherentError(after: gate, on: first, second)
                },
            ]
        case .virtualZ, .measure: break
        }
        for case let error? in errors { try circuit.append(error, on: on, if: operation.condition) }
    }

    private mutating func channel(
        _ key: Key, _ make: (ProcessorModel) throws(NoiseError) -> QuantumChannel?
    ) throws(NoiseError) -> QuantumChannel? {
        if let known = channels[key] { return known }
        let made = try make(processor)
        channels[key] = .some(made)
        return made
    }

    private func wire(_ site: Int) throws(NoiseError) -> Int {
        guard let wire = wires[site] else {
            throw .qubits(what: "a native operation", found: [site], expected: "qubits of the region \(sites)")
        }
        return wire
    }

    private func circuitOperation(_ operation: NativeOperation) throws(NoiseError) -> CircuitOperation {
        let on = try operation.sites.map { site throws(NoiseError) in try wire(site) }
        let plain: CircuitOperation
        switch operation.kind {
        case .oneQubit(let matrix): plain = .matrix(MatrixGate(matrix, on: on))
        case .virtualZ(let angle): plain = try gate("p", [.value(angle)], on: on)
        case .entangling(.cz): plain = try gate("cz", [], on: on)
        case .entangling(.cx): plain = try gate("cx", [], on: on)
        case .entangling(let gate): plain = .matrix(MatrixGate(gate.matrix, on: on))
        case .measure(let bit): plain = .measure(QubitMeasurement(on, into: [bit]))
        case .reset: plain = .reset(on[0])
        }
        return operation.condition.map { .conditional($0, plain) } ?? plain
    }

    private func gate(_ name: String, _ angles: [Angle], on qubits: [Int]) throws(NoiseError) -> CircuitOperation {
        do {
            return .gate(Gate(try GateTable.named(name), angles, on: qubits))
        } catch {
            throw .unsupported(what: error.description, instead: "this is a fault of the package; please report it")
        }
    }
}

extension ProcessorModel {
    /// How long an operation takes.
    fileprivate func duration(of operation: NativeOperation) -> Double {
        switch operation.kind {
        case .oneQubit: oneQubitDuration
        case .virtualZ: 0
        case .entangling(let gate): durations[gate] ?? 0
        case .measure: measurementDuration
        case .reset: resetDuration
        }
    }
}
