public import ArgumentParser

/// `molecule`: one geometry, its energies and its qubit Hamiltonian.
public struct MoleculeCommand: ParsableCommand {
    /// Name, description and examples.
    public static let configuration = CommandConfiguration(
        commandName: "molecule",
        abstract: "Energies and the qubit Hamiltonian of a molecule.",
        discussion: """
            Reads integrals from an HDF5 file in OpenFermion's layout.

            Examples:
              molecule Molecules/H1-Li1_sto-3g_singlet_1.45.hdf5
              molecule LiH.hdf5 --methods hf,fci --freeze-core --json
              molecule LiH.hdf5 --active 2,3 --encoding bk --hamiltonian lih.txt
              molecule LiH.hdf5 --encoding parity --taper --hamiltonian lih.txt
            """,
        version: Version.current)

    @Argument(help: "An HDF5 file in OpenFermion's layout.")
    var geometry: String

    @Option(help: "Energies to compute: hf, fci (separated by commas).")
    var methods: MethodList<MoleculeMethod> = .init([.hf, .fci])

    @OptionGroup var space: ActiveSpaceOptions

    @Option(help: "The encoding of the Hamiltonian: jw, bk, bk-tree, parity, ternary, scbk or superfast.")
    var encoding: MoleculeEncoding = .jordanWigner

    @Flag(help: "Take off the qubits that the Hamiltonian's symmetries fix, in the sector of the lowest determinant.")
    var taper = false

    @Option(help: "Write the qubit Hamiltonian, one \"coefficient [X0 Z2]\" line a term.")
    var hamiltonian: String?

    @Option(help: "Write the molecule with the computed energies as HDF5 in OpenFermion's layout.")
    var output: String?

    @OptionGroup var printing: PrintingOptions

    /// The command without arguments.
    public init() {}

    /// Checks what the parser cannot.
    public mutating func validate() throws {
        if output != nil, space.isRestricting {
            throw ValidationError("--output keeps all orbitals; leave out --active, --freeze-core and --orbitals.")
        }
    }

    /// Runs the command.
    public mutating func run() throws {
        try MoleculeRun(options: self).run()
    }
}

/// Energies that `molecule` computes.
enum MoleculeMethod: String, CaseIterable {
    case hf
    case fci
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
