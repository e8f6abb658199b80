internal import OperatorAlgebra
internal import QuantumCircuits
internal import QuantumNoise
internal import StateVectors

/// A run of `simulate` that needs a mixture: under noise, by a method for mixtures, or for expectation values of a circuit
/// that measures on the way.
struct NoisyRun {
    /// How a mixture is computed.
    enum Method: String {
        case density
        case trajectories
    }

    let options: SimulateCommand
    let circuit: Circuit
    let request: SimulationRequest
    let noisy: NoisyCircuit
    let method: Method
    /// Why that method.
    let reason: String

    /// Registers up to this size are small enough for a density matrix without a second thought: 4^10 numbers.
    private static let largestQuickDensity = 10
    private static let defaultTrajectories = 1000

    /// The run, or `nil` where a state vector does.
    init?(_ options: SimulateCommand, circuit: Circuit, _ request: SimulationRequest) throws {
        let measuresOnTheWay = !circuit.measuresOnlyAtEnd && !options.expect.isEmpty
        let asksForMixture = options.method == .density || options.method == .trajectories
        guard options.noise != nil || asksForMixture || measuresOnTheWay else {
            if options.isAboutTrajectories {
                throw CommandFailure(
                    .usage,
                    "--trajectories, --target-error and --post-stratify need --noise or --method trajectories")
            }
            return nil
        }
        guard options.method != .state else {
            throw CommandFailure(
                .usage, "--method state: a state vector holds no mixture; use density, trajectories or auto")
        }
        guard options.amplitudes == nil, options.stateOut == nil else {
            throw CommandFailure(
                .usage,
                "--amplitudes and --state-out need one final state, which noise or measurements do not leave; use --expect "
                    + "or --shots")
        }
        guard options.targetError == nil || !options.expect.isEmpty else {
            throw CommandFailure(.usage, "--target-error is about --expect, of which there is none")
        }
        guard options.method != .density || !options.isAboutTrajectories else {
            throw CommandFailure(
                .usage,
                "--method density is exact: --trajectories, --target-error and --post-stratify go with trajectories")
        }
        guard options.checkpoint == nil else {
            throw CommandFailure(
                .usage, "--checkpoint saves one state; under noise split the run with --trajectories A..B instead")
        }
        self.options = options
        self.circuit = circuit
        self.request = request
        let model = try options.noise.map { try NoiseModel(specification: $0) }
        noisy = try model?.applied(to: circuit) ?? NoisyCircuit(circuit)
        (method, reason) = Self.method(options, circuit)
    }

    private static func method(_ options: SimulateCommand, _ circuit: Circuit) -> (Method, String) {
        switch options.method {
        case .density: return (.density, "asked for")
        case .trajectories: return (.trajectories, "asked for")
        case .auto, .state: break
        }
        if options.isAboutTrajectories {
            return (.trajectories, "an option is about them")
        }
        if circuit.qubitCount <= largestQuickDensity, circuit.measuresOnlyAtEnd {
            return (.density, "exact, and \(circuit.qubitCount) qubits are few")
        }
        return (
            .trajectories,
            circuit.measuresOnlyAtEnd
                ? "a density matrix has 4^\(circuit.qubitCount) numbers" : "measurements on the way part the state"
        )
    }

    /// Runs on a simulator in the precision that the run of a state would have.
    func run(
        _ backend: VectorizedBackend, from initial: StateVector?, _ report: inout SimulationReport
    ) throws {
        report.method = method.rawValue
        report.noise = options.noise
        let precision = backend.precision
        let memory =
            method == .density
            ? DensityMatrix.memoryPlan(qubitCount: circuit.qubitCount, precision: precision)
            : MemoryPlan(qubitCount: circuit.qubitCount, precision: precision)
        report.bytes = memory.bytesNeeded
        if options.dryRun { return try printPlan(backend, memory, report) }
        Console.note(
            "\(circuit.qubitCount) qubits: \(method.rawValue) (\(reason)), \(report.bytes) bytes a state",
            quiet: options.printing.quiet || options.printing.json)
        switch method {
        case .density: try runDensity(backend, from: initial, &report)
        case .trajectories: try runTrajectories(backend, from: initial, &report)
        }
        try options.printing.json ? Console.json(report) : report.printText()
        if Interruption.isRequested {
            let done = report.trajectories?.count ?? 0
            throw CommandFailure(.interrupted, "interrupted after \(done) trajectories; the results are theirs")
        }
    }

    private func runDensity(
        _ backend: VectorizedBackend, from initial: StateVector?, _ report: inout SimulationReport
    ) throws {
        let running = Stopwatch()
        guard let results = try DensityMatrixSimulator(backend: backend).run(noisy, from: initial) else { return }
        report.seconds.run = running.seconds
        let measuring = Stopwatch()
        if !request.observables.isEmpty {
            report.expectations = try request.observables.map { observable in
                .init(
                    observable: observable.text, value: try results.expectation(of: observable.sum),
                    standardError: 0)
            }
        }
        if let shots = options.shots {
            report.seed = request.seed
            report.counts = counts(try results.sample(shots: shots, seed: request.seed))
        }
        report.seconds.measure = measuring.seconds
    }

    private func runTrajectories(
        _ backend: VectorizedBackend, from initial: StateVector?, _ report: inout SimulationReport
    ) throws {
        let planning = Stopwatch()
        let shots = options.shots ?? 0
        let simulator = try simulator(backend, from: initial)
        report.seconds.plan = planning.seconds
        let running = Stopwatch()
        report.seed = request.seed
        let asked = options.trajectories?.range ?? 0..<(shots > 0 ? shots : Self.defaultTrajectories)
        // Shots are trajectories too: those from the first of the range on.
        let all = asked.lowerBound..<max(asked.upperBound, asked.lowerBound + shots)
        var (results, used) = (TrajectoryResults?.none, asked.count)
        if let target = options.targetError {
            results = try toTarget(target, atLeast: shots, simulator)
            used = .max
        } else if !request.observables.isEmpty || shots > 0 {
            results = try inRounds(all, simulator)
        }
        report.seconds.run = running.seconds
        guard let results else { return }
        if !request.observables.isEmpty {
            let seen = results.prefix(used)
            let estimates = options.postStratify ? seen.postStratifiedEstimates : seen.estimates
            report.expectations = zip(request.observables, estimates).map { observable, estimate in
                // One trajectory says nothing about its error.
                .init(
                    observable: observable.text, value: estimate.value,
                    standardError: estimate.standardError.isFinite ? estimate.standardError : nil)
            }
        }
        report.trajectories = .init(
            first: results.trajectories.lowerBound, count: results.trajectories.count, states: results.stateCount)
        if options.shots != nil { report.counts = counts(Array(results.outcomes.prefix(shots))) }
    }

    /// Runs as many trajectories as a standard error needs, of those that were given.
    private func toTarget(
        _ target: Double, atLeast shots: Int, _ simulator: TrajectorySimulator
    ) throws -> TrajectoryResults? {
        Interruption.handOver {}
        defer { Interruption.takeBack() }
        return try simulator.run(
            options.trajectories?.range ?? 0..<Int(Int32.max), target: target, least: shots, seed: request.seed,
            shouldStop: { Interruption.isRequested })
    }

    /// Runs trajectories in rounds, where they take long: what is finished is kept on Ctrl-C.
    private func inRounds(_ all: Range<Int>, _ simulator: TrajectorySimulator) throws -> TrajectoryResults? {
        let seconds = simulator.predictedSeconds(trajectories: Double(all.count))
        let rounds = max(1, min(all.count, Self.mostRounds, Int(min(seconds / Self.secondsPerRound, 1e6))))
        var results: TrajectoryResults?
        var line = ProgressLine(options)
        defer { line.clear() }
        Interruption.handOver {}
        defer { Interruption.takeBack() }
        for round in 0..<rounds {
            let range =
                (all.lowerBound + all.count * round / rounds)..<(all.lowerBound + all.count * (round + 1) / rounds)
            guard let next = try simulator.run(range, seed: request.seed, shouldStop: { Interruption.isRequested })
            else { break }
            results == nil ? results = next : results?.append(next)
            line.show(Double(range.upperBound - all.lowerBound) / Double(all.count))
        }
        return results
    }

    /// A round starts from the beginning: few of them cost little beside what trajectories do not share.
    private static let (mostRounds, secondsPerRound) = (20, 2.0)

    private func simulator(
        _ backend: VectorizedBackend, from initial: StateVector? = nil
    ) throws -> TrajectorySimulator {
        try TrajectorySimulator(
            noisy, observables: request.observables.map(\.sum), sampling: options.shots ?? 0 > 0, from: initial,
            backend: backend)
    }

    private func counts(_ outcomes: [[Bool]]) -> [String: Int] {
        circuit.counts(of: outcomes, littleEndian: options.littleEndian)
    }

    private func printPlan(
        _ backend: VectorizedBackend, _ memory: MemoryPlan, _ report: SimulationReport
    ) throws {
        var report = report
        let planning = Stopwatch()
        let channels = noisy.steps.count { if case .operation = $0 { false } else { true } }
        var (seconds, events) = (0.0, Double?.none)
        switch method {
        case .density:
            seconds = try DensityMatrixSimulator(backend: backend).predictedSeconds(noisy)
        case .trajectories:
            let simulator = try simulator(backend)
            let count = Double(options.trajectories?.range.count ?? options.shots ?? Self.defaultTrajectories)
            events = simulator.expectedEvents
            seconds = simulator.predictedSeconds(trajectories: count)
        }
        report.seconds.plan = planning.seconds
        report.noisePlan = .init(
            reason: reason, channels: channels, expectedEvents: events, predictedSeconds: seconds,
            bytesAvailable: memory.bytesAvailable, fits: memory.fits,
            largestQubitCount: method == .density ? memory.largestQubitCount / 2 : memory.largestQubitCount)
        try options.printing.json ? Console.json(report) : report.printNoisePlan()
    }
}

extension SimulateCommand {
    /// Whether an option says how many trajectories there are, or what is made of them.
    fileprivate var isAboutTrajectories: Bool { trajectories != nil || targetError != nil || postStratify }
}
