import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite("Quantum trajectories")
struct TrajectoryTests {
    private static let observables: [PauliSum] = [
        PauliSum(PauliString([0: .z])), PauliSum(PauliString([0: .x, 1: .y])), PauliSum(PauliString([2: .z, 1: .z])),
    ]

    /// 12 circuits with 3 observables: at 5σ a wrong alarm in 36 · 5.7e-7 = 2e-5 of all runs, were the seeds not fixed.
    @Test("Expectation values lie within 5 standard errors of the density matrix", arguments: [false, true])
    func expectationValues(isDynamic: Bool) throws {
        let backend = try VectorizedBackend(threadCount: 2)
        forSeededCases(6) { generator in
            let strength = [0.02, 0.3].randomElement(using: &generator) ?? 0.3
            let circuit = try RandomNoisyCircuit.make(
                qubits: 3, gates: 16, strength: strength, isDynamic: isDynamic, using: &generator)
            let exact = try #require(try DensityMatrixSimulator(backend: backend).run(circuit))
            let results = try #require(
                try TrajectorySimulator(
                    circuit, observables: Self.observables, sampling: generator.seed % 2 == 0, backend: backend
                ).run(0..<100_000, seed: generator.seed))
            for (observable, estimate) in zip(Self.observables, results.estimates) {
                let expected = try exact.expectation(of: observable)
                let difference = abs(estimate.value - expected)
                // The floor is for observables that every final state has exactly.
                #expect(difference < 5 * estimate.standardError + 1e-9, generator.comment)
                #expect(estimate.standardError < 0.005, generator.comment)
            }
        }
    }

    /// 8 outcomes in 8 circuits at 5σ: a wrong alarm in 4e-5 of all runs, were the seeds not fixed.
    @Test(
        "Outcomes have the probabilities of the density matrix, with errors of the readout", arguments: [false, true])
    func outcomes(isDynamic: Bool) throws {
        let backend = try VectorizedBackend(threadCount: 2)
        let shots = 40_000
        forSeededCases(4, firstSeed: 50) { generator in
            var circuit = try RandomNoisyCircuit.make(
                qubits: 3, gates: 14, isDynamic: isDynamic, using: &generator)
            circuit.readout = try ReadoutNoise([
                .init(qubit: 0, zeroAsOne: 0.1, oneAsZero: 0.3), .init(qubit: 1, zeroAsOne: 0.05, oneAsZero: 0),
            ])
            let exact = try #require(try DensityMatrixSimulator(backend: backend).run(circuit))
            let results = try #require(
                try TrajectorySimulator(circuit, backend: backend).run(0..<shots, seed: generator.seed))
            let drawn = try exact.sample(shots: shots, seed: generator.seed &+ 1)
            let (first, second) = (Self.counts(results.outcomes), Self.counts(drawn))
            for outcome in Set(first.keys).union(second.keys) {
                let (a, b) = (Double(first[outcome] ?? 0), Double(second[outcome] ?? 0))
                #expect(abs(a - b) < 5 * (a + b).squareRoot(), generator.comment)
            }
        }
    }

    @Test("The same trajectories give the same bits on any number of threads, and alone the same up to rounding")
    func determinism() throws {
        forSeededCases(4) { generator in
            let circuit = try RandomNoisyCircuit.make(
                qubits: 4, gates: 20, strength: 0.1, isDynamic: generator.seed % 2 == 0, using: &generator)
            func run(_ range: Range<Int>, threads: Int) throws -> TrajectoryResults {
                let backend = try VectorizedBackend(threadCount: threads)
                return try #require(
                    try TrajectorySimulator(circuit, observables: Self.observables, backend: backend)
                        .run(range, seed: 7))
            }
            let all = try run(0..<500, threads: 1)
            let shared = try run(0..<500, threads: 2)
            #expect(all.values == shared.values, generator.comment)
            #expect(all.outcomes == shared.outcomes, generator.comment)
            let part = try run(100..<130, threads: 1)
            #expect(part.outcomes == Array(all.outcomes[100..<130]), generator.comment)
            for (few, many) in zip(part.values, all.values) {
                let worst = zip(few, many[100..<130]).reduce(0) { max($0, abs($1.0 - $1.1)) }
                #expect(worst < 1e-12, generator.comment)
            }
        }
    }

    @Test("Kraus operators mixed by a unitary part no more trajectories than the canonical ones")
    func mixedKraus() throws {
        let backend = try VectorizedBackend(threadCount: 1)
        let damping = try QuantumChannel.amplitudeDamping(0.05)
        let (c, s) = (Complex(0.8, 0.0), Complex(0.6, 0.0))
        let (first, second) = (damping.kraus[0].elements, damping.kraus[1].elements)
        let mixed = try QuantumChannel(
            kraus: [
                GateMatrix(zip(first, second).map { c * $0 + s * $1 }),
                GateMatrix(zip(first, second).map { c * $1 - s * $0 }),
            ], name: "mixed")
        func simulator(_ channel: QuantumChannel) throws -> (TrajectorySimulator, NoisyCircuit) {
            var circuit = NoisyCircuit(Circuit(qubitCount: 2))
            for _ in 0..<5 {
                circuit.append(.gate(Gate(try GateTable.named("ry"), [.value(0.7)], on: [0])))
                try circuit.append(channel, on: [0])
                circuit.append(.gate(Gate(try GateTable.named("cx"), on: [0, 1])))
            }
            let z = PauliSum(PauliString([1: .z]))
            return (try TrajectorySimulator(circuit, observables: [z], backend: backend), circuit)
        }
        let (plain, circuit) = try simulator(damping)
        let (other, _) = try simulator(mixed)
        #expect(abs(plain.expectedEvents - other.expectedEvents) < 1e-12)
        let exact = try #require(try DensityMatrixSimulator(backend: backend).run(circuit))
        let estimate = try #require(try other.run(0..<20_000, seed: 5)).estimates[0]
        let value = try exact.expectation(of: PauliSum(PauliString([1: .z])))
        #expect(abs(estimate.value - value) < 5 * estimate.standardError)
    }

    /// 12 values at 5σ: 7e-6 wrong alarms, were the seeds not fixed.
    @Test("Post-stratified means are right and vary less; where nothing happened, the error says what may be missed")
    func postStratification() throws {
        let backend = try VectorizedBackend(threadCount: 2)
        var circuit = NoisyCircuit(Circuit(qubitCount: 3))
        let gates: [(String, [Int])] = [("h", [0]), ("cx", [0, 1]), ("cx", [1, 2])]
        for (name, qubits) in gates {
            circuit.append(.gate(Gate(try GateTable.named(name), on: qubits)))
            for qubit in qubits { try circuit.append(.depolarizing(0.05), on: [qubit]) }
        }
        let observables = [
            PauliSum(PauliString([0: .x, 1: .x, 2: .x])), PauliSum(PauliString([0: .z, 1: .z])),
            PauliSum(PauliString([1: .z, 2: .z])) + 0.5 * PauliSum.identity,
        ]
        let exact = try #require(try DensityMatrixSimulator(backend: backend).run(circuit))
        let simulator = try TrajectorySimulator(
            circuit, observables: observables, sampling: false, backend: backend)
        for seed in UInt64(1)...4 {
            let results = try #require(try simulator.run(0..<4000, seed: seed))
            #expect(abs(try #require(results.untouchedProbability) - Double.pow(0.95, 5)) < 1e-14)
            for (index, observable) in observables.enumerated() {
                let (plain, estimate) = (results.estimates[index], results.postStratifiedEstimates[index])
                let value = try exact.expectation(of: observable)
                #expect(abs(estimate.value - value) < 5 * estimate.standardError, "seed \(seed)")
                #expect(estimate.standardError < 0.95 * plain.standardError, "seed \(seed)")
            }
        }
        // Eight trajectories on which nothing happened.
        let untouched = try #require(
            (0..<500).lazy.compactMap { start in
                try? simulator.run((8 * start)..<(8 * start + 8), seed: 1)
            }.first { !$0.touched.contains(true) })
        #expect(abs(untouched.estimates[2].value - 1.5) < 1e-14)
        #expect(abs(untouched.estimates[2].standardError - (1 - Double.pow(0.95, 5))) < 1e-14)
        #expect(untouched.postStratifiedEstimates == untouched.estimates)
    }

    @Test("Without noise every trajectory is the final state")
    func noiseless() throws {
        var circuit = Circuit(qubitCount: 2)
        try circuit.append(.matrix(MatrixGate(GateMatrix(real: [0, 1, 1, 0]), on: [1])))
        let simulator = try TrajectorySimulator(
            NoisyCircuit(circuit), observables: [PauliSum(PauliString([1: .z]))], backend: VectorizedBackend())
        let results = try #require(try simulator.run(5..<15, seed: 1))
        #expect(results.stateCount == 1)
        #expect(results.estimates == [Estimate(-1)])
        #expect(results.outcomes == [[Bool]](repeating: [false, true], count: 10))
        #expect(throws: NoiseError.self) { try simulator.run(0..<0, seed: 1) }
    }

    private static func counts(_ outcomes: [[Bool]]) -> [[Bool]: Int] {
        outcomes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
