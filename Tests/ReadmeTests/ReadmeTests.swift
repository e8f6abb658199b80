import Aufbau
import Foundation
import TestSupport
import Testing

/// The library sample of README.md, as it stands there, and what README.md says it prints.
private func libraryUse() throws -> [String] {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }

    // README: library
    let record = try OpenFermionFile.read("Molecules/H1-Li1_sto-3g_singlet_1.45.hdf5")
    let hamiltonian = try record.hamiltonian().freezingCore(of: record.molecule())
    let encoding = BravyiKitaev(modeCount: hamiltonian.spinOrbitalCount)
    let energy: PauliSum = try encoding.encode(hamiltonian)
    let ansatz = try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
    let result = try VQE(ansatz, minimizing: energy).run()
    let exact = try fullConfigurationInteraction(hamiltonian, alphaCount: 1, betaCount: 1).states[0]
    print("\(energy.count) Pauli strings on \(encoding.qubitCount) qubits, \(ansatz.parameterCount) parameters")
    print("VQE   \(String(format: "%.8f", result.energy)) Eh in \(result.evaluations) evaluations")
    print("exact \(String(format: "%.8f", exact.energy)) Eh")
    // README: end
    return printed
}

@Suite(.serialized) struct ReadmeTests {
    private let readme = SharedFiles.projectRoot.appendingPathComponent("README.md")

    @Test func theLibrarySampleIsInTheReadmeAndPrintsWhatItSays() throws {
        let text = try String(contentsOf: readme, encoding: .utf8)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let sample = source.components(separatedBy: "// README: ")[1].split(separator: "\n").dropFirst()
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        #expect(sample.count >= 10)
        for line in sample { #expect(text.contains(line), "README lacks: \(line)") }

        #expect(FileManager.default.changeCurrentDirectoryPath(SharedFiles.projectRoot.path))
        for line in try libraryUse() { #expect(text.contains(line), "README lacks the output: \(line)") }
    }
}
