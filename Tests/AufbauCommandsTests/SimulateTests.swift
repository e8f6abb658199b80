import Foundation
import TestSupport
import Testing

@Suite struct SimulateTests {
    private let bell = Command.resource("bell.qasm")
    private let phases = Command.resource("phases.qsim")

    @Test func shotsOfABellPair() throws {
        let json = try Command.run("simulate", [bell, "--shots", "1000", "--seed", "7", "--json"]).json()
        let counts = try #require(json["counts"] as? [String: Int])
        #expect(Set(counts.keys) == ["00", "11"] && counts.values.reduce(0, +) == 1000)
        // Binomial with p = 1/2: 6σ is 95 of 1000.
        #expect(abs((counts["00"] ?? 0) - 500) < 95)
        #expect(json["seed"] as? Int == 7 && json["method"] as? String == "state")
        let circuit = try #require(json["circuit"] as? [String: Int])
        #expect(circuit == ["qubits": 2, "gates": 2, "depth": 3] || circuit == ["qubits": 2, "gates": 2, "depth": 2])
        let again = try Command.run("simulate", [bell, "--shots", "1000", "--seed", "7", "--json", "--threads", "1"])
        #expect(try again.json()["counts"] as? [String: Int] == counts)
    }

    @Test func onlyWhatWasAskedForIsPrinted() throws {
        let json = try Command.run("simulate", [bell, "--json"]).json()
        #expect(json.keys.contains("seconds") && json.keys.contains("bytes") && json.keys.contains("version"))
        for key in ["amplitudes", "counts", "expectations", "seed"] { #expect(json[key] == nil, "\(key)") }
    }

    @Test func amplitudesAndExpectationValues() throws {
        let json = try Command.run(
            "simulate", [bell, "--amplitudes", "11,10", "--expect", "Z0 Z1", "-0.5 X0 X1 + 2", "--json"]
        ).json()
        let amplitudes = try #require(json["amplitudes"] as? [[String: Any]])
        #expect(amplitudes.map { $0["bits"] as? String } == ["11", "10"])
        #expect(abs((amplitudes[0]["re"] as? Double ?? 0) - 0.5.squareRoot()) < 1e-15)
        #expect(amplitudes[1]["re"] as? Double == 0)
        let expectations = try #require(json["expectations"] as? [[String: Any]])
        #expect(expectations.count == 2)
        #expect(abs((expectations[0]["value"] as? Double ?? 0) - 1) < 1e-14)
        #expect(abs((expectations[1]["value"] as? Double ?? 0) - 1.5) < 1e-14)
        #expect(expectations[0]["standardError"] as? Double == 0)
    }

    @Test func littleEndianReversesWhatIsReadAndPrinted() throws {
        let plain = try Command.run("simulate", [phases, "--amplitudes", "all", "--json"]).json()
        let reversed = try Command.run("simulate", [phases, "--amplitudes", "all", "--little-endian", "--json"]).json()
        func table(_ json: [String: Any], reversing: Bool) -> [String: Double] {
            let rows = json["amplitudes"] as? [[String: Any]] ?? []
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let bits = row["bits"] as? String ?? ""
                    return (reversing ? String(bits.reversed()) : bits, row["im"] as? Double ?? 0)
                })
        }
        #expect(table(plain, reversing: false) == table(reversed, reversing: true))
        #expect(table(plain, reversing: false).count == 8)
        let one = try Command.run("simulate", [phases, "--amplitudes", "110", "--little-endian", "--json"]).json()
        let row = try #require((one["amplitudes"] as? [[String: Any]])?.first)
        #expect(row["im"] as? Double == table(plain, reversing: false)["011"])
    }

    @Test func standardInputAndFilesOfBitStringsAndObservables() throws {
        let folder = try TemporaryFolder()
        let bits = try folder.write("00\n\n11\r\n# the rest is zero\n01\n", as: "bits")
        let observable = try folder.write("0.25 [Z0] +\n1.5 [Z0 Z1]\n", as: "observable")
        let text = try String(contentsOfFile: bell, encoding: .utf8)
        let json = try Command.run(
            "simulate", ["-", "--amplitudes", "@\(bits)", "--expect", "@\(observable)", "--json"], input: text
        ).json()
        #expect((json["amplitudes"] as? [[String: Any]])?.map { $0["bits"] as? String } == ["00", "11", "01"])
        let value = (json["expectations"] as? [[String: Any]])?.first?["value"] as? Double ?? 0
        #expect(abs(value - 1.5) < 1e-14)
    }

    @Test func registersAreJoinedWithASpace() throws {
        let folder = try TemporaryFolder()
        let circuit = try folder.write(
            """
            OPENQASM 2.0; include "qelib1.inc"; qreg q[3]; creg a[1]; creg b[2];
            x q[2]; measure q[2] -> b[1]; measure q[0] -> a[0];
            """, as: "registers.qasm")
        func counts(_ flags: String...) throws -> [String: Int]? {
            try Command.run("simulate", [circuit, "--shots", "5", "--json"] + flags).json()["counts"] as? [String: Int]
        }
        #expect(try counts() == ["0 01": 5])
        #expect(try counts("--little-endian") == ["10 0": 5])
    }

    /// Two halves of a circuit, the second from the state that the first left, agree with the whole.
    @Test func statesAreSavedAndGoneOnFrom() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write("3\n0 h 0\n0 ry 1 0.7\n1 cx 0 2\n", as: "first.qsim")
        let second = try folder.write("3\n0 rx 2 0.3\n1 fs 1 2 0.5 0.25\n", as: "second.qsim")
        let whole = try folder.write(
            "3\n0 h 0\n0 ry 1 0.7\n1 cx 0 2\n2 rx 2 0.3\n3 fs 1 2 0.5 0.25\n", as: "whole.qsim")
        let state = folder.path("state.h5")
        #expect(try Command.run("simulate", [first, "--state-out", state]).status == 0)
        func amplitudes(_ arguments: String...) throws -> [Double] {
            let rows = try Command.run("simulate", arguments + ["--amplitudes", "all", "--json"]).json()["amplitudes"]
            return (rows as? [[String: Any]] ?? []).flatMap { [$0["re"] as? Double ?? 9, $0["im"] as? Double ?? 9] }
        }
        let (expected, found) = (try amplitudes(whole), try amplitudes(second, "--state-in", state))
        #expect(expected.count == 16 && zip(expected, found).allSatisfy { abs($0 - $1) < 1e-14 })
        let wide = try folder.write("4\n0 h 0\n", as: "wide.qsim")
        let refused = try Command.run("simulate", [wide, "--state-in", state])
        #expect(refused.status == 65 && refused.errors.contains("3 qubits"))
        #expect(try Command.run("simulate", [first, "--state-in", "/nowhere.h5"]).status == 66)
        #expect(try Command.run("simulate", [first, "--state-out", "/nowhere/x.h5"]).status == 73)
    }

    @Test func dryRunPrintsThePlanEvenWhereNothingFits() throws {
        let folder = try TemporaryFolder()
        let circuit = try folder.write("50\n0 h 0\n1 cx 0 49\n", as: "wide.qsim")
        let plan = try Command.run("simulate", [circuit, "--dry-run"])
        #expect(plan.status == 0 && plan.output.contains("9007199254740992 bytes"))
        #expect(plan.output.contains("does not fit"))
        let json = try Command.run("simulate", [circuit, "--dry-run", "--json"]).json()
        #expect((json["plan"] as? [String: Any])?["fits"] as? Bool == false)
    }

    @Test func qsimsOwnAmplitudesOfTwentyFourQubits() throws {
        guard let circuit = SharedFiles.url("circuits/qsim/circuit_q24"),
            let bits = SharedFiles.url("circuits/qsim/bitstrings_q24_s1"),
            let reference = SharedFiles.url("circuits/qsim/ampl_q24_s1")
        else { return }
        let clock = ContinuousClock.now
        let json = try Command.run(
            "simulate", [circuit.path, "--amplitudes", "@\(bits.path)", "--precision", "single", "--json"]
        ).json()
        print("circuit_q24 took \(clock.duration(to: .now))")
        let rows = try #require(json["amplitudes"] as? [[String: Any]])
        let expected = try String(contentsOf: reference, encoding: .utf8).split(separator: "\n").map { line in
            line.split(separator: " ").compactMap { Double($0) }
        }
        #expect(rows.count == 10_000 && expected.count == 10_000)
        var worst = 0.0
        for (row, numbers) in zip(rows, expected) {
            worst = max(
                worst, abs((row["re"] as? Double ?? 9) - numbers[0]), abs((row["im"] as? Double ?? 9) - numbers[1]))
        }
        #expect(worst < 2e-6)
    }

    @Test func everyReadableUnitaryCircuitOfTheCollection() throws {
        guard let folder = SharedFiles.url("circuits/qasm") else { return }
        let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
        let cases = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]] ?? [:]
        var compared = 0
        for (file, expected) in cases.sorted(by: { $0.key < $1.key }) {
            let path = folder.appendingPathComponent(file).path
            if expected["unreadable"] != nil {
                let result = try Command.run("simulate", [path, "--shots", "1"])
                #expect(result.status == 65 && result.errors.contains("\(file):2286:"), "\(file)")
            } else if expected["skipped"] != nil {
                #expect(try Command.run("simulate", [path, "--shots", "2", "--json"]).status == 0, "\(file)")
            } else {
                try compare(path, expected)
                compared += 1
            }
        }
        #expect(compared == 26)
    }

    /// Amplitudes up to one phase, probabilities and ⟨Z⟩, all to 1e-10.
    private func compare(_ path: String, _ expected: [String: Any]) throws {
        let qubits = try #require(expected["qubits"] as? Int)
        let table = try #require(expected["amplitudes_up_to_phase"] as? [String: [Double]])
        let bits = table.keys.sorted()
        var arguments = [path, "--precision", "double", "--json", "--amplitudes", bits.joined(separator: ",")]
        for qubit in 0..<qubits { arguments += ["--expect", "Z\(qubit)"] }
        let json = try Command.run("simulate", arguments).json()
        let rows = try #require(json["amplitudes"] as? [[String: Any]], "\(path)")
        let found = rows.map { [$0["re"] as? Double ?? 9, $0["im"] as? Double ?? 9] }
        let wanted = bits.map { table[$0] ?? [9, 9] }
        var overlap = [0.0, 0.0]
        for (a, b) in zip(found, wanted) {
            overlap[0] += a[0] * b[0] + a[1] * b[1]
            overlap[1] += a[0] * b[1] - a[1] * b[0]
        }
        let length = (overlap[0] * overlap[0] + overlap[1] * overlap[1]).squareRoot()
        let (c, s) = (overlap[0] / length, overlap[1] / length)
        let probabilities = expected["probabilities"] as? [String: Double] ?? [:]
        var worst = 0.0
        for (index, (a, b)) in zip(found, wanted).enumerated() {
            worst = max(worst, abs(a[0] * c - a[1] * s - b[0]), abs(a[0] * s + a[1] * c - b[1]))
            if let p = probabilities[bits[index]] { worst = max(worst, abs(a[0] * a[0] + a[1] * a[1] - p)) }
        }
        let z = expected["z"] as? [Double] ?? []
        let values = (json["expectations"] as? [[String: Any]] ?? []).map { $0["value"] as? Double ?? 9 }
        #expect(z.count == qubits && values.count == qubits)
        for (value, reference) in zip(values, z) { worst = max(worst, abs(value - reference)) }
        #expect(worst < 1e-10, "\(path)")
    }
}
