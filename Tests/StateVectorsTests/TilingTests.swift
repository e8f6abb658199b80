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
        }
    }
}
