import Foundation
import QuantumCircuits
import QuantumNoise
import Testing

@Suite("Noise model files")
struct NoiseModelFileTests {
    private let text = """
        name = "sample"

        [durations]
        other = 35
        cx = 300
        "cx 1 0" = 250
        measure = 1000

        [[rule]]
        gates = ["h"]
        channel = { kind = "depolarizing", p = 0.001 }

        [[rule]]
        gates = ["cx"]
        qubits = [[0, 1], [1, 0]]
        channel = { kind = "depolarizing", p = 0.01, qubits = 2 }

        [[rule]]
        gates = ["cx"]
        channel = { kind = "thermal", t1 = 50e3, t2 = 70e3 }

        [[rule]]
        gates = ["measure"]
        place = "before"
        channel = { kind = "bit-flip", p = 0.02 }

        [[idle]]
        channel = { kind = "thermal", t1 = 50e3, t2 = 70e3 }

        [[readout]]
        zero-as-one = 0.01
        one-as-zero = 0.03

        [[readout]]
        qubits = [1]
        zero-as-one = 0.1
        one-as-zero = 0.2
        """

    private func spelled(_ circuit: NoisyCircuit) -> [String] {
        circuit.steps.map { step in
            switch step {
            case .operation(let operation): "\(operation.name) \(operation.qubits)"
            case .channel(let channel, let qubits): "\(channel.name) \(qubits)"
            case .conditionalChannel(_, let channel, let qubits): "if: \(channel.name) \(qubits)"
            }
        }
    }

    @Test("Rules, durations, idle noise and readout act as written")
    func sample() throws {
        let model = try NoiseModel(toml: text)
        #expect(model.name == "sample")
        var circuit = Circuit(qubitCount: 3)
        circuit.addClassicalRegister("c", count: 3)
        try circuit.h(0)
        try circuit.cx(0, 1)
        try circuit.x(2)
        try circuit.cx(1, 2)
        try circuit.measure(0, into: 0)
        let noisy = try model.applied(to: circuit)
        func thermal(_ time: Int) -> String { "thermalRelaxation(t1: 50000.0, t2: 70000.0, time: \(time).0)" }
        #expect(
            spelled(noisy) == [
                "h [0]", "depolarizing(0.001) [0]", "x [2]", "\(thermal(35)) [1]",
                "cx [0, 1]", "depolarizing(0.01, qubits: 2) [0, 1]", "\(thermal(300)) [0]", "\(thermal(300)) [1]",
                "\(thermal(300)) [2]",
                "cx [1, 2]", "\(thermal(300)) [1]", "\(thermal(300)) [2]", "bitFlip(0.02) [0]", "measure [0]",
                "\(thermal(700)) [1]", "\(thermal(700)) [2]",
            ])
        let channels = noisy.steps.compactMap { step in
            if case .channel(let channel, _) = step, channel.name == thermal(300) { channel.identity } else { nil }
        }
        #expect(Set(channels).count == 1)
        #expect(noisy.readout.confusions.map { $0.probabilities[2] } == [0.01, 0.1, 0.01])
        var reversed = Circuit(qubitCount: 2)
        try reversed.cx(1, 0)
        #expect(spelled(try model.applied(to: reversed))[2] == "\(thermal(250)) [1]")
    }

    @Test("Every kind of channel can be written")
    func kinds() throws {
        let rows = [
            ("kind = \"uniform-depolarizing\", lambda = 0.1", "uniformDepolarizing(0.1)"),
            ("kind = \"phase-flip\", p = 0.1", "phaseFlip(0.1)"),
            ("kind = \"bit-phase-flip\", p = 0.1", "bitPhaseFlip(0.1)"),
            ("kind = \"pauli\", probabilities = { X = 0.1, Y = 0.2 }", "pauli(X: 0.1, Y: 0.2)"),
            ("kind = \"amplitude-damping\", gamma = 0.1", "amplitudeDamping(0.1)"),
            (
                "kind = \"generalized-amplitude-damping\", p = 0.9, gamma = 0.1",
                "generalizedAmplitudeDamping(p: 0.9, gamma: 0.1)"
            ),
            ("kind = \"phase-damping\", lambda = 0.1", "phaseDamping(0.1)"),
            ("kind = \"thermal\", t1 = 1, t2 = 2, time = 3", "thermalRelaxation(t1: 1.0, t2: 2.0, time: 3.0)"),
            ("kind = \"reset\", zero = 0.1", "reset(zero: 0.1, one: 0.0)"),
            ("kind = \"over-rotation\", angle = 0.1, about = \"X\"", "overRotation(0.1, about: X)"),
            ("kind = \"kraus\", operators = [[[1, 0], [0, 0.6]], [[0, [0, 0.8]], [0, 0]]]", "kraus"),
            (
                "kind = \"mixture\", probabilities = [0.5, 0.5], unitaries = [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]",
                "mixture"
            ),
        ]
        var circuit = Circuit(qubitCount: 1)
        try circuit.x(0)
        for (channel, name) in rows {
            let model = try NoiseModel(toml: "[[rule]]\nchannel = { \(channel) }\n")
            #expect(spelled(try model.applied(to: circuit)) == ["x [0]", "\(name) [0]"])
        }
    }

    @Test("A basis gives errors by gate and refuses other gates; the Swift form is the same")
    func basis() throws {
        let text = """
            [basis]
            sx = { kind = "depolarizing", p = 0.001 }
            cx = { kind = "depolarizing", p = 0.01, qubits = 2 }
            rz = "ideal"
            """
        let file = try NoiseModel(toml: text)
        let swift = NoiseModel(
            basis: [
                "sx": try .depolarizing(0.001), "cx": try .depolarizing(0.01, qubitCount: 2), "rz": nil,
            ])
        var circuit = Circuit(qubitCount: 2)
        try circuit.rz(0.1, on: 0)
        try circuit.apply("sx", on: [0])
        try circuit.cx(0, 1)
        let expected = [
            "rz [0]", "sx [0]", "depolarizing(0.001) [0]", "cx [0, 1]", "depolarizing(0.01, qubits: 2) [0, 1]",
        ]
        #expect(spelled(try file.applied(to: circuit)) == expected)
        #expect(spelled(try swift.applied(to: circuit)) == expected)
        try circuit.h(0)
        #expect {
            try file.applied(to: circuit)
        } throws: {
            "\($0)".contains("'h'") && "\($0)".contains("cx, rz, sx")
        }
    }

    @Test(
        "Mistakes are reported where they stand",
        arguments: [
            ("name = \"a\"\nname = 3 =", "m.toml:2:"),
            ("name = 3", "m.toml:1:1: found 3.0, expected a text in quotes"),
            ("\n\n[[rules]]\n", "m.toml:3:"),
            ("[[rule]]\n", "m.toml:1:1: found no 'channel'"),
            ("[[rule]]\nchannel = { kind = \"depolarizing\" }", "m.toml:2:1: found no 'p'"),
            ("[[rule]]\nchannel = { kind = \"depolarizing\", p = 1.5 }", "m.toml:2:1: found 1.5 for the probability"),
            ("[[rule]]\nchannel = { kind = \"depolarizing\", p = \"x\" }", "m.toml:2:36: found 'x'"),
            ("[[rule]]\nchannel = { kind = \"nonsense\" }", "m.toml:2:13: found 'nonsense'"),
            ("[[rule]]\nchannel = { kind = \"bit-flip\", p = 0.1, q = 1 }", "m.toml:2:41: found 'q'"),
            (
                "[[rule]]\nchannel = { kind = \"bit-flip\", p = 0.1 }\n[[rule]]\nplace = \"beside\"\n"
                    + "channel = { kind = \"bit-flip\", p = 0.1 }", "m.toml:4:1: found 'beside'"
            ),
            (
                "[[rule]]\nwidths = [1, 3]\nchannel = { kind = \"depolarizing\", p = 0.1, qubits = 2 }",
                "m.toml:2:1: found [1, 3]"
            ),
            ("[durations]\ncx = -1", "m.toml:2:1: found -1.0"),
            ("[[readout]]\nzero-as-one = 2\none-as-zero = 0", "m.toml:1:1: found 2.0"),
            ("[[idle]]\nchannel = { kind = \"thermal\", t1 = 1, t2 = 3 }", "m.toml:2:1: found 3.0 for T2"),
            (
                "[[rule]]\nchannel = { kind = \"kraus\", operators = [[[1, 0], [0, 0.5]]] }",
                "m.toml:2:1: found the Kraus"
            ),
        ])
    func mistakes(text: String, message: String) {
        #expect {
            try NoiseModel(toml: text, name: "m.toml")
        } throws: { error in
            "\(error)".contains(message)
        }
    }

    @Test("A file is read by its path and joins with other parts; one that is missing is said to be")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("model.toml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try NoiseModel(specification: path).rules.count == 4)
        #expect(try NoiseModel(specification: "bit-flip:0.1+\(path)").rules.count == 5)
        #expect(throws: NoiseError.self) { try NoiseModel(specification: "readout:0.1,0.1+\(path)") }
        #expect {
            try NoiseModel(contentsOfFile: path + "x")
        } throws: { error in
            if case NoiseError.file(let missing, _) = error { missing == path + "x" } else { false }
        }
        var circuit = Circuit(qubitCount: 1)
        try circuit.x(0)
        #expect(throws: NoiseError.self) {
            let model = try NoiseModel(toml: "[[rule]]\nchannel = { kind = \"thermal\", t1 = 1, t2 = 1 }")
            return try model.applied(to: circuit)
        }
    }
}
