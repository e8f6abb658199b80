import DenseAlgebra
import ElectronicStructure
import FockSpace
import Foundation
import HDF5Archives
import MolecularFiles
import Testing

@Suite struct FCIDumpTests {
    /// H2 in sto-3g at 0.7414 angstrom, as PySCF 2.14 writes it.
    private static let hydrogen = """
         &FCI NORB=   2,NELEC= 2,MS2=0,
          ORBSYM=0,5
          ISYM=1,
         &END
         0.6744887663568377    1    1    1    1
         0.6634680964235675    1    1    2    2
         0.1812888082114958    2    1    2    1
         0.6634680964235675    2    2    1    1
         0.6973937674230264    2    2    2    2
         -1.252463573564898    1    1  0  0
         -0.4759487152209642    2    2  0  0
         0.7137539936876182  0  0  0  0
        """

    private func energy(_ file: FCIDumpFile) throws -> Double {
        try fullConfigurationInteraction(
            file.hamiltonian(), alphaCount: file.electrons.up, betaCount: file.electrons.down
        ).states[0].energy
    }

    @Test func pySCFsHydrogen() throws {
        let file = try FCIDumpFile(text: Self.hydrogen)
        #expect(file.orbitalSymmetries == [0, 5] && file.stateSymmetry == 1)
        #expect(abs(try energy(file) + 1.1372701746609026) < 1e-10)
    }

    /// Other spellings of the same file: a slash for the end, Fortran exponents, permuted indices, orbital energies.
    @Test func otherSpellings() throws {
        let text = """
            &FCI NORB = 2, NELEC = 2, MS2 = 0, UHF=.FALSE., ORBSYM = 1, 5, ISYM=1 /
            6.744887663568377D-01 1 1 1 1
            0.1812888082114958 1 2 1 2
            0.6634680964235675 1 1 2 2
            0.6973937674230264 2 2 2 2
            -1.252463573564898 1 1 0 0
            -0.4759487152209642 2 2 0 0
            -0.578 1 0 0 0
            0.670 2 0 0 0
            0.7137539936876182 0 0 0 0
            """
        let (plain, other) = (try FCIDumpFile(text: Self.hydrogen), try FCIDumpFile(text: text))
        #expect(other.integrals == plain.integrals && other.orbitalSymmetries == [1, 5])
        #expect(other.orbitalEnergies == [-0.578, 0.670])
    }

    /// Orbitals of their own for each spin, counted through as Psi4 does, and in Molpro's blocks.
    @Test func unrestrictedForms() throws {
        let molecule = try Molecule(
            geometry: "C 0 0 0; H 0 0.99 0.43; H 0 -0.99 0.43", multiplicity: 3, basis: "sto-3g")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: .unrestricted)
        let integrals = try field.unrestrictedIntegrals()
        let file = try FCIDumpFile(
            unrestricted: integrals, electrons: field.electrons, orbitalSymmetries: [1, 1, 3, 1, 2, 1, 3])
        let text = file.text(threshold: 0)
        #expect(text.contains("NORB=14") && text.contains("UHF=.TRUE.") && text.contains("ORBSYM=1,1,1,1,3,3,"))
        let read = try FCIDumpFile(text: text)
        #expect(read == file)
        #expect(abs(try read.spinOrbitals().referenceEnergy - field.energy) < 1e-9)
        let expected = try SpinOrbitalHamiltonian(field).ccsd().energy
        #expect(abs(try read.spinOrbitals().ccsd().energy - expected) < 1e-8)
        #expect(throws: ElectronicStructureError.self) { try read.hamiltonian() }

        let blocks = try FCIDumpFile(text: Self.blocks(integrals))
        #expect(blocks.unrestricted == integrals)
        #expect(abs(try blocks.spinOrbitals().mp2Energy() - SpinOrbitalHamiltonian(field).mp2Energy()) < 1e-9)
    }

    /// The text with Molpro's blocks.
    private static func blocks(_ integrals: UnrestrictedIntegrals) -> String {
        let n = integrals.orbitalCount
        var text = "&FCI NORB=\(n),NELEC=8,MS2=2,IUHF=1,\n ORBSYM=1,1,1,1,1,1,1,\n ISYM=1\n /\n"
        for (bra, ket) in [(0, 0), (1, 1), (0, 1)] {
            for i in 0..<n {
                for j in 0...i {
                    for k in 0..<n {
                        for l in 0...k {
                            text += "\(integrals.repulsion(bra, ket, i, j, k, l)) \(i + 1) \(j + 1) \(k + 1) \(l + 1)\n"
                        }
                    }
                }
            }
            text += "0.0 0 0 0 0\n"
        }
        for spin in 0..<2 {
            for i in 0..<n {
                for j in 0...i { text += "\(integrals.oneBody[spin][i * n + j]) \(i + 1) \(j + 1) 0 0\n" }
            }
            text += "0.0 0 0 0 0\n"
        }
        return text + "\(integrals.constant) 0 0 0 0\n"
    }

    @Test func roundTrip() throws {
        let field = try HartreeFock.solve(
            ElectronicSystem(
                Molecule(geometry: "C 0 0 0; H 0 0.99 0.43; H 0 -0.99 0.43", multiplicity: 3, basis: "sto-3g")))
        let file = FCIDumpFile(
            integrals: try field.integrals(), electrons: field.electrons, orbitalEnergies: field.orbitalEnergies[0])
        try withTemporaryFolder { folder in
            try file.write(to: folder + "/FCIDUMP", threshold: 0)
            let read = try FCIDumpFile(reading: folder + "/FCIDUMP")
            #expect(read == file)
        }
        #expect(throws: MolecularFileError.self) { try file.write(to: "/nowhere/FCIDUMP") }
        #expect(throws: MolecularFileError.self) { try FCIDumpFile(reading: "/nowhere/FCIDUMP") }
    }

    @Test(arguments: [
        ("", "line 1", "&FCI"), ("&FCI NORB=2,\n", "line 1", "without end"), ("&FCI NELEC=2 &END", "line 1", "NORB"),
        ("&FCI NORB=2 &END", "line 1", "NELEC"), ("&FCI NORB=2,NELEC=2,UHF=MAYBE /", "line 1", "MAYBE"),
        ("&FCI NORB=3,NELEC=2,UHF=.TRUE. /", "line 1", "NORB=3"),
        ("&FCI NORB=2,NELEC=2,UHF=.TRUE. /\n1.0 1 2 1 1", "line 2", "odd numbers up"),
        ("&FCI NORB=2,NELEC=2,IUHF=1 /\n1.0 1 1 0 0\n0 0 0 0 0\n0 0 0 0 0", "line 2", "blocks"),
        ("&FCI NORB=2,NELEC=2 /\n1.0 1 1 3 1", "line 2", "0 to 2"),
        ("&FCI NORB=2,NELEC=2 /\nnan 1 1 1 1", "line 2", "nan"),
        ("&FCI NORB=2,NELEC=2 /\n1.0 1 1", "line 2", "four indices"),
        ("&FCI NORB=2,NELEC=2 /\n1.0 0 1 1 1", "line 2", "0 1"),
        ("&FCI NORB=2,NELEC=3,MS2=0 /", "3 electrons", "odd"), ("&FCI NORB=2,NELEC=6 /", "do not fit", "2 orbitals"),
    ])
    func badFiles(text: String, place: String, found: String) throws {
        let error = #expect(throws: MolecularFileError.self) { try FCIDumpFile(text: text, source: "input") }
        let description = try #require(error).description
        #expect(description.contains(place) && description.contains(found) || place == "3 electrons", "\(description)")
    }
}

@Suite struct MoldenTests {
    /// What stands in the file spans the same orbitals: shells with their norms, coefficients in Molden's order.
    @Test func orbitalsOfWater() throws {
        let field = try HartreeFock.restricted(
            Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "cc-pvdz"),
            options: HartreeFockOptions(stability: .skip))
        try withTemporaryFolder { folder in
            let path = folder + "/water.molden"
            try MoldenFile.write(field, to: path)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n")
            #expect(lines.first == "[Molden Format]" && text.contains("[5D]"))
            #expect(lines.count { $0.hasPrefix(" Ene=") } == 24)
            #expect(lines.count { $0.hasPrefix(" Occup= 2") } == 5)
            // The d shell of oxygen: functions 9 to 13 here, m = -2 … 2; m = 0 is first in the file.
            let first = try #require(lines.firstIndex { $0.hasPrefix(" Occup=") })
            let coefficients = lines[(first + 1)...].prefix(24).compactMap { Double($0.split(separator: " ")[1]) }
            #expect(coefficients[9] == field.orbitals[0][11, 0] && coefficients[13] == field.orbitals[0][9, 0])
        }
    }
}

@Suite struct NativeRecordTests {
    /// OpenFermion's files, made again from the geometry alone: the same invariants.
    @Test(arguments: ["H2_sto-3g_singlet_0.7414.hdf5", "H1-Li1_sto-3g_singlet_1.45.hdf5"])
    func reproduceAFile(_ name: String) throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Molecules/\(name)")
        let record = try OpenFermionFile.read(url.path)
        let field = try HartreeFock.solve(ElectronicSystem(record.molecule()))
        let spinOrbitals = try SpinOrbitalHamiltonian(field)
        #expect(abs(field.energy - (record.energies.hartreeFock ?? 9)) < 1e-8)
        #expect(abs(try spinOrbitals.mp2Energy() - (record.energies.mp2 ?? 9)) < 1e-7)
        #expect(abs(try spinOrbitals.cisdEnergy() - (record.energies.cisd ?? 9)) < 1e-7)
        let cluster = try spinOrbitals.ccsd()
        #expect(abs(cluster.energy - (record.energies.ccsd ?? 9)) < 1e-7)
        var made = MolecularRecord(field, integrals: try field.integrals())
        made.setAmplitudes(cluster)
        let norm = { (values: [Double]?) in (values ?? []).reduce(0) { $0 + $1 * $1 } }
        #expect(abs(norm(made.ccsdDoubles?.elements) - norm(record.ccsdDoubles?.elements)) < 1e-6)
        #expect(abs(norm(made.ccsdSingles?.elements) - norm(record.ccsdSingles?.elements)) < 1e-6)
        #expect(abs(norm(made.twoBody?.elements) - norm(record.twoBody?.elements)) < 1e-6)
        #expect(abs(norm(made.overlap?.elements) - norm(record.overlap?.elements)) < 1e-6)
        try withTemporaryFolder { folder in
            try OpenFermionFile.write(made, to: folder + "/out.hdf5")
            let read = try OpenFermionFile.read(folder + "/out.hdf5")
            #expect(read.orbitals == made.orbitals && read.ccsdDoubles == made.ccsdDoubles)
        }
    }
}
