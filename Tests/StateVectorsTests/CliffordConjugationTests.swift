import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// Pushing Clifford gates to the end changes no amplitude, global phase included.
@Suite struct CliffordConjugationTests {
    private static let names = [
        "h", "x", "y", "z", "s", "sdg", "sx", "sxdg", "cx", "cz", "cy", "swap", "rx", "ry", "rz", "p", "rzz", "rxx",
        "cp",
        "t", "x_1_2", "y_1_2", "iswap", "gphase",
    ]

    @Test(arguments: Precision.allCases)
    func randomCircuitsOfCliffordGatesAndRotations(precision: Precision) {
        forSeededCases(200) { generator in
            let qubitCount = Int.random(in: 2...7, using: &generator)
            let gates = Self.names.compactMap { name in try? GateTable.named(name) }
            var operations = (0..<40).map { _ -> CircuitOperation in
                let definition = gates[Int.random(in: 0..<gates.count, using: &generator)]
                // Half of the angles are quarter turns, at which rotations are Clifford.
                let quarter = Double(Int.random(in: -3...3, using: &generator)) * .pi / 2
                let angle = Bool.random(using: &generator) ? quarter : generator.angle()
                return .gate(
                    Gate(
                        definition, definition.parameterNames.map { _ in .value(angle) },
                        on: generator.distinctQubits(definition.qubitCount, of: qubitCount)))
            }
            // A ladder and its mirror around a rotation, as chemistry has them: the ladder cancels.
            let ladder = try (1..<qubitCount).map {
                CircuitOperation.gate(Gate(try GateTable.named("cx"), on: [$0 - 1, $0]))
            }
            operations += ladder
            operations.append(.gate(Gate(try GateTable.named("rz"), [0.3], on: [qubitCount - 1])))
            operations += ladder.reversed()

            let initial = generator.amplitudes(qubitCount: qubitCount)
            var expected = try StateVector(initial)
            try ReferenceBackend().apply(operations, to: &expected)
            var state = try StateVector(initial, precision: precision)
            let plan = try ExecutionPlan(
                operations, qubitCount: qubitCount, precision: precision, strategy: .rotations)
            try VectorizedBackend(precision: precision).apply(plan, to: &state)
            #expect(distance(state, expected) < (precision == .single ? 2e-5 : 1e-12), generator.comment)
        }
    }

    /// 30 Trotter-like blocks of ladder, rotation, mirrored ladder: one pass a rotation and none for the ladders.
    @Test func laddersCostNothing() throws {
        var circuit = Circuit(qubitCount: 10)
        for block in 0..<30 {
            for qubit in 0..<10 where (qubit + block) % 3 == 0 { try circuit.h(qubit) }
            for qubit in 1..<10 { try circuit.cx(qubit - 1, qubit) }
            try circuit.rz(.value(0.1 + Double(block)), on: 9)
            for qubit in (1..<10).reversed() { try circuit.cx(qubit - 1, qubit) }
            for qubit in 0..<10 where (qubit + block) % 3 == 0 { try circuit.h(qubit) }
        }
        let plan = try ExecutionPlan(circuit.operations, qubitCount: 10, precision: .double, strategy: .rotations)
        #expect(plan.strategy == .rotations && plan.passCount == 30)
    }

    /// A gate that is neither Clifford nor a rotation: the plan falls back to merged gates, and says so.
    @Test func otherGatesAreLeftAlone() throws {
        var circuit = Circuit(qubitCount: 2)
        try circuit.u3(0.1, 0.2, 0.3, on: 0)
        try circuit.cx(0, 1)
        let plan = try ExecutionPlan(circuit.operations, qubitCount: 2, precision: .double, strategy: .rotations)
        #expect(plan.strategy == .gates)
    }
}
