internal import ArgumentParser
internal import CircuitFiles

/// `simulate convert`: a circuit from one file format to another.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Convert a circuit file to another format.",
        discussion: """
            Example:
              simulate convert circuit.qsim circuit.qasm
            """)

    @Argument(help: "The circuit file, or - for standard input.")
    var input: String

    @Argument(help: "The file to write, or - for standard output.")
    var output: String

    @Option(help: "How to write it: qasm or qsim (default: by the output's extension).")
    var to: FormatName?

    mutating func run() throws {
        let extensionName = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let format = to ?? FormatName(rawValue: extensionName) else {
            throw CommandFailure(
                .usage, "the extension of '\(output)' names no format; write .qasm or .qsim, or say --to FORMAT")
        }
        let circuit =
            try input == "-"
            ? CircuitFile.read(TextFile.read("-"), name: "standard input")
            : CircuitFile.read(contentsOf: input)
        let text = try CircuitFile.write(circuit, as: format.format)
        if output == "-" {
            print(text, terminator: "")
        } else {
            try TextFile.write(text, to: output)
        }
    }
}
