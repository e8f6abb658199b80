import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Gate folding")
struct GateFoldingTests {
    static func difference(_ a: GateMatrix, _ b: GateMatrix) -> Double {
        zip(a.elements, b.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
    }

    @Test(
        "Folded circuits do what the circuit does, with as many gates as they say",
        arguments: [GateFolding.global, .local])
    func sameUnitary(_ folding: GateFolding) {
        forSeededCases(40) { generator in
            var circuit = try MitigationCircuits.layered(
                qubits: .random(in: 2...3, using: &generator), layers: 2, using: &generator)
            try circuit.barrier(0, 1)
            try circuit.rotate(by: .value(0.3), about: PauliString([0: .x, 1: .y]))
            try circuit.apply(GateMatrix([.i, .zero, .zero, Complex(1, 0)]), on: [1])
            let gates = circuit.operations.count { $0.qubits.count > 0 && !$0.isBarrier }
            for scale in [1, 1.1, 1.9, 2, 3, 4.3, .random(in: 1...7, using: &generator)] {
                let folded = try folding.folded(circuit, scale: scale)
                let matrix = try folded.circuit.unitary()
                #expect(Self.difference(matrix, try circuit.unitary()) < 1e-12, generator.comment)
                let count = folded.circuit.operations.count { !$0.isBarrier }
                #expect(abs(Double(count) - folded.scale * Double(gates)) < 1e-9, generator.comment)
                #expect(abs(folded.scale - scale) <= 1 / Double(gates) + 1e-12, generator.comment)
            }
            #expect(try folding.folded(circuit, scale: 1).circuit == circuit)
        }
    }

    @Test("Only the chosen gates fold, evenly along the circuit")
    func chosenGates() throws {
        var circuit = Circuit(qubitCount: 2)
        for _ in 0..<8 {
            try circuit.h(0)
            try circuit.cx(0, 1)
        }
        let folded = try GateFolding.local.folded(circuit, scale: 2) { $0.qubits.count == 2 }
        #expect(folded.scale == 2)
        let names = folded.circuit.operations.map(\.name)
        #expect(names.count { $0 == "h" } == 8 && names.count { $0 == "cx" } == 16)
        // Of every two neighbours one folded.
        let runs = names.split(separator: "h").map(\.count)
        #expect(runs == [1, 3, 1, 3, 1, 3, 1, 3])
        let last = try GateFolding.global.folded(circuit, scale: 1.25)
        #expect(Array(last.circuit.operations.prefix(16)) == circuit.operations)
        #expect(last.circuit.operations.count == 20)
    }

    @Test("Measurements stay at the end, and where they are when gates fold in place")
    func measurements() throws {
        var circuit = Circuit(qubitCount: 2)
        try circuit.h(0)
        try circuit.cx(0, 1)
        try circuit.measureAll()
        let folded = try GateFolding.global.folded(circuit, scale: 3).circuit
        #expect(folded.operations.map(\.name) == ["h", "cx", "cx", "h", "h", "cx", "measure"])
        #expect(folded.classicalRegisters == circuit.classicalRegisters)
        try circuit.h(0)
        let local = try GateFolding.local.folded(circuit, scale: 3).circuit
        #expect(local.operations.map(\.name) == ["h", "h", "h", "cx", "cx", "cx", "measure", "h", "h", "h"])
        #expect(throws: NoiseError.self) { try GateFolding.global.folded(circuit, scale: 3) }
    }

    @Test("Parameters stay free")
    func parameters() throws {
        var circuit = Circuit(qubitCount: 1)
        let angle = circuit.addParameter("a")
        try circuit.ry(angle, on: 0)
        try circuit.h(0)
        let folded = try GateFolding.local.folded(circuit, scale: 3).circuit
        #expect(folded.parameterNames == ["a"])
        #expect(
            Self.difference(try folded.bound(to: [0.4]).unitary(), try circuit.bound(to: [0.4]).unitary()) < 1e-14)
    }

    @Test("Bad scales are named")
    func badInput() throws {
        var circuit = Circuit(qubitCount: 1)
        #expect(try GateFolding.local.folded(circuit, scale: 1).circuit == circuit)
        #expect(throws: NoiseError.self) { try GateFolding.local.folded(circuit, scale: 3) }
        try circuit.h(0)
        for scale in [0.9, -1, .nan, .infinity] {
            #expect(throws: NoiseError.self) { try GateFolding.global.folded(circuit, scale: scale) }
        }
    }
}

extension CircuitOperation {
    fileprivate var isBarrier: Bool { if case .barrier = self { true } else { false } }
}
