import Foundation
import TestSupport
import Testing

/// Ctrl-C, checkpoints and progress of `simulate`, as a user meets them.
@Suite struct CheckpointCommandTests {
    /// Many minutes of work on 22 qubits.
    private func longCircuit(_ folder: TemporaryFolder) throws -> String {
        var generator = SeededGenerator(seed: 21)
        var lines = ["22"]
        for time in 0..<20_000 {
            let first = Int.random(in: 0..<22, using: &generator)
            let second = (first + Int.random(in: 1..<22, using: &generator)) % 22
            lines.append("\(time) fs \(first) \(second) 0.\(time) 0.7")
        }
        return try folder.write(lines.joined(separator: "\n") + "\n", as: "long.qsim")
    }

    /// Starts a run, waits until `isReady`, presses Ctrl-C and gives status, messages and the seconds it took to end.
    private func interrupt(
        _ arguments: [String], when isReady: (_ errors: FileHandle) -> Bool
    ) throws -> (status: Int32, errors: String, seconds: Double) {
        let process = Process()
        process.executableURL = Command.folder.appendingPathComponent("simulate")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = Pipe()
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while process.isRunning, ContinuousClock.now < deadline, !isReady(errors.fileHandleForReading) {
            usleep(10_000)
        }
        let start = ContinuousClock.now
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        let elapsed = start.duration(to: .now).components
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return (process.terminationStatus, text, Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    }

    /// Within a second on an idle machine; the bound leaves room for tests beside it.
    @Test func interruptedRunsKeepTheirCheckpointAndGoOn() throws {
        let folder = try TemporaryFolder()
        let arguments = [
            try longCircuit(folder), "--precision", "single", "--fuse", "2", "--checkpoint", folder.path("half.h5"),
            "--checkpoint-every", "0.2",
        ]
        let first = try interrupt(arguments) { _ in FileManager.default.fileExists(atPath: folder.path("half.h5")) }
        #expect(first.status == 130 && first.seconds < 3, "\(first)")
        #expect(first.errors.contains("of 20000 operations, the same command goes on from there"), "\(first)")
        let second = try interrupt(arguments) { errors in
            String(decoding: errors.availableData, as: UTF8.self).contains("going on from")
        }
        #expect(second.status == 130 && second.seconds < 3, "\(second)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(files.sorted() == ["half.h5", "long.qsim"])
    }

    @Test func withoutACheckpointTheRunEndsAtOnce() throws {
        let folder = try TemporaryFolder()
        let arguments = [try longCircuit(folder), "--precision", "single", "--fuse", "2", "--progress"]
        let result = try interrupt(arguments) { errors in
            String(decoding: errors.availableData, as: UTF8.self).contains("left")
        }
        #expect(result.status == 130 && result.seconds < 3, "\(result)")
    }

    @Test func finishedRunsRemoveTheirCheckpoint() throws {
        let folder = try TemporaryFolder()
        let circuit = try folder.write("3\n0 h 0\n1 cx 0 1\n2 rx 2 0.3\n3 fs 1 2 0.5 0.25\n", as: "short.qsim")
        let path = folder.path("checkpoint.h5")
        func amplitudes(_ flags: String...) throws -> [[Double]] {
            let run = try Command.run("simulate", [circuit, "--amplitudes", "all", "--json"] + flags)
            #expect(run.status == 0, "\(run.errors)")
            let rows = try run.json()["amplitudes"] as? [[String: Any]] ?? []
            return rows.map { [$0["re"] as? Double ?? 9, $0["im"] as? Double ?? 9] }
        }
        let plain = try amplitudes()
        let saved = try amplitudes("--checkpoint", path, "--checkpoint-every", "1e-9")
        #expect(plain.count == 8)
        for (a, b) in zip(plain, saved) { #expect(abs(a[0] - b[0]) + abs(a[1] - b[1]) < 1e-15) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatIsNoCheckpointOfTheRunIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let circuit = try folder.write("2\n0 h 0\n", as: "short.qsim")
        let path = folder.path("state.h5")
        #expect(try Command.run("simulate", [circuit, "--state-out", path]).status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let foreign = try Command.run("simulate", [circuit, "--checkpoint", path])
        #expect(foreign.status == 65 && foreign.errors.contains("without the attributes of a checkpoint"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try Command.run("simulate", [circuit, "--checkpoint", "/nowhere/x.h5"]).status == 73)
        #expect(try Command.run("simulate", [circuit, "--checkpoint", path, "--checkpoint-every", "0"]).status == 64)
        let measuring = try folder.write(
            """
            OPENQASM 2.0; include "qelib1.inc"; qreg q[1]; creg c[1]; h q[0]; measure q[0] -> c[0]; reset q[0]; x q[0];
            """, as: "measuring.qasm")
        let refused = try Command.run("simulate", [measuring, "--shots", "2", "--checkpoint", folder.path("new.h5")])
        #expect(refused.status == 64 && refused.errors.contains("every shot is a run of its own"), "\(refused.errors)")
    }
}
