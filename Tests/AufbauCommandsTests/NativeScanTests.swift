import Foundation
import Testing

/// `scan` from a geometry with variables.
@Suite struct NativeScanTests {
    @Test func aCurve() throws {
        let folder = try TemporaryFolder()
        let csv = folder.path("h2.csv")
        let run = try Command.run(
            "scan",
            [
                "--geometry", "H 0 0 0; H 0 0 {r}", "--vary", "r=0.5:1.1:0.2", "--basis", "6-31g", "--methods",
                "hf,ccsd,fci", "--csv", csv, "--json", "--quiet",
            ])
        #expect(run.status == 0, "\(run.errors)")
        let points = try #require(run.json()["points"] as? [[String: Any]])
        #expect(points.count == 4)
        for point in points {
            let energies = try #require(point["energies"] as? [String: Double])
            #expect(abs((energies["ccsd"] ?? 0) - (energies["fci"] ?? 9)) < 1e-8)
            #expect((energies["hf"] ?? 0) > (energies["fci"] ?? 0) && point["converged"] as? Bool == true)
        }
        let lines = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "r,hf,ccsd,fci" && lines.count == 5)
    }

    @Test(arguments: [
        (["--geometry", "H 0 0 0; H 0 0 {r}"], 64, "--vary"),
        (["--geometry", "H 0 0 0; H 0 0 {r}", "--vary", "q=1"], 64, "{q}"),
        (["--geometry", "H 0 0 0; H 0 0 {r}", "--vary", "r=1:0:1"], 64, "'r'"),
        (["--geometry", "H 0 0 0; H 0 0 {r}", "--vary", "r=1", "a.hdf5"], 64, "molecule files"),
        (["--geometry", "H 0 0 0; H 0 0 {r}", "--vary", "r=1", "--basis", "none"], 65, "cc-pvdz"),
        ([], 64, "--geometry"),
    ])
    func badInput(arguments: [String], status: Int32, saying: String) throws {
        let run = try Command.run("scan", arguments)
        #expect(run.status == status && run.errors.contains(saying), "\(run.status) \(run.errors)")
    }
}
