/// `gate` and `opaque`.
extension OpenQASM2Parser {
    /// Definitions nest no deeper: each level of an expansion takes a part of the machine's stack.
    private static let deepestDefinition = 200

    /// `gate name(parameters) operands { body }`
    mutating func readGateDefinition() throws(CircuitFileError) {
        let (name, place, parameters, operands) = try readSignature()
        try expect(.openBrace, "and the gate's body")
        var body: [DefinedGate.Statement] = []
        while !looksAt(.closeBrace) {
            body.append(try readBodyStatement(of: name, parameters, operands))
        }
        try advance()
        let gate = DefinedGate(parameterCount: parameters.count, qubitCount: operands.count, body: body)
        guard gate.depth <= Self.deepestDefinition else {
            throw failure(
                at: place, found: "gate definitions nested deeper than \(Self.deepestDefinition)",
                expected: "fewer levels of gates made of gates")
        }
        gates[name] = .defined(gate)
        ownGates.insert(name)
    }

    /// `opaque name(parameters) operands;`
    mutating func readOpaque() throws(CircuitFileError) {
        let (name, _, parameters, operands) = try readSignature()
        try expect(.semicolon, "after the declaration")
        gates[name] = .opaque(parameterCount: parameters.count, qubitCount: operands.count)
        ownGates.insert(name)
    }

    /// What `gate` and `opaque` have in common, the word itself included.
    private mutating func readSignature() throws(CircuitFileError) -> (
        name: String, place: SourcePoint, parameters: [String: Int], operands: [String: Int]
    ) {
        try advance()
        let (name, place) = try readNewName("a name for the gate")
        guard !ownGates.contains(name) else {
            throw failure(at: place, found: "a second gate named '\(name)'", expected: "a name that is not taken yet")
        }
        var parameters: [String: Int] = [:]
        if try take(.openParenthesis), try !take(.closeParenthesis) {
            parameters = try readNames("a parameter's name")
            try expect(.closeParenthesis, "or ',' after a parameter")
        }
        return (name, place, parameters, try readNames("a name for an operand"))
    }

    /// Names separated by commas, each with its position.
    private mutating func readNames(_ purpose: String) throws(CircuitFileError) -> [String: Int] {
        var names: [String: Int] = [:]
        repeat {
            let (name, place) = try readNewName(purpose)
            guard names.updateValue(names.count, forKey: name) == nil else {
                throw failure(at: place, found: "'\(name)' a second time", expected: "different names")
            }
        } while try take(.comma)
        return names
    }

    private mutating func readBodyStatement(
        of gate: String, _ parameters: [String: Int], _ operands: [String: Int]
    ) throws(CircuitFileError) -> DefinedGate.Statement {
        guard token.kind == .identifier else { throw failure(expected: "a gate, barrier, or '}' to end the body") }
        let (name, place) = (text, point)
        if name == "barrier" {
            try advance()
            return .barrier(try readBodyOperands(operands))
        }
        guard name != gate else {
            throw failure(found: "'\(name)' in its own definition", expected: "a gate that is defined before")
        }
        guard !Self.reserved.contains(name) else {
            throw failure(expected: "a gate or barrier; a gate's body holds nothing else")
        }
        let symbol = try symbol(named: name)
        try advance()
        let arguments = try readArguments(parameters)
        try checkCount(of: arguments.count, symbol.parameterCount, "parameter", name, place)
        let qubits = try readBodyOperands(operands)
        try checkCount(of: qubits.count, symbol.qubitCount, "qubit", name, place)
        return .call(symbol, name: name, arguments, operands: qubits, at: place)
    }

    /// Operands by name, each once, and the semicolon.
    private mutating func readBodyOperands(_ operands: [String: Int]) throws(CircuitFileError) -> [Int] {
        var qubits: [Int] = []
        var seen = Set<Int>()
        repeat {
            guard token.kind == .identifier, let index = operands[text] else {
                let names = operands.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", ")
                throw failure(expected: "one of the gate's operands \(names)")
            }
            guard seen.insert(index).inserted else {
                throw failure(found: "'\(text)' a second time", expected: "different qubits")
            }
            qubits.append(index)
            try advance()
        } while try take(.comma)
        try expect(.semicolon, "or ',' after an operand")
        return qubits
    }
}
