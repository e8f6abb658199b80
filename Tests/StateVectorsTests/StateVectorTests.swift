import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

@Suite struct StateVectorTests {
    @Test func memoryIsPlannedBeforeItIsAllocated() throws {
        let error = #expect(throws: StateVectorError.self) { try StateVector(qubitCount: 50) }
        guard case .outOfMemory(50, let needed, let available, let largest)? = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(needed == 16 << 50)
        #expect(available < needed)
        #expect((UInt64(16) << UInt64(largest)) <= available && (UInt64(32) << UInt64(largest)) > available)
        let message = String(
            describing: StateVectorError.outOfMemory(
                qubits: 50, bytesNeeded: needed, bytesAvailable: available, largestQubitCount: largest))
        #expect(message.contains("18014398509481984 bytes") && message.contains("\(largest) qubits"))
    }

    @Test(arguments: [58, 60, 63, 64, 70, 1000])
    func absurdSizesAreRefused(qubitCount: Int) {
        #expect(throws: StateVectorError.self) { try StateVector(qubitCount: qubitCount, precision: .single) }
    }

    @Test func copiesAreIndependentAndMovesCopyNothing() throws {
        let backend = try VectorizedBackend()
        var state = try backend.makeState(qubitCount: 3)
        let copy = state
        let flip = CircuitOperation.gate(Gate(try GateTable.named("x"), on: [1]))
        try backend.apply([flip], to: &state)
        #expect(copy[0] == Complex(1, 0) && state[0b010] == Complex(1, 0) && state[0] == .zero)
    }

    @Test func matricesTooWideForTheKernelsAreRefused() throws {
        let backend = try VectorizedBackend()
        var state = try backend.makeState(qubitCount: 8)
        let hadamard = GateMatrix(real: [1, 1, 1, -1].map { $0 * 0.5.squareRoot() })
        var wide = hadamard
        for width in 2...7 {
            wide =
                hadamard.expanded(to: width, positions: [width - 1])
                * wide.expanded(to: width, positions: Array(0..<(width - 1)))
            let gate = CircuitOperation.matrix(MatrixGate(wide, on: Array(0..<width)))
            if width <= 6 {
                try backend.apply([gate, gate], to: &state)
                #expect(abs(state[0].real - 1) < 1e-12)
            } else {
                #expect(throws: StateVectorError.matrixTooWide(found: 7, limit: 6)) {
                    try backend.apply([gate], to: &state)
                }
            }
        }
    }

    @Test(arguments: InstructionSet.available, Precision.allCases)
    func aRegisterWithoutQubitsHasAPhase(instructionSet: InstructionSet, precision: Precision) throws {
        var circuit = Circuit(qubitCount: 0)
        try circuit.append(.gate(Gate(GateTable.named("gphase"), [.value(.pi / 2)], on: [])))
        try circuit.append(.pauliRotation(PauliRotation(.identity, angle: .value(.pi))))
        let backend = try VectorizedBackend(precision: precision, instructionSet: instructionSet)
        // e^{iπ/2} e^{-iπ/2} = 1
        #expect((try backend.finalState(of: circuit)[0] - Complex(1, 0)).length < 1e-7)
    }

    @Test func basisStates() throws {
        let state = try StateVector(basisState: [0, 3], qubitCount: 4)
        #expect(state[0b1001] == Complex(1, 0))
        #expect(throws: StateVectorError.self) { try StateVector(basisState: [4], qubitCount: 4) }
    }

    @Test func unboundParametersAndMeasurementsAreRefused() throws {
        var circuit = Circuit(qubitCount: 1)
        let angle = circuit.addParameter("a")
        try circuit.append(.gate(Gate(GateTable.named("rx"), [angle], on: [0])))
        for backend in [ReferenceBackend(), try VectorizedBackend()] as [any Backend] {
            #expect(throws: StateVectorError.unboundParameter(operation: "rx")) { try backend.finalState(of: circuit) }
            var state = try backend.makeState(qubitCount: 1)
            #expect(throws: StateVectorError.notUnitary(operation: "reset")) {
                try backend.apply([.reset(0)], to: &state)
            }
            #expect(throws: StateVectorError.sizeMismatch(what: "the observable", found: 2, expected: 1)) {
                try backend.expectation(of: PauliSum(PauliString([1: .z])), in: state)
            }
            #expect(throws: StateVectorError.notHermitian(term: "Z0")) {
                try backend.expectation(of: PauliSum(PauliString([0: .z]), Complex(0, 1)), in: state)
            }
        }
    }
}
