import QuantumCircuits
import TestSupport
import Testing

@testable import StateVectors

/// Plans that are given other angles.
@Suite struct RebindingTests {
    private func circuit(qubitCount: Int, angles: [Double], _ random: SeededGenerator) -> [CircuitOperation] {
        var random = random
        var next = angles.makeIterator()
        return (0..<50).map { _ in
            let operation = random.operation(qubitCount: qubitCount)
            guard case .gate(var gate) = operation else { return operation }
            gate.angles = gate.angles.map { _ in .value(next.next() ?? 1) }
            return .gate(gate)
        }
    }

    @Test(arguments: ExecutionPlan.Strategy.allCases)
    func aReboundPlanDoesWhatAFreshOneDoes(_ strategy: ExecutionPlan.Strategy) throws {
        try forSeededCases(30) { random in
            let n = Int.random(in: 2...8, using: &random)
            let angles = (0..<2).map { _ in (0..<150).map { _ in random.angle() } }
            let seed = random
            let operations = angles.map { circuit(qubitCount: n, angles: $0, seed) }
            let plan = try ExecutionPlan(
                operations[0], qubitCount: n, precision: .double, strategy: strategy)
            let backend = try VectorizedBackend(precision: .double, threadCount: 1)
            let initial = try StateVector(random.amplitudes(qubitCount: n))
            var (state, expected) = (initial, initial)
            try backend.apply(plan.rebound(to: operations[1]), to: &state)
            try ReferenceBackend().apply(operations[1], to: &expected)
            #expect(distance(state, expected) < 1e-12)
        }
    }

    @Test func decisionsAreKept() throws {
        let angles = [0.3, 0.7]
        let operations = angles.map { angle in
            (0..<4).map { qubit in
                CircuitOperation.pauliRotation(PauliRotation(.init(x: [qubit], z: [qubit + 1]), angle: .value(angle)))
            }
        }
        let plan = try ExecutionPlan(operations[0], qubitCount: 5, precision: .double)
        let rebound = try plan.rebound(to: operations[1])
        #expect(rebound.stepCount == plan.stepCount)
        #expect(rebound.predictedSeconds == plan.predictedSeconds)
    }
}
