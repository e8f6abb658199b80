import ElectronicStructure
import Foundation
import TestSupport
import Testing

@Suite struct MoleculeTests {
    private func pair(_ symbol: String, _ distance: Double, _ charge: Int = 0, _ multiplicity: Int = 1) throws
        -> Molecule
    {
        let element = try ChemicalElement(symbol: symbol)
        return try Molecule(
            atoms: [.angstroms(element, SIMD3(0, 0, 0)), .angstroms(element, SIMD3(0, 0, distance))], charge: charge,
            multiplicity: multiplicity, basis: "sto-3g")
    }

    @Test func nuclearRepulsion() throws {
        // Z² / R in atomic units.
        #expect(abs(try pair("N", 1.0977).nuclearRepulsion - 49 * 0.529177210903 / 1.0977) < 1e-12)
        let lithium = try ChemicalElement(symbol: "Li")
        let atoms = [SIMD3(0, 0, 0), SIMD3(3, 0, 0), SIMD3(0, 4, 0)].map { Atom.bohr(lithium, $0) }
        let triangle = try Molecule(atoms: atoms, multiplicity: 2)
        #expect(abs(triangle.nuclearRepulsion - 9 * (1.0 / 3 + 1.0 / 4 + 1.0 / 5)) < 1e-14)
    }

    @Test(arguments: [
        ("H", 0, 1, 1, 1), ("H", 1, 2, 1, 0), ("O", 0, 3, 9, 7), ("O", 0, 1, 8, 8), ("N", -1, 2, 8, 7),
        ("H", 2, 1, 0, 0),
    ])
    func electrons(symbol: String, charge: Int, multiplicity: Int, up: Int, down: Int) throws {
        let molecule = try pair(symbol, 1, charge, multiplicity)
        #expect(molecule.spinCounts == SpinCounts(up: up, down: down))
        #expect(molecule.electronCount == up + down)
    }

    @Test(arguments: [(0, 2), (1, 1), (0, 5), (0, 0), (0, -3), (0, Int.min), (0, Int.max), (-1, 1)])
    func chargeAndMultiplicityThatDoNotGoTogether(charge: Int, multiplicity: Int) throws {
        let error = #expect(throws: ElectronicStructureError.self) { try pair("H", 1, charge, multiplicity) }
        #expect(error == .impossibleSpin(electrons: 2 - charge, multiplicity: multiplicity))
        #expect(try #require(error).description.contains("\(2 - charge) electrons"))
    }

    @Test(arguments: [3, Int.max, Int.min])
    func aChargeThatIsImpossible(_ charge: Int) throws {
        let error = #expect(throws: ElectronicStructureError.self) { try pair("H", 1, charge) }
        #expect(try #require(error).description.contains("\(charge)"))
    }

    @Test func nucleiThatCoincideOrAreNowhere() throws {
        let error = #expect(throws: ElectronicStructureError.self) { try pair("H", 0.005) }
        guard case .overlappingNuclei(0, 1, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(throws: ElectronicStructureError.notFinite(quantity: "position", index: [1, 2], value: "nan")) {
            try pair("H", .nan)
        }
        #expect(throws: ElectronicStructureError.noAtoms) { try Molecule(atoms: []) }
    }

    @Test func namesAreOpenFermions() throws {
        let lithiumHydride = try Molecule(geometry: "Li 0 0 0; H 0 0 1.45", basis: "sto-3g")
        #expect(lithiumHydride.name == "H1-Li1_sto-3g_singlet")
        var named = try pair("O", 1.2, 1, 4)
        named.remark = "far"
        #expect(named.name == "O2_sto-3g_quartet_1+_far")
        #expect(try pair("O", 1.2, -2, 1).name == "O2_sto-3g_singlet_2-")
        #expect(try pair("Fe", 2, 0, 13).name == "Fe2_sto-3g_13-multiplet")
    }

    @Test func coresOfAllAtomsAreCounted() throws {
        let salt = try Molecule(geometry: "Na 0 0 0; Cl 0 0 2.36; H 0 3 0; H 0 0 7")
        #expect(salt.coreOrbitalCount == 10)
    }
}

@Suite struct GeometryTests {
    @Test(arguments: [
        "H 0 0 0; H 0 0 0.74", "H 0 0 0\nH 0 0 0.74\n", "h, 0, 0, 0 ;\n\n 1 0. -0 7.4e-1;",
        "2\ntwo atoms\nH 0 0 0\nH 0 0 0.74", "\n 2\r\n\r\nH 0 0 0 0.1 0.2\r\nH 0 0 0.74 more\r\n",
    ])
    func spellings(_ text: String) throws {
        let molecule = try Molecule(geometry: text)
        #expect(molecule.atoms.map(\.element.symbol) == ["H", "H"])
        #expect(molecule.atoms[0].position == SIMD3(0, 0, 0))
        #expect(abs(molecule.atoms[1].position.z - 0.74 / 0.529177210903) < 1e-15)
        #expect(molecule.remark == (text.contains("two") ? "two atoms" : ""))
    }

    @Test func bohrIsTakenAsItIs() throws {
        #expect(try Molecule(geometry: "He 1 2 3", unit: .bohr).atoms[0].position == SIMD3(1, 2, 3))
    }

    @Test(arguments: [
        ("H 0 0 0\nH 0 0", 2, "\"H 0 0\""), ("H 0 0 0; X 0 0 1", 1, "\"X\""), ("H 0 0 0\n\nH 0 zero 1", 3, "\"zero\""),
        ("H 0 0 nan", 1, "\"nan\""), ("H 0 0 inf", 1, "\"inf\""), ("3\ncomment\nH 0 0 0\nH 0 0 1", 1, "2 atoms below"),
        ("2\ncomment\nH 0 0 0\nQ 0 0 1", 4, "\"Q\""),
    ])
    func errorsNameTheLine(text: String, line: Int, found: String) throws {
        let error = #expect(throws: ElectronicStructureError.self) { try Molecule(geometry: text, source: "input") }
        guard case .malformedGeometry("input", line, found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try #require(error).description.contains("input, line \(line): found \(found); expected"))
    }

    @Test(arguments: ["", "\n ; \n", "0\n\n"])
    func emptyTexts(_ text: String) {
        #expect(throws: ElectronicStructureError.noAtoms) { try Molecule(geometry: text) }
    }

    @Test func files() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-\(UUID()).xyz")
        defer { try? FileManager.default.removeItem(at: url) }
        let missing = #expect(throws: ElectronicStructureError.self) { try Molecule(xyz: url.path) }
        #expect(missing == .cannotOpen(file: url.path, reason: "no such file"))
        #expect(missing?.isMissingInput == true)
        try "1\natom\nHe 0 0 1\n".write(to: url, atomically: true, encoding: .utf8)
        #expect(try Molecule(xyz: url.path, basis: "sto-3g").name == "He1_sto-3g_singlet_atom")
    }
}
