internal import Foundation

/// The result of `simulate`: the JSON object of the contract, absent keys were not asked for.
struct SimulationReport: Encodable {
    struct CircuitSummary: Encodable {
        var qubits = 0
        var gates = 0
        var depth = 0
    }

    struct Amplitude: Encodable {
        var bits: String
        var re: Double
        var im: Double
    }

    struct Expectation: Encodable {
        var observable: String
        var value: Double
        /// 0 where the value is exact, `nil` (in JSON null) where nothing is known about the error.
        var standardError: Double?

        private enum CodingKeys: CodingKey { case observable, value, standardError }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(observable, forKey: .observable)
            try container.encode(value, forKey: .value)
            try container.encode(standardError, forKey: .standardError)
        }
    }

    struct Trajectories: Encodable {
        var first: Int
        var count: Int
        /// Different final states among them.
        var states: Int
    }

    struct NoisePlan: Encodable {
        /// Why this method.
        var reason: String
        var channels: Int
        var expectedEvents: Double?
        var predictedSeconds: Double
        var bytesAvailable: UInt64
        var fits: Bool
        var largestQubitCount: Int
    }

    struct Seconds: Encodable {
        var load = 0.0
        var plan = 0.0
        var run = 0.0
        var measure = 0.0
    }

    struct Step: Encodable {
        var kind: String
        var count: Int
    }

    struct Plan: Encodable {
        var passes: Int
        var strategy: String
        var fusionWidth: Int?
        var steps: [Step]
        var instructionSet: String
        var floatingPointOperations: Double
        var predictedSeconds: Double
        var runs: Int
        var bytesAvailable: UInt64
        var fits: Bool
        var largestQubitCount: Int

        /// The strategy for a person.
        var explanation: String {
            switch (strategy, fusionWidth) {
            case ("fused", let width?): "neighbouring gates multiplied to at most \(width) qubits"
            case ("rotations", _): "Clifford gates pushed to the end, what remains taken apart"
            default: "gates taken apart into rotations, phases and moves"
            }
        }
    }

    var circuit = CircuitSummary()
    var method = ""
    var precision = ""
    var threads = 0
    var seed: UInt64?
    var amplitudes: [Amplitude]?
    var counts: [String: Int]?
    var expectations: [Expectation]?
    var trajectories: Trajectories?
    var noise: String?
    var plan: Plan?
    var noisePlan: NoisePlan?
    var seconds = Seconds()
    var bytes: UInt64 = 0
    var version = Version.current

    /// One line that says what runs.
    var summary: String {
        """
        \(circuit.qubits) qubits, \(circuit.gates) gates, depth \(circuit.depth): state vector in \(precision) \
        precision, \(bytes) bytes, \(threads) \(threads == 1 ? "thread" : "threads")
        """
    }

    /// Results for a person, one a line.
    func printText() {
        for amplitude in amplitudes ?? [] {
            Console.result("\(amplitude.bits)  \(amplitude.re)  \(amplitude.im)")
        }
        for expectation in expectations ?? [] {
            let error = expectation.standardError.map { $0 == 0 ? "" : " ± \($0)" }
            Console.result(
                "<\(expectation.observable)> = \(expectation.value)" + (error ?? " (one trajectory: error unknown)"))
        }
        if let counts {
            Console.result("# seed \(seed ?? 0)")
            for (bits, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                Console.result("\(bits)  \(count)")
            }
        }
        if amplitudes == nil, expectations == nil, counts == nil {
            Console.result(
                "ran in \(seconds.run) s; add --shots, --amplitudes or --expect to see results, --help for more")
        }
    }

    /// The plan for a person.
    func printPlan() {
        guard let plan else { return }
        Console.result(summary)
        Console.result(
            """
            passes over the state  \(plan.passes), \(plan.explanation)
            of which               \(plan.steps.map { "\($0.count) \($0.kind)" }.joined(separator: ", "))
            instructions           \(plan.instructionSet)
            arithmetic             \(plan.floatingPointOperations) floating-point operations
            predicted time         \(plan.predictedSeconds * Double(plan.runs)) s on one thread, \(plan.runs) \
            \(plan.runs == 1 ? "run" : "runs")
            memory                 \(bytes) bytes needed, \(plan.bytesAvailable) available: \
            \(plan.fits ? "fits" : "does not fit"); at most \(plan.largestQubitCount) qubits would
            """)
    }

    /// The plan of a noisy run for a person.
    func printNoisePlan() {
        guard let noisePlan else { return }
        Console.result(
            """
            \(circuit.qubits) qubits, \(circuit.gates) gates, \(noisePlan.channels) channels, \(precision) precision, \
            \(threads) \(threads == 1 ? "thread" : "threads")
            method                 \(method): \(noisePlan.reason)
            events                 \(noisePlan.expectedEvents.map { "\($0) expected in a trajectory" } ?? "none: exact")
            predicted time         \(noisePlan.predictedSeconds) s on one thread
            memory                 \(bytes) bytes a state, \(noisePlan.bytesAvailable) available: \
            \(noisePlan.fits ? "fits" : "does not fit"); at most \(noisePlan.largestQubitCount) qubits would
            """)
    }
}
