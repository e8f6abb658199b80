import Foundation
import MolecularFiles
import OperatorAlgebra
import TestSupport
import Testing

@Suite struct MoleculeTests {
    private let lithiumHydride = SharedFiles.projectRoot.appendingPathComponent(
        "Molecules/H1-Li1_sto-3g_singlet_1.45.hdf5"
    ).path

    @Test func energiesAndHamiltonianOfLithiumHydride() throws {
        let record = try OpenFermionFile.read(lithiumHydride)
        let folder = try TemporaryFolder()
        let path = folder.path("lih.txt")
        let json = try Command.run("molecule", [lithiumHydride, "--hamiltonian", path, "--json"]).json()
        let energies = try #require(json["energies"] as? [String: Double])
        #expect(abs((energies["hf"] ?? 0) - (record.energies.hartreeFock ?? 9)) < 1e-8)
        #expect(abs((energies["fci"] ?? 0) - (record.energies.fci ?? 9)) < 1e-8)
        let hamiltonian = try #require(json["hamiltonian"] as? [String: Any])
        #expect(hamiltonian["terms"] as? Int == 631 && hamiltonian["qubits"] as? Int == 12)
        let written = try PauliSum(String(contentsOfFile: path, encoding: .utf8))
        #expect(written.count == 631)
        #expect(abs(written.norm() - (hamiltonian["oneNorm"] as? Double ?? 0)) < 1e-9)
    }

    @Test func activeSpaces() throws {
        func qubits(_ flags: String...) throws -> Int? {
            try Command.run("molecule", [lithiumHydride, "--json"] + flags).json()["qubits"] as? Int
        }
        #expect(try qubits("--freeze-core") == 10)
        #expect(try qubits("--active", "2,3") == 6)
        #expect(try qubits("--orbitals", "1-3,5") == 8)
    }

    @Test func outputIsReadBackWithTheComputedEnergies() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("out.hdf5")
        #expect(try Command.run("molecule", [lithiumHydride, "--output", path]).status == 0)
        let (before, after) = (try OpenFermionFile.read(lithiumHydride), try OpenFermionFile.read(path))
        #expect(after.oneBody == before.oneBody && after.twoBody == before.twoBody)
        #expect(abs((after.energies.fci ?? 0) - (before.energies.fci ?? 9)) < 1e-8)
    }
}
