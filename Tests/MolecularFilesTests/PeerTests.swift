import ElectronicStructure
import FockSpace
import Foundation
import HDF5Archives
import MolecularFiles
import TestSupport
import Testing

/// Files that other programs read, and files that they write; each test prints its skip where the program is missing.
@Suite struct PeerTests {
    /// Files made from the geometry alone load in OpenFermion and have the spectrum of its own file.
    @Test func openFermionFindsTheSameSpectrum() throws {
        let names = [
            "H2_sto-3g_singlet_H2_0.7414.hdf5", "H2_6-31g_singlet_H2_0.7414.hdf5",
            "H1-He1_sto-3g_singlet_1+_HeH+_0.772.hdf5", "H4_sto-3g_singlet_H4chain_0.9.hdf5",
        ]
        try withTemporaryFolder { folder in
            var arguments: [String] = []
            for (index, name) in names.enumerated() {
                let original = try resource(name)
                let field = try HartreeFock.solve(ElectronicSystem(OpenFermionFile.read(original).molecule()))
                let made = "\(folder)/made\(index).hdf5"
                try OpenFermionFile.write(MolecularRecord(field, integrals: try field.integrals()), to: made)
                arguments += [original, made]
            }
            guard let result = try PythonPeer.run(resource("spectra_with_openfermion.py"), arguments, in: folder) else {
                return
            }
            #expect(result.status == 0 && result.output.contains("\(names.count) spectra agree"), "\(result.output)")
        }
    }

    private static let molecules: [(String, Int)] = [
        ("N 0 0 0; N 0 0 1.1", 1), ("O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", 1), ("N 0 0 0; H 0 0 1.04", 3),
        ("C 0.1 0.2 0; H 0.9 0.8 0.3; H -0.7 0.9 -0.1", 3),
    ]

    private func energy(_ file: FCIDumpFile) throws -> Double {
        try fullConfigurationInteraction(
            file.hamiltonian(), alphaCount: file.electrons.up, betaCount: file.electrons.down
        ).states[0].energy
    }

    /// PySCF finds our exact energies from our files, also where it trusts the symmetries written there.
    @Test(arguments: ["energy", "symmetric"]) func pySCFReadsOurs(_ mode: String) throws {
        try withTemporaryFolder { folder in
            var (paths, expected): ([String], [Double]) = ([], [])
            for (index, (geometry, multiplicity)) in Self.molecules.enumerated() {
                let molecule = try Molecule(geometry: geometry, multiplicity: multiplicity, basis: "sto-3g")
                let (field, symmetry) = try HartreeFock.solve(ElectronicSystem(molecule)).symmetryAdapted()
                let file = FCIDumpFile(
                    integrals: try field.integrals(), electrons: field.electrons,
                    orbitalSymmetries: symmetry?.labels[0], orbitalEnergies: field.orbitalEnergies[0])
                paths.append("\(folder)/\(index).fcidump")
                try file.write(to: paths[index])
                expected.append(try energy(file))
            }
            guard let result = try PythonPeer.run(resource("fcidump_with_pyscf.py"), [mode] + paths, in: folder) else {
                return
            }
            let found = result.output.split(separator: "\n").compactMap { Double($0) }
            #expect(result.status == 0 && found.count == expected.count, "\(result.output)")
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-8, "\(a) \(b)") }
        }
    }

    @Test(arguments: molecules) func weReadPySCFs(_ geometry: String, _ multiplicity: Int) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/FCIDUMP"
            guard
                let result = try PythonPeer.run(
                    resource("fcidump_with_pyscf.py"), ["write", path, geometry, "\(multiplicity - 1)"], in: folder)
            else { return }
            let expected = try #require(Double(result.output.split(separator: "\n").last ?? ""), "\(result.output)")
            let file = try FCIDumpFile(reading: path)
            #expect(abs(try energy(file) - expected) < 1e-8)
            // Ours has the same numbers of orbitals in every representation.
            let molecule = try Molecule(geometry: geometry, multiplicity: multiplicity, basis: "sto-3g")
            let symmetry = try #require(try HartreeFock.solve(ElectronicSystem(molecule)).symmetryAdapted().symmetry)
            let counts = { (labels: [Int]) in (1...8).map { label in labels.count { $0 == label } }.sorted() }
            #expect(counts(symmetry.labels[0]) == counts(file.orbitalSymmetries), "\(symmetry.labels)")
        }
    }

    /// Programs of others compute the same energies in the same basis; what lacks is said with the line that installs it.
    @Test(arguments: ExternalEngine.allCases) func engines(_ engine: ExternalEngine) throws {
        let cases: [(String, Int, HartreeFockReference?, [String])] = [
            ("O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", 1, nil, ["mp2", "cisd", "ccsd", "ccsd(t)", "fci"]),
            ("C 0 0 0; H 0 0.99 0.43; H 0 -0.99 0.43", 3, .unrestricted, ["mp2", "ccsd"]),
        ]
        for (geometry, multiplicity, reference, methods) in cases {
            let molecule = try Molecule(geometry: geometry, multiplicity: multiplicity, basis: "sto-3g")
            let result: ExternalEngine.Result
            do {
                result = try engine.run(molecule, reference: reference, methods: methods)
            } catch {
                guard case .engineMissing(_, let installation) = error else { throw error }
                print("skipped: \(error)")
                #expect(installation.contains("install"))
                return
            }
            #expect(result.isConverged && result.version.lowercased().contains(engine.rawValue))
            let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: reference)
            let own = try SpinOrbitalHamiltonian(field)
            #expect(abs((result.energies["hf"] ?? 9) - field.energy) < 1e-8)
            #expect(abs((result.energies["mp2"] ?? 9) - (try own.mp2Energy())) < 1e-7)
            #expect(abs((result.energies["ccsd"] ?? 9) - (try own.ccsd().energy)) < 1e-7)
            let hamiltonian = try result.record.hamiltonian()
            guard reference == nil else { continue }
            #expect(abs(hamiltonian.referenceEnergy - field.energy) < 1e-8)
            let exact = try fullConfigurationInteraction(hamiltonian, alphaCount: 5, betaCount: 5).states[0].energy
            #expect(abs((result.energies["fci"] ?? 9) - exact) < 1e-8)
            #expect(abs((result.energies["ccsd(t)"] ?? 9) - (try own.ccsd().energyWithTriples())) < 1e-7)
        }
    }
}
