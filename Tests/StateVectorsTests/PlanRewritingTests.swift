import ComplexModule
import QuantumCircuits
import RealModule
@testable import StateVectors
import TestSupport
import Testing

/// What the planner puts into the place of several gates does the same, global phase included.
@Suite struct PlanRewritingTests {
    private static let names = [
        "cx", "cz", "swap", "u3", "rx", "rz", "h", "sx", "t", "fsim", "rxx", "cp", "iswap", "ch",
    ]

    /// Runs of gates on one pair of qubits after another, as files spell gates that they do not know.
    @Test(arguments: Precision.allCases)
    func runsOnPairs(precision: Precision) {
        forSeededCases(150) { generator in
            let qubitCount = Int.random(in: 2...6, using: &generator)
            let definitions = Self.names.compactMap { try? GateTable.named($0) }
            var operations: [CircuitOperation] = []
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let pair = generator.distinctQubits(2, of: qubitCount)
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    let definition = definitions[Int.random(in: 0..<definitions.count, using: &generator)]
                    let operands = pair.shuffled(using: &generator).prefix(definition.qubitCount)
                    let angles = definition.parameterNames.map { _ in Angle.value(generator.angle()) }
                    operations.append(.gate(Gate(definition, angles, on: Array(operands))))
                }
                operations.append(generator.operation(qubitCount: qubitCount))
            }
            try expectSame(operations, qubitCount: qubitCount, precision: precision, strategy: .gates, &generator)
        }
    }

    /// Any unitary of two qubits is gates on each around an interaction of |00⟩ with |11⟩ and |01⟩ with |10⟩.
    @Test func unitariesOfTwoQubitsAreTakenApart() {
        forSeededCases(300) { generator in
            let kind = Int.random(in: 0..<3, using: &generator)
            var matrix = PairMatrix(elements: generator.unitary(qubitCount: 2).elements)
            if kind > 0 {
                // Degenerate interactions: none, one axis, or axes of the same strength.
                let first = OneQubitMatrix(generator.unitary(qubitCount: 1))
                let second = OneQubitMatrix(generator.unitary(qubitCount: 1))
                let names = [["swap"], ["cx"], ["iswap"], ["cx", "swap"], []]
                matrix = PairMatrix(first, second)
                for name in names[Int.random(in: 0..<names.count, using: &generator)] {
                    matrix.append(try GateTable.named(name).matrix([]).elements, isReversed: kind == 2)
                }
                matrix.append(second, on: 0)
            }
            let parts = try #require(PairDecomposition(matrix), generator.comment)
            for variant in parts.variants {
                var product = PairMatrix(variant.before.0, variant.before.1)
                product.append(variant.interaction.elements, isReversed: false)
                product.append(variant.after.0, on: 0)
                product.append(variant.after.1, on: 1)
                let error = zip(product.elements, matrix.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
                #expect(error < 1e-11, generator.comment)
                for (row, column) in [(0, 1), (0, 2), (1, 3), (2, 3), (1, 0), (2, 0), (3, 1), (3, 2)] {
                    #expect(variant.interaction[row, column].length < 1e-11, generator.comment)
                }
            }
        }
    }

    /// fSim as CX and one-qubit gates: one rotation of a pair of basis states, no matrix, no controlled flip.
    @Test func spelledInteractionsAreFound() throws {
        var circuit = Circuit(qubitCount: 3)
        for (first, second) in [(0, 1), (2, 1)] {
            for (name, angle) in [("rxx", 0.7), ("ryy", 0.7), ("rzz", 0.2)] {
                let basis = name == "rxx" ? "h" : "sxdg"
                if name != "rzz" { for qubit in [first, second] { try circuit.add(basis, on: qubit) } }
                try circuit.cx(first, second)
                try circuit.rz(.value(angle), on: second)
                try circuit.cx(first, second)
                let back = name == "rxx" ? "h" : "sx"
                if name != "rzz" { for qubit in [first, second] { try circuit.add(back, on: qubit) } }
            }
        }
        let plan = try ExecutionPlan(circuit.operations, qubitCount: 3, precision: .double, strategy: .gates)
        let summary = Dictionary(uniqueKeysWithValues: plan.summary.map { ($0.kind, $0.count) })
        #expect(summary["rotations of pairs"] == 2 && summary["matrices"] == nil && summary["controlled flips"] == nil)
    }

    /// Ladders of controlled flips around diagonal gates, taken back or not, with controls of either value.
    @Test(arguments: Precision.allCases)
    func laddersAroundSigns(precision: Precision) {
        forSeededCases(150) { generator in
            let qubitCount = Int.random(in: 4...8, using: &generator)
            var operations: [CircuitOperation] = try (0..<qubitCount).map {
                .gate(Gate(try GateTable.named("ry"), [.value(generator.angle())], on: [$0]))
            }
            for _ in 0..<3 {
                let ladder = try (0..<Int.random(in: 2...6, using: &generator)).map { _ -> CircuitOperation in
                    let qubits = generator.distinctQubits(Int.random(in: 2...4, using: &generator), of: qubitCount)
                    return .gate(
                        Gate(
                            try GateTable.named("x"), on: [qubits[0]],
                            controls: generator.controls(from: qubits.dropFirst())))
                }
                operations += ladder
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let name = ["z", "cz", "s", "cp", "h", "cx"].randomElement(using: &generator) ?? "z"
                    operations.append(generator.gate(try GateTable.named(name), qubitCount: qubitCount))
                }
                operations += ladder.reversed()
            }
            try expectSame(operations, qubitCount: qubitCount, precision: precision, strategy: .gates, &generator)
        }
    }

    /// The oracle of a search costs no flip.
    @Test func oraclesAreDiagonal() throws {
        var circuit = Circuit(qubitCount: 9)
        for qubit in 0..<5 { try circuit.h(qubit) }
        let ladder = [(0, 1, 5), (2, 5, 6), (3, 6, 7), (4, 7, 8)]
        for (a, b, c) in ladder { try circuit.ccx(a, b, c) }
        try circuit.z(8)
        for (a, b, c) in ladder.reversed() { try circuit.ccx(a, b, c) }
        let plan = try ExecutionPlan(circuit.operations, qubitCount: 9, precision: .double, strategy: .gates)
        #expect(!plan.summary.contains { $0.kind == "controlled flips" })
    }

    private func expectSame(
        _ operations: [CircuitOperation], qubitCount: Int, precision: Precision, strategy: ExecutionPlan.Strategy,
        _ generator: inout SeededGenerator
    ) throws {
        let initial = generator.amplitudes(qubitCount: qubitCount)
        var expected = try StateVector(initial)
        try ReferenceBackend().apply(operations, to: &expected)
        var state = try StateVector(initial, precision: precision)
        let plan = try ExecutionPlan(operations, qubitCount: qubitCount, precision: precision, strategy: strategy)
        try VectorizedBackend(precision: precision).apply(plan, to: &state)
        #expect(distance(state, expected) < (precision == .single ? 3e-5 : 1e-11), generator.comment)
    }
}

extension Circuit {
    fileprivate mutating func add(_ name: String, on qubit: Int) throws {
        try append(.gate(Gate(try GateTable.named(name), on: [qubit])))
    }
}
