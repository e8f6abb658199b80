public import ArgumentParser
public import ElectronicStructure

/// The flags that say how a geometry becomes integrals.
struct MeanFieldOptions: ParsableArguments {
    @Option(help: "The basis set, by name or as a file in Gaussian94 or NWChem form (default: sto-3g).")
    var basis: String?

    @Option(parsing: .unconditional, help: "The total charge (default: 0).")
    var charge: Int?

    @Option(help: "One more than the number of unpaired electrons (default: 1).")
    var multiplicity: Int?

    @Option(help: "The unit of the geometry's lengths: angstrom or bohr (default: angstrom).")
    var unit: GeometryUnit?

    @Option(help: "The Hartree-Fock determinant: rhf, rohf or uhf (default: rhf, or rohf with unpaired electrons).")
    var reference: HartreeFockReference?

    @Option(
        help: "A Hartree-Fock solution that is no minimum: follow it to a lower one, check only, or skip the analysis.")
    var stability: StabilityChoice = .follow

    @Option(help: ArgumentHelp("Iterations of Hartree-Fock before giving up (default: 100).", valueName: "N"))
    var iterations: Int?

    @Option(
        help: ArgumentHelp("Keep this share of the former density in the first iterations, 0 to 1.", valueName: "X"))
    var damping: Double?

    @Option(help: ArgumentHelp("Raise empty orbitals by this in every iteration of Hartree-Fock.", valueName: "Eh"))
    var levelShift: Double?

    @Flag(help: "Compute repulsions again in every iteration of Hartree-Fock even where memory would hold them.")
    var direct = false

    @Option(
        help: ArgumentHelp(
            """
            Fit densities with an auxiliary basis set, such as def2-universal-jkfit: for large molecules; everything computed \
            is of the fitted repulsions.
            """,
            valueName: "AUXILIARY"))
    var fit: String?

    mutating func validate() throws {
        if let iterations, iterations < 1 {
            throw ValidationError("--iterations is \(iterations); expected 1 or more.")
        }
        if let damping, !(0..<1).contains(damping) {
            throw ValidationError("--damping is \(damping); expected a number from 0 up to 1.")
        }
        if let levelShift, !(0...100).contains(levelShift) {
            throw ValidationError("--level-shift is \(levelShift); expected 0 to 100 hartree.")
        }
        if direct, fit != nil { throw ValidationError("--direct and --fit exclude one another.") }
    }

    /// How repulsions are kept.
    var repulsion: ElectronicSystem.RepulsionStorage {
        fit.map { .fitted(auxiliary: $0) } ?? (direct ? .direct : .automatic)
    }

    /// The settings of Hartree-Fock.
    var settings: HartreeFockOptions {
        HartreeFockOptions(
            maximumIterations: iterations ?? 100, levelShift: levelShift ?? 0, damping: damping ?? 0,
            stability: stability.setting)
    }

    /// Whether anything was said that only a geometry needs.
    var isGiven: Bool {
        basis != nil || charge != nil || multiplicity != nil || reference != nil || fit != nil || unit != nil
    }

    /// The molecule of a geometry, given by `read` for a unit, a charge, a multiplicity and a basis set.
    func molecule(_ read: (LengthUnit, Int, Int, String) throws -> Molecule) throws -> Molecule {
        try read(unit?.unit ?? .angstrom, charge ?? 0, multiplicity ?? 1, basis ?? "sto-3g")
    }
}

/// What is done about a solution that is no minimum.
enum StabilityChoice: String, CaseIterable, ExpressibleByArgument {
    case skip, check, follow

    var setting: HartreeFockOptions.Stability {
        switch self {
        case .skip: .skip
        case .check: .check
        case .follow: .follow
        }
    }
}

/// The unit of lengths in a geometry.
enum GeometryUnit: String, CaseIterable, ExpressibleByArgument {
    case angstrom, bohr

    var unit: LengthUnit { self == .bohr ? .bohr : .angstrom }
}

extension HartreeFockReference: ExpressibleByArgument {}
