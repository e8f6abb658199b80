internal import ComplexModule
internal import ElectronicStructure
internal import FermionEncodings
internal import FockSpace
internal import MolecularFiles
internal import OperatorAlgebra
internal import QuantumAlgorithms
internal import RealModule

/// What `molecule` does: load, choose orbitals, compute energies, encode, report.
struct MoleculeRun {
    let options: MoleculeCommand

    func run() throws {
        let loading = Stopwatch()
        var record = try OpenFermionFile.read(options.geometry)
        let hamiltonian = try options.space.hamiltonian(of: record)
        var report = MoleculeReport(record, hamiltonian)
        report.seconds["load"] = loading.seconds

        let solving = Stopwatch()
        for method in options.methods.methods {
            let energy = try energy(method, of: hamiltonian)
            report.energies[method.rawValue] = energy
        }
        report.seconds["energies"] = solving.seconds

        let encoding = Stopwatch()
        let result = try options.encoding.encode(hamiltonian, tapers: options.taper)
        let encoded = result.sum
        report.hamiltonian = .init(
            encoding: options.encoding.rawValue, qubits: result.qubitCount, terms: encoded.count,
            oneNorm: encoded.norm(), constant: encoded.constant.real)
        report.seconds["encoding"] = encoding.seconds
        try checkSector(result, report.energies[MoleculeMethod.fci.rawValue])

        if let path = options.hamiltonian { try TextFile.write(lines(of: encoded), to: path) }
        if let path = options.output {
            for (method, energy) in report.energies { record.energies.set(method, energy) }
            try OpenFermionFile.write(record, to: path)
        }
        try options.printing.json ? Console.json(report) : report.printText()
    }

    /// Registers up to here are diagonalized to check the sector of a tapering.
    private static let checkedQubits = 12

    /// Warns where the sector of the reference determinant does not hold the ground state.
    private func checkSector(_ result: MoleculeEncoding.Result, _ exact: Double?) throws {
        guard result.tapered > 0, let exact, 1...Self.checkedQubits ~= result.qubitCount else { return }
        let real = result.sum.mapCoefficients { Complex($0.real, 0) }
        let lowest = try ExactDiagonalization.lowestStates(1, of: real, qubitCount: result.qubitCount).energies[0]
        if lowest > exact + 1e-6 {
            Console.note(
                "warning: the lowest state of the tapered Hamiltonian lies \(lowest - exact) Eh above the FCI energy; "
                    + "the ground state has other symmetries than the determinant of the lowest orbitals",
                quiet: options.printing.quiet)
        }
    }

    private func energy(_ method: MoleculeMethod, of hamiltonian: ElectronicHamiltonian) throws -> Double {
        switch method {
        case .hf: hamiltonian.referenceEnergy
        case .fci:
            try fullConfigurationInteraction(
                hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down
            ).states[0].energy
        }
    }

    /// One "coefficient [X0 Z2]" line a term.
    private func lines(of sum: PauliSum) -> String {
        sum.map { "\($0.coefficient.real) [\($0.term)]\n" }.joined()
    }
}

extension MolecularEnergies {
    /// Stores a computed energy under the method's name.
    fileprivate mutating func set(_ method: String, _ energy: Double) {
        switch method {
        case MoleculeMethod.hf.rawValue: hartreeFock = energy
        case MoleculeMethod.fci.rawValue: fci = energy
        default: break
        }
    }
}

/// The result of `molecule`: the JSON object of the contract.
struct MoleculeReport: Encodable {
    struct Hamiltonian: Encodable {
        var encoding: String
        var qubits: Int
        var terms: Int
        var oneNorm: Double
        var constant: Double
    }

    var name: String
    var basis: String
    var charge: Int
    var multiplicity: Int
    var atoms: Int
    var electrons: Int
    var orbitals: Int
    var qubits: Int
    var energies: [String: Double] = [:]
    var converged = true
    var hamiltonian: Hamiltonian?
    var seconds: [String: Double] = [:]

    init(_ record: MolecularRecord, _ hamiltonian: ElectronicHamiltonian) {
        name = record.name
        basis = record.basis
        charge = record.charge
        multiplicity = record.multiplicity
        if case .atoms(let symbols, _) = record.geometry { atoms = symbols.count } else { atoms = 0 }
        electrons = hamiltonian.electrons.total
        orbitals = hamiltonian.orbitalCount
        qubits = hamiltonian.spinOrbitalCount
        energies["nuclear_repulsion"] = record.energies.nuclearRepulsion
    }

    func printText() {
        Console.result("\(name): \(electrons) electrons in \(orbitals) orbitals, \(qubits) qubits")
        for (method, energy) in energies.sorted(by: { $0.key < $1.key }) {
            let title = method == "nuclear_repulsion" ? "nuclear repulsion" : method.uppercased()
            Console.result(title.padding(to: 20) + "\(energy) Eh")
        }
        if let hamiltonian {
            let width = hamiltonian.qubits == qubits ? "" : "\(hamiltonian.qubits) qubits, "
            Console.result(
                "Hamiltonian".padding(to: 20)
                    + "\(hamiltonian.encoding), \(width)\(hamiltonian.terms) terms, one-norm \(hamiltonian.oneNorm) Eh")
        }
    }
}

extension String {
    /// The text with spaces behind it up to a width.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
