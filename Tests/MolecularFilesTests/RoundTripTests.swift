import ElectronicStructure
import Foundation
import HDF5Archives
import MolecularFiles
import TestSupport
import Testing

/// What is read is written back bit for bit, and OpenFermion loads it.
@Suite struct RoundTripTests {
    static let files: [String] = {
        var files = (try? hdf5Files(in: Bundle.module.bundleURL.appendingPathComponent("Resources"))) ?? []
        for folder in ["vectors/hdf5", "vectors/openfermion_shipped/testing_data"] {
            guard let url = SharedFiles.url(folder) else { continue }
            files += ((try? hdf5Files(in: url)) ?? []).filter { !$0.contains("dm_") }
        }
        return files
    }()

    @Test(arguments: files) func everyDatasetIsKept(_ path: String) throws {
        try withTemporaryFolder { folder in
            let destination = folder + "/copy.hdf5"
            var record = try OpenFermionFile.read(path)
            try OpenFermionFile.write(record, to: destination)
            try expectEqualContents(path, destination)
            record.source = destination
            #expect(try OpenFermionFile.read(destination) == record)
        }
    }

    private func expectEqualContents(_ original: String, _ written: String) throws {
        let (before, after) = (try HDF5Reader(opening: original), try HDF5Reader(opening: written))
        for dataset in before.datasets() {
            let (old, new) = (try Content(dataset, of: before), try Content(dataset, of: after))
            #expect(old == new, "\(dataset)")
            #expect(old.bits == new.bits, "\(dataset)")
            #expect(try before.describe(dataset).shape == after.describe(dataset).shape, "\(dataset)")
        }
        #expect(Set(before.datasets()).isSubset(of: after.datasets()))
    }

    /// The types that `MolecularData.load()` relies on.
    @Test func typesAreOpenFermions() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/typed.hdf5"
            let molecule = try Molecule(
                geometry: "Li 0 0 0; H 0 0 1.45; He 0 2 0", charge: 1, multiplicity: 2, basis: "6-31g")
            try OpenFermionFile.write(MolecularRecord(molecule), to: path)
            let reader = try HDF5Reader(opening: path)
            let expected: [(String, HDF5ElementType, [Int])] = [
                ("geometry/atoms", .string(bytes: 2), [3]), ("geometry/positions", .float(bytes: 8), [3, 3]),
                ("basis", .string(bytes: 5), []), ("description", .string(bytes: 1), []),
                ("atoms", .string(bytes: 17), []), ("protons", .integer(bytes: 8, signed: true), [3]),
                ("n_atoms", .integer(bytes: 8, signed: true), []), ("charge", .integer(bytes: 8, signed: true), []),
                ("n_orbitals", .boolean, []), ("n_qubits", .boolean, []), ("hf_energy", .boolean, []),
                ("nuclear_repulsion", .float(bytes: 8), []), ("two_body_integrals", .boolean, []),
                ("general_calculations_keys", .boolean, []), ("general_calculations_values", .boolean, []),
            ]
            for (dataset, type, shape) in expected {
                #expect(try reader.describe(dataset).type == type, "\(dataset)")
                #expect(try reader.describe(dataset).shape == shape, "\(dataset)")
            }
            #expect(try reader.string(from: "atoms") == "['H', 'He', 'Li']")
            #expect(try reader.read(Int.self, from: "protons").elements == [1, 2, 3])
            #expect(try reader.string(from: "name") == "H1-He1-Li1_6-31g_doublet_1+")
            #expect(reader.datasets().count == 32)
            let record = try OpenFermionFile.read(path)
            #expect(abs(try record.molecule().nuclearRepulsion - molecule.nuclearRepulsion) < 1e-13)
            #expect(record.oneBody == nil && record.energies.fci == nil && record.orbitalCount == nil)
        }
    }

    @Test func integralsMakeARecord() throws {
        let original = try OpenFermionFile.read(resource("H1-Li1_sto-3g_singlet_LiH_1.5949.hdf5"))
        let integrals = try original.integrals()
        let record = MolecularRecord(try original.molecule(), integrals: integrals, energies: original.energies)
        #expect(record.energies == original.energies)
        #expect(try record.integrals(tolerance: 0) == integrals)
        let difference = zip(
            try #require(record.twoBody).elements, try #require(original.twoBody).elements
        ).map { abs($0 - $1) }.max()
        #expect(try #require(difference) < 1e-14)
    }

    @Test func resultsOfAUserAndAGeometryByName() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/named.hdf5"
            var record = try OpenFermionFile.read(resource("H2_sto-3g_singlet_H2_0.7414.hdf5"))
            record.calculations = [.init(name: "VQE", value: -1.137), .init(name: "long name", value: 0.1)]
            record.geometry = .named("glycine")
            record.source = path
            try OpenFermionFile.write(record, to: path)
            let again = try OpenFermionFile.read(path)
            #expect(again.geometry == .named("glycine"))
            #expect(again.calculations == record.calculations)
            #expect(again.energies == record.energies)
            #expect(throws: MolecularFileError.self) { try again.molecule() }
            #expect(try again.hamiltonian() == record.hamiltonian())
        }
    }

    /// OpenFermion itself loads what was written, where a Python with OpenFermion is found.
    ///
    /// `AUFBAU_PYTHON` names one; else `python3` is tried.
    @Test func openFermionLoadsIt() throws {
        try withTemporaryFolder { folder in
            let script = try resource("load_with_openfermion.py")
            var arguments = [script]
            for (index, path) in Self.files.enumerated() {
                let destination = "\(folder)/copy\(index).hdf5"
                try OpenFermionFile.write(OpenFermionFile.read(path), to: destination)
                arguments += [path, destination]
            }
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [ProcessInfo.processInfo.environment["AUFBAU_PYTHON"] ?? "python3"] + arguments
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            if [77, 127].contains(process.terminationStatus) {
                print("skipped: no Python with OpenFermion; name one in AUFBAU_PYTHON")
            } else {
                #expect(process.terminationStatus == 0, "\(text)")
                #expect(text.contains("\(Self.files.count) files agree"), "\(text)")
            }
        }
    }
}
