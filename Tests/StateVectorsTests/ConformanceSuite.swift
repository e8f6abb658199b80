import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Whole circuits on every instruction set, precision and number of threads, planned and gate by gate, against the
/// reference: amplitudes with their global phase.
@Suite struct ConformanceSuite {
    private let backends: ConformanceBackends

    init() throws { backends = try ConformanceBackends() }

    private func check(_ sample: ConformanceCase, _ comment: Comment, turn: Int) throws {
        try backends.check(sample, against: sample.reference(), comment, turn: turn)
    }

    /// Every row of the table under 0 to 4 controls, between gates that a planner may merge it with.
    @Test(arguments: 0...4) func everyGateAmongOthers(controls: Int) {
        forSeededCases(3) { generator in
            for (row, definition) in GateTable.all.enumerated() {
                let least = Swift.max(1, definition.qubitCount + controls)
                let qubitCount = Int.random(in: least...Swift.max(least + 1, 12 - row % 6), using: &generator)
                var operations = (0..<3).map { _ in generator.operation(qubitCount: qubitCount) }
                operations.append(generator.gate(definition, qubitCount: qubitCount, controls: controls))
                operations += (0..<3).map { _ in generator.operation(qubitCount: qubitCount) }
                operations.append(generator.gate(definition, qubitCount: qubitCount, controls: controls))
                let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
                try check(sample, "\(generator.comment) \(definition.name)", turn: row)
            }
        }
    }

    /// Short registers, many circuits.
    @Test(arguments: ConformanceFamily.allCases) func narrowCircuits(family: ConformanceFamily) {
        forSeededCases(250) { generator in
            let qubitCount = Int.random(in: 1...7, using: &generator)
            let length = Int.random(in: 1...60, using: &generator)
            let operations = try family.circuit(qubitCount: qubitCount, length: length, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            try check(sample, "\(generator.comment) \(family)", turn: Int(generator.seed))
        }
    }

    @Test(arguments: ConformanceFamily.allCases) func circuitsOfEightToTwelveQubits(family: ConformanceFamily) {
        forSeededCases(40) { generator in
            let qubitCount = Int.random(in: 8...12, using: &generator)
            let operations = try family.circuit(qubitCount: qubitCount, length: 40, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            try check(sample, "\(generator.comment) \(family)", turn: Int(generator.seed))
        }
    }

    /// Hundreds of gates, so that whatever a planner carries along grows old.
    @Test(arguments: ConformanceFamily.allCases) func deepCircuits(family: ConformanceFamily) {
        forSeededCases(4) { generator in
            let qubitCount = Int.random(in: 3...6, using: &generator)
            let operations = try family.circuit(
                qubitCount: qubitCount, length: family == .matrices ? 150 : 500, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            try check(sample, "\(generator.comment) \(family)", turn: Int(generator.seed))
        }
    }

    /// Registers wider than a cache-sized block of amplitudes and wide enough that threads share the work.
    @Test(arguments: ConformanceFamily.allCases) func wideCircuits(family: ConformanceFamily) {
        forSeededCases(6) { generator in
            let qubitCount = generator.seed == 1 ? 18 : Int.random(in: 13...17, using: &generator)
            let operations = try family.circuit(qubitCount: qubitCount, length: 30, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            let expected = PlainSimulation.run(operations, from: try sample.start(.double).amplitudes)
            try backends.check(
                sample, against: expected, "\(generator.comment) \(family)", turn: Int(generator.seed))
        }
    }

    /// A register without qubits has one amplitude and a phase.
    @Test func phaseOfARegisterWithoutQubits() throws {
        let operation = CircuitOperation.gate(Gate(try GateTable.named("gphase"), [0.7], on: []))
        for pair in backends.pairs {
            var state = try StateVector(qubitCount: 0, precision: pair.one.precision)
            try pair.one.apply([operation, operation], to: &state)
            #expect((state[0] - Complex(length: 1, phase: 1.4)).length < 1e-6)
        }
    }

    /// The quick oracle of the wide circuits, against the slow one.
    @Test(arguments: ConformanceFamily.allCases) func plainSimulationIsRight(family: ConformanceFamily) {
        forSeededCases(10) { generator in
            let qubitCount = Int.random(in: 1...8, using: &generator)
            let operations = try family.circuit(qubitCount: qubitCount, length: 20, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            let plain = PlainSimulation.run(operations, from: try sample.start(.double).amplitudes)
            #expect(
                largestDifference(plain, try sample.reference()) <= sample.tolerance(.double),
                "\(generator.comment) \(family)")
        }
    }
}
