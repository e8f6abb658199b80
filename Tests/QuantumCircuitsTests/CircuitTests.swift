import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import TestSupport
import Testing

@Suite struct CircuitTests {
    /// A random circuit of every kind of gate, with one parameter.
    static func random(qubits: Int, operations: Int, seed: UInt64) throws -> Circuit {
        var generator = SeededGenerator(seed: seed)
        var circuit = Circuit(qubitCount: qubits, parameterNames: ["a"])
        for _ in 0..<operations {
            let shuffled = Array(0..<qubits).shuffled(using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                var string = PauliString()
                for qubit in shuffled.prefix(Int.random(in: 0...qubits, using: &generator)) {
                    string[qubit] = PauliLetter.allCases.randomElement(using: &generator)
                }
                try circuit.rotate(by: .parameter(index: 0, factor: 0.5, offset: 0.25), about: string)
            case 1:
                let matrix = try GateTable.named("u3").matrix([0.3, Double.random(in: 0...6, using: &generator), 2])
                try circuit.apply(matrix, on: [shuffled[0]], controls: [Control(shuffled[1], value: false)])
            default:
                guard let gate = GateTable.all.filter({ $0.qubitCount < qubits }).randomElement(using: &generator)
                else { continue }
                let angles = gate.parameterNames.map { _ in Angle.value(.random(in: -4...4, using: &generator)) }
                let control = Control(shuffled[gate.qubitCount], value: Bool.random(using: &generator))
                try circuit.append(
                    .gate(
                        Gate(
                            gate, angles, on: Array(shuffled.prefix(gate.qubitCount)),
                            controls: Bool.random(using: &generator) ? [control] : [])))
            }
        }
        return circuit
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>) func inverseUndoesEveryKindOfGate(seed: UInt64) throws {
        let circuit = try Self.random(qubits: 5, operations: 25, seed: seed)
        let product = try circuit.inverse().unitary([0.7]) * circuit.unitary([0.7])
        #expect(Oracle.distance(product, .identity(qubitCount: 5)) < 1e-12, "seed \(seed)")
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>) func controlledActsWhereTheControlsSay(seed: UInt64) throws {
        let circuit = try Self.random(qubits: 3, operations: 15, seed: seed)
        var wide = Circuit(qubitCount: 5)
        try wide.append(contentsOf: circuit, on: [0, 1, 2])
        let controlled = try wide.controlled(by: [Control(3), Control(4, value: false)]).unitary([0.7])
        let expected = try circuit.unitary([0.7]).controlled(by: 2, values: 0b01)
        #expect(Oracle.distance(controlled, expected) < 1e-12, "seed \(seed)")
    }

    /// The independent way: every operation as a matrix on all qubits, controls by projectors.
    @Test(arguments: 1...6 as ClosedRange<UInt64>) func unitaryIsTheProductOfTheOperations(seed: UInt64) throws {
        let n = 4
        let circuit = try Self.random(qubits: n, operations: 20, seed: seed)
        var expected = GateMatrix.identity(qubitCount: n)
        for operation in circuit.operations {
            switch operation {
            case .gate(let gate):
                let matrix = gate.definition.matrix(gate.angles.map { $0.value(for: [0.7]) })
                let values = gate.controls.enumerated().reduce(0) { $0 | ($1.element.value ? 1 : 0) << $1.offset }
                expected =
                    matrix.controlled(by: gate.controls.count, values: values)
                    .expanded(to: n, positions: gate.qubits + gate.controls.map(\.qubit)) * expected
            case .matrix(let gate):
                let values = gate.controls.enumerated().reduce(0) { $0 | ($1.element.value ? 1 : 0) << $1.offset }
                expected =
                    gate.matrix.controlled(by: gate.controls.count, values: values)
                    .expanded(to: n, positions: gate.qubits + gate.controls.map(\.qubit)) * expected
            case .pauliRotation(let rotation):
                let half = rotation.angle.value(for: [0.7]) / 2
                let rotationMatrix =
                    Double.cos(half) * PauliSum.identity
                    - Complex(0, Double.sin(half)) * PauliSum(rotation.string)
                expected = Oracle.dense(rotationMatrix, qubitCount: n) * expected
            default: Issue.record("unexpected \(operation.name)")
            }
        }
        #expect(Oracle.distance(try circuit.unitary([0.7]), expected) < 1e-12, "seed \(seed)")
    }

    private func circuitOfEveryBuilder() throws -> Circuit {
        var circuit = Circuit(qubitCount: 3, parameterNames: ["theta"])
        let theta = Angle.parameter(index: 0)
        try circuit.x(0)
        try circuit.y(1)
        try circuit.z(2)
        try circuit.h(0)
        try circuit.s(0)
        try circuit.sdg(0)
        try circuit.t(0)
        try circuit.tdg(0)
        try circuit.sx(0)
        try circuit.rx(0.5, on: 0)
        try circuit.ry(2 * theta, on: 1)
        try circuit.rz(-theta, on: 2)
        try circuit.p(1, on: 0)
        try circuit.u3(1, 2, 3, on: 1)
        try circuit.cx(0, 1)
        try circuit.cy(1, 0)
        try circuit.cz(1, 2)
        try circuit.cp(0.25, 0, 2)
        try circuit.swap(0, 2)
        try circuit.rzz(theta, 0, 1)
        try circuit.ccx(2, 1, 0)
        try circuit.rotate(by: theta, about: PauliString([0: .x, 2: .z]))
        try circuit.apply("rx", [1], on: [0], controls: [Control(1), Control(2, value: false)])
        try circuit.apply(GateMatrix(real: [0, 1, 1, 0]), on: [1])
        try circuit.barrier()
        try circuit.barrier(0, 2)
        try circuit.reset(1)
        try circuit.measure(0, into: circuit.addClassicalRegister("c", count: 2).bits.lowerBound)
        try circuit.append(
            .conditional(ClassicalCondition(bits: 0..<2, equal: 3), .gate(Gate(GateTable.named("x"), on: [2]))))
        try circuit.measureAll()
        return circuit
    }

    @Test func buildersSpellTheGatesTheyName() throws {
        #expect(
            try circuitOfEveryBuilder().description == """
                3 qubits, c[2], m[3]
                x 0
                y 1
                z 2
                h 0
                s 0
                sdg 0
                t 0
                tdg 0
                sx 0
                rx(0.5) 0
                ry(2.0*theta) 1
                rz(-1.0*theta) 2
                p(1.0) 0
                u3(1.0, 2.0, 3.0) 1
                cx 0 1
                cy 1 0
                cz 1 2
                cp(0.25) 0 2
                swap 0 2
                rzz(theta) 0 1
                ccx 2 1 0
                exp(-i/2 * theta * X0 Z2)
                rx(1.0) 0 where 1 is 1, 2 is 0
                matrix 1
                barrier 0 1 2
                barrier 0 2
                reset 1
                measure 0 -> 0
                if bits 0..<2 == 3: x 2
                measure 0 1 2 -> 2 3 4
                """)
    }

    @Test func depthCountsStepsAndBarriersLineUp() throws {
        var circuit = Circuit(qubitCount: 3)
        #expect(circuit.depth == 0)
        try circuit.h(0)
        try circuit.h(0)
        try circuit.h(1)
        #expect(circuit.depth == 2)
        try circuit.barrier()
        #expect(circuit.depth == 2)
        try circuit.x(2)
        #expect(circuit.depth == 3)
        try circuit.apply("gphase", [1], on: [])
        try circuit.cx(2, 1)
        #expect(circuit.depth == 4)
        circuit.addClassicalRegister("c", count: 1)
        try circuit.measure(1, into: 0)
        let gate = CircuitOperation.gate(Gate(try GateTable.named("x"), on: [0]))
        try circuit.append(.conditional(ClassicalCondition(bits: 0..<1, equal: 1), gate))
        #expect(circuit.depth == 6)
        #expect(circuit.gateCount == 7)
        #expect(circuit.twoQubitGateCount == 1)
        let counts = circuit.operationCounts.map { "\($0.count) \($0.name)" }
        #expect(counts == ["1 barrier", "1 cx", "1 gphase", "3 h", "1 if … x", "1 measure", "1 x"])
    }

    @Test func appendedCircuitsAreRenumbered() throws {
        var inner = Circuit(qubitCount: 2, parameterNames: ["b", "a"])
        inner.addClassicalRegister("c", count: 2)
        try inner.rx(.parameter(index: 1), on: 1)
        try inner.rotate(by: .parameter(index: 0), about: PauliString([0: .y]))
        try inner.measure(1, into: 0)
        try inner.append(.conditional(ClassicalCondition(bits: 0..<2, equal: 1), .reset(0)))
        var outer = Circuit(qubitCount: 4, parameterNames: ["a"])
        outer.addClassicalRegister("c", count: 3)
        try outer.append(contentsOf: inner, on: [3, 1])
        #expect(outer.parameterNames == ["a", "b"])
        #expect(
            outer.description == """
                4 qubits, c[3], c2[2]
                rx(a) 1
                exp(-i/2 * b * Y3)
                measure 1 -> 3
                if bits 3..<5 == 1: reset 3
                """)
        #expect(throws: CircuitError.duplicateQubit(operation: "append", qubit: 1)) {
            try outer.append(contentsOf: inner, on: [1, 1])
        }
        #expect(throws: CircuitError.wrongOperandCount(operation: "append", found: 1, expected: 2)) {
            try outer.append(contentsOf: inner, on: [1])
        }
    }

    @Test func whatDoesNotFitIsRefused() throws {
        var circuit = Circuit(qubitCount: 10)
        #expect(throws: CircuitError.qubitOutOfRange(operation: "x", qubit: 10, qubitCount: 10)) { try circuit.x(10) }
        #expect(throws: CircuitError.qubitOutOfRange(operation: "x", qubit: -1, qubitCount: 10)) { try circuit.x(-1) }
        #expect(throws: CircuitError.duplicateQubit(operation: "cx", qubit: 3)) { try circuit.cx(3, 3) }
        #expect(throws: CircuitError.duplicateQubit(operation: "x", qubit: 3)) {
            try circuit.apply("x", on: [3], controls: [Control(3)])
        }
        #expect(throws: CircuitError.duplicateQubit(operation: "barrier", qubit: 0)) {
            try circuit.barrier(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
        }
        #expect(throws: CircuitError.wrongOperandCount(operation: "cx", found: 1, expected: 2)) {
            try circuit.apply("cx", on: [0])
        }
        #expect(throws: CircuitError.wrongAngleCount(operation: "x", found: 1, expected: 0)) {
            try circuit.apply("x", [1], on: [0])
        }
        #expect(throws: CircuitError.nonFiniteAngle(operation: "rx", value: .infinity)) {
            try circuit.rx(.value(.infinity), on: 0)
        }
        #expect(throws: CircuitError.parameterOutOfRange(operation: "rx", index: 0, parameterCount: 0)) {
            try circuit.rx(.parameter(index: 0), on: 0)
        }
        #expect(throws: CircuitError.bitOutOfRange(operation: "measure", bit: 0, bitCount: 0)) {
            try circuit.measure(0, into: 0)
        }
        #expect(throws: CircuitError.notUnitary(operation: "matrix", defect: 1)) {
            try circuit.apply(GateMatrix(real: [1, 0, 0, 0]), on: [0])
        }
        #expect(circuit.operations.isEmpty)
        #expect(throws: CircuitError.tooWide(found: 13, largest: 12, purpose: "a dense matrix")) {
            try Circuit(qubitCount: 13).unitary()
        }
        try circuit.reset(0)
        for purpose in ["inverting", "controlling", "a matrix"] {
            #expect(throws: CircuitError.notUnitaryCircuit(operation: "reset", purpose: purpose)) {
                switch purpose {
                case "inverting": _ = try circuit.inverse()
                case "controlling": _ = try circuit.controlled(by: [Control(9)])
                default: _ = try circuit.unitary()
                }
            }
        }
    }
}
