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

    @Option(help: "The Hartree-Fock determinant: rhf, rohf or uhf (default: rhf, or rohf with unpaired electrons).")
    var reference: HartreeFockReference?

    @Option(
        help: "A Hartree-Fock solution that is no minimum: follow it to a lower one, check only, or skip the analysis.")
    var stability: StabilityChoice = .follow

    /// Whether anything was said that only a geometry needs.
    var isGiven: Bool { basis != nil || charge != nil || multiplicity != nil || reference != nil }

    /// The molecule of a geometry, given by `read` for a charge, a multiplicity and a basis set.
    func molecule(_ read: (Int, Int, String) throws -> Molecule) throws -> Molecule {
        try read(charge ?? 0, multiplicity ?? 1, basis ?? "sto-3g")
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

extension HartreeFockReference: ExpressibleByArgument {}
