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
        case .farAway(let atom, let coordinate):
            "Atom \(atom + 1) has a coordinate of \(coordinate) bohr; expected at most "
                + "\(Molecule.largestCoordinate). Check the coordinates and their unit."
        case .impossibleShape(let reason):
            "Impossible shape: \(reason)."
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
        default: calculationDescription
        }
    }

    /// The words for what goes wrong while computing.
    private var calculationDescription: String {
        switch self {
        case .malformedBasis(let source, let line, let found, let expected):
            "\(source)\(line > 0 ? ", line \(line)" : ""): found \(found); expected \(expected)."
        case .unknownBasis(let found, let available):
            "\"\(found)\" is no basis set; expected one of \(available.joined(separator: ", ")), or a file in Gaussian94 "
                + "or NWChem form."
        case .missingBasisFunctions(let basis, let element, let available):
            "The basis set \(basis) has no functions for \(element); it has them for \(available). Choose another one."
        case .outOfMemory(let purpose, let needed, let available, let largest):
            "\(purpose) needs \(needed) bytes; \(available) bytes are there, enough for \(largest)."
        case .notConverged(let method, let iterations, let residual, let tolerance, let energies):
            "\(method) did not converge in \(iterations) iterations: residual \(residual), expected at most "
                + "\(tolerance). Energies so far: \(Self.list(energies)). Try another geometry or reference, damping or a "
                + "level shift."
        case .unsupportedMethod(let method, let reason):
            "\(method) is impossible here: \(reason)."
        case .calculationFailed(let step, let reason):
            "\(step) failed: \(reason)"
        default: ""
        }
    }

    private static func list(_ energies: [String: Double]) -> String {
        let entries = energies.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) Eh" }
        return entries.isEmpty ? "none" : entries.joined(separator: ", ")
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
