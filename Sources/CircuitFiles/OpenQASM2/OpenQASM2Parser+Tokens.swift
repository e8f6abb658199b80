/// Looking at tokens, and errors at them.
extension OpenQASM2Parser {
    /// The words that name nothing but themselves.
    static let reserved: Set<String> = [
        "OPENQASM", "include", "qreg", "creg", "gate", "opaque", "measure", "reset", "barrier", "if", "pi", "sin",
        "cos", "tan", "exp", "ln", "sqrt",
    ]

    /// The text of the token to look at.
    var text: String { lexer.source.text(token.range) }

    /// The place of the token to look at.
    var point: SourcePoint { SourcePoint(source: source, offset: token.range.lowerBound) }

    /// A place as a person names it.
    func location(_ point: SourcePoint) -> SourceLocation { sources[point.source].location(at: point.offset) }

    mutating func advance() throws(CircuitFileError) { token = try lexer.next() }

    /// Whether the token to look at is the symbol.
    func looksAt(_ symbol: TokenKind.Symbol) -> Bool { token.kind == .symbol(symbol) }

    /// Takes the symbol if it comes next.
    mutating func take(_ symbol: TokenKind.Symbol) throws(CircuitFileError) -> Bool {
        guard looksAt(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: TokenKind.Symbol, _ purpose: String) throws(CircuitFileError) {
        guard looksAt(symbol) else { throw failure(expected: "'\(symbol.rawValue)' \(purpose)") }
        try advance()
    }

    /// The error at the token to look at.
    func failure(found: String? = nil, expected: String) -> CircuitFileError {
        let what = token.kind == .end ? "the end of the file" : lexer.source.quoted(token.range)
        return failure(at: point, found: found ?? what, expected: expected)
    }

    func failure(at point: SourcePoint, found: String, expected: String) -> CircuitFileError {
        .malformed(at: location(point), found: found, expected: expected)
    }

    /// A name that the file gives to something new.
    mutating func readNewName(_ purpose: String) throws(CircuitFileError) -> (name: String, point: SourcePoint) {
        let (name, place) = (text, point)
        guard token.kind == .identifier else { throw failure(expected: purpose) }
        guard !Self.reserved.contains(name) else {
            throw failure(found: "the reserved word '\(name)'", expected: "\(purpose), another word")
        }
        try advance()
        return (name, place)
    }

    /// A whole number in a range.
    mutating func readInteger(_ purpose: String, in range: ClosedRange<Int>) throws(CircuitFileError) -> Int {
        guard token.kind == .integer, let value = Int(text), range ~= value else {
            throw failure(expected: "\(purpose), a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        try advance()
        return value
    }
}
