import CircuitFiles
import ComplexModule
import Foundation
import QuantumCircuits
import RealModule
import TestSupport
import Testing

/// Files from elsewhere, with what Qiskit's loader and Aer made of them.
@Suite struct SharedQASMTests {
    struct Expected: Decodable {
        let qubits: Int?
        let gates: Int?
        let skipped: String?
        let unreadable: String?
        let amplitudes: [String: [Double]]?
        let z: [Double]?

        enum CodingKeys: String, CodingKey {
            case qubits, gates, skipped, unreadable, z
            case amplitudes = "amplitudes_up_to_phase"
        }
    }

    /// Wider ones are left to the simulator's own tests.
    static let widest = 13

    static func expected() throws -> [(name: String, path: String, Expected)] {
        guard let url = SharedFiles.url("circuits/qasm/expected.json") else { return [] }
        let all = try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: url))
        return all.sorted { $0.key < $1.key }.map {
            ($0.key, url.deletingLastPathComponent().appendingPathComponent($0.key).path, $0.value)
        }
    }

    @Test func everyFileReadsOrIsRefusedWithItsPlace() throws {
        for (name, path, expected) in try Self.expected() {
            if expected.unreadable != nil {
                let error = #expect(throws: CircuitFileError.self) { try CircuitFile.read(contentsOf: path) }
                #expect(error?.location != nil, "\(name): \(String(describing: error))")
            } else {
                let circuit = try CircuitFile.read(contentsOf: path)
                #expect(circuit.qubitCount == expected.qubits, "\(name)")
            }
        }
    }

    @Test func theBrokenFileIsRefusedWhereQiskitRefusesIt() throws {
        guard let url = SharedFiles.url("circuits/qasm/vqe_uccsd_n6.qasm") else { return }
        let error = #expect(throws: CircuitFileError.self) { try CircuitFile.read(contentsOf: url.path) }
        let location = try #require(error?.location)
        // Qiskit says 2286,8, as it counts columns from 0.
        #expect((location.line, location.column) == (2286, 9))
        #expect(error?.description.contains("'q', which is not defined") == true)
    }

    @Test func statesOfNarrowCircuitsAgreeWithQiskit() throws {
        for (name, path, expected) in try Self.expected() where expected.qubits ?? .max <= Self.widest {
            try Self.expectAgreement(name, path, expected)
        }
    }

    static func expectAgreement(_ name: String, _ path: String, _ expected: Expected) throws {
        guard let amplitudes = expected.amplitudes else { return }
        let state = StateOracle(try CircuitFile.read(contentsOf: path))
        let known = amplitudes.sorted { $0.key < $1.key }.map { ($0.key, Complex($0.value[0], $0.value[1])) }
        let overlap = known.reduce(Complex<Double>.zero) { $0 + $1.1.conjugate * state.amplitude($1.0) }
        let phase = overlap / Complex(overlap.length, 0)
        for (bits, amplitude) in known {
            let difference = (state.amplitude(bits) - phase * amplitude).length
            #expect(difference < 1e-10, "\(name) \(bits): off by \(difference)")
        }
        for (qubit, z) in (expected.z ?? []).enumerated() {
            #expect(abs(state.expectationZ(qubit) - z) < 1e-10, "\(name) qubit \(qubit)")
        }
    }

    @Test func filesWithoutGateDefinitionsHaveTheStatedNumberOfGates() throws {
        let all = try Self.expected()
        var compared = 0
        for (name, path, expected) in all {
            guard let gates = expected.gates else { continue }
            let text = try String(contentsOfFile: path, encoding: .utf8)
            guard !text.contains("gate "), !text.contains("measure"), !text.contains("barrier") else { continue }
            #expect(try CircuitFile.read(contentsOf: path).operations.count == gates, "\(name)")
            compared += 1
        }
        #expect(all.isEmpty || compared >= 5)
    }
}
