import Foundation
import TestSupport
import Testing

@testable import EnergySurfaces

@Suite struct SurfaceOutputTests {
    private func scan() throws -> EnergySurface {
        try MoleculeScan(methods: [.hf, .vqe, .fci]).run(files: Files.hydrogen(["0.7", "0.5", "1.1", "0.9"]))
    }

    @Test func csvReadsBackAsTheSameNumbers() throws {
        let surface = try scan()
        let rows = surface.csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows[0] == ["r", "hf", "vqe", "fci"])
        #expect(rows.count == 5)
        for (row, point) in zip(rows.dropFirst(), surface.points) {
            #expect(Double(row[0]) == point.at[0])
            #expect(Double(row[1]) == point.energies[.hf])
            #expect(Double(row[2]) == point.energies[.vqe])
            #expect(Double(row[3]) == point.energies[.fci])
        }
    }

    @Test func sampledMethodsHaveErrorColumns() {
        let point = SurfacePoint(
            at: [1], source: "", energies: [.vqe: -1, .hf: -0.5], standardErrors: [.vqe: 1e-5], problems: [], vqe: nil)
        let surface = EnergySurface(
            title: "", coordinates: [.bondLength], methods: [.hf, .vqe], points: [point], seconds: 0,
            wasInterrupted: false)
        #expect(surface.csv == "r,hf,vqe,vqe_error\n1,-0.5,-1,1e-05\n")
    }

    @Test func jsonHasTheContractsKeys() throws {
        let surface = try scan()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(surface.json.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["coordinates", "points", "minimum", "interpolatedMinimum", "seconds"])
        #expect(object["coordinates"] as? [String] == ["r"])
        let points = try #require(object["points"] as? [[String: Any]])
        #expect(points.count == 4)
        #expect(Set(points[0].keys) == ["at", "energies", "standardErrors", "converged", "message"])
        #expect((points[1]["at"] as? [String: Double]) == ["r": 0.7])
        let energy = try #require(surface.points[1].energies[.fci])
        // Foundation's reader of numbers may be off in the last place; the text is exact.
        #expect(surface.json.contains("\"fci\":\(energy)"))
        let read = try #require((points[1]["energies"] as? [String: Double])?["fci"])
        #expect(abs(read - energy) < 1e-14)
        #expect((points[1]["standardErrors"] as? [String: Double]) == [:])
        #expect(points[1]["converged"] as? Bool == true)
        #expect(points[1]["message"] is NSNull)
        let minimum = try #require(object["minimum"] as? [String: Any])
        #expect(Set(minimum.keys) == ["at", "energy", "method"])
        #expect(minimum["method"] as? String == "fci")
        #expect(!surface.json.contains("\n"))
    }

    @Test func jsonStringsAreEscaped() throws {
        let text = "a\"b\\c\nd\u{1}é\u{1F600}"
        let encoded = JSONText.string(text)
        let back = try JSONSerialization.jsonObject(with: Data("[\(encoded)]".utf8)) as? [String]
        #expect(back == [text])
        #expect(JSONText.number(.nan) == "null")
        #expect(JSONText.number(nil) == "null")
        #expect(JSONText.number(-1e-7) == "-1e-07")
    }

    @Test func theParabolaIsExactForAParabola() throws {
        let energy = { (x: Double) in -1 + 0.4 * (x - 1.23) * (x - 1.23) }
        let surface = EnergySurface.curve(.vqe, [0.8, 1.1, 1.3, 2.0].map { ($0, energy($0)) })
        let found = try #require(surface.interpolatedMinimum)
        #expect(abs(found.at[0] - 1.23) < 1e-12)
        #expect(abs(found.energy + 1) < 1e-12)
        #expect(found.method == .vqe)
        #expect(surface.minimum?.at == [1.3])
    }

    @Test func aMinimumAtTheEdgeIsNotInterpolated() {
        #expect(EnergySurface.curve(.hf, [(1, -1), (2, -2), (3, -3)]).interpolatedMinimum == nil)
        #expect(EnergySurface.curve(.hf, [(1, -1), (1, -2), (1, -1)]).interpolatedMinimum == nil)
        #expect(EnergySurface.curve(.hf, []).minimum == nil)
    }

    @Test func filesAppearWholeOrNotAtAll() throws {
        let surface = EnergySurface.curve(.hf, [(1, -1), (2, -2)])
        try Files.withFolder { folder in
            let path = folder.appendingPathComponent("surface.csv").path
            try surface.writeCSV(to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == surface.csv)
            try surface.writeJSON(to: folder.appendingPathComponent("surface.json").path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
            let lost = folder.appendingPathComponent("none/surface.csv").path
            let error = #expect(throws: SurfaceError.self) { try surface.writeCSV(to: lost) }
            #expect(error?.description.contains("there is no folder") == true)
            let isFolder = #expect(throws: SurfaceError.self) { try surface.writeCSV(to: folder.path) }
            #expect(isFolder?.description.contains("it is a folder") == true)
        }
    }

    @Test func aMissingPlotterSaysWhatToInstall() {
        for path in ["", "/nowhere:/neither", nil] {
            let error = #expect(throws: SurfaceError.plotterMissing(program: "gnuplot")) {
                try Gnuplot(searchPath: path)
            }
            #expect(error?.description.contains("apt-get install gnuplot-nox") == true)
        }
    }

    @Test func plotsHaveTitledAxesAndALegend() throws {
        let svg = try scan().svg()
        for text in [
            "Bond length r (Å)", "Energy (hartree)", "Hartree-Fock", "full CI", "VQE", "H₂, sto-3g",
            "lowest point: 0.7 Å",
        ] {
            #expect(svg.contains(text), "\(text) is missing")
        }
        #expect(svg.contains("</svg>"))
    }

    @Test func plotsTakeAnyTitleAndSinglePoints() throws {
        let odd = EnergySurface.curve(.hf, [(1, -1)], title: "it's `rm -rf`\n_{x}\u{7}")
        #expect(try odd.svg().contains("it's `rm -rf` _{x}"))
        let index = try MoleculeScan(methods: [.hf, .vqe]).run(
            files: Files.hydrogen(["0.7"]) + Files.lithiumHydride(["1.45"]))
        #expect(try index.svg().contains("H2_sto-3g_singlet_0.7.hdf5"))
        #expect(throws: SurfaceError.self) { try EnergySurface.curve(.hf, []).svg() }
    }

    @Test func aScriptThatFailsSaysWhy() throws {
        let error = #expect(throws: SurfaceError.self) { try Gnuplot().output(of: "plot nonsense(\n") }
        #expect(error?.description.contains("gnuplot failed with status") == true)
    }

    /// With AUFBAU_KEEP_PLOTS=FOLDER in the environment, the plots of both curves are kept for a person to look at.
    @Test func plotsForLookingAt() throws {
        guard let folder = ProcessInfo.processInfo.environment["AUFBAU_KEEP_PLOTS"] else { return }
        let scan = try MoleculeScan(methods: [.hf, .fci, .vqe])
        try scan.run(files: try Files.all("H2_")).writePlot(to: folder + "/h2.svg")
        try scan.run(files: try Files.all("H1-Li1_")).writePlot(to: folder + "/lih.svg")
        try scan.run(files: Files.hydrogen(["0.7", "1.1"]) + Files.lithiumHydride(["1.45", "2.0"]))
            .writePlot(to: folder + "/index.svg")
        if let shipped = SharedFiles.url("vectors/openfermion_shipped/testing_data") {
            let names = try FileManager.default.contentsOfDirectory(atPath: shipped.path)
                .filter { $0.hasPrefix("H2_sto-3g") && $0.hasSuffix(".hdf5") }
            try scan.run(files: names.map { shipped.appendingPathComponent($0).path })
                .writePlot(to: folder + "/h2-shipped.svg")
        }
    }
}
