import ElectronicStructure
import EnergySurfaces
import Foundation
import MolecularFiles
import Testing

/// Surfaces from nuclei: no files.
@Suite struct GeometryScanTests {
    private let hydrogen = "H 0 0 0; H 0 0 {r}"

    @Test func agreesWithTheFiles() throws {
        let scan = try MoleculeScan(methods: [.hf, .mp2, .cisd, .ccsd, .fci])
        let variable = try ScanVariable(parsing: "r=0.5,0.7,1.1")
        let surface = try scan.run(GeometryTemplate(hydrogen, varying: [variable]))
        let files = try MoleculeScan(methods: [.hf, .fci]).run(files: Files.hydrogen(["0.5", "0.7", "1.1"]))
        #expect(surface.isConverged && surface.coordinates.map(\.name) == ["r"])
        #expect(surface.points.map(\.at) == [[0.5], [0.7], [1.1]])
        for (point, file) in zip(surface.points, files.points) {
            for method in [EnergyMethod.hf, .fci] {
                #expect(abs((point.energies[method] ?? 0) - (file.energies[method] ?? 9)) < 1e-8)
            }
            // Two electrons: singles and doubles are everything.
            #expect(abs((point.energies[.ccsd] ?? 0) - (point.energies[.fci] ?? 9)) < 1e-8)
            #expect(abs((point.energies[.cisd] ?? 0) - (point.energies[.fci] ?? 9)) < 1e-8)
            let (hartreeFock, secondOrder) = (point.energies[.hf] ?? 0, point.energies[.mp2] ?? 0)
            #expect(secondOrder < hartreeFock && secondOrder > (point.energies[.fci] ?? 0))
        }
        #expect(surface.interpolatedMinimum != nil && surface.title == "H₂, sto-3g")
    }

    @Test func aGridOfTwoVariables() throws {
        let text = "O; H 1 {r}; H 1 {r} 2 {a}"
        let variables = [try ScanVariable(parsing: "r=0.9:1.0:0.1"), try ScanVariable(parsing: "a=100,105,110")]
        let template = try GeometryTemplate(text, varying: variables)
        let surface = try MoleculeScan(methods: [.hf], orbitals: .frozenCore).run(template)
        let places = [[0.9, 100], [0.9, 105], [0.9, 110], [1, 100], [1, 105], [1, 110]]
        #expect(surface.points.map(\.at) == places)
        #expect(surface.isConverged && surface.csv.hasPrefix("r,a,hf\n0.9,100,-74."))
    }

    /// A point where nuclei meet is reported, and the others have their energies.
    @Test func oneBadPoint() throws {
        let template = try GeometryTemplate(hydrogen, varying: [ScanVariable(name: "r", values: [0, 0.7])])
        let surface = try MoleculeScan(methods: [.hf]).run(template)
        #expect(surface.points[0].energies.isEmpty && surface.points[0].message?.contains("apart") == true)
        #expect(surface.points[1].isConverged && !surface.isConverged)
    }

    @Test(arguments: [
        ("r=0.3:0.7:0.1", [0.3, 0.4, 0.5, 0.6, 0.7]), ("r=1:2:0.4", [1, 1.4, 1.8]), ("r=1:2:0.7", [1, 1.7]),
        ("r=2:1:-0.5", [2, 1.5, 1]), ("r=3:3:1", [3]), ("r=1, 2.5", [1, 2.5]), ("r=4", [4]),
    ])
    func ranges(text: String, values: [Double]) throws {
        #expect(try ScanVariable(parsing: text).values == values)
    }

    @Test(arguments: [
        "r", "=1", "r=", "r=1:2", "r=1:2:0", "r=1:2:-1", "r=1,x", "r=1:inf:1", "r=nan", "r=0:1:1e-9",
    ])
    func badRanges(_ text: String) {
        #expect(throws: SurfaceError.self) { try ScanVariable(parsing: text) }
    }

    @Test func namesThatDoNotMatch() throws {
        let (r, s) = (try ScanVariable(parsing: "r=1"), try ScanVariable(parsing: "s=1"))
        for variables in [[], [s], [r, s], [r, r]] {
            #expect(throws: SurfaceError.self) { try GeometryTemplate(hydrogen, varying: variables) }
        }
    }
}
