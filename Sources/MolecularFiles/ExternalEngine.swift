public import ElectronicStructure
internal import Foundation
internal import HDF5Archives

/// A program of others that computes mean fields, integrals and energies, where the user has it.
public enum ExternalEngine: String, CaseIterable, Sendable {
    /// PySCF, a Python package: run by `python3`, or by the Python that `AUFBAU_PYTHON` names.
    case pyscf
    /// Psi4, run by its command `psi4`.
    case psi4

    /// What installs it.
    public var installation: String {
        switch self {
        case .pyscf:
            "python3 -m pip install pyscf (AUFBAU_PYTHON names another Python than python3)"
        case .psi4: "apt-get install psi4"
        }
    }

    /// What a program found.
    public struct Result: Sendable {
        /// The molecule with its integrals, orbitals and energies.
        public let record: MolecularRecord
        /// Total energies in hartree by method: hf, mp2, cisd, ccsd, ccsd(t), fci.
        public let energies: [String: Double]
        /// The program and its version.
        public let version: String
        /// Whether every iteration converged.
        public let isConverged: Bool
    }

    /// Computes a molecule in its basis set. Both programs get the very basis functions that Aufbau would use.
    ///
    /// - Parameters:
    ///   - reference: the kind of determinant; by default closed shells, or open ones with shared orbitals.
    ///   - methods: what to compute beside Hartree-Fock, of mp2, cisd, ccsd, ccsd(t), fci.
    /// - Throws: `engineMissing` with what installs it, `engineFailed` with what it said, `structure`.
    public func run(
        _ molecule: Molecule, reference: HartreeFockReference? = nil, methods: [String] = []
    ) throws(MolecularFileError) -> Result {
        let isClosed = molecule.multiplicity == 1
        let task: EngineTask
        do throws(ElectronicStructureError) {
            task = try EngineTask(
                molecule, reference: reference ?? (isClosed ? .restricted : .restrictedOpenShell), methods: methods)
        } catch {
            throw .structure(file: rawValue, error: error)
        }
        let folder = try EngineFolder()
        defer { folder.remove() }
        try folder.write(task)
        let (status, said) = try launch(in: folder)
        if [77, 127].contains(status) { throw .engineMissing(engine: rawValue, installation: installation) }
        guard status == 0, let answer = folder.answer() else {
            throw .engineFailed(engine: rawValue, said: said.isEmpty ? "nothing (status \(status))" : said)
        }
        return try result(answer, folder, molecule)
    }

    /// Runs the program to its end; its exit status, and the last of what it said.
    private func launch(in folder: EngineFolder) throws(MolecularFileError) -> (status: Int32, said: String) {
        let name = "\(rawValue)_engine"
        guard let script = Bundle.module.url(forResource: "Resources/Engines/\(name)", withExtension: "py") else {
            throw .cannotOpen(file: "\(name).py", reason: "the program's resources are not where they were installed")
        }
        let python = ProcessInfo.processInfo.environment["AUFBAU_PYTHON"] ?? "python3"
        let arguments =
            switch self {
            case .pyscf: [python, script.path, folder.path]
            case .psi4: ["psi4", "-k", "-i", script.path, "-o", folder.path + "/psi4.out"]
            }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw .engineMissing(engine: rawValue, installation: installation) }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text.split(separator: "\n").suffix(5).joined(separator: "\n"))
    }

    private func result(
        _ answer: EngineAnswer, _ folder: EngineFolder, _ molecule: Molecule
    ) throws(MolecularFileError) -> Result {
        guard let energies = answer.energies else {
            throw .engineNotConverged(engine: rawValue, said: answer.problem ?? "Hartree-Fock did not converge")
        }
        if let failure = (answer.failures ?? [:]).sorted(by: { $0.key < $1.key }).first {
            throw .engineFailed(engine: rawValue, said: "\(failure.key): \(failure.value)")
        }
        let numbers = folder.numbers()
        guard numbers.count > 2, numbers.allSatisfy(\.isFinite) else {
            throw .engineFailed(engine: rawValue, said: "integrals that are not finite, or none")
        }
        let (functions, n) = (Int(numbers[0]), Int(numbers[1]))
        let packed = TwoBodyIntegrals.packedCount(orbitalCount: n)
        guard numbers.count == 2 + functions * functions + functions * n + n * n + packed else {
            throw .engineFailed(engine: rawValue, said: "\(numbers.count) numbers for \(n) orbitals")
        }
        var place = 2
        func take(_ count: Int) -> [Double] {
            defer { place += count }
            return Array(numbers[place..<place + count])
        }
        let (overlap, orbitals, oneBody, twoBody) = (
            take(functions * functions), take(functions * n), take(n * n), take(packed)
        )
        do throws(ElectronicStructureError) {
            let integrals = try MolecularIntegrals(
                nuclearRepulsion: answer.nuclearRepulsion ?? molecule.nuclearRepulsion, oneBody: oneBody,
                twoBody: TwoBodyIntegrals(orbitalCount: n, packed: twoBody))
            var record = MolecularRecord(
                molecule, integrals: integrals,
                energies: MolecularEnergies(
                    hartreeFock: energies["hf"], mp2: energies["mp2"], cisd: energies["cisd"], ccsd: energies["ccsd"],
                    fci: energies["fci"]))
            record.orbitals = HDF5Array(shape: [functions, n], elements: orbitals)
            record.overlap = HDF5Array(shape: [functions, functions], elements: overlap)
            record.orbitalEnergies = answer.orbitalEnergies.map { HDF5Array($0) }
            return Result(
                record: record, energies: energies, version: answer.version, isConverged: answer.converged)
        } catch {
            throw .structure(file: rawValue, error: error)
        }
    }
}

/// What a program is asked.
private struct EngineTask: Encodable {
    private let molecule: Molecule
    private let reference: HartreeFockReference
    private let methods: [String]
    private let basis: [String: [BasisShell]]

    init(
        _ molecule: Molecule, reference: HartreeFockReference, methods: [String]
    ) throws(ElectronicStructureError) {
        self.molecule = molecule
        self.reference = reference
        self.methods = methods
        let set = try BasisSet.named(molecule.basis)
        var basis: [String: [BasisShell]] = [:]
        for atom in molecule.atoms where basis[atom.element.symbol] == nil {
            basis[atom.element.symbol] = try set.shells(of: atom.element)
        }
        self.basis = basis
    }

    private enum Key: String, CodingKey { case atoms, charge, multiplicity, basis, reference, methods }

    private struct ElementKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(molecule.charge, forKey: .charge)
        try container.encode(molecule.multiplicity, forKey: .multiplicity)
        try container.encode(reference.rawValue, forKey: .reference)
        try container.encode(methods, forKey: .methods)
        var atoms = container.nestedUnkeyedContainer(forKey: .atoms)
        for atom in molecule.atoms {
            var row = atoms.nestedUnkeyedContainer()
            try row.encode(atom.element.symbol)
            try row.encode([atom.position.x, atom.position.y, atom.position.z])
            try row.encode(atom.isGhost)
        }
        var elements = container.nestedContainer(keyedBy: ElementKey.self, forKey: .basis)
        for (symbol, shells) in basis.sorted(by: { $0.key < $1.key }) {
            var list = elements.nestedUnkeyedContainer(forKey: ElementKey(stringValue: symbol))
            for shell in shells {
                var row = list.nestedUnkeyedContainer()
                try row.encode(shell.angularMomentum)
                try row.encode(shell.exponents)
                try row.encode(shell.contractions)
            }
        }
    }
}

/// What a program answers beside its arrays.
private struct EngineAnswer: Decodable {
    let version: String
    let converged: Bool
    let energies: [String: Double]?
    let failures: [String: String]?
    let problem: String?
    let nuclearRepulsion: Double?
    let orbitalEnergies: [Double]?

    private enum CodingKeys: String, CodingKey {
        case version, converged, energies, failures, problem
        case nuclearRepulsion = "nuclear_repulsion"
        case orbitalEnergies = "orbital_energies"
    }
}

/// The folder where a program finds its task and leaves its answer.
private struct EngineFolder {
    let path: String

    init() throws(MolecularFileError) {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("aufbau-engine-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .cannotCreate(file: path, reason: error.localizedDescription)
        }
    }

    func write(_ task: EngineTask) throws(MolecularFileError) {
        do {
            try JSONEncoder().encode(task).write(to: URL(fileURLWithPath: path + "/input.json"))
        } catch {
            throw .cannotCreate(file: path + "/input.json", reason: "\(error)")
        }
    }

    func answer() -> EngineAnswer? {
        FileManager.default.contents(atPath: path + "/result.json").flatMap {
            try? JSONDecoder().decode(EngineAnswer.self, from: $0)
        }
    }

    func numbers() -> [Double] {
        guard let data = FileManager.default.contents(atPath: path + "/arrays.bin") else { return [] }
        return data.withUnsafeBytes { bytes in
            (0..<data.count / 8).map {
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
            }
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
