import Foundation
import TestSupport
import Testing

@Suite("simulate --noise") struct NoiseCommandTests {
    private struct Reference: Decodable {
        struct Case: Decodable {
            let qasm: String
            let noise: String
            let expectations: [Expectation]
        }

        struct Expectation: Decodable {
            let observable: String
            let value: Double

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                observable = try list.decode(String.self)
                value = try list.decode(Double.self)
            }
        }

        let cases: [Case]
    }

    private let bell = Command.resource("bell.qasm")

    private func reference() throws -> Reference {
        let data = try Data(contentsOf: URL(fileURLWithPath: Command.resource("noise.json")))
        return try JSONDecoder().decode(Reference.self, from: data)
    }

    @Test("Every channel of --noise gives the expectation values that cirq gives, to 1e-12, by density matrix")
    func densityMatrices() throws {
        for item in try reference().cases {
            let json = try Command.run(
                "simulate",
                ["-", "--noise", item.noise, "--method", "density", "--json", "--expect"]
                    + item.expectations.map(\.observable), input: item.qasm
            ).json()
            #expect(json["method"] as? String == "density")
            let found = try #require(json["expectations"] as? [[String: Any]], "\(item.noise)")
            for (expected, row) in zip(item.expectations, found) {
                #expect(abs((row["value"] as? Double ?? .nan) - expected.value) < 1e-12, "\(item.noise)")
                #expect(row["standardError"] as? Double == 0)
            }
        }
    }

    /// 64 values at 5σ: a wrong alarm in 4e-5 of all seeds; the seed is fixed.
    @Test("Trajectories lie within 5 standard errors of cirq's values")
    func trajectories() throws {
        for item in try reference().cases {
            let json = try Command.run(
                "simulate",
                ["-", "--noise", item.noise, "--trajectories", "4000", "--seed", "3", "--json", "--expect"]
                    + item.expectations.map(\.observable), input: item.qasm
            ).json()
            #expect(json["method"] as? String == "trajectories")
            let found = try #require(json["expectations"] as? [[String: Any]], "\(item.noise)")
            for (expected, row) in zip(item.expectations, found) {
                let (value, error) = (row["value"] as? Double ?? .nan, row["standardError"] as? Double ?? .nan)
                #expect(abs(value - expected.value) < 5 * error + 1e-9, "\(item.noise) \(expected.observable)")
            }
        }
    }

    @Test("Errors of the readout flip what is counted, with either method")
    func readout() throws {
        for method in ["density", "trajectories"] {
            let arguments = [
                bell, "--noise", "readout:0.1,0.25", "--shots", "20000", "--seed", "5", "--method", method, "--json",
            ]
            let json = try Command.run("simulate", arguments).json()
            let counts = try #require(json["counts"] as? [String: Int])
            // P(00) = (0.9² + 0.25²) / 2; 6σ of a binomial with 20 000 shots is below 430.
            let expected = ["00": 0.43625, "11": 0.28625, "01": 0.13875, "10": 0.13875]
            for (word, probability) in expected {
                #expect(abs(Double(counts[word] ?? 0) - 20000 * probability) < 430, "\(method) \(word)")
            }
            let one = try Command.run("simulate", arguments + ["--threads", "1"]).json()
            #expect(one["counts"] as? [String: Int] == counts)
        }
    }

    @Test("A range of trajectories is a part of all; a target for the error is reached")
    func ranges() throws {
        func values(_ range: String) throws -> Double {
            let json = try Command.run(
                "simulate",
                [
                    bell, "--noise", "depolarizing:0.1,0.2", "--expect", "Z0 Z1", "--trajectories", range, "--seed",
                    "9",
                    "--json",
                ]
            ).json()
            return try #require((json["expectations"] as? [[String: Any]])?.first?["value"] as? Double)
        }
        let (first, second, all) = (try values("300"), try values("300..1000"), try values("0..1000"))
        #expect(abs((300 * first + 700 * second) / 1000 - all) < 1e-12)
        let json = try Command.run(
            "simulate",
            [bell, "--noise", "depolarizing:0.1,0.2", "--expect", "Z0 Z1", "--target-error", "0.005", "--json"]
        ).json()
        let error = (json["expectations"] as? [[String: Any]])?.first?["standardError"] as? Double
        #expect(try #require(error) <= 0.005)
    }

    @Test("With a target every shot is a trajectory still, and ranges keep their first and their last")
    func targets() throws {
        let arguments = [bell, "--noise", "depolarizing:0.1,0.2", "--expect", "Z0 Z1", "--seed", "4", "--json"]
        let json = try Command.run(
            "simulate", arguments + ["--target-error", "0.5", "--shots", "3000", "--trajectories", "500..9000"]
        ).json()
        let counts = try #require(json["counts"] as? [String: Int])
        #expect(counts.values.reduce(0, +) == 3000)
        let ran = try #require(json["trajectories"] as? [String: Int])
        #expect(ran["first"] == 500 && ran["count"] == 3000)
        let plain = try Command.run(
            "simulate", arguments + ["--shots", "3000", "--trajectories", "500..3500"]
        ).json()
        #expect(plain["counts"] as? [String: Int] == counts)
        // A target out of reach ends with the range.
        let most = try Command.run(
            "simulate", arguments + ["--target-error", "1e-9", "--trajectories", "500..4000"]
        ).json()
        #expect((most["trajectories"] as? [String: Int])?["count"] == 3500)
    }

    @Test("One trajectory has no standard error, which is said")
    func oneTrajectory() throws {
        let arguments = [bell, "--noise", "amplitude-damping:0.1", "--expect", "Z0", "--trajectories", "1"]
        let json = try Command.run("simulate", arguments + ["--json"]).json()
        let expectation = try #require((json["expectations"] as? [[String: Any]])?.first)
        #expect(expectation["standardError"] is NSNull)
        #expect(try Command.run("simulate", arguments).output.contains("error unknown"))
    }

    @Test("Expectation values of a circuit that measures on the way are those of the mixture")
    func measurementsOnTheWay() throws {
        let text = """
            OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[1];
            h q[0]; measure q[0] -> c[0]; if(c==1) x q[1]; h q[0];
            """
        let arguments = ["-", "--expect", "Z1", "Z0", "--json", "--seed", "1"]
        let exact = try Command.run("simulate", arguments + ["--method", "density"], input: text).json()
        let values = try #require(exact["expectations"] as? [[String: Any]]).compactMap { $0["value"] as? Double }
        #expect(values.allSatisfy { abs($0) < 1e-14 } && values.count == 2)
        let sampled = try Command.run("simulate", arguments, input: text).json()
        #expect(sampled["method"] as? String == "trajectories")
    }

    @Test(
        "Bad noise has a clear error and the contract's exit code",
        arguments: [
            (["--noise", "depolarizing:1.5,0.1"], 65), (["--noise", "depolarizing:-0.1"], 65),
            (["--noise", "thermal:10,30,1"], 65), (["--noise", "thermal:10,nan,1"], 65),
            (["--noise", "nonsense:1"], 65),
            (["--noise", "bit-flip:x"], 65), (["--noise", "readout:0.1,2"], 65),
            (["--noise", "bit-flip:0.1", "--amplitudes", "00"], 64), (["--trajectories", "10"], 64),
            (["--noise", "bit-flip:0.1", "--trajectories", "0"], 64), (["--target-error", "0"], 64),
            (["--noise", "bit-flip:0.1", "--method", "state"], 64), (["--noise", "missing.toml"], 66),
            (["--noise", "bit-flip:0.1", "--method", "density", "--trajectories", "10"], 64),
        ] as [([String], Int32)])
    func refusals(arguments: [String], status: Int32) throws {
        let result = try Command.run("simulate", [bell, "--expect", "Z0"] + arguments)
        #expect(result.status == status, "\(arguments): \(result.errors)")
        #expect(!result.errors.isEmpty && result.output.isEmpty)
    }

    @Test("Post-stratified means have smaller errors")
    func postStratified() throws {
        let arguments = [
            bell, "--noise", "depolarizing:0.02", "--expect", "Z0 Z1", "--trajectories", "2000", "--seed", "3",
            "--json",
        ]
        func error(_ more: [String]) throws -> Double {
            let json = try Command.run("simulate", arguments + more).json()
            return try #require((json["expectations"] as? [[String: Any]])?.first?["standardError"] as? Double)
        }
        #expect(try error(["--post-stratify"]) < 0.95 * error([]))
        #expect(try Command.run("simulate", [bell, "--expect", "Z0", "--post-stratify"]).status == 64)
    }

    @Test("A target without anything to reach it with is refused")
    func idleTarget() throws {
        let result = try Command.run(
            "simulate", [bell, "--noise", "bit-flip:0.1", "--shots", "10", "--target-error", "0.1"])
        #expect(result.status == 64 && result.errors.contains("--expect"))
    }
}
