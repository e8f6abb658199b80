import ElectronicStructure
import Foundation
import MolecularFiles
import TestSupport
import Testing

@Suite struct ScanTests {
    private let folder = SharedFiles.projectRoot.appendingPathComponent("Molecules")

    private func files(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }.sorted()
            .map { folder.appendingPathComponent($0).path }
    }

    /// VQE with UCCSD equals the files' FCI energies to 1e-8 Eh at every point, whatever the encoding.
    @Test(arguments: ["jw", "bk", "parity", "ternary"])
    func hydrogenSurface(encoding: String) throws {
        let files = try files("H2_sto-3g")
        let temporary = try TemporaryFolder()
        let csv = temporary.path("h2.csv")
        let plot = temporary.path("h2.svg")
        let result = try Command.run(
            "scan",
            files + [
                "--methods", "hf,fci,vqe", "--encoding", encoding, "--csv", csv, "--plot", plot, "--json", "--quiet",
            ])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let json = try result.json()
        #expect(json["coordinates"] as? [String] == ["r"])
        let points = try #require(json["points"] as? [[String: Any]])
        #expect(points.count == files.count)
        let reference = try Dictionary(
            uniqueKeysWithValues: files.map { file -> (Double, Double) in
                let record = try OpenFermionFile.read(file)
                let r = try record.molecule().atoms.map(\.positionInAngstroms)
                return ((abs(r[0].z - r[1].z) * 1e4).rounded() / 1e4, record.energies.fci ?? 0)
            })
        for point in points {
            let r = try #require((point["at"] as? [String: Double])?["r"])
            let energies = try #require(point["energies"] as? [String: Double])
            let expected = try #require(reference[(r * 1e4).rounded() / 1e4])
            #expect(abs((energies["vqe"] ?? 0) - expected) < 1e-8, "r = \(r)")
            #expect(abs((energies["fci"] ?? 0) - expected) < 1e-8, "r = \(r)")
            #expect(point["converged"] as? Bool == true && point["message"] is NSNull)
        }
        let lines = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n")
        #expect(lines[0] == "r,hf,fci,vqe" && lines.count == files.count + 1)
        #expect(try String(contentsOfFile: plot, encoding: .utf8).contains("<svg"))
        let minimum = try #require(json["minimum"] as? [String: Any])
        #expect((minimum["at"] as? [String: Double])?["r"] == 0.7414)
    }

    @Test func aBadFileIsReportedAndTheOthersAreKept() throws {
        let temporary = try TemporaryFolder()
        let good = try files("H2_sto-3g")[0]
        let cut = temporary.path("cut.hdf5")
        try Data(contentsOf: URL(fileURLWithPath: good)).prefix(5000).write(to: URL(fileURLWithPath: cut))
        let result = try Command.run("scan", [good, cut, "--methods", "hf", "--json", "--quiet"])
        #expect(result.status == 65 && result.errors.contains("cut.hdf5"))
        let points = try #require(try result.json()["points"] as? [[String: Any]])
        #expect(points.count == 2)
        #expect(points.contains { ($0["energies"] as? [String: Double])?["hf"] != nil })
        #expect(points.contains { ($0["message"] as? String)?.contains("cut.hdf5") == true })
    }

    @Test func failures() throws {
        let good = try files("H2_sto-3g")[0]
        let missing = try Command.run("scan", ["/nowhere.hdf5", "--quiet"])
        #expect(missing.status == 66 && missing.errors.contains("/nowhere.hdf5"))
        let method = try Command.run("scan", [good, "--methods", "dft"])
        #expect(method.status == 64 && method.errors.contains("dft"))
        let output = try Command.run("scan", [good, "--methods", "hf", "--csv", "/nowhere/x.csv", "--quiet"])
        #expect(output.status == 73 && output.errors.contains("/nowhere/x.csv"))
        #expect(try Command.run("scan", []).status == 64)
    }

    /// Ctrl-C: the process ends within a second with status 130, and prints the points it finished.
    @Test func interruptionKeepsFinishedPoints() throws {
        let process = Process()
        process.executableURL = Command.folder.appendingPathComponent("scan")
        // Enough work for many seconds: the same file again and again.
        let file = try #require(try files("H1-Li1").last)
        process.arguments = [String](repeating: file, count: 400) + ["--methods", "hf,vqe", "--json"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // The first line of progress says that a point is finished.
        _ = errors.fileHandleForReading.availableData
        kill(process.processIdentifier, SIGINT)
        let start = ContinuousClock.now
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(start.duration(to: .now) < .seconds(5))
        #expect(process.terminationStatus == 130)
        let json = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
        let points = json["points"] as? [[String: Any]] ?? []
        #expect(!points.isEmpty && points.count < 400)
    }
}
