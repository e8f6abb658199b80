import ComplexModule
import QuantumCircuits
import RealModule
import TestSupport
import Testing

@testable import StateVectors

/// The families of circuits on registers that do not fit into one tile.
@Suite struct ConformanceTiles {
    private let backends: ConformanceBackends

    init() throws { backends = try ConformanceBackends() }

    /// Tiles far smaller than a cache, so that small registers have many; every strategy.
    @Test(arguments: ConformanceFamily.allCases) func smallTiles(family: ConformanceFamily) {
        let shapes = [(6, 6), (7, 6), (8, 7), (9, 6)]
        forSeededCases(10) { generator in
            let (tileBits, runBits) = shapes[Int(generator.seed % 4)]
            let qubitCount = Int.random(in: (tileBits + 1)...12, using: &generator)
            let operations = try family.circuit(qubitCount: qubitCount, length: 40, &generator)
            let sample = ConformanceCase(operations, qubitCount: qubitCount, &generator)
            let expected = try sample.reference()
            let shape = TileShape(qubitCount: qubitCount, tileBits: tileBits, runBits: runBits)
            for pair in backends.pairs {
                let precision = pair.one.precision
                for strategy in ExecutionPlan.Strategy.allCases {
                    let plan = try ExecutionPlan(operations, shape: shape, precision: precision, strategy: strategy)
                    var state = try sample.start(precision)
                    try pair.two.apply(plan, to: &state)
                    #expect(
                        largestDifference(state.amplitudes, expected) <= sample.tolerance(precision),
                        "\(generator.comment) \(family) \(pair.name) \(strategy) tiles of 2^\(tileBits)")
                }
            }
        }
    }

    /// Registers that stay in the cache as a whole, and on which operations run block by block.
    @Test func registerOfSeveralBlocks() {
        expectConformance(qubitCount: 18, seed: 18, length: 8)
    }

    /// A register that has tiles or none, whatever is predicted to be faster.
    @Test func registerThatJustFitsTheCache() {
        expectConformance(qubitCount: 20, seed: 20, length: 2)
    }

    /// A register that is wider than the cache in both precisions, with the shape that a user gets.
    @Test func registerWiderThanTheCache() {
        expectConformance(qubitCount: 22, seed: 22, length: 4)
    }

    private func expectConformance(qubitCount: Int, seed: UInt64, length: Int) {
        forSeededCases(1, firstSeed: seed) { generator in
            let families: [ConformanceFamily] = [.everything, .ladders, .phases, .relabelling, .layers]
            let operations = try families.flatMap { family in
                try family.circuit(qubitCount: qubitCount, length: length, &generator)
            }
            var circuit = Circuit(qubitCount: qubitCount)
            for operation in operations { try circuit.append(operation) }
            let zero = try StateVector(qubitCount: qubitCount).amplitudes
            let expected = PlainSimulation.run(operations, from: zero)
            for pair in backends.pairs.suffix(2) {
                let one = try pair.one.finalState(of: circuit).amplitudes
                let limit = (pair.one.precision == .single ? 1e-5 : 1e-12) * Double(operations.count).squareRoot()
                #expect(largestDifference(one, expected) <= limit, "\(generator.comment) \(pair.name)")
                let two = try pair.two.finalState(of: circuit).amplitudes
                #expect(one == two, "\(generator.comment) \(pair.name): two threads")
            }
        }
    }
}
