/// What is wrong with a molecule, its integrals or an active space: what was found, what was expected, what to do.
public enum ElectronicStructureError: Error, Equatable, Sendable {
    /// A geometry cannot be read; `line` counts from 1.
    case malformedGeometry(source: String, line: Int, found: String, expected: String)
    /// A geometry file does not exist or cannot be opened.
    case cannotOpen(file: String, reason: String)
    /// A symbol that is no chemical element.
    case unknownElement(found: String)
    /// A molecule without atoms.
    case noAtoms
    /// Two nuclei on nearly the same spot; the distance is in bohr and atoms count from 0.
    case overlappingNuclei(first: Int, second: Int, distance: Double)
    /// Charge and multiplicity that no distribution of the electrons has.
    case impossibleSpin(electrons: Int, multiplicity: Int)
    /// A charge that takes away more electrons than there are.
    case tooFewElectrons(protons: Int, charge: Int)
    /// More electrons of one spin than orbitals to hold them.
    case tooManyElectrons(spinUp: Int, spinDown: Int, orbitals: Int)
    /// A number that is infinite or not a number.
    case notFinite(quantity: String, index: [Int], value: String)
    /// An array that has another number of elements than its orbitals demand.
    case wrongCount(quantity: String, found: Int, expected: Int)
    /// Two integrals that symmetry makes equal differ.
    case asymmetric(
        quantity: String, index: [Int], value: Double, mirrorIndex: [Int], mirrorValue: Double, tolerance: Double)
    /// An active space that the molecule does not have.
    case impossibleActiveSpace(reason: String)

    /// Whether the trouble is an input that does not exist, rather than one whose content is wrong.
    public var isMissingInput: Bool {
        if case .cannotOpen = self { return true }
        return false
    }
}

extension ElectronicStructureError: CustomStringConvertible {
    /// The error in words: what was found, what was expected, and what to do.
    public var description: String {
        switch self {
        case .malformedGeometry(let source, let line, let found, let expected):
            "\(source), line \(line): found \(found); expected \(expected)."
        case .cannotOpen(let file, let reason):
            "\(file): cannot be opened: \(reason). Check the path."
        case .unknownElement(let found):
            "\"\(found)\" is no chemical element; expected a symbol such as H, He or Li, or an atomic number from "
                + "1 to \(ChemicalElement.heaviest)."
        case .noAtoms:
            "The molecule has no atoms; expected at least one, such as \"H 0 0 0\"."
        case .overlappingNuclei(let first, let second, let distance):
            "Atoms \(first + 1) and \(second + 1) are \(distance) bohr apart; expected at least "
                + "\(Molecule.smallestDistance). Check the coordinates and their unit."
        case .impossibleSpin(let electrons, let multiplicity):
            Self.describeSpin(electrons, multiplicity)
        case .tooFewElectrons(let protons, let charge):
            "A charge of \(charge) is impossible with \(protons) protons; expected at most \(protons), which leaves no "
                + "electron. Lower the charge."
        case .tooManyElectrons(let up, let down, let orbitals):
            "\(up) electrons of spin up and \(down) of spin down do not fit into \(orbitals) orbitals; expected at "
                + "most \(orbitals) of each. Check the number of electrons and of orbitals."
        case .notFinite(let quantity, let index, let value):
            "\(quantity)\(index.isEmpty ? "" : " \(index)") is \(value); expected a finite number. "
                + "The calculation that made it has probably failed."
        case .wrongCount(let quantity, let found, let expected):
            "\(quantity): \(found) values; expected \(expected)."
        case .asymmetric(let quantity, let index, let value, let mirrorIndex, let mirrorValue, let tolerance):
            "\(quantity) \(index) is \(value) but \(quantity) \(mirrorIndex) is \(mirrorValue); expected them equal to "
                + "\(tolerance), as they are for real orbitals. Check the order of the indices, or make them again."
        case .impossibleActiveSpace(let reason):
            "Impossible active space: \(reason)."
        }
    }

    private static func describeSpin(_ electrons: Int, _ multiplicity: Int) -> String {
        let found = "A multiplicity of \(multiplicity) is impossible with \(electrons) electrons"
        if multiplicity < 1 || multiplicity - 1 > electrons {
            return "\(found); expected one from 1 to \(electrons &+ 1). It is one more than the unpaired electrons."
        }
        let parity = electrons.isMultiple(of: 2) ? "odd (1, 3, ...)" : "even (2, 4, ...)"
        return "\(found); expected an \(parity) one. It is one more than the unpaired electrons; "
            + "change it or the charge."
    }
}
