public import ArgumentParser
internal import ElectronicStructure
internal import EnergySurfaces

/// `scan`: an energy surface over geometries or molecule files.
public struct ScanCommand: ParsableCommand, Sendable {
    /// Name, description and examples.
    public static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "An energy surface over geometries or a set of molecule files.",
        discussion: """
            Computes a geometry with variables from nuclei on, or reads HDF5 files in OpenFermion's layout. Of files the coordinate is the bond length r in ångström where every \
            molecule has the same two atoms, otherwise the position of the file in the list. Ctrl-C keeps the points \
            that are finished.

            Examples:
              scan --geometry "H 0 0 0; H 0 0 {r}" --vary r=0.3:3.0:0.1 --methods hf,fci --csv h2.csv
              scan --geometry "O; H 1 {r}; H 1 {r} 2 {a}" --vary r=0.9:1.1:0.05 --vary a=95,105,115 --basis 6-31g --freeze-core
              scan Molecules/H2_sto-3g_*.hdf5 --methods hf,fci,vqe --plot h2.svg
              scan LiH_*.hdf5 --methods fci,vqe --freeze-core --encoding bk --csv lih.csv
            """,
        version: Version.current)

    @Argument(help: "HDF5 files in OpenFermion's layout.")
    var files: [String] = []

    @OptionGroup var nuclei: ScanGeometryOptions

    @Option(help: "Methods, separated by commas: hf, mp2, cisd, ccsd, fci, vqe.")
    var methods: MethodList<EnergyMethod> = .init([.hf, .fci])

    @Option(help: "The ansatz of vqe: uccsd.")
    var ansatz: SurfaceAnsatz = .uccsd

    @Option(help: "The encoding of vqe: jw, bk, parity or ternary.")
    var encoding: SurfaceEncoding = .jordanWigner

    @OptionGroup var space: ScanSpaceOptions

    @Option(help: "Write the points as CSV.")
    var csv: String?

    @Option(help: "Write a plot as SVG (needs gnuplot).")
    var plot: String?

    @Option(help: "Threads at most (default: one for each processor).")
    var threads: Int?

    @OptionGroup var printing: PrintingOptions

    /// The command without arguments.
    public init() {}

    /// Checks what the parser cannot.
    public mutating func validate() throws {
        if files.isEmpty, nuclei.geometry == nil {
            throw ValidationError("Give a --geometry, or name at least one molecule file.")
        }
        if !files.isEmpty, nuclei.isGiven {
            throw ValidationError("--geometry, --vary, --basis, --charge and --multiplicity take no molecule files.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads \(threads): at least 1 is needed.") }
    }

    /// Runs the command.
    public mutating func run() throws {
        try ScanRun(options: self).run()
    }
}

/// The flags that choose orbitals for every point.
struct ScanSpaceOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp("Active electrons and orbitals around the Fermi level.", valueName: "Ne,Mo"))
    var active: CountPair?

    @Flag(help: "Freeze the core orbitals of every atom.")
    var freezeCore = false

    mutating func validate() throws {
        if active != nil, freezeCore { throw ValidationError("--active and --freeze-core exclude one another.") }
    }

    var orbitals: MoleculeScan.Orbitals {
        if let active { return .active(.init(electrons: active.first, orbitals: active.second)) }
        return freezeCore ? .frozenCore : .all
    }
}

extension SurfaceAnsatz: ExpressibleByArgument {}
extension SurfaceEncoding: ExpressibleByArgument {}
