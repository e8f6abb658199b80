import QuantumCircuits
import QuantumNoise
import Testing

@Suite("Noise by flag")
struct NoiseSpecificationTests {
    /// One gate of each kind.
    private func sample() throws -> Circuit {
        var circuit = Circuit(qubitCount: 3)
        let register = circuit.addClassicalRegister("c", count: 3)
        try circuit.h(0)
        try circuit.cx(0, 1)
        try circuit.ccx(0, 1, 2)
        try circuit.apply("x", on: [2], controls: [Control(1)])
        try circuit.barrier()
        try circuit.measure(0, into: 0)
        let condition = ClassicalCondition(bits: register.bits, equal: 1)
        try circuit.append(.conditional(condition, .gate(Gate(GateTable.named("x"), on: [1]))))
        try circuit.reset(2)
        return circuit
    }

    /// The steps as short texts.
    private func spelled(_ circuit: NoisyCircuit) -> [String] {
        circuit.steps.map { step in
            switch step {
            case .operation(let operation): operation.name
            case .channel(let channel, let qubits): "\(channel.name) \(qubits)"
            case .conditionalChannel(_, let channel, let qubits): "if: \(channel.name) \(qubits)"
            }
        }
    }

    @Test("Depolarizing follows gates of one and two qubits whole, wider ones qubit by qubit")
    func depolarizing() throws {
        let noisy = try NoiseModel(specification: "depolarizing:0.1,0.2").applied(to: sample())
        #expect(
            spelled(noisy) == [
                "h", "depolarizing(0.1) [0]", "cx", "depolarizing(0.2, qubits: 2) [0, 1]", "ccx",
                "depolarizing(0.1) [0]", "depolarizing(0.1) [1]", "depolarizing(0.1) [2]", "x",
                "depolarizing(0.2, qubits: 2) [1, 2]", "barrier", "measure", "if … x", "if: depolarizing(0.1) [1]",
                "reset",
            ])
        #expect(noisy.readout.isPerfect)
    }

    @Test("Joined parts act in the order written, each channel being one object")
    func joined() throws {
        let model = try NoiseModel(specification: "phase-flip:1e-3+amplitude-damping:2e-1+readout:0.01,0.02")
        let noisy = try model.applied(to: sample())
        #expect(
            spelled(noisy).prefix(7) == [
                "h", "phaseFlip(0.001) [0]", "amplitudeDamping(0.2) [0]", "cx", "phaseFlip(0.001) [0]",
                "phaseFlip(0.001) [1]", "amplitudeDamping(0.2) [0]",
            ])
        let identities = Set(
            noisy.steps.compactMap { step -> ObjectIdentifier? in
                if case .channel(let channel, _) = step { channel.identity } else { nil }
            })
        #expect(identities.count == 2)
        #expect(noisy.readout.confusions.map(\.qubits) == [[0], [1], [2]])
        #expect(noisy.readout.confusions[1].probabilities == [0.99, 0.02, 0.01, 0.98])
    }

    @Test(
        "Every form is understood",
        arguments: [
            ("depolarizing:0.1", "depolarizing(0.1) [0]"), ("phase-damping:0.5", "pauli"),
            ("bit-flip:.1", "bitFlip(0.1) [0]"),
            ("thermal:50,70,2e+1", "thermalRelaxation(t1: 50.0, t2: 70.0, time: 20.0) [0]"),
            (" phase-flip: 0.1 ", "phaseFlip(0.1) [0]"),
        ])
    func forms(text: String, first: String) throws {
        let noisy = try NoiseModel(specification: text).applied(to: sample())
        #expect(first == "pauli" ? spelled(noisy)[1] == "phaseDamping(0.5) [0]" : spelled(noisy)[1] == first)
    }

    @Test(
        "What cannot be understood is refused",
        arguments: [
            "", "depolarizing", "depolarizing:", "depolarizing:x", "depolarizing:0.1,0.2,0.3", "bit-flip:0.1,0.2",
            "bit-flip:1.5", "bit-flip:nan", "thermal:1,3,1", "thermal:1,1", "readout:0.1",
            "readout:0.1,0.1+readout:0,0",
            "nothing:1", "bit-flip:0.1+", "+bit-flip:0.1", "depolarising:0.1",
        ])
    func refusals(text: String) {
        #expect(throws: NoiseError.self) { try NoiseModel(specification: text) }
    }

    @Test("A refusal names the part and the forms there are")
    func message() {
        #expect {
            try NoiseModel(specification: "bit-flip:0.1+depolarising:0.1")
        } throws: { error in
            "\(error)".contains("'depolarising:0.1'") && "\(error)".contains("depolarizing:P1,P2")
        }
    }
}
