import CircuitFiles
import Foundation
import QuantumCircuits
import TestSupport
import Testing

@Suite struct QsimReaderTests {
    @Test func everyGateOfTheFormatIsRead() throws {
        for definition in GateTable.all {
            for name in definition.spelling.qsimNames {
                let qubits = (0..<definition.qubitCount).map(String.init)
                let angles = definition.parameterNames.indices.map { "\(Double($0) + 0.25)" }
                let line = (["7", name] + qubits + angles).joined(separator: " ")
                let circuit = try CircuitFile.read("3\n\(line)\n", format: .qsim)
                let gate = Gate(
                    definition, definition.parameterNames.indices.map { .value(Double($0) + 0.25) },
                    on: Array(0..<definition.qubitCount))
                #expect(circuit.operations == [.gate(gate)], "\(line)")
            }
        }
    }

    @Test func commentsBlankLinesAndForeignLineEndsAreAccepted() throws {
        let text = "\u{FEFF}# two qubits\r\n\r\n 2 \t\r\n#\r\n\t0 h 0  \r\n  # more\r\n1 cx 0 1\t\r\n"
        let circuit = try CircuitFile.read(text, format: .qsim)
        #expect(circuit.qubitCount == 2)
        #expect(circuit.operations.map(\.name) == ["h", "cx"])
    }

    @Test func controlsComeBeforeTheGate() throws {
        let circuit = try CircuitFile.read("4\n0 c 3 1 rx 0 0.5\n1 c 2 p 0.25\n1 c 0 cnot 1 3\n", format: .qsim)
        #expect(
            circuit.operations == [
                .gate(Gate(try GateTable.named("rx"), [0.5], on: [0], controls: [Control(3), Control(1)])),
                .gate(Gate(try GateTable.named("gphase"), [0.25], on: [], controls: [Control(2)])),
                .gate(Gate(try GateTable.named("cx"), on: [1, 3], controls: [Control(0)])),
            ])
    }

    @Test func measurementsOfOneTimeAreOneAndBitsFollowTheQubits() throws {
        let circuit = try CircuitFile.read("4\n0 h 3\n1 m 3\n1 h 0\n1 m 1\n2 m 0\n", format: .qsim)
        #expect(circuit.operations.map(\.name) == ["h", "measure", "h", "measure"])
        #expect(circuit.operations[1] == .measure(QubitMeasurement([3, 1], into: [2, 1])))
        #expect(circuit.operations[3] == .measure(QubitMeasurement([0], into: [0])))
        #expect(circuit.classicalRegisters.map(\.bits) == [0..<3])
    }

    @Test func fiftyQubitsAreReadable() throws {
        #expect(try CircuitFile.read("50\n0 h 49\n", format: .qsim).qubitCount == 50)
    }

    @Test(arguments: [
        ("", 1, 1), ("# only\n", 2, 1), ("2abc\n0 h 0\n", 1, 1), ("2 3\n0 h 0\n", 1, 3), ("70 qubits\n", 1, 4),
        ("0\n", 1, 1), ("-1\n", 1, 1), ("1048577\n", 1, 1), ("99999999999999999999\n", 1, 1), ("2.0\n", 1, 1),
        ("2\nh 0\n", 2, 1), ("2\n0\n", 2, 2), ("2\n0 foo 1\n", 2, 3), ("2\n0 h 2\n", 2, 5), ("2\n0 h\n", 2, 4),
        ("2\n0 h -1\n", 2, 5), ("2\n0 h 0 1\n", 2, 7), ("2\n0 rx 0\n", 2, 7), ("2\n0 rx 0 nan\n", 2, 8),
        ("2\n0 rx 0 inf\n", 2, 8), ("2\n0 rx 0 1e999\n", 2, 8), ("2\n0 rx 0 0x10\n", 2, 8),
        ("2\n0 rx 0 1..2\n", 2, 8), ("2\n0 cx 1 1\n", 2, 8), ("2\n0 h 0 # no\n", 2, 7),
        ("2\n1 h 0\n1 x 0\n", 3, 1), ("2\n1 h 0\n0 x 0\n", 3, 1), ("3\n1 c 0 x 1\n1 x 0\n", 3, 1),
        ("2\n0 c x 1\n", 2, 5), ("2\n0 c 0\n", 2, 6), ("2\n0 c 0 m 1\n", 2, 7), ("2\n0 c 0 c 1 x 1\n", 2, 7),
        ("2\n0 c 0 x 0\n", 2, 9), ("2\n0 m\n", 2, 4), ("2\n0 m 0 0\n", 2, 7), ("2\n0 m 0 x\n", 2, 7),
        ("2\n5 m 0\n4 h 1\n", 3, 1), ("2\n5 h 0\n4 m 1\n", 3, 1), ("2\n5 m 0\n5 h 0\n", 3, 1),
        ("2\n-1 h 0\n", 2, 1), ("2\n1.5 h 0\n", 2, 1), ("2\n0 π 0\n", 2, 3), ("2\n0 h ππ 0\n", 2, 5),
    ])
    func badTextIsRefusedWithItsPlace(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: CircuitFileError.self) { try CircuitFile.read(text, format: .qsim, name: "f") }
        let location = try #require(error?.location)
        #expect("\(location)" == "f:\(line):\(column)", "\(String(describing: error))")
    }

    @Test func theMessageSaysWhatToDo() {
        let error = #expect(throws: CircuitFileError.self) {
            try CircuitFile.read("2\n1 h 0\n1 x 0\n", format: .qsim, name: "bell.qsim")
        }
        #expect(
            error?.description == """
                bell.qsim:3:1: found time 1 on qubit 0, which is used at time 1; \
                expected a later time: times increase along the file on every qubit
                """)
    }

    @Test(arguments: [
        "qsim/circuit_q24", "qsim/circuit_q30", "qsim/circuit_q40", "grover_n20_i8.qsim", "syc_n20_d20.qsim",
    ])
    func sharedCircuitsAreRead(file: String) throws {
        guard let url = SharedFiles.url("circuits/\(file)") else { return }
        let circuit = try CircuitFile.read(contentsOf: url.path)
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(circuit.operations.count == text.split(separator: "\n").count - 1)
    }
}
