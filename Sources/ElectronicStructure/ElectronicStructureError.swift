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
    /// A coordinate in bohr so large that it must be wrong; atoms count from 0.
    case farAway(atom: Int, coordinate: Double)
    /// A shape that cannot be built from the numbers given.
    case impossibleShape(reason: String)
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
    /// A basis set file cannot be read; `line` counts from 1, 0 where there is none.
    case malformedBasis(source: String, line: Int, found: String, expected: String)
    /// A name that is no basis set of the library and no file.
    case unknownBasis(found: String, available: [String])
    /// A basis set without functions for an element of the molecule.
    case missingBasisFunctions(basis: String, element: String, available: String)
    /// A calculation that needs more memory than there is; `largest` says what would fit.
    case outOfMemory(purpose: String, neededBytes: Int, availableBytes: Int, largest: String)
    /// An iteration that was stopped; `energies` are those so far, in hartree, by method.
    case notConverged(method: String, iterations: Int, residual: Double, tolerance: Double, energies: [String: Double])
    /// A method that the reference state does not allow.
    case unsupportedMethod(method: String, reason: String)
    /// A routine of linear algebra or of the integral library failed.
    case calculationFailed(step: String, reason: String)

    /// The kinds of trouble a program reacts to differently.
    public enum Kind: Sendable {
        /// An input that does not exist.
        case noInput
        /// An input whose content is wrong.
        case badData
        /// A calculation too large for the machine.
        case outOfMemory
        /// An iteration that did not converge.
        case notConverged
        /// A fault of the program or of a library.
        case internalError
    }

    /// Which kind of trouble this is.
    public var kind: Kind {
        switch self {
        case .cannotOpen: .noInput
        case .outOfMemory: .outOfMemory
        case .notConverged: .notConverged
        case .calculationFailed: .internalError
        default: .badData
        }
    }

    /// Whether the trouble is an input that does not exist, rather than one whose content is wrong.
    public var isMissingInput: Bool { kind == .noInput }
}
