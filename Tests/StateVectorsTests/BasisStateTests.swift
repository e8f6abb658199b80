import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import TestSupport
import Testing

@testable import StateVectors

/// Circuits on states that are known to be basis states, of which no pass over the amplitudes is made.
@Suite struct BasisStateTests {
    private static let permutations = [
        "x", "y", "cx", "ccx", "swap", "dcx", "iswap", "z", "s", "t", "rz", "cz", "ccz", "cp",
    ]

    private func circuit(_ names: [String], qubitCount: Int, length: Int, _ random: inout SeededGenerator) throws
        -> [CircuitOperation]
    {
        try (0..<length).map { _ in try random.gate(from: names, qubitCount: qubitCount, controls: 2) }
    }

    @Test(arguments: Precision.allCases)
    func permutationsMoveOneAmplitude(_ precision: Precision) throws {
        forSeededCases(60) { random in
            let n = Int.random(in: 1...11, using: &random)
            let operations = try circuit(Self.permutations, qubitCount: n, length: 40, &random)
            let start = QubitMask(word: UInt64.random(in: 0..<(1 << UInt64(n)), using: &random))
            let backend = try VectorizedBackend(precision: precision, threadCount: 1)
            let initial = try StateVector(basisState: start, qubitCount: n, precision: precision)
            var state = initial
            try backend.apply(
                ExecutionPlan(operations, qubitCount: n, precision: precision, strategy: .gates), to: &state)
            var expected = try StateVector(basisState: start, qubitCount: n)
            try ReferenceBackend().apply(operations, to: &expected)
            #expect(distance(state, expected) < (precision == .single ? 1e-5 : 1e-12), random.comment)
            // The copy that was kept is what it was.
            #expect(initial.amplitudes[Int(start.word)] == Complex(1, 0), random.comment)
        }
    }

    /// What comes behind the first superposition is carried out on all amplitudes, and a state that has been one is no
    /// basis state any more.
    @Test(arguments: Precision.allCases)
    func superpositionsEndTheWalk(_ precision: Precision) throws {
        forSeededCases(40) { random in
            let n = Int.random(in: 2...10, using: &random)
            let parts = try [Self.permutations, ["h", "ry", "cx", "t", "fsim", "ccx"], Self.permutations].map { names in
                try circuit(names, qubitCount: n, length: 15, &random)
            }
            let backend = try VectorizedBackend(precision: precision, threadCount: 2)
            var state = try backend.makeState(qubitCount: n)
            var expected = try StateVector(qubitCount: n)
            for operations in parts + [parts.flatMap { $0 }] {
                try backend.apply(operations, to: &state)
                try ReferenceBackend().apply(operations, to: &expected)
                #expect(distance(state, expected) < (precision == .single ? 2e-5 : 1e-12), random.comment)
            }
        }
    }

    @Test func aKnownBasisStateStaysKnown() throws {
        let backend = try VectorizedBackend(precision: .single, threadCount: 1)
        let (x, cx, ccx) = (try GateTable.named("x"), try GateTable.named("cx"), try GateTable.named("ccx"))
        var state = try backend.makeState(qubitCount: 12)
        try backend.apply(
            [.gate(Gate(x, on: [3])), .gate(Gate(cx, on: [3, 7])), .gate(Gate(ccx, on: [3, 7, 11]))], to: &state)
        #expect(state.basisState == 1 << 3 | 1 << 7 | 1 << 11)
        try backend.apply([.gate(Gate(try GateTable.named("h"), on: [0]))], to: &state)
        #expect(state.basisState == nil)
    }
}
