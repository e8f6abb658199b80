import Foundation
import HDF5Archives
import MolecularFiles
import TestSupport
import Testing

/// Bad input: the contract's exit status, and a message that says where, what was found and what to do.
@Suite struct FailureTests {
    private func expectFailure(
        _ name: String, _ arguments: [String], status: Int32, saying words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try Command.run(name, arguments)
        #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        for word in words {
            #expect(result.errors.contains(word), "'\(word)' in: \(result.errors)", sourceLocation: sourceLocation)
        }
    }

    private let molecule = SharedFiles.projectRoot.appendingPathComponent(
        "Molecules/H2_sto-3g_singlet_0.7414.hdf5")

    @Test(arguments: [
        ("x r[0];", 3, ["r"]), ("cx q[0],q[0];", 3, ["second time"]), ("h q[2];", 3, ["2"]),
        ("rx(1/0) q[0];", 3, []), ("nonsense q[0];", 3, ["nonsense"]),
    ])
    func badCircuits(_ statement: String, line: Int, words: [String]) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "OPENQASM 2.0;\ninclude \"qelib1.inc\"; qreg q[2];\n\(statement)\n", as: "bad.qasm")
        try expectFailure("simulate", [path], status: 65, saying: ["bad.qasm:\(line):"] + words)
    }

    @Test func fiftyQubitsDoNotFit() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("50\n0 h 0\n", as: "wide.qsim")
        try expectFailure(
            "simulate", [path, "--shots", "1"], status: 71,
            saying: ["9007199254740992 bytes", "available", "largest state that fits"])
    }

    @Test func badArguments() throws {
        let bell = Command.resource("bell.qasm")
        try expectFailure("simulate", [bell, "--shots", "-3"], status: 64, saying: ["shots"])
        try expectFailure("simulate", [bell, "--nonsense"], status: 64, saying: ["nonsense"])
        try expectFailure("simulate", [], status: 64, saying: ["circuit"])
        try expectFailure("simulate", ["/nowhere/x.qasm"], status: 66, saying: ["/nowhere/x.qasm"])
        try expectFailure("simulate", [bell, "--amplitudes", "012"], status: 65, saying: ["012", "2 characters"])
        try expectFailure("simulate", [bell, "--amplitudes", "@/nowhere"], status: 66, saying: ["/nowhere"])
        try expectFailure("simulate", [bell, "--expect", "Z0 + Q1"], status: 65, saying: ["Q1"])
        try expectFailure("simulate", [bell, "--expect", "Z7"], status: 65, saying: ["qubit 7"])
        try expectFailure("simulate", [bell, "--expect", "1j Z0"], status: 65, saying: ["not real"])
        try expectFailure("molecule", ["/nowhere.hdf5"], status: 66, saying: ["/nowhere.hdf5"])
        try expectFailure(
            "molecule", [molecule.path, "--active", "9,9"], status: 65, saying: ["9 electrons"])
        try expectFailure(
            "molecule", [molecule.path, "--hamiltonian", "/nowhere/h.txt"], status: 73, saying: ["/nowhere/h.txt"])
        try expectFailure("molecule", [molecule.path, "--methods", "dft"], status: 64, saying: ["dft"])
    }

    @Test func truncatedMoleculeFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("cut.hdf5")
        try Data(contentsOf: molecule).prefix(9000).write(to: URL(fileURLWithPath: path))
        try expectFailure("molecule", [path], status: 65, saying: ["cut.hdf5"])
    }

    @Test func integralThatIsNotANumber() throws {
        let folder = try TemporaryFolder()
        var record = try OpenFermionFile.read(molecule.path)
        let oneBody = try #require(record.oneBody)
        record.oneBody = HDF5Array(shape: oneBody.shape, elements: [.nan] + oneBody.elements.dropFirst())
        let path = folder.path("nan.hdf5")
        try OpenFermionFile.write(record, to: path)
        try expectFailure("molecule", [path], status: 65, saying: ["nan.hdf5", "one_body_integrals", "nan"])
    }

    @Test func missingDataset() throws {
        let folder = try TemporaryFolder()
        var record = try OpenFermionFile.read(molecule.path)
        record.twoBody = nil
        let path = folder.path("missing.hdf5")
        try OpenFermionFile.write(record, to: path)
        try expectFailure("molecule", [path], status: 65, saying: ["missing.hdf5", "two_body_integrals"])
    }
}
