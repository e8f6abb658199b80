import CircuitFiles
import QuantumCircuits
import RealModule
import Testing

@Suite struct OpenQASM2ReaderTests {
    static let header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

    static func read(_ body: String, header: String = header) throws -> Circuit {
        try CircuitFile.read(header + body, format: .openQASM2, name: "f.qasm")
    }

    /// Names with operands, such as `cx 0 1`.
    static func gates(_ body: String) throws -> [String] {
        try read(body).operations.map { "\($0.name) \($0.qubits.map(String.init).joined(separator: " "))" }
    }

    static func angle(_ expression: String) throws -> Double {
        let circuit = try read("qreg q[1]; rx(\(expression)) q[0];")
        return try #require(circuit.operations.first?.angles.first?.constant)
    }

    @Test func everyGateOfTheLibraryIsRead() throws {
        for definition in GateTable.all {
            for name in definition.spelling.openQASMNames {
                let qubits = (0..<definition.qubitCount).map { "q[\($0)]" }.joined(separator: ",")
                let angles = definition.parameterNames.indices.map { "\(Double($0) + 0.25)" }.joined(separator: ",")
                let circuit = try Self.read("qreg q[5];\(name)\(angles.isEmpty ? "" : "(\(angles))") \(qubits);")
                let gate = Gate(
                    definition, definition.parameterNames.indices.map { .value(Double($0) + 0.25) },
                    on: Array(0..<definition.qubitCount))
                #expect(circuit.operations == [.gate(gate)], "\(name)")
            }
        }
    }

    @Test func registersAreNumberedAsDeclared() throws {
        let circuit = try Self.read(
            "qreg b[2]; creg d[3]; qreg a[1]; creg c[2]; x a[0]; measure b -> c; measure a[0] -> d[1];")
        #expect(circuit.qubitCount == 3)
        #expect(circuit.classicalRegisters.map(\.name) == ["d", "c"])
        #expect(circuit.classicalRegisters.map(\.bits) == [0..<3, 3..<5])
        #expect(
            circuit.operations.dropFirst() == [
                .measure(QubitMeasurement([0, 1], into: [3, 4])), .measure(QubitMeasurement([2], into: [1])),
            ])
    }

    @Test(arguments: [
        ("h q;", ["h 0", "h 1"]), ("cx q, r;", ["cx 0 2", "cx 1 3"]), ("cx q[1], r;", ["cx 1 2", "cx 1 3"]),
        ("cx q, s[0];", ["cx 0 4", "cx 1 4"]), ("reset r;", ["reset 2", "reset 3"]),
        ("barrier q, s[0];", ["barrier 0 1 4"]), ("ccx q, s, r;", []), ("ccx q[0], s, s;", []),
    ])
    func statementsOnRegistersRepeat(statement: String, expected: [String]) throws {
        let body = "qreg q[2]; qreg r[2]; qreg s[1]; \(statement)"
        if expected.isEmpty {
            #expect(throws: CircuitFileError.self) { try Self.gates(body) }
        } else {
            #expect(try Self.gates(body) == expected)
        }
    }

    @Test(arguments: [
        ("0.5", 0.5), ("pi", .pi), ("-pi/2", -.pi / 2), ("1+2*3", 7), ("(1+2)*3", 9), ("2-3-4", -5), ("8/4/2", 1),
        ("2^3^2", 512), ("-2^2", -4), ("2^-1", 0.5), ("--3", 3), ("2*-3", -6), (".5e1", 5), ("1e-3", 1e-3), ("3.", 3),
        ("sin(pi/2)", 1), ("cos(0)", 1), ("tan(0)", 0), ("exp(ln(3))", 3), ("sqrt(2)^2", 2), ("1E2", 100), ("+4", 4),
    ])
    func expressionsHaveTheirValues(text: String, value: Double) throws {
        #expect(abs(try Self.angle(text) - value) < 1e-14)
    }

    @Test func longSumsNeedNoDeepStack() throws {
        #expect(try Self.angle(String(repeating: "1+", count: 200_000) + "1") == 200_001)
        #expect(try Self.angle(String(repeating: "-", count: 200_000) + "1") == 1)
    }

    @Test func gateDefinitionsNestAndTakeParameters() throws {
        let body = """
            gate bell a, b { h a; cx a, b; }
            gate twist(theta, phi) a, b { bell b, a; rx(theta/2 + phi) a; barrier a, b; U(0, 0, -phi^2) b; }
            gate nothing a { }
            gate empty() a { x a; }
            qreg q[2];
            twist(pi, 2) q[1], q[0];
            nothing q[0]; empty q[0]; empty() q[0];
            """
        let circuit = try Self.read(body)
        #expect(circuit.operations.map(\.name) == ["h", "cx", "rx", "barrier", "u3", "x", "x"])
        #expect(circuit.operations[1].qubits == [0, 1])
        #expect(circuit.operations[2].angles == [.value(.pi / 2 + 2)])
        #expect(circuit.operations[4].angles == [0, 0, -4])
    }

    @Test func theFilesOwnDefinitionWins() throws {
        #expect(try Self.gates("gate swap a, b { cx a, b; } qreg q[2]; swap q[1], q[0];") == ["cx 1 0"])
    }

    @Test func gatesAndRegistersMayShareNames() throws {
        #expect(try Self.gates("qreg x[1]; creg h[1]; x x; measure x -> h;") == ["x 0", "measure 0"])
    }

    @Test func withoutTheLibraryOnlyTheBuiltInGatesAreKnown() throws {
        let circuit = try Self.read("qreg q[2]; U(0,0,pi) q[0]; CX q[0], q[1];", header: "OPENQASM 2.0;")
        #expect(circuit.operations.map(\.name) == ["u3", "cx"])
        let error = #expect(throws: CircuitFileError.self) {
            try Self.read("qreg q[2]; h q[0];", header: "OPENQASM 2.0;")
        }
        #expect(error?.description.contains("include \"qelib1.inc\"") == true)
    }

    @Test func conditionsCoverWholeRegisters() throws {
        let circuit = try Self.read(
            "gate g a, b { h a; cx a, b; } qreg q[2]; creg b[1]; creg c[3]; if (c == 5) g q[0], q[1]; if(b==1) x q;")
        let condition = ClassicalCondition(bits: 1..<4, equal: 5)
        #expect(circuit.operations.count == 4)
        #expect(
            circuit.operations[1] == .conditional(condition, .gate(Gate(try GateTable.named("cx"), on: [0, 1]))))
        #expect(circuit.operations.allSatisfy { !$0.isUnitary })
    }

    @Test func opaqueGatesMayBeDeclared() throws {
        #expect(try Self.gates("opaque magic(alpha) a, b; qreg q[2]; x q[0];") == ["x 0"])
        #expect(try Self.gates("opaque magic a; gate g a { magic a; } qreg q[1]; x q;") == ["x 0"])
    }

    @Test func commentsAndLineEndsAreSkipped() throws {
        let text =
            "\u{FEFF}// ⟨comment⟩\r\nOPENQASM 2.0;\r\ninclude\t\"qelib1.inc\";/* h\n * x */qreg q[1];\r\nx q[0];// end"
        #expect(try CircuitFile.read(text, format: .openQASM2).operations.map(\.name) == ["x"])
        #expect(try CircuitFile.read("", format: .openQASM2).operations.isEmpty)
    }
}
