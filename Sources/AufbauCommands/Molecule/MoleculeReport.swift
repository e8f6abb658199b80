internal import ElectronicStructure
internal import Foundation
internal import MolecularFiles

/// The result of `molecule`: the JSON object of the contract.
struct MoleculeReport: Encodable {
    struct Hamiltonian: Encodable {
        var encoding: String
        var qubits: Int
        var terms: Int
        var oneNorm: Double
        var constant: Double
    }

    var name = ""
    var basis = ""
    var charge = 0
    var multiplicity = 1
    var atoms = 0
    var electrons = 0
    var orbitals = 0
    var qubits = 0
    var energies: [String: Double] = [:]
    var converged = true
    /// The program of others that computed it, with its version.
    var engine: String?
    /// What was computed from a geometry: the determinant, whether it is a minimum, ⟨S²⟩, and the dipole moment in
    /// atomic units.
    var reference: String?
    var stable: Bool?
    var squaredSpin: Double?
    var dipole: [Double]?
    /// Mulliken charges of the atoms.
    var charges: [Double]?
    var activeSpace: ActiveSpaceReport?
    /// What the densities say, by method.
    var properties: [String: StateProperties]?
    /// The lowest states of all configurations.
    var roots: [RootReport]?
    /// The states of a casscf of several.
    var states: [StateReport]?
    /// Occupied orbitals that were localized.
    var localization: LocalizationReport?
    var geometry: GeometryReport?
    var hamiltonian: Hamiltonian?
    var seconds: [String: Double] = [:]

    init(_ input: MoleculeInput, _ calculation: MoleculeCalculation) {
        switch input {
        case .record(let record): describe(record)
        case .geometry(let molecule): describe(molecule)
        case .integrals(let file):
            name = "FCIDUMP"
            multiplicity = file.electrons.up - file.electrons.down + 1
            energies["nuclear_repulsion"] = file.integrals.nuclearRepulsion
        }
        electrons = calculation.electrons.total
        orbitals = calculation.orbitalCount
        qubits = 2 * calculation.orbitalCount
        if let field = calculation.field {
            reference = field.reference.rawValue
            stable = field.stability?.isStable
            squaredSpin = field.squaredSpin
            dipole = (try? field.dipoleMoment()).map { [$0.x, $0.y, $0.z] }
            charges = field.mullikenCharges
            if let choice = calculation.choice, choice.orbitals.activeCount < field.system.orbitalCount {
                activeSpace = ActiveSpaceReport(choice)
            }
        }
    }

    /// A molecule of which nothing is computed yet.
    init(_ molecule: Molecule) { describe(molecule) }

    private mutating func describe(_ molecule: Molecule) {
        name = molecule.name
        basis = molecule.basis
        charge = molecule.charge
        multiplicity = molecule.multiplicity
        atoms = molecule.atoms.count
        electrons = molecule.electronCount
        energies["nuclear_repulsion"] = molecule.nuclearRepulsion
    }

    private mutating func describe(_ record: MolecularRecord) {
        name = record.name
        basis = record.basis
        charge = record.charge
        multiplicity = record.multiplicity
        if case .atoms(let symbols, _) = record.geometry { atoms = symbols.count }
        energies["nuclear_repulsion"] = record.energies.nuclearRepulsion
    }

    /// Numbers as a table has them, to four places.
    private static func short(_ values: [Double]) -> String {
        // Adding zero takes the sign off a zero.
        values.map { "\(($0 * 10_000).rounded() / 10_000 + 0)" }.joined(separator: " ")
    }

    func printText() {
        Console.result("\(name): \(electrons) electrons in \(orbitals) orbitals, \(qubits) qubits")
        let order = ["nuclear_repulsion"] + ElectronicMethod.allCases.map(\.rawValue)
        for method in order {
            guard let energy = energies[method] else { continue }
            let title = method == "nuclear_repulsion" ? "nuclear repulsion" : method.uppercased()
            var line = title.padding(to: 20) + "\(energy) Eh"
            if let reference = energies["hf"], method != "hf", method != "nuclear_repulsion" {
                line = line.padding(to: 46) + "correlation \(energy - reference) Eh"
            }
            Console.result(line)
        }
        if let reference {
            Console.result("reference".padding(to: 20) + "\(reference)\(stable == false ? ", not a minimum" : "")")
        }
        if let squaredSpin, reference == HartreeFockReference.unrestricted.rawValue {
            Console.result("S^2".padding(to: 20) + "\(squaredSpin)")
        }
        if let dipole {
            let length = dipole.reduce(0) { $0 + $1 * $1 }.squareRoot()
            Console.result("dipole moment".padding(to: 20) + "\(length) e bohr")
        }
        if let charges { Console.result("charges".padding(to: 20) + Self.short(charges)) }
        for (method, state) in (properties ?? [:]).sorted(by: { $0.key < $1.key }) {
            Console.result(
                "\(method) dipole".padding(to: 20) + "\(state.dipole.map { "\($0)" }.joined(separator: " ")) e bohr")
            let open = state.naturalOccupations.filter { $0 > 0.001 && $0 < 1.999 }
            Console.result("\(method) occupations".padding(to: 20) + Self.short(open))
        }
        activeSpace?.printText()
        for (number, root) in (roots ?? []).enumerated() { Console.result(root.text(number)) }
        for (number, state) in (states ?? []).enumerated() {
            Console.result(
                "casscf state \(number)".padding(to: 20) + "\(state.energy) Eh".padding(to: 26)
                    + "weight \(state.weight), S^2 \((state.squaredSpin * 10_000).rounded() / 10_000 + 0)")
        }
        localization?.printText()
        geometry?.printText()
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
