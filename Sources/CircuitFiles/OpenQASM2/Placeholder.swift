internal import QuantumCircuits

// Stands only until the next commit on this branch brings the parser.
enum OpenQASM2Parser {
    static func read(_ source: SourceText, searchPath: [String]) throws(CircuitFileError) -> Circuit {
        throw .malformed(at: source.location(at: 0), found: "OpenQASM 2", expected: "qsim text")
    }
}
