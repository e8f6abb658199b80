internal import CircuitFiles
internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// What `simulate` does: load, plan, run, measure, report.
struct SimulationRun {
    let options: SimulateCommand

    /// Qubits beyond which all amplitudes are printed only with --force.
    static let largestFullPrint = 20
    /// Qubits beyond which samples and amplitudes are computed in single precision unless asked otherwise.
    static let largestDefaultDouble = 24

    func run() throws {
        var report = SimulationReport()
        let loading = Stopwatch()
        let circuit = try loadCircuit()
        let request = try SimulationRequest(options, circuit: circuit)
        let initial = try loadState(for: circuit)
        let precision = initial?.precision ?? precision(for: circuit)
        report.circuit = .init(
            qubits: circuit.qubitCount, gates: circuit.gateCount, depth: circuit.depth)
        report.method = "state"
        report.precision = precision.rawValue
        report.seconds.load = loading.seconds
        let noisy = try NoisyRun(options, circuit: circuit, request)
        let backend = try VectorizedBackend(
            precision: precision, threadCount: options.threads, fusionWidth: options.fuse)
        report.threads = backend.threadCount
        if let noisy { return try noisy.run(backend, from: initial, &report) }
        report.bytes = MemoryPlan(qubitCount: circuit.qubitCount, precision: precision, available: 0).bytesNeeded
        if options.dryRun { return try printPlan(of: circuit, backend: backend, report: report) }
        if initial == nil { try MemoryPlan(qubitCount: circuit.qubitCount, precision: precision).check() }
        Console.note(report.summary, quiet: options.printing.quiet || options.printing.json)

        if circuit.measuresOnlyAtEnd {
            try runOnce(circuit, from: consume initial, request, backend, &report)
        } else {
            try runEachShot(circuit, from: consume initial, request, backend, &report)
        }
        try options.printing.json ? Console.json(report) : report.printText()
        // Everything the run was for is out; the next run of the command begins anew.
        if let path = options.checkpoint { try TextFile.remove(path) }
    }

    private func loadCircuit() throws -> Circuit {
        if options.circuit == "-" {
            return try CircuitFile.read(
                TextFile.read("-"), format: options.format?.format, name: "standard input")
        }
        return try CircuitFile.read(contentsOf: options.circuit, format: options.format?.format)
    }

    /// The state to start from, in the precision asked for.
    private func loadState(for circuit: Circuit) throws -> StateVector? {
        guard let path = options.stateIn else { return nil }
        let state = try StateVector(contentsOf: path)
        guard state.qubitCount == circuit.qubitCount else {
            throw CommandFailure(
                .badData, "\(path): a state of \(state.qubitCount) qubits, but the circuit has \(circuit.qubitCount)")
        }
        return try options.precision.map { try state.converted(to: $0.precision) } ?? state
    }

    private func precision(for circuit: Circuit) -> Precision {
        if let precision = options.precision { return precision.precision }
        let isLarge = circuit.qubitCount > Self.largestDefaultDouble
        return isLarge && options.expect.isEmpty ? .single : .double
    }

    /// Everything is read off one final state.
    private func runOnce(
        _ circuit: Circuit, from initial: consuming StateVector?, _ request: SimulationRequest,
        _ backend: VectorizedBackend, _ report: inout SimulationReport
    ) throws {
        let run = try ReportedRun(circuit, backend, options)
        report.seconds.plan = run.planSeconds
        let running = Stopwatch()
        let state = try run.finalState(from: consume initial)
        report.seconds.run = running.seconds
        if let path = options.stateOut { try state.write(to: path) }
        let measuring = Stopwatch()
        report.amplitudes = request.basisStates.map { states in
            states.map { index in
                .init(
                    bits: bits(of: index, in: circuit), re: state[index].real, im: state[index].imaginary)
            }
        }
        if !request.observables.isEmpty {
            report.expectations = try request.observables.map { observable in
                .init(
                    observable: observable.text, value: try backend.expectation(of: observable.sum, in: state),
                    standardError: 0)
            }
        }
        if let shots = options.shots {
            let seed = request.seed
            let samples = try backend.sample(state, shots: shots, seed: seed)
            report.seed = seed
            report.counts = counts(ofBasisStates: samples, circuit)
        }
        report.seconds.measure = measuring.seconds
    }

    /// Measurements steer what follows, so every shot is a run.
    private func runEachShot(
        _ circuit: Circuit, from initial: StateVector?, _ request: SimulationRequest, _ backend: VectorizedBackend,
        _ report: inout SimulationReport
    ) throws {
        guard request.basisStates == nil, request.observables.isEmpty, options.stateOut == nil else {
            throw CommandFailure(
                .badData,
                """
                \(options.circuit): qubits are used after a measurement or reset, so there is no single final state \
                for --amplitudes, --expect or --state-out; ask for --shots
                """)
        }
        if options.checkpoint != nil {
            throw CommandFailure(
                .usage,
                """
                --checkpoint: \(options.circuit) measures or resets qubits on the way, so that every shot is a run of its \
                own; leave --checkpoint out, or split the shots among runs with different seeds
                """)
        }
        let running = Stopwatch()
        var line = ProgressLine(options)
        let shots = options.shots ?? 0
        let results = try Simulation(backend: backend).run(
            circuit, from: initial, shots: shots, seed: request.seed
        ) { done in line.show(Double(done) / Double(shots)) }
        line.clear()
        report.seconds.run = running.seconds
        if options.shots != nil {
            report.seed = request.seed
            report.counts = circuit.counts(of: results.outcomes, littleEndian: options.littleEndian)
        }
    }

    private func printPlan(of circuit: Circuit, backend: VectorizedBackend, report: SimulationReport) throws {
        var report = report
        let planning = Stopwatch()
        let gates = circuit.operationsBeforeTerminalMeasurements.filter(\.isUnitary)
        let plan = try ExecutionPlan(
            gates, qubitCount: circuit.qubitCount, precision: backend.precision, fusionWidth: options.fuse)
        report.seconds.plan = planning.seconds
        let memory = MemoryPlan(qubitCount: circuit.qubitCount, precision: backend.precision)
        let isDynamic = !circuit.measuresOnlyAtEnd
        report.plan = .init(
            passes: plan.passCount, strategy: plan.strategy.rawValue, fusionWidth: plan.fusionWidth,
            steps: plan.summary.map { .init(kind: $0.kind, count: $0.count) },
            instructionSet: backend.instructionSet.rawValue,
            floatingPointOperations: plan.operationCount, predictedSeconds: plan.predictedSeconds,
            runs: isDynamic ? max(1, options.shots ?? 0) : 1, bytesAvailable: memory.bytesAvailable,
            fits: memory.fits, largestQubitCount: memory.largestQubitCount)
        try options.printing.json ? Console.json(report) : report.printPlan()
    }

    private func bits(of index: Int, in circuit: Circuit) -> String {
        BitString.text((0..<circuit.qubitCount).map { index >> $0 & 1 == 1 }, littleEndian: options.littleEndian)
    }

    /// Equal basis states are counted first: there are far fewer than shots.
    private func counts(ofBasisStates samples: [Int], _ circuit: Circuit) -> [String: Int] {
        var states: [Int: Int] = [:]
        for sample in samples { states[sample, default: 0] += 1 }
        let distinct = Array(states.keys)
        let outcomes = zip(ShotResults(of: circuit, basisStates: distinct).outcomes, distinct)
        return circuit.counts(
            of: outcomes.map { (key: $0, value: states[$1] ?? 0) }, littleEndian: options.littleEndian)
    }
}

extension Circuit {
    /// How often each outcome came, by its bit string: registers as declared, or all qubits where nothing is measured.
    ///
    /// Equal outcomes are counted before they are spelled: there are far fewer than shots.
    func counts(of outcomes: [[Bool]], littleEndian: Bool) -> [String: Int] {
        var distinct: [[Bool]: Int] = [:]
        for outcome in outcomes { distinct[outcome, default: 0] += 1 }
        return counts(of: distinct, littleEndian: littleEndian)
    }

    /// The same of outcomes that are counted already; different ones may be spelled alike.
    func counts(of outcomes: some Sequence<(key: [Bool], value: Int)>, littleEndian: Bool) -> [String: Int] {
        let measuresNothing = !operations.contains(where: \.isMeasurement)
        return outcomes.reduce(into: [:]) { counts, outcome in
            let registers =
                measuresNothing ? [outcome.key] : classicalRegisters.map { Array(outcome.key[$0.bits]) }
            counts[BitString.text(registers, littleEndian: littleEndian), default: 0] += outcome.value
        }
    }
}

extension CircuitOperation {
    /// Whether it measures, also under a condition.
    var isMeasurement: Bool {
        switch self {
        case .measure: true
        case .conditional(_, let operation): operation.isMeasurement
        default: false
        }
    }
}
