import CircuitFiles
import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import TestSupport
import Testing

/// What is written reads as the same circuit: exactly in qsim text, up to a global phase in OpenQASM 2.
@Suite struct WriterTests {
    static func distance(_ lhs: GateMatrix, _ rhs: GateMatrix, upToPhase: Bool) -> Double {
        let overlap = zip(lhs.elements, rhs.elements).reduce(Complex<Double>.zero) { $0 + $1.0.conjugate * $1.1 }
        let phase = upToPhase ? overlap / Complex(overlap.length, 0) : Complex(1, 0)
        return zip(lhs.elements, rhs.elements).map { ($0 * phase - $1).length }.max() ?? 0
    }

    static func expectRoundTrip(_ circuit: Circuit, _ format: CircuitFormat, _ comment: Comment? = nil) throws {
        let text = try CircuitFile.write(circuit, as: format)
        let read = try CircuitFile.read(text, format: format)
        let difference = distance(try read.unitary(), try circuit.unitary(), upToPhase: format == .openQASM2)
        #expect(difference < 1e-13, "\(comment ?? ""): off by \(difference)\n\(text)")
    }

    @Test(arguments: CircuitFormat.allCases, 0...3)
    func everyGateUnderControlsIsWritten(format: CircuitFormat, controlCount: Int) throws {
        for gate in GateTable.all where gate.qubitCount + controlCount <= 6 {
            let angles = gate.parameterNames.indices.map { Angle.value(Double($0) * 1.7 - 2.3) }
            let width = max(1, gate.qubitCount + controlCount)
            var circuit = Circuit(qubitCount: width)
            let controls = (0..<controlCount).map { Control($0, value: $0 != 1) }
            // Other gates first, so that a lost controlled phase shows.
            for qubit in 0..<width { try circuit.rx(.value(Double(qubit) + 0.3), on: qubit) }
            try circuit.append(
                .gate(
                    Gate(
                        gate, angles, on: (controlCount..<controlCount + gate.qubitCount).reversed(), controls: controls
                    )))
            try Self.expectRoundTrip(circuit, format, "\(gate.name) under \(controlCount)")
        }
    }

    @Test(arguments: CircuitFormat.allCases) func gatesOfTheFormatAreWrittenAsThemselves(format: CircuitFormat) throws {
        for gate in GateTable.all {
            guard (format == .qsim ? gate.spelling.qsim : gate.spelling.openQASM) != nil else { continue }
            var circuit = Circuit(qubitCount: 5)
            let angles = gate.parameterNames.indices.map { Angle.value(Double($0) + 0.1) }
            try circuit.append(.gate(Gate(gate, angles, on: Array(0..<gate.qubitCount))))
            let read = try CircuitFile.read(try CircuitFile.write(circuit, as: format), format: format)
            #expect(read == circuit, "\(gate.name)")
        }
    }

    @Test(arguments: CircuitFormat.allCases) func rotationsAndMatricesAreTakenApart(format: CircuitFormat) throws {
        forSeededCases(40) { generator in
            var circuit = Circuit(qubitCount: 4)
            var string = PauliString()
            for qubit in 0..<4 where Bool.random(using: &generator) {
                string[qubit] = PauliLetter.allCases.randomElement(using: &generator)
            }
            try circuit.rotate(by: .value(.random(in: -7...7, using: &generator)), about: string)
            let names = ["u3", "x", "h", "z", "sxy", "id", "y", "tdg"]
            let definition = try GateTable.named(names.randomElement(using: &generator) ?? "x")
            let angles = definition.parameterNames.map { _ in Double.random(in: -7...7, using: &generator) }
            let controls = (1..<4).filter { _ in Bool.random(using: &generator) }
                .map { Control($0, value: Bool.random(using: &generator)) }
            try circuit.apply(definition.matrix(angles), on: [0], controls: controls)
            try Self.expectRoundTrip(circuit, format, generator.comment)
        }
    }

    @Test func measurementsResetsBarriersAndConditionsAreKept() throws {
        let text = """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[3];
            creg a[2];
            creg b[1];
            h q[0];
            barrier q[0],q[2];
            measure q[0] -> a[1];
            if(a==2) rx(0.5) q[1];
            reset q[0];
            measure q[1] -> b[0];

            """
        let circuit = try CircuitFile.read(text)
        #expect(try CircuitFile.write(circuit, as: .openQASM2) == text)
    }

    @Test func qsimTimesFollowQubitsBarriersAndMeasurements() throws {
        var circuit = Circuit(qubitCount: 3)
        circuit.addClassicalRegister("c", count: 3)
        try circuit.h(0)
        try circuit.h(0)
        try circuit.h(1)
        try circuit.barrier()
        try circuit.x(2)
        try circuit.append(.measure(QubitMeasurement([1], into: [0])))
        try circuit.append(.measure(QubitMeasurement([0, 2], into: [1, 2])))
        try circuit.x(0)
        let text = try CircuitFile.write(circuit, as: .qsim)
        #expect(text == "3\n0 h 0\n1 h 0\n0 h 1\n2 x 2\n2 m 1\n3 m 0 2\n4 x 0\n")
        #expect(try CircuitFile.read(text, format: .qsim).operations.count == 7)
    }

    @Test func whatAFormatCannotSayIsNamed() throws {
        func message(_ format: CircuitFormat, _ build: (inout Circuit) throws -> Void) throws -> String {
            var circuit = Circuit(qubitCount: 3, parameterNames: ["t"])
            try build(&circuit)
            let error = #expect(throws: CircuitFileError.self) { try CircuitFile.write(circuit, as: format) }
            return error?.description ?? ""
        }
        #expect(
            try message(.qsim) { try $0.reset(0) }
                == "reset cannot be written as qsim text: the format has no such operation")
        #expect(try message(.openQASM2) { try $0.rx(.parameter(index: 0), on: 0) }.contains("free parameter"))
        #expect(try message(.openQASM2) { try $0.apply(.identity(qubitCount: 2), on: [0, 1]) }.contains("2 qubits"))
        #expect(try message(.openQASM2) { $0.addClassicalRegister("q", count: 1) }.contains("'q'"))
        #expect(try message(.openQASM2) { $0.addClassicalRegister("pi", count: 1) }.contains("reserved"))
        #expect(
            try message(.openQASM2) { circuit in
                circuit.addClassicalRegister("c", count: 2)
                try circuit.append(.conditional(ClassicalCondition(bits: 0..<1, equal: 1), .reset(0)))
            }.contains("whole registers"))
        #expect(throws: CircuitFileError.self) { try CircuitFile.write(Circuit(qubitCount: 0), as: .qsim) }
    }
}
