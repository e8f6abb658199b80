public import ArgumentParser
internal import CircuitFiles
internal import Foundation
internal import StateVectors

/// `simulate`: runs a circuit file.
public struct SimulateCommand: ParsableCommand, ArgumentRewriting {
    /// Name, description and examples.
    public static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a circuit file on a simulated quantum computer.",
        discussion: """
            Qubit q is character q of a bit string: "10" means qubit 0 is 1.

            Examples:
              simulate bell.qasm --shots 1000 --seed 7
              simulate circuit.qsim --amplitudes 000,111 --precision single
              simulate ansatz.qasm --expect "Z0 Z1 + 0.5 X2" --json
              simulate ansatz.qasm --expect "Z0" --noise depolarizing:0.001,0.01+readout:0.02,0.03
              simulate big.qsim --dry-run
              simulate big.qsim --shots 1000 --checkpoint big.h5
              simulate convert circuit.qsim circuit.qasm     (simulate convert --help)
            """,
        version: Version.current)

    @Argument(help: "The circuit file, or - for standard input.")
    var circuit: String

    @Option(help: "How the file is written: qasm or qsim (default: by extension, else by content).")
    var format: FormatName?

    @Option(help: "Sample the measured qubits (all, if the circuit measures none) this many times.")
    var shots: Int?

    @Option(help: "Seed of the samples; without it one is drawn and reported.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Final amplitudes of these basis states, of those in a file (one a line), or of all.",
            valueName: "BITS,BITS,…|@FILE|all"))
    var amplitudes: String?

    @Option(
        help: ArgumentHelp(
            "Expectation value of an observable such as \"Z0 Z1 + 0.5 X2\", or of one in a file. May be repeated.",
            valueName: "OBSERVABLE|@FILE"))
    var expect: [String] = []

    @Option(help: ArgumentHelp("Start from the state in this HDF5 file instead of |0…0⟩.", valueName: "F.h5"))
    var stateIn: String?

    @Option(help: ArgumentHelp("Write the final state as HDF5 with checksums.", valueName: "F.h5"))
    var stateOut: String?

    @Option(
        help: ArgumentHelp(
            """
            Noise: depolarizing:P1,P2, amplitude-damping:G, phase-damping:L, bit-flip:P, phase-flip:P, readout:P01,P10, \
            thermal:T1,T2,TIME, device:NAME or a model file; join several with +.
            """, valueName: "SPEC|FILE"))
    var noise: String?

    @Option(
        help: ArgumentHelp(
            """
            Trajectories for --expect under noise (default: 1000, or as many as --shots), or a range of them such as \
            1000..2000, without its end.
            """, valueName: "N|A..B"))
    var trajectories: TrajectoryRange?

    @Option(
        help: ArgumentHelp(
            "Run trajectories until every standard error is at most this; --trajectories then is their most.",
            valueName: "E"))
    var targetError: Double?

    @Flag(
        help: """
            Use that the probability of a trajectory without events is known, where it is: --expect then has smaller \
            standard errors, but ranges of trajectories no longer add up exactly.
            """)
    var postStratify = false

    @Option(
        help: """
            How: auto, state (a state vector), density (a density matrix: exact), trajectories (random pure states).
            """)
    var method: MethodName = .auto

    @Option(help: "single or double (default: single for samples and amplitudes beyond 24 qubits, else double).")
    var precision: PrecisionName?

    @Option(help: "Threads at most (default: one for each processor).")
    var threads: Int?

    @Option(help: "Multiply neighbouring gates on at most 1 to 5 qubits (default: the planner chooses how to run).")
    var fuse: Int?

    @Option(
        help: ArgumentHelp(
            """
            Save the state on the way to this HDF5 file, and go on from it where it holds a part of the same run; it is \
            removed when the run is done.
            """, valueName: "F.h5"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("Seconds between two checkpoints.", valueName: "SECONDS"))
    var checkpointEvery = 60.0

    @Flag(help: "Report progress also where standard error is no terminal.")
    var progress = false

    @Flag(help: "Print the plan (method, bytes, passes, predicted seconds) and run nothing.")
    var dryRun = false

    @Flag(help: "Print and read bit strings with qubit 0 last, as Qiskit prints them.")
    var littleEndian = false

    @Flag(help: "Print all amplitudes also of more than 20 qubits.")
    var force = false

    @OptionGroup var printing: PrintingOptions

    /// The command without arguments.
    public init() {}

    /// Checks what the parser cannot.
    public mutating func validate() throws {
        if let shots, shots < 0 { throw ValidationError("--shots \(shots): the number of shots is 0 or more.") }
        if let targetError, !(targetError > 0 && targetError.isFinite) {
            throw ValidationError("--target-error \(targetError): a number above 0 is needed.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads \(threads): at least 1 is needed.") }
        if !(checkpointEvery > 0 && checkpointEvery.isFinite) {
            throw ValidationError("--checkpoint-every \(checkpointEvery): a number of seconds above 0 is needed.")
        }
        if let fuse, !(ExecutionPlan.possibleFusionWidths ~= fuse) {
            throw ValidationError("--fuse \(fuse): merged gates have 1 to 5 qubits.")
        }
    }

    /// Runs the command.
    public mutating func run() throws {
        try SimulationRun(options: self).run()
    }

    /// `simulate convert …` is a command of its own.
    static func root(_ arguments: [String]) -> (command: any ParsableCommand.Type, arguments: [String]) {
        arguments.first == "convert"
            ? (ConvertCommand.self, Array(arguments.dropFirst())) : (SimulateCommand.self, rewritten(arguments))
    }

    /// Lets `--expect` take several values, and values that begin with a minus sign.
    private static func rewritten(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var hasCircuit = false
        var position = 0
        while position < arguments.count {
            let argument = arguments[position]
            position += 1
            guard argument == "--expect", position < arguments.count else {
                if !argument.hasPrefix("-") || argument == "-" { hasCircuit = true }
                result.append(argument)
                continue
            }
            repeat {
                result.append("--expect=" + arguments[position])
                position += 1
            } while hasCircuit && position < arguments.count && !arguments[position].hasPrefix("--")
        }
        return result
    }
}

/// Formats by their names on the command line.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case qasm
    case qsim

    var format: CircuitFormat { self == .qasm ? .openQASM2 : .qsim }
}

/// Methods by their names on the command line.
enum MethodName: String, ExpressibleByArgument, CaseIterable {
    case auto
    case state
    case density
    case trajectories
}

/// Numbers of trajectories on the command line: `N` for 0 to N − 1, or `A..B` for A to B − 1.
struct TrajectoryRange: ExpressibleByArgument {
    let range: Range<Int>

    init?(argument: String) {
        let ends = argument.components(separatedBy: "..").map { Int($0) }
        switch ends.count {
        case 1:
            guard let count = ends[0], count > 0 else { return nil }
            range = 0..<count
        case 2:
            guard let begin = ends[0], let end = ends[1], begin >= 0, end > begin else { return nil }
            range = begin..<end
        default: return nil
        }
    }
}

/// Precisions by their names on the command line.
enum PrecisionName: String, ExpressibleByArgument, CaseIterable {
    case single
    case double

    var precision: Precision { self == .single ? .single : .double }
}
