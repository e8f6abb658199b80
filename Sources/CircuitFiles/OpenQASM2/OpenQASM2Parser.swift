internal import QuantumCircuits

/// Reads OpenQASM 2 by recursive descent.
///
/// Qubits and classical bits are numbered in the order in which registers are declared. Gate definitions are expanded
/// while reading, so that the circuit holds gates of the table only. `include "qelib1.inc"` makes the table's gates
/// known; no file is read for it. A gate that the file defines itself counts as the file defines it, also when
/// `qelib1.inc` has one of that name: old files bring gates that newer libraries have too. Registers and gates may share
/// names, as no statement confuses them. The header may be missing, as in included files.
struct OpenQASM2Parser {
    struct Register {
        let isQuantum: Bool
        let start: Int
        let count: Int
        var range: Range<Int> { start..<start + count }
    }

    struct Step {
        var operation: CircuitOperation
        let point: SourcePoint
    }

    let searchPath: [String]
    var sources: [SourceText]
    var lexer: Lexer
    /// The index of the source that is being read.
    var source = 0
    /// The token to look at next.
    var token: Token
    var registers: [String: Register] = [:]
    var classicalRegisters: [(name: String, count: Int)] = []
    var qubitCount = 0
    var bitCount = 0
    var gates: [String: GateSymbol] = [:]
    /// The gates that the file defines or declares itself.
    var ownGates = Set<String>()
    var steps: [Step] = []
    /// How many steps expansions have taken.
    var cost = 0
    /// How deep the expression that is being read nests.
    var expressionDepth = 0
    /// The paths of the files whose reading is under way, for `include` within includes.
    var openPaths: [String] = []
    var includeCount = 0

    static func read(_ source: SourceText, searchPath: [String]) throws(CircuitFileError) -> Circuit {
        var parser = try OpenQASM2Parser(source, searchPath: searchPath)
        try parser.readHeader()
        try parser.readStatements()
        return try parser.circuit()
    }

    private init(_ source: SourceText, searchPath: [String]) throws(CircuitFileError) {
        self.searchPath = searchPath
        sources = [source]
        lexer = Lexer(source)
        token = try lexer.next()
        openPaths = [Self.resolved(source.name)]
        for name in ["U", "CX"] { gates[name] = GateTable.openQASM(name).map(GateSymbol.table) }
    }

    private func circuit() throws(CircuitFileError) -> Circuit {
        var circuit = Circuit(qubitCount: qubitCount)
        for register in classicalRegisters { circuit.addClassicalRegister(register.name, count: register.count) }
        for step in steps {
            do { try circuit.append(step.operation) } catch { throw .rejected(at: location(step.point), error) }
        }
        return circuit
    }

    /// `OPENQASM 2.0;`
    mutating func readHeader() throws(CircuitFileError) {
        guard text == "OPENQASM" else { return }
        try advance()
        guard token.kind == .real || token.kind == .integer else { throw failure(expected: "the version, 2.0") }
        guard let version = Double(text), version == 2 else {
            let hint = text.hasPrefix("3") ? "; version 3 is not read yet, but exporters can write version 2" : ""
            throw failure(found: "version \(text)", expected: "OPENQASM 2.0\(hint)")
        }
        try advance()
        try expect(.semicolon, "after the version")
    }

    /// Everything up to the end of the file.
    mutating func readStatements() throws(CircuitFileError) {
        while token.kind != .end { try readStatement() }
    }

    private mutating func readStatement() throws(CircuitFileError) {
        guard token.kind == .identifier else {
            throw failure(expected: "a statement: a declaration, a gate, measure, reset, barrier or if")
        }
        switch text {
        case "include": try readInclude()
        case "qreg", "creg": try readRegister()
        case "gate": try readGateDefinition()
        case "opaque": try readOpaque()
        case "if": try readConditional()
        case "barrier": try readBarrier()
        case "OPENQASM": throw failure(expected: "statements; the version stands once, at the start")
        default: try readQuantumOperation()
        }
    }
}
