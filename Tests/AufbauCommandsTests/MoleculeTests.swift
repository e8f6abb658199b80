import Foundation
import MolecularFiles
import OperatorAlgebra
import QuantumAlgorithms
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

    /// Every encoding has the file's FCI energy as the lowest of its Hamiltonian's sector; tapering keeps it.
    @Test(arguments: ["jw", "bk", "bk-tree", "parity", "ternary", "scbk", "superfast"])
    func tapering(_ encoding: String) throws {
        let folder = try TemporaryFolder()
        func hamiltonian(_ flags: String...) throws -> (qubits: Int, energy: Double, sum: PauliSum) {
            let path = folder.path("h\(flags.count).txt")
            let result = try Command.run(
                "molecule",
                [lithiumHydride, "--active", "2,3", "--encoding", encoding, "--hamiltonian", path, "--json"] + flags)
            #expect(result.status == 0 && !result.errors.contains("warning"))
            let json = try result.json()
            let energies = try #require(json["energies"] as? [String: Double])
            let report = try #require(json["hamiltonian"] as? [String: Any])
            let sum = try PauliSum(String(contentsOfFile: path, encoding: .utf8))
            #expect(report["encoding"] as? String == encoding)
            return (try #require(report["qubits"] as? Int), try #require(energies["fci"]), sum)
        }
        let (full, tapered) = (try hamiltonian(), try hamiltonian("--taper"))
        #expect(tapered.qubits < full.qubits)
        // Parities of both spins and, by point group, of the orbital that lies across the axis: the same for each encoding.
        #expect(tapered.qubits == 3)
        let lowest = try ExactDiagonalization.lowestStates(1, of: tapered.sum, qubitCount: tapered.qubits)
        #expect(abs(lowest.energies[0] - tapered.energy) < 1e-6)
    }
}
