import ComplexModule
import QuantumCircuits
import RealModule
import TestSupport
import Testing

@testable import StateVectors

/// Plans for tiles far smaller than any register needs, so that every operation meets bits outside its tile.
@Suite struct TilingTests {
    /// One shape, strategy and backend.
    struct Setting: CustomStringConvertible, Sendable {
        let tileBits: Int
        let runBits: Int
        let strategy: ExecutionPlan.Strategy
        let precision: Precision
        let instructionSet: InstructionSet

        static let all: [Setting] = InstructionSet.available.flatMap { instructionSet in
            Precision.allCases.flatMap { precision in
                [(6, 6), (7, 6), (8, 7), (10, 6)].flatMap { tile, run in
                    ExecutionPlan.Strategy.allCases.map { strategy in
                        Setting(
                            tileBits: tile, runBits: run, strategy: strategy, precision: precision,
                            instructionSet: instructionSet)
                    }
                }
            }
        }

        var description: String {
            "\(instructionSet) \(precision) \(strategy) tiles of 2^\(tileBits), runs of 2^\(runBits)"
        }
    }

    @Test(arguments: Setting.all)
    func tilesDoNotChangeTheState(_ setting: Setting) throws {
        forSeededCases(3) { random in
            let n = 11
            let operations = (0..<60).map { _ in random.operation(qubitCount: n) }
            let shape = TileShape(qubitCount: n, tileBits: setting.tileBits, runBits: setting.runBits)
            let plan = try ExecutionPlan(
                operations, shape: shape, precision: setting.precision, strategy: setting.strategy)
            let initial = try StateVector(random.amplitudes(qubitCount: n), precision: setting.precision)
            var state = initial
            let backend = try VectorizedBackend(
                precision: setting.precision, instructionSet: setting.instructionSet, threadCount: 2)
            try backend.apply(plan, to: &state)
            var expected = initial
            try ReferenceBackend().apply(operations, to: &expected)
            #expect(distance(state, expected) < (setting.precision == .single ? 2e-5 : 1e-12))
            // Where memory is known to have been written, first and last operations take tiles to the cache and back.
            var written = try StateVector(initial.amplitudes, precision: setting.precision)
            written.noteWritten()
            try backend.apply(plan, to: &written)
            #expect(written.amplitudes == state.amplitudes)
        }
    }

    /// Rows of phase tables lie within runs, runs within tiles.
    @Test(arguments: Precision.allCases)
    func shapesAreConsistent(_ precision: Precision) {
        for n in 0...40 {
            let shape = TileShape(qubitCount: n, precision: precision)
            #expect(min(PhaseTable.rowBits, n) <= shape.runBits)
            #expect(shape.runBits <= shape.tileBits && shape.tileBits <= n)
        }
    }

    /// A register of many tiles in the shape that users get, after enough layers that every bit has been outside of a tile,
    /// against one gate at a time on the whole state.
    @Test(arguments: Precision.allCases)
    func wideRegistersAgreeWithSingleGates(_ precision: Precision) throws {
        var random = SeededGenerator(seed: 22)
        let n = 22
        var operations: [CircuitOperation] = []
        let single = try ["h", "sx", "t", "ry"].map { try GateTable.named($0) }
        let double = try ["fs", "cz", "cx", "swap"].map { try GateTable.named($0) }
        for _ in 0..<8 {
            for qubit in 0..<n {
                let definition = single[Int.random(in: 0..<single.count, using: &random)]
                let angles = definition.parameterNames.map { _ in Angle.value(random.angle()) }
                operations.append(.gate(Gate(definition, angles, on: [qubit])))
            }
            let order = random.distinctQubits(n, of: n)
            for place in stride(from: 0, to: n, by: 2) {
                let definition = double[Int.random(in: 0..<double.count, using: &random)]
                let angles = definition.parameterNames.map { _ in Angle.value(random.angle()) }
                operations.append(.gate(Gate(definition, angles, on: [order[place], order[place + 1]])))
            }
        }
        let backend = try VectorizedBackend(precision: precision, threadCount: 2)
        var state = try StateVector(qubitCount: n, precision: precision)
        var expected = state
        let plan = try ExecutionPlan(operations, qubitCount: n, precision: precision)
        #expect(plan.segments.count > 2)
        try backend.apply(plan, to: &state)
        for operation in operations { backend.engine.apply(try operation.matrixGate().step, to: &expected) }
        #expect(distance(state, expected) < (precision == .single ? 1e-6 : 1e-14))
    }
}
