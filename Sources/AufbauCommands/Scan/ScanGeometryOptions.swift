internal import ArgumentParser
internal import EnergySurfaces

/// The flags of a scan that starts from nuclei.
struct ScanGeometryOptions: ParsableArguments, Sendable {
    @Option(help: "A geometry in angstrom with variables between braces, such as \"H 0 0 0; H 0 0 {r}\".")
    var geometry: String?

    @Option(
        help: ArgumentHelp(
            "The values of a variable, ends included; may be repeated for a grid.",
            valueName: "NAME=START:STOP:STEP or NAME=V,V,V"))
    var vary: [String] = []

    @Option(help: "The basis set, by name or as a file in Gaussian94 or NWChem form (default: sto-3g).")
    var basis: String?

    @Option(parsing: .unconditional, help: "The total charge (default: 0).")
    var charge: Int?

    @Option(help: "One more than the number of unpaired electrons (default: 1).")
    var multiplicity: Int?

    /// Whether anything was said that only a geometry needs.
    var isGiven: Bool { geometry != nil || !vary.isEmpty || basis != nil || charge != nil || multiplicity != nil }

    mutating func validate() throws {
        if geometry != nil, vary.isEmpty { throw ValidationError("A --geometry needs at least one --vary.") }
    }

    /// The geometry with its variables, if one was given.
    func template() throws -> GeometryTemplate? {
        try geometry.map { text in
            try GeometryTemplate(
                text, varying: vary.map { try ScanVariable(parsing: $0) }, basis: basis ?? "sto-3g",
                charge: charge ?? 0, multiplicity: multiplicity ?? 1)
        }
    }
}
