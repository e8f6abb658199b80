import ElectronicStructure
import Foundation
import HDF5Archives
import MolecularFiles
import Testing

/// Bad files give errors that name the file, the dataset, what was found and what was expected.
@Suite struct BadFileTests {
    private let hydrogen: String

    init() throws {
        hydrogen = try resource("H2_sto-3g_singlet_H2_0.7414.hdf5")
    }

    /// The error of reading a copy in which `change` was made, up to the Hamiltonian and the molecule.
    private func error(change: (String, Content) throws -> Content?) throws -> MolecularFileError? {
        var caught: MolecularFileError?
        try withTemporaryFolder { folder in
            let path = folder + "/changed.hdf5"
            try copy(hydrogen, to: path, change: change)
            caught = #expect(throws: MolecularFileError.self) {
                let record = try OpenFermionFile.read(path)
                _ = try record.hamiltonian()
                _ = try record.molecule()
            }
        }
        return caught
    }

    private func replacing(_ dataset: String, by content: Content?) throws -> MolecularFileError? {
        try error { $0 == dataset ? content : $1 }
    }

    @Test func anUnchangedCopyIsRead() throws {
        try withTemporaryFolder { folder in
            try copy(hydrogen, to: folder + "/copy.hdf5")
            #expect(try OpenFermionFile.read(folder + "/copy.hdf5").hamiltonian().orbitalCount == 2)
        }
    }

    @Test func aMissingFile() {
        let error = #expect(throws: MolecularFileError.self) { try OpenFermionFile.read("nowhere.hdf5") }
        #expect(error == .archive(.noSuchFile(file: "nowhere.hdf5")))
        #expect(error?.kind == .noInput)
    }

    @Test func aTruncatedFile() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/cut.hdf5"
            let data = try Data(contentsOf: URL(fileURLWithPath: hydrogen))
            for length in stride(from: 0, to: data.count, by: 1111) {
                try data.prefix(length).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: MolecularFileError.self) { try OpenFermionFile.read(path) }
                #expect(error?.kind == .badData)
                #expect(try #require(error).description.hasPrefix(path))
            }
        }
    }

    @Test func aTextFile() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/text.hdf5"
            try "H 0 0 0\n".write(toFile: path, atomically: true, encoding: .utf8)
            let error = #expect(throws: MolecularFileError.self) { try OpenFermionFile.read(path) }
            #expect(error == .archive(.notHDF5(file: path, bytes: 8)))
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func aNumberThatIsNotFiniteAnywhere(_ value: Double) throws {
        let reader = try HDF5Reader(opening: hydrogen)
        var changed = 0
        for dataset in reader.datasets() {
            guard case .numbers(let array) = try Content(dataset, of: reader) else { continue }
            changed += 1
            var elements = array.elements
            elements[elements.count - 1] = value
            let error = try replacing(dataset, by: .numbers(HDF5Array(shape: array.shape, elements: elements)))
            let index = array.shape.map { $0 - 1 }
            guard case .archive(.notFinite(_, dataset, index, "\(value)")) = error else {
                Issue.record("\(dataset): \(String(describing: error))")
                continue
            }
            #expect(error?.kind == .badData)
        }
        #expect(changed == 18)
    }

    @Test(arguments: [
        "geometry/atoms", "geometry/positions", "basis", "multiplicity", "charge", "description", "name", "n_atoms",
        "n_electrons",
    ])
    func aMissingDatasetThatEveryFileHas(_ dataset: String) throws {
        let error = try replacing(dataset, by: nil)
        guard case .archive(.missing(_, dataset, _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try #require(error).description.contains("no dataset \"\(dataset)\""))
        #expect(try #require(error).description.contains("MolecularData.save()"))
        #expect(error?.kind == .badData)
    }

    @Test(arguments: ["n_orbitals", "nuclear_repulsion", "one_body_integrals", "two_body_integrals"])
    func aDatasetTheHamiltonianNeeds(_ dataset: String) throws {
        for content in [nil, Content.booleans(HDF5Array(shape: [], elements: [false]))] {
            let error = try replacing(dataset, by: content)
            guard case .notComputed(_, dataset, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(try #require(error).description.contains("\"\(dataset)\" was not computed"))
            #expect(try #require(error).description.contains("run_pyscf"))
        }
    }

    @Test(arguments: [
        "hf_energy", "fci_energy", "fci_two_rdm", "ccsd_double_amps", "canonical_orbitals", "n_qubits", "atoms",
        "protons", "general_calculations_keys",
    ])
    func aDatasetThatMayBeAbsent(_ dataset: String) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/without.hdf5"
            try copy(hydrogen, to: path) { $0 == dataset ? nil : $1 }
            let record = try OpenFermionFile.read(path)
            #expect(try record.hamiltonian().orbitalCount == 2)
            #expect(dataset != "hf_energy" || record.energies.hartreeFock == nil)
        }
    }

    @Test(arguments: [
        ("one_body_integrals", [2, 3]), ("one_body_integrals", [4]), ("two_body_integrals", [2, 2, 2]),
        ("two_body_integrals", [3, 3, 3, 3]), ("orbital_energies", [3]), ("canonical_orbitals", [2, 3]),
        ("overlap_integrals", [3, 3]), ("fci_one_rdm", [3, 3]), ("fci_two_rdm", [4, 4, 4, 4]),
        ("cisd_two_rdm", [2, 2]), ("ccsd_single_amps", [2, 2]), ("ccsd_double_amps", [4, 4]),
        ("geometry/positions", [3, 3]), ("geometry/positions", [6]), ("hf_energy", [2]),
    ])
    func aWrongShape(dataset: String, shape: [Int]) throws {
        let zeros = HDF5Array(shape: shape, elements: [Double](repeating: 0, count: shape.reduce(1, *)))
        let error = try replacing(dataset, by: .numbers(zeros))
        guard case .archive(.wrongShape(_, dataset, shape, _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.kind == .badData)
    }

    @Test(arguments: ["charge", "n_atoms", "one_body_integrals", "hf_energy"]) func aWrongType(_ dataset: String) throws
    {
        let error = try replacing(dataset, by: .strings(HDF5Array(shape: [], elements: ["zero"])))
        guard case .archive(.wrongType(_, dataset, "string of 4 bytes", _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ("n_atoms", 3), ("n_qubits", 5), ("n_electrons", 4), ("n_orbitals", 0), ("n_orbitals", -2),
        ("n_orbitals", .max),
    ])
    func countsThatContradict(dataset: String, value: Int64) throws {
        let error = try replacing(dataset, by: .integers(HDF5Array(shape: [], elements: [value])))
        guard case .inconsistent(_, dataset, "\(value)", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ("multiplicity", 2), ("multiplicity", 0), ("multiplicity", .min), ("charge", 5), ("charge", .max),
        ("n_electrons", .max), ("n_electrons", -1),
    ])
    func spinAndChargeThatAreImpossible(dataset: String, value: Int64) throws {
        let error = try replacing(dataset, by: .integers(HDF5Array(shape: [], elements: [value])))
        guard case .structure = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anElementThatIsNone() throws {
        let error = try replacing("geometry/atoms", by: .strings(HDF5Array(["H", "Qq"])))
        guard case .structure(_, .unknownElement("Qq")) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["one_body_integrals", "two_body_integrals"]) func asymmetricIntegrals(_ dataset: String) throws {
        let error = try error { name, content in
            guard name == dataset, case .numbers(let array) = content else { return content }
            var elements = array.elements
            elements[1] += 1e-6
            return .numbers(HDF5Array(shape: array.shape, elements: elements))
        }
        guard case .structure(_, .asymmetric) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try #require(error).description.contains("expected them equal to 1e-08"))
    }

    @Test func aPlaceThatCannotBeWritten() throws {
        let record = try OpenFermionFile.read(hydrogen)
        let error = #expect(throws: MolecularFileError.self) {
            try OpenFermionFile.write(record, to: "/nowhere/at/all.hdf5")
        }
        #expect(error?.kind == .cannotCreate)
    }
}
