import ComplexModule
import Foundation
import QuantumCircuits
import TestSupport
import Testing

@testable import QuantumNoise

@Suite("Circuits on processors")
struct ProcessorMappingTests {
    /// Random gates of the table on random qubits, wide ones and further controls too.
    private func randomCircuit(
        _ qubits: Int, gates: Int, widest: Int = 4, using generator: inout SeededGenerator
    ) throws -> Circuit {
        let rows = GateTable.all.filter { $0.qubitCount <= min(widest, qubits) }
        var circuit = Circuit(qubitCount: qubits)
        while circuit.operations.count < gates {
            let row = rows[Int.random(in: 0..<rows.count, using: &generator)]
            var places = Array(0..<qubits)
            places.shuffle(using: &generator)
            let spare = min(widest, qubits) - row.qubitCount
            let controls = Int.random(in: 0...4, using: &generator) == 0 ? min(1, spare) : 0
            let angles = row.parameterNames.map { _ in Angle.value(Double.random(in: -3...3, using: &generator)) }
            let on = Array(places.prefix(row.qubitCount))
            let control = places.dropFirst(row.qubitCount).prefix(controls).map {
                Control($0, value: Bool.random(using: &generator))
            }
            try circuit.append(.gate(Gate(row, angles, on: on, controls: Array(control))))
        }
        return circuit
    }

    /// The operations of a noisy circuit without its channels.
    private func noiseless(_ noisy: NoisyCircuit) throws -> Circuit {
        var circuit = Circuit(qubitCount: noisy.qubitCount)
        for case .operation(let operation) in noisy.steps { try circuit.append(operation) }
        return circuit
    }

    private func overlap(_ a: Circuit, _ b: Circuit) throws -> Double {
        let (first, second) = (try a.unitary(), try b.unitary())
        return (0..<first.dimension).reduce(Complex<Double>.zero) {
            $0 + first[$1, 0].conjugate * second[$1, 0]
        }.length
    }

    @Test(
        "What the processor runs makes the circuit's state, its qubits in their order",
        arguments: ProcessorModel.builtIn)
    func sameState(name: String) throws {
        let processor = try ProcessorModel(named: name)
        forSeededCases(12) { generator in
            let circuit = try randomCircuit(Int.random(in: 1...6, using: &generator), gates: 15, using: &generator)
            let noisy = try processor.applied(to: circuit)
            #expect(abs(try overlap(circuit, noiseless(noisy)) - 1) < 1e-10, generator.comment)
        }
    }

    @Test("Gates are on coupled qubits only, and a moment uses a qubit once")
    func couplings() throws {
        let processor = try ProcessorModel(named: "willow_pink")
        forSeededCases(3) { generator in
            let circuit = try randomCircuit(12, gates: 60, widest: 3, using: &generator)
            let native = try processor.native(circuit)
            #expect(Set(native.initialSites) == Set(native.finalSites))
            for moment in native.moments {
                let sites = moment.physical.flatMap(\.sites)
                #expect(Set(sites).count == sites.count, generator.comment)
                for operation in moment.physical where operation.sites.count == 2 {
                    #expect(processor.pair(operation.sites[0], operation.sites[1]) != nil, generator.comment)
                }
            }
            #expect(native == (try processor.native(circuit)), "mapping is the same every time")
        }
    }

    @Test("A chain needs no swaps, a ladder of gates takes two native gates each, all gates before a measurement too")
    func chain() throws {
        let processor = try ProcessorModel(named: "weber")
        var circuit = Circuit(qubitCount: 20)
        for layer in 0..<4 {
            for qubit in 0..<20 { try circuit.ry(.value(0.1 * Double(qubit + layer)), on: qubit) }
            for qubit in 0..<19 { try circuit.cx(qubit, qubit + 1) }
        }
        try circuit.measureAll()
        let native = try processor.native(circuit)
        // 20 qubits of 53: a chain is found, or nearly.
        #expect(native.swapCount <= 40, "\(native.swapCount) swaps")
        #expect(native.entanglingGateCount >= 2 * 19 * 4 && native.entanglingGateCount <= 2 * 19 * 4 + 3 * 40)
        let last = try #require(native.moments.last)
        #expect(last.physical.count == 20)
        let noisy = try NoiseModel(specification: "device:weber").applied(to: circuit)
        #expect(noisy.readout.confusions.count == 20)
        var bits: [Int: Int] = [:]
        for case .operation(.measure(let measurement)) in noisy.steps {
            bits[measurement.qubits[0]] = measurement.bits[0]
        }
        #expect(bits == Dictionary(uniqueKeysWithValues: (0..<20).map { ($0, $0) }))
    }

    @Test("Conditional gates stay after the measurement they depend on and have conditional noise")
    func conditions() throws {
        var circuit = Circuit(qubitCount: 3)
        let register = circuit.addClassicalRegister("c", count: 2)
        try circuit.h(0)
        try circuit.measure(0, into: 0)
        let condition = ClassicalCondition(bits: register.bits, equal: 1)
        try circuit.append(.conditional(condition, .gate(Gate(GateTable.named("cx"), on: [1, 2]))))
        try circuit.reset(0)
        try circuit.measure(2, into: 1)
        let noisy = try ProcessorModel(named: "rainbow").applied(to: circuit)
        let kinds = noisy.steps.map { step in
            switch step {
            case .operation(let operation): operation.name
            case .channel: "channel"
            case .conditionalChannel: "conditional channel"
            }
        }
        let measured = try #require(kinds.firstIndex(of: "measure"))
        let branch = try #require(kinds.firstIndex { $0.hasPrefix("if") })
        #expect(measured < branch)
        #expect(kinds.contains("conditional channel") && kinds.contains("reset"))
        #expect(kinds.filter { $0 == "if … matrix" }.count >= 2)
    }

    @Test("Circuits and specifications that do not fit are refused")
    func refusals() throws {
        let rainbow = try ProcessorModel(named: "rainbow")
        #expect(throws: NoiseError.self) { try rainbow.applied(to: Circuit(qubitCount: 24)) }
        #expect(throws: NoiseError.self) { try rainbow.applied(to: Circuit(qubitCount: 0)) }
        #expect(throws: NoiseError.self) {
            try ProcessorModel(named: "willow_pink").applied(to: Circuit(qubitCount: 33))
        }
        var circuit = Circuit(qubitCount: 1, parameterNames: ["a"])
        try circuit.rx(.parameter(index: 0), on: 0)
        #expect(throws: NoiseError.self) { try rainbow.applied(to: circuit) }
        #expect(throws: NoiseError.self) { try NoiseModel(specification: "device:nowhere") }
        #expect(throws: NoiseError.self) { try NoiseModel(specification: "device:weber+device:rainbow") }
        var idling = try NoiseModel(specification: "device:weber")
        idling.idle = [IdleRule(.channel(try .bitFlip(0.1)))]
        #expect(throws: NoiseError.self) { try idling.applied(to: Circuit(qubitCount: 1)) }
    }

    @Test("Other noise stands around the gates of a device, and errors of the readout follow one another")
    func joined() throws {
        var circuit = Circuit(qubitCount: 3)
        try circuit.h(0)
        try circuit.cx(0, 1)
        try circuit.rx(0.3, on: 2)
        try circuit.cx(1, 2)
        for text in ["device:rainbow+bit-flip:0.1+readout:0.2,0.3", "readout:0.2,0.3+bit-flip:0.1+device:rainbow"] {
            let device = try NoiseModel(specification: "device:rainbow").applied(to: circuit)
            let joined = try NoiseModel(specification: text).applied(to: circuit)
            var steps = joined.steps[...]
            var flipCount = 0
            for step in device.steps {
                #expect(steps.popFirst() == step)
                guard case .operation(let operation) = step else { continue }
                if case .gate(let gate) = operation, gate.definition.name == "p" { continue }
                for qubit in operation.qubits {
                    #expect(steps.popFirst() == .channel(try .bitFlip(0.1), on: [qubit]))
                    flipCount += 1
                }
            }
            #expect(steps.isEmpty && flipCount > 5)
            for qubit in 0..<3 {
                let own = try #require(device.readout.confusions.first { $0.qubits == [qubit] }).probabilities
                let both = try #require(joined.readout.confusions.first { $0.qubits == [qubit] }).probabilities
                // P(1|0) and P(0|1) of one after the other.
                #expect(abs(both[2] - (own[0] * 0.2 + own[2] * 0.7)) < 1e-15)
                #expect(abs(both[1] - (own[1] * 0.8 + own[3] * 0.3)) < 1e-15)
            }
        }
    }

    private let file = """
        {"name": "pair", "timeUnit": "us", "nativeGate": "cx",
         "durations": {"oneQubit": 0.035, "cx": 0.3, "measure": 1.0, "reset": 1.0},
         "qubits": [
          {"name": "a", "t1": 100, "t2": 150, "averageError": 0.0002, "zeroAsOne": 0.01, "oneAsZero": 0.02},
          {"name": "b", "t1": 90, "tphi": 80, "pauliError": 0.0004, "zeroAsOne": 0.01, "oneAsZero": 0.02}],
         "pairs": [{"qubits": ["a", "b"], "gates": {"cx": {"averageError": 0.008}}}]}
        """

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".json")
        defer { try? FileManager.default.removeItem(at: url) }
        try text.write(to: url, atomically: true, encoding: .utf8)
        try body(url.path)
    }

    @Test("A processor's file gives lifetimes and errors in any of its forms")
    func files() throws {
        try withFile(file) { path in
            let processor = try ProcessorModel(named: path)
            #expect(processor.qubits[0].t1 == 1e5 && abs(processor.qubits[0].tPhi - 6e5) < 1e-6)
            #expect(processor.qubits[1].tPhi == 8e4)
            #expect(abs(processor.qubits[0].pauliError - 0.0003) < 1e-18)
            #expect(abs((processor.pairs[0].gates[.cx]?.pauliError ?? 0) - 0.01) < 1e-18)
            var circuit = Circuit(qubitCount: 2)
            try circuit.h(0)
            try circuit.cx(0, 1)
            let noisy = try NoiseModel(specification: "device:\(path)").applied(to: circuit)
            #expect(abs(try overlap(circuit, noiseless(noisy)) - 1) < 1e-12)
        }
    }

    @Test(
        "Mistakes in a processor's file are said with their place",
        arguments: [
            ("\"t1\": 100,", "", "'t1'"), ("\"t2\": 150", "\"t2\": 250", "T2 of qubit a is 250.0"),
            ("\"us\"", "\"hours\"", "timeUnit"), ("\"nativeGate\": \"cx\"", "\"nativeGate\": \"ccx\"", "'ccx'"),
            ("[\"a\", \"b\"]", "[\"a\", \"c\"]", "names of two"), ("\"zeroAsOne\": 0.01", "\"zeroAsOne\": 1.5", "1.5"),
            ("\"name\": \"b\"", "\"name\": \"a\"", "'a' twice"), ("}\n", "\n", "JSON"),
            ("\"averageError\": 0.008", "\"theta\": 0.1", "no error of cx"), ("\"measure\": 1.0,", "", "no 'measure'"),
        ])
    func mistakes(old: String, new: String, message: String) throws {
        var text = file
        if let range = text.range(of: old) { text.replaceSubrange(range, with: new) } else { text.removeLast(2) }
        try withFile(text) { path in
            #expect {
                try ProcessorModel(named: path)
            } throws: { error in
                "\(error)".contains(message)
            }
        }
    }
}
