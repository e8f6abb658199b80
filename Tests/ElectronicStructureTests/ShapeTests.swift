import ElectronicStructure
import Foundation
import Testing

/// Z-matrices, generators and ghosts.
@Suite struct ShapeTests {
    private let hydrogen = (try? ChemicalElement(symbol: "H"))

    private func angle(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
        acos((a * b).sum() / ((a * a).sum() * (b * b).sum()).squareRoot()) * 180 / .pi
    }

    @Test func hydrogenPeroxide() throws {
        let text = """
            H
            O 1 oh
            O 2 1.45 1 hoo
            H 3 oh 2 hoo 1 -dihedral
            oh = 0.97
            hoo = 100
            dihedral = 115
            """
        let molecule = try Molecule(geometry: text)
        let r = molecule.atoms.map(\.positionInAngstroms)
        #expect(molecule.formula == "H2-O2")
        #expect(abs(((r[1] - r[0]) * (r[1] - r[0])).sum().squareRoot() - 0.97) < 1e-12)
        #expect(abs(((r[3] - r[2]) * (r[3] - r[2])).sum().squareRoot() - 0.97) < 1e-12)
        #expect(abs(angle(r[0] - r[1], r[2] - r[1]) - 100) < 1e-9 && abs(angle(r[3] - r[2], r[1] - r[2]) - 100) < 1e-9)
        // The dihedral angle with its sign, by the formula of Blondel and Karplus.
        let (b1, b2, b3) = (r[1] - r[0], r[2] - r[1], r[3] - r[2])
        func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
            SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        }
        let (n1, n2) = (cross(b1, b2), cross(b2, b3))
        let sine = (b1 * n2).sum() * (b2 * b2).sum().squareRoot()
        #expect(abs(atan2(sine, (n1 * n2).sum()) * 180 / .pi + 115) < 1e-9)
    }

    @Test(arguments: [
        ("H\nH 1 0.7\nH 1 0.7 2", 3, "H 1 0.7 2"), ("H\nH 2 0.7", 2, "2"), ("H\nH 1 r", 2, "r"),
        ("H; H 1 -0.7", 1, "-0.7"), ("H\nH 1 r\nr = x", 3, "x"), ("O\nH 1 1\nH 1 1 1 100", 3, "1"),
        ("H\nH 1 1\nH 2 1 1 180\nH 3 1 2 90 1 0", 4, "on one line"),
    ])
    func badMatricesNameTheLine(text: String, line: Int, found: String) throws {
        let error = #expect(throws: ElectronicStructureError.self) { try Molecule(geometry: text, source: "input") }
        let description = try #require(error).description
        #expect(description.contains("input, line \(line)") && description.contains(found), "\(description)")
    }

    @Test func generators() throws {
        let hydrogen = try #require(hydrogen)
        #expect(try Molecule.atom(hydrogen, multiplicity: 2).electronCount == 1)
        let chain = try Molecule.chain(hydrogen, count: 4, spacing: 0.9)
        #expect(abs(chain.atoms[0].distance(to: chain.atoms[3]) - 2.7 / 0.529177210903) < 1e-12)
        let ring = try Molecule.ring(hydrogen, count: 6, spacing: 1.1)
        for index in 0..<6 {
            let distance = ring.atoms[index].distance(to: ring.atoms[(index + 1) % 6])
            #expect(abs(distance - 1.1 / 0.529177210903) < 1e-12)
        }
        let lattice = try Molecule.lattice(hydrogen, counts: (2, 3, 1), spacing: 1)
        #expect(lattice.atoms.count == 6)
        #expect(try Molecule.diatomic(hydrogen, hydrogen, distance: 0.74).formula == "H2")
        #expect(throws: ElectronicStructureError.self) { try Molecule.ring(hydrogen, count: 2, spacing: 1) }
        #expect(throws: ElectronicStructureError.self) {
            try Molecule.lattice(hydrogen, counts: (.max, 2, 2), spacing: 1)
        }
        #expect(throws: ElectronicStructureError.self) { try Molecule.chain(hydrogen, count: 2, spacing: .nan) }
    }

    @Test(arguments: ["@He 0 0 1", "Gh(He) 0 0 1", "ghost-He 0 0 1", "X-He 0 0 1", "GHOST:2 0 0 1"])
    func ghosts(_ line: String) throws {
        let molecule = try Molecule(geometry: "He 0 0 0; \(line)", basis: "sto-3g")
        #expect(molecule.atoms[1].isGhost && molecule.electronCount == 2 && molecule.nuclearRepulsion == 0)
    }

    @Test func absurdCoordinates() throws {
        let error = #expect(throws: ElectronicStructureError.self) { try Molecule(geometry: "H 0 0 0; H 0 0 1e30") }
        guard case .farAway(atom: 1, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try #require(error).description.contains("Atom 2"))
    }
}
