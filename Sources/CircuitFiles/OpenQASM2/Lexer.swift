/// Splits OpenQASM 2 into tokens, skipping blanks and comments.
struct Lexer {
    let source: SourceText
    private var position: Int

    init(_ source: SourceText) {
        self.source = source
        position = source.start
    }

    /// The next token; at the end of the text `.end`, again and again.
    mutating func next() throws(CircuitFileError) -> Token {
        try skipBlanksAndComments()
        let start = position
        guard let byte = peek() else { return Token(kind: .end, range: start..<start) }
        if byte.isLetter || byte == UInt8(ascii: "_") { return identifier() }
        if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1)?.isDigit == true) { return try number() }
        if byte == UInt8(ascii: "\"") { return try string() }
        if let symbol = symbol(at: byte) {
            position += symbol.length
            return Token(kind: .symbol(symbol), range: start..<position)
        }
        throw failure(start..<characterEnd(start), expected: "OpenQASM 2 (outside comments it is plain ASCII)")
    }

    private func symbol(at byte: UInt8) -> TokenKind.Symbol? {
        if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: ">") { return .arrow }
        if byte == UInt8(ascii: "="), peek(1) == UInt8(ascii: "=") { return .equal }
        return Self.singleSymbols[Int(byte)]
    }

    /// The symbol of one character that each byte is.
    private static let singleSymbols: [TokenKind.Symbol?] = (0...255).map { byte in
        TokenKind.Symbol(rawValue: String(UnicodeScalar(UInt8(byte))))
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < source.bytes.count ? source.bytes[position + ahead] : nil
    }

    private func failure(_ range: Range<Int>, expected: String) -> CircuitFileError {
        .malformed(at: source.location(at: range.lowerBound), found: source.quoted(range), expected: expected)
    }

    /// The end of the UTF-8 character that starts at `start`.
    private func characterEnd(_ start: Int) -> Int {
        source.bytes[(start + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? source.bytes.count
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = peek(), condition(byte) { position += 1 }
    }

    private mutating func skipBlanksAndComments() throws(CircuitFileError) {
        while true {
            skip { $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == 0x0C || $0 == 0x0B }
            guard peek() == UInt8(ascii: "/") else { return }
            switch peek(1) {
            case UInt8(ascii: "/"): skip { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "*"): try skipBlockComment()
            default: return
            }
        }
    }

    private mutating func skipBlockComment() throws(CircuitFileError) {
        let start = position
        position += 2
        while let byte = peek() {
            if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            position += 1
        }
        throw failure(start..<start + 2, expected: "'*/' to close the comment, before the end of the file")
    }

    private mutating func identifier() -> Token {
        let start = position
        skip { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        return Token(kind: .identifier, range: start..<position)
    }

    private mutating func number() throws(CircuitFileError) -> Token {
        let start = position
        var kind = TokenKind.integer
        skip(while: \.isDigit)
        if peek() == UInt8(ascii: ".") {
            kind = .real
            position += 1
            skip(while: \.isDigit)
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if peek(sign ? 2 : 1)?.isDigit == true {
                kind = .real
                position += sign ? 2 : 1
                skip(while: \.isDigit)
            }
        }
        let end = position
        skip { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
        guard position == end else { throw failure(start..<position, expected: "a number such as 3, 0.5 or 1e-3") }
        return Token(kind: kind, range: start..<end)
    }

    private mutating func string() throws(CircuitFileError) -> Token {
        let start = position
        position += 1
        skip { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n") }
        guard peek() == UInt8(ascii: "\"") else {
            throw failure(start..<position, expected: "'\"' at the end of the name, on the same line")
        }
        position += 1
        return Token(kind: .string, range: start..<position)
    }
}
