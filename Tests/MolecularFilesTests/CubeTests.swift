import ElectronicStructure
import Foundation
import MolecularFiles
import Testing

/// Cubes against those of PySCF (`Resources/make_cubes.py`).
@Suite struct CubeTests {
    struct Case: Decodable, Sendable {
        struct Cube: Decodable, Sendable {
            let origin: [Double]
            let step: [Double]
            let count: Int
            let values: [Double]
        }
        let geometry: String
        let basis: String
        let multiplicity: Int
        let number: Int
        let orbital: Cube
        let density: [Double]
    }
    private struct Cases: Decodable {
        let cases: [Case]
    }

    static let cases: [Case] = {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/cubes.json")
        let data = (try? Data(contentsOf: url)) ?? Data()
        return (try? JSONDecoder().decode(Cases.self, from: data).cases) ?? []
    }()

    @Test func casesArePresent() { #expect(Self.cases.count == 2) }

    private func field(_ reference: Case) throws -> MeanField {
        try HartreeFock.solve(
            ElectronicSystem(
                Molecule(geometry: reference.geometry, multiplicity: reference.multiplicity, basis: reference.basis)),
            options: HartreeFockOptions(stability: .skip))
    }

    @Test(arguments: cases) func orbitalsAndDensities(_ reference: Case) throws {
        let field = try field(reference)
        let grid = CubeFile.Grid(around: field.system.molecule, points: reference.orbital.count)
        for axis in 0..<3 {
            #expect(abs(grid.origin[axis] - reference.orbital.origin[axis]) < 2e-6)
            #expect(abs(grid.step[axis] - reference.orbital.step[axis]) < 2e-6)
        }
        let orbital = try CubeFile(.orbital(reference.number, down: false), of: field, on: grid).values
        let theirs = reference.orbital.values
        #expect(orbital.count == theirs.count)
        let sign = zip(orbital, theirs).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1.0
        let worst = zip(orbital, theirs).map { abs($0 - sign * $1) }.max() ?? .infinity
        // PySCF writes five digits behind the first, and its orbitals are good to about 1e-5.
        #expect(worst < 2e-5, "\(worst)")
        let density = try CubeFile(.density, of: field, on: grid).values
        let worstDensity = zip(density, reference.density).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
        #expect(worstDensity < 2e-5, "\(worstDensity)")
    }

    /// What is written reads as a cube: the numbers in their places, six a line, a new line for every row along z.
    @Test func theFile() throws {
        let field = try field(Self.cases[0])
        let grid = CubeFile.Grid(around: field.system.molecule, points: 7)
        let cube = try CubeFile(.spinDensity, of: field, on: grid)
        #expect(cube.values.allSatisfy { abs($0) < 1e-12 })
        try withTemporaryFolder { folder in
            try CubeFile(.density, of: field, on: grid).write(to: folder + "/rho.cube")
            let lines = try String(contentsOfFile: folder + "/rho.cube", encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2 + 4 + 3 + 7 * 7 * 2)
            #expect(lines[2].split(separator: " ").first == "3" && lines[3].split(separator: " ").first == "7")
            #expect(lines[6].split(separator: " ").prefix(2) == ["8", "8.000000"])
            #expect(lines[9].split(separator: " ").count == 6 && lines[10].split(separator: " ").count == 1)
        }
        #expect(throws: MolecularFileError.self) { try CubeFile(.orbital(99, down: false), of: field, on: grid) }
        #expect(throws: MolecularFileError.self) { try cube.write(to: "/nowhere/x.cube") }
    }
}
