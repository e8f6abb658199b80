import ElectronicStructure
import Foundation
import HDF5Archives
import MolecularFiles
import TestSupport
import Testing

/// Files of OpenFermion-PySCF against what is known of them (`Resources/molecules.json`).
@Suite struct ReferenceFileTests {
    struct Case: Decodable, Sendable {
        struct Sum: Decodable, Sendable {
            let sum: Double
            let fro: Double
        }
        let file: String
        let basis: String
        let charge: Int
        let multiplicity: Int
        let electrons: Int
        let up: Int
        let down: Int
        let orbitals: Int
        let nuclear_repulsion: Double
        let energies: [String: Double?]
        let checksums: [String: Sum]
    }
    private struct Cases: Decodable {
        let cases: [Case]
    }

    static let cases: [Case] = {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/molecules.json")
        let data = (try? Data(contentsOf: url)) ?? Data()
        return (try? JSONDecoder().decode(Cases.self, from: data).cases) ?? []
    }()

    @Test func casesArePresent() {
        #expect(Self.cases.count == 23)
    }

    /// The files among the resources.
    @Test(arguments: cases.filter { (try? resource($0.file)) != nil })
    func resources(_ reference: Case) throws {
        try check(reference, at: resource(reference.file))
    }

    /// All files, where they are present.
    @Test(arguments: cases) func sharedFiles(_ reference: Case) throws {
        guard let url = SharedFiles.url("vectors/hdf5/\(reference.file)") else { return }
        try check(reference, at: url.path)
    }

    private func check(_ reference: Case, at path: String) throws {
        let record = try OpenFermionFile.read(path)
        let molecule = try record.molecule()
        #expect(record.basis == reference.basis)
        #expect(record.charge == reference.charge)
        #expect(record.multiplicity == reference.multiplicity)
        #expect(record.electronCount == reference.electrons)
        #expect(record.orbitalCount == reference.orbitals)
        #expect(record.name == molecule.name)
        #expect(path.hasSuffix("/\(record.name).hdf5"))
        #expect(molecule.spinCounts == SpinCounts(up: reference.up, down: reference.down))
        #expect(abs(molecule.nuclearRepulsion - reference.nuclear_repulsion) < 2e-9)
        checkEnergies(record, reference)
        try checkSums(path, reference)
        let hamiltonian = try record.hamiltonian()
        let hartreeFock = try #require(record.energies.hartreeFock)
        #expect(abs(hamiltonian.referenceEnergy - hartreeFock) < 1e-8)
        try checkDensities(record)
    }

    private func checkEnergies(_ record: MolecularRecord, _ reference: Case) {
        let energies: [(String, Double?)] = [
            ("hf_energy", record.energies.hartreeFock), ("mp2_energy", record.energies.mp2),
            ("cisd_energy", record.energies.cisd), ("ccsd_energy", record.energies.ccsd),
            ("fci_energy", record.energies.fci),
        ]
        for (name, energy) in energies {
            #expect(energy == reference.energies[name] ?? nil, "\(name)")
        }
    }

    private func checkSums(_ path: String, _ reference: Case) throws {
        let reader = try HDF5Reader(opening: path)
        #expect(!reference.checksums.isEmpty)
        for (dataset, expected) in reference.checksums {
            let elements = try reader.read(Double.self, from: dataset).elements
            #expect(abs(elements.reduce(0, +) - expected.sum) < 1e-10, "\(dataset)")
            #expect(abs(elements.reduce(0) { $0 + $1 * $1 }.squareRoot() - expected.fro) < 1e-10, "\(dataset)")
        }
    }

    private func checkDensities(_ record: MolecularRecord) throws {
        let integrals = try record.integrals()
        let computed = [(record.fciDensities, record.energies.fci), (record.cisdDensities, record.energies.cisd)]
        for (densities, energy) in computed {
            guard let energy, let found = densities.energy(of: integrals) else { continue }
            #expect(densities.layout(orbitalCount: integrals.orbitalCount) == .spatial)
            #expect(abs(found - energy) < 1e-8)
        }
    }

    @Test func someFileHasDensities() throws {
        let record = try OpenFermionFile.read(resource("H1-Li1_sto-3g_singlet_LiH_1.5949.hdf5"))
        #expect(record.fciDensities.energy(of: try record.integrals()) != nil)
        #expect(record.fciDensities.layout(orbitalCount: 6) == .spatial)
    }

    /// `Resources/active_space_lih.json`: OpenFermion's active space of LiH in 6-31g.
    @Test func activeSpaceAgreesWithOpenFermion() throws {
        struct Reference: Decodable {
            let file: String
            let occupied: [Int]
            let active: [Int]
            let core_adjustment: Double
            let active_one_body: [Double]
            let active_two_body: [Double]
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: resource("active_space_lih.json")))
        let reference = try JSONDecoder().decode(Reference.self, from: data)
        let full = try OpenFermionFile.read(resource(reference.file)).hamiltonian()
        let chosen = try full.activeSpace(occupied: reference.occupied, active: reference.active)
        #expect(abs(chosen.constant - full.constant - reference.core_adjustment) < 1e-11)
        #expect(zip(chosen.oneBodyIntegrals, reference.active_one_body).allSatisfy { abs($0 - $1) < 1e-12 })
        let n = reference.active.count
        for p in 0..<n {
            for q in 0..<n {
                for r in 0..<n {
                    for s in 0..<n {
                        let expected = reference.active_two_body[((p * n + q) * n + r) * n + s]
                        #expect(abs(chosen.twoBody(p, s, q, r) - expected) < 1e-12)
                    }
                }
            }
        }
    }
}

/// Files that OpenFermion ships: of OpenFermion-Psi4, with density matrices over spin orbitals.
@Suite struct ShippedFileTests {
    static let names: [String] = {
        guard let folder = SharedFiles.url("vectors/openfermion_shipped/testing_data") else { return [] }
        return ((try? hdf5Files(in: folder)) ?? []).filter { !$0.contains("dm_") }
    }()

    @Test(arguments: names) func theyAreReadWhole(_ path: String) throws {
        let record = try OpenFermionFile.read(path)
        let molecule = try record.molecule()
        #expect(record.name == molecule.name)
        let nuclearRepulsion = try #require(record.energies.nuclearRepulsion)
        // The bohr radius of 2008, 4e-9 from that of 2018.
        #expect(abs(molecule.nuclearRepulsion - nuclearRepulsion) < 1e-8 * nuclearRepulsion)
        let hamiltonian = try record.hamiltonian()
        #expect(abs(hamiltonian.referenceEnergy - (try #require(record.energies.hartreeFock))) < 1e-8)
        let densities = record.fciDensities
        #expect(densities.layout(orbitalCount: hamiltonian.orbitalCount) == .spinOrbital)
        let energy = try #require(densities.energy(of: record.integrals()))
        #expect(abs(energy - (try #require(record.energies.fci))) < 1e-8)
    }

    /// Files with a density matrix alone are no molecules.
    @Test func aFileOfAnotherKindNamesWhatLacks() throws {
        guard let url = SharedFiles.url("vectors/openfermion_shipped/testing_data/phdm_H2_sto-3g_singlet_1.4.hdf5")
        else { return }
        let error = #expect(throws: MolecularFileError.self) { try OpenFermionFile.read(url.path) }
        #expect(error == .archive(.missing(file: url.path, object: "geometry/atoms", present: ["phdm"])))
    }
}
