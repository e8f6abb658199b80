public import ArgumentParser
internal import ElectronicStructure

/// `molecule`: one geometry, its energies and its qubit Hamiltonian.
public struct MoleculeCommand: ParsableCommand {
    /// Name, description and examples.
    public static let configuration = CommandConfiguration(
        commandName: "molecule",
        abstract: "Energies and the qubit Hamiltonian of a molecule.",
        discussion: """
            Takes a geometry in angstrom (an .xyz file, a Z-matrix, or text) and a basis set, or ready integrals from an
            HDF5 file in OpenFermion's layout or an FCIDUMP file.

            Examples:
              molecule "H 0 0 0; H 0 0 0.74" --basis cc-pvdz
              molecule water.xyz --basis 6-31g --methods hf,mp2,ccsd --output water.hdf5
              molecule Molecules/H1-Li1_sto-3g_singlet_1.45.hdf5
              molecule LiH.hdf5 --methods hf,fci --freeze-core --json
              molecule LiH.hdf5 --active 2,3 --encoding bk --hamiltonian lih.txt
              molecule LiH.hdf5 --encoding parity --taper --hamiltonian lih.txt
              molecule "N 0 0 0; N 0 0 1.1" --basis 6-31g --active 6,6 --methods casci,casscf
              molecule "N 0 0 0; N 0 0 1.1" --basis 6-31g --active AUTO --methods hf,casci
              molecule "C 0 0 0; H 0 0 1.12" --multiplicity 2 --methods fci --roots 5
              molecule "Li 0 0 0; H 0 0 2.6" --basis 6-31g --active 2,4 --methods casscf --average 0.5,0.5
              molecule water.xyz --basis 6-31g --methods mp2 --optimize --xyz minimum.xyz
              molecule water.xyz --basis cc-pvdz --cube homo=homo.cube --cube density=rho.cube
              molecule water.xyz --basis cc-pvdz --localize boys --output water.molden
              molecule water.xyz --basis cc-pvdz --engine pyscf --methods hf,ccsd
            """,
        version: Version.current)

    @Argument(help: "An .xyz file, \"H 0 0 0; H 0 0 0.74\" (angstrom), an HDF5 file or an FCIDUMP file.")
    var geometry: String

    @OptionGroup var meanField: MeanFieldOptions

    @Option(
        help: ArgumentHelp(
            "Energies to compute: hf, mp2, cisd, ccsd, ccsd(t), fci, casci, casscf (separated by commas). By default hf "
                + "and, where it is quick, fci."))
    var methods: MethodList<ElectronicMethod>?

    @OptionGroup var space: ActiveSpaceOptions

    @OptionGroup var states: StateOptions

    @OptionGroup var gradients: GradientOptions

    @Flag(help: "Dipole moment, natural occupations and charges at each level that was asked for.")
    var properties = false

    @Option(
        help: """
            The encoding of the Hamiltonian: jw, bk, bk-tree, parity, ternary, scbk or superfast (default: jw, for up to \
            16 orbitals).
            """)
    var encoding: MoleculeEncoding?

    @Flag(help: "Take off the qubits that the Hamiltonian's symmetries fix, in the sector of the lowest determinant.")
    var taper = false

    @Option(help: "Write the qubit Hamiltonian, one \"coefficient [X0 Z2]\" line a term.")
    var hamiltonian: String?

    @Option(
        help: "Write integrals and energies to F.hdf5 (OpenFermion's layout) or F.fcidump, or orbitals to F.molden.")
    var output: String?

    @OptionGroup var localization: LocalizationOptions

    @OptionGroup var cubes: CubeOptions

    @Option(
        help: """
            What computes the mean field, the integrals and the methods: native, or your own pyscf (python3, or the Python \
            that AUFBAU_PYTHON names) or psi4.
            """)
    var engine: EngineChoice = .native

    @OptionGroup var printing: PrintingOptions

    /// The command without arguments.
    public init() {}

    /// Above this many orbitals the qubit Hamiltonian has so many terms that it is made on demand only.
    static let mostOrbitalsEncoded = 16

    /// Whether the qubit Hamiltonian of so many orbitals is made.
    func encodes(orbitals: Int) -> Bool {
        encoding != nil || taper || hamiltonian != nil || orbitals <= Self.mostOrbitalsEncoded
    }

    /// Whether anything needs integrals over so many orbitals, rather than a mean field alone.
    func needsHamiltonian(orbitals: Int) -> Bool {
        let isMore = properties || methods.map { $0.methods.contains { $0 != .hf } } ?? true
        let isWritten = output.map { MoleculeOutput(path: $0) != .molden } ?? false
        return isMore || isWritten || space.isRestricting || encodes(orbitals: orbitals)
    }

    /// Checks what the parser cannot.
    public mutating func validate() throws {
        try states.check(methods?.methods ?? [])
        if states.average != nil, gradients.gradient || gradients.optimize {
            throw ValidationError("--gradient and --optimize are of one state; leave out --average.")
        }
        if let output, MoleculeOutput(path: output) == .hdf5, space.isRestricting {
            throw ValidationError(
                "An HDF5 file keeps all orbitals; leave out --active, --freeze-core and --orbitals, or write .fcidump.")
        }
    }

    /// Refuses flags that need basis functions, which the integrals of other programs come without.
    func refuseWhatIsNative() throws {
        let needs = methods?.methods.contains(.casscf) ?? false
        if gradients.isGiven || properties || needs || space.turnsOrbitals || meanField.fit != nil
            || localization.localize != nil
        {
            throw CommandFailure(
                .usage,
                "casscf, --active AUTO, --avas, --properties, --localize, --gradient, --optimize, --xyz and --fit are computed "
                    + "natively; leave out --engine")
        }
    }

    /// Runs the command.
    public mutating func run() throws {
        try MoleculeRun(options: self).run()
    }
}

/// Names separated by commas.
struct MethodList<Method: RawRepresentable & CaseIterable & Sendable>: ExpressibleByArgument, Sendable
where Method.RawValue == String {
    let methods: [Method]

    init(_ methods: [Method]) { self.methods = methods }

    init?(argument: String) {
        var methods: [Method] = []
        for name in argument.split(separator: ",") {
            guard let method = Method(rawValue: String(name)) else { return nil }
            methods.append(method)
        }
        if methods.isEmpty { return nil }
        self.methods = methods
    }

    var defaultValueDescription: String { methods.map(\.rawValue).joined(separator: ",") }

    static var allValueStrings: [String] { Method.allCases.map(\.rawValue) }
}
