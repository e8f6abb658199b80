import ElectronicStructure
import Foundation
import MolecularFiles
import TestSupport
import Testing

/// The files under `Molecules/`.
@Suite struct MoleculesFolderTests {
    static let files = (try? hdf5Files(in: SharedFiles.projectRoot.appendingPathComponent("Molecules"))) ?? []

    @Test func theCurvesAreComplete() throws {
        let names = Self.files.map { URL(fileURLWithPath: $0).lastPathComponent }
        let hydrogen = (3...30).map { "H2_sto-3g_singlet_\(Double($0) / 10).hdf5" } + ["H2_sto-3g_singlet_0.7414.hdf5"]
        #expect(Set(hydrogen) == Set(names.filter { $0.hasPrefix("H2_") }))
        #expect(names.filter { $0.hasPrefix("H1-Li1_sto-3g_singlet_") }.count == 15)
        let bytes = try Self.files.map { try Data(contentsOf: URL(fileURLWithPath: $0)).count }.reduce(0, +)
        #expect(bytes < 3_000_000)
    }

    @Test(arguments: files) func eachIsWhatItsNameSays(_ path: String) throws {
        let record = try OpenFermionFile.read(path)
        let molecule = try record.molecule()
        #expect(URL(fileURLWithPath: path).lastPathComponent == molecule.name + ".hdf5")
        #expect(record.name == molecule.name && molecule.charge == 0 && molecule.multiplicity == 1)
        let distance = try #require(Double(molecule.remark))
        #expect(abs(molecule.atoms[0].distance(to: molecule.atoms[1]) * LengthUnit.bohrInAngstrom - distance) < 1e-14)
        let energies = record.energies
        #expect(abs(molecule.nuclearRepulsion - (try #require(energies.nuclearRepulsion))) < 1e-9)
        let hamiltonian = try record.hamiltonian(tolerance: 1e-12)
        #expect(abs(hamiltonian.referenceEnergy - (try #require(energies.hartreeFock))) < 1e-8)
        let fci = try #require(energies.fci)
        for bound in [energies.cisd, energies.hartreeFock] { #expect(try #require(bound) > fci - 1e-10) }
        #expect(energies.mp2 != nil && energies.ccsd != nil)
        let fromDensities = try #require(record.fciDensities.energy(of: record.integrals()))
        #expect(abs(fromDensities - fci) < 1e-9)
    }

    /// In a minimal basis the gerade and ungerade orbitals of H2 leave two closed-shell determinants to mix, so the
    /// exact energy is an eigenvalue of a 2 × 2 matrix.
    @Test(arguments: files.filter { $0.contains("/H2_sto-3g") }) func hydrogenIsATwoByTwoMatrix(_ path: String) throws {
        let record = try OpenFermionFile.read(path)
        let hamiltonian = try record.hamiltonian()
        let bonding = hamiltonian.determinantEnergy(up: [0], down: [0])
        let antibonding = hamiltonian.determinantEnergy(up: [1], down: [1])
        let coupling = hamiltonian.twoBody(0, 1, 0, 1)
        let half = (bonding - antibonding) / 2
        let exact = (bonding + antibonding) / 2 - (half * half + coupling * coupling).squareRoot()
        #expect(abs(exact - (try #require(record.energies.fci))) < 1e-10)
    }
}
