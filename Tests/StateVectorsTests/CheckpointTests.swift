import ComplexModule
import Foundation
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Runs in stages, what is saved between them, and going on from there.
@Suite struct CheckpointTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID().uuidString)")

    private func withPath(_ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("checkpoint.h5").path)
    }

    private func circuit(_ generator: inout SeededGenerator, qubitCount: Int = 9, gates: Int = 60) throws -> Circuit {
        var circuit = Circuit(qubitCount: qubitCount)
        for _ in 0..<gates { try circuit.append(generator.operation(qubitCount: qubitCount)) }
        return circuit
    }

    /// A time that makes about so many stages.
    private func stages(_ circuit: Circuit, _ backend: VectorizedBackend, count: Double) throws -> StagedRun {
        let whole = try StagedRun(circuit.operations, qubitCount: circuit.qubitCount, backend: backend)
        #expect(whole.stageEnds == [circuit.operations.count])
        return try StagedRun(
            circuit.operations, qubitCount: circuit.qubitCount, backend: backend,
            stageSeconds: whole.plan.predictedSeconds / count)
    }

    @Test(arguments: Precision.allCases) func stagesGiveTheStateOfTheWhole(precision: Precision) {
        forSeededCases(5) { generator in
            let circuit = try circuit(&generator)
            let backend = try VectorizedBackend(precision: precision)
            let run = try stages(circuit, backend, count: 6.5)
            #expect(run.stageEnds.count == 7 && run.stageEnds.last == circuit.operations.count)
            var state = try backend.makeState(qubitCount: circuit.qubitCount)
            var fractions: [Double] = []
            var ends: [Int] = []
            let outcome = try run.run(
                on: &state, onProgress: { fractions.append($0.fraction) }, afterStage: { done, _ in ends.append(done) })
            #expect(outcome == .finished && ends == run.stageEnds.dropLast())
            #expect(fractions == fractions.sorted() && fractions.last == 1, generator.comment)
            let whole = try backend.finalState(of: circuit)
            #expect(distance(state, whole) < (precision == .double ? 1e-12 : 2e-5), generator.comment)
        }
    }

    /// Interrupted in each stage, saved, read and gone on from: the same bits as without interruption.
    @Test(arguments: Precision.allCases) func goingOnGivesTheSameBits(precision: Precision) throws {
        try withPath { path in
            var generator = SeededGenerator(seed: 11)
            let circuit = try circuit(&generator)
            let backend = try VectorizedBackend(precision: precision)
            let run = try stages(circuit, backend, count: 5)
            let initial = try StateVector(generator.amplitudes(qubitCount: circuit.qubitCount), precision: precision)
            let identity = RunIdentity(circuit, precision: precision, from: initial)
            var expected = initial
            _ = try run.run(on: &expected)
            var (state, done) = (initial, 0)
            for end in run.stageEnds.dropLast() {
                var isAsked = false
                let outcome = try run.run(
                    on: &state, after: done, shouldStop: { isAsked },
                    afterStage: { done, state throws(StateVectorError) in
                        try Checkpoint.write(state, done: done, of: identity, to: path)
                        isAsked = true
                    })
                #expect(outcome == .stopped)
                let checkpoint = try Checkpoint(contentsOf: path, of: identity)
                (state, done) = (checkpoint.state, checkpoint.done)
                #expect(done == end)
            }
            #expect(try run.run(on: &state, after: done) == .finished)
            #expect(state.amplitudes == expected.amplitudes, generator.comment)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["checkpoint.h5"])
        }
    }

    @Test func aRunThatIsAskedToStopDoesSoAfterThePass() throws {
        // Larger than the cache, so that one segment is not all.
        let qubitCount = 21
        var circuit = Circuit(qubitCount: qubitCount)
        for qubit in 0..<qubitCount {
            for other in 0..<qubit where (qubit + other) % 5 == 0 {
                try circuit.append(.gate(Gate(GateTable.named("fsim"), [0.3, 0.2], on: [qubit, other])))
            }
        }
        let backend = try VectorizedBackend()
        let run = try StagedRun(circuit.operations, qubitCount: qubitCount, backend: backend)
        var state = try backend.makeState(qubitCount: qubitCount)
        var asked = 0
        let outcome = try run.run(
            on: &state,
            shouldStop: {
                asked += 1
                return asked == 2
            })
        #expect(outcome == .stopped && asked == 2 && run.plan.passCount > 2)
    }

    @Test func checkpointsOfOtherRunsAreRefused() throws {
        try withPath { path in
            var generator = SeededGenerator(seed: 13)
            let circuit = try circuit(&generator, qubitCount: 5, gates: 10)
            let state = try StateVector(generator.amplitudes(qubitCount: 5))
            try Checkpoint.write(state, done: 4, of: RunIdentity(circuit, precision: .double), to: path)
            #expect(try Checkpoint(contentsOf: path, of: RunIdentity(circuit, precision: .double)).done == 4)
            // A checkpoint is a state's file, too.
            #expect(try StateVector(contentsOf: path).amplitudes == state.amplitudes)

            var other = circuit
            try other.append(.gate(Gate(GateTable.named("x"), on: [0])))
            var angled = Circuit(qubitCount: 5)
            for operation in circuit.operations.dropLast() { try angled.append(operation) }
            try angled.append(.gate(Gate(GateTable.named("rx"), [.value(0.1)], on: [0])))
            let others = [
                RunIdentity(other, precision: .double), RunIdentity(angled, precision: .double),
                RunIdentity(circuit, precision: .single), RunIdentity(circuit, precision: .double, from: state),
            ]
            for identity in others {
                let error = #expect(throws: StateVectorError.self) { try Checkpoint(contentsOf: path, of: identity) }
                guard case .foreignCheckpoint(path, _)? = error else {
                    Issue.record("found \(String(describing: error))")
                    continue
                }
            }
            try state.write(to: path)
            let error = #expect(throws: StateVectorError.self) {
                try Checkpoint(contentsOf: path, of: RunIdentity(circuit, precision: .double))
            }
            #expect(error?.description.contains("without the attributes of a checkpoint") == true)
            #expect(throws: StateVectorError.self) { try Checkpoint.checkWritable("/nowhere/checkpoint.h5") }
        }
    }

    /// Every number of an operation counts: circuits that differ in one have other fingerprints.
    @Test func identitiesTellCircuitsApart() throws {
        func identity(_ operations: CircuitOperation...) throws -> UInt64 {
            var circuit = Circuit(qubitCount: 4)
            circuit.addClassicalRegister("c", count: 4)
            for operation in operations { try circuit.append(operation) }
            return RunIdentity(circuit, precision: .double).fingerprint
        }
        let (rx, x, y) = (try GateTable.named("rx"), try GateTable.named("x"), try GateTable.named("y"))
        let z = MatrixGate(GateMatrix(real: [1, 0, 0, -1]), on: [0])
        let fingerprints = [
            try identity(), try identity(.gate(Gate(x, on: [0]))), try identity(.gate(Gate(x, on: [1]))),
            try identity(.gate(Gate(y, on: [0]))), try identity(.gate(Gate(x, on: [0], controls: [Control(1)]))),
            try identity(.gate(Gate(x, on: [0], controls: [Control(1, value: false)]))),
            try identity(.gate(Gate(rx, [.value(0.1)], on: [0]))),
            try identity(.gate(Gate(rx, [.value(0.1.nextUp)], on: [0]))), try identity(.matrix(z)),
            try identity(.pauliRotation(PauliRotation(PauliString([0: .x]), angle: .value(0.1)))),
            try identity(.pauliRotation(PauliRotation(PauliString([0: .y]), angle: .value(0.1)))),
            try identity(.measure(QubitMeasurement([0], into: [1]))), try identity(.reset(0)),
            try identity(.barrier([0, 1])), try identity(.gate(Gate(x, on: [0])), .gate(Gate(y, on: [0]))),
            try identity(.gate(Gate(y, on: [0])), .gate(Gate(x, on: [0]))),
            try identity(.conditional(ClassicalCondition(bits: 0..<2, equal: 1), .gate(Gate(x, on: [0])))),
        ]
        #expect(Set(fingerprints).count == fingerprints.count)
        // Fixed for ever: a file written today is known tomorrow and on another machine.
        #expect(try identity(.gate(Gate(x, on: [0]))) == fingerprints[1])
    }
}
