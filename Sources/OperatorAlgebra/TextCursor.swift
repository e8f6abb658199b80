internal import ComplexModule
internal import RealModule

/// A place in a text that moves forward over blanks, words and numbers, and can say where it is.
struct TextCursor {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    var isAtEndOfLine: Bool { isAtEnd || Self.isNewline(bytes[position]) }

    /// Whether the byte occurs anywhere outside comments.
    func contains(_ character: Unicode.Scalar) -> Bool {
        var isComment = false
        for byte in bytes {
            if Self.isNewline(byte) { isComment = false }
            if byte == UInt8(ascii: "#") { isComment = true }
            if !isComment && byte == UInt8(ascii: character) { return true }
        }
        return false
    }

    /// Whether the next byte is one of the given characters.
    func peek(isOneOf characters: StaticString) -> Bool {
        !isAtEnd && characters.withUTF8Buffer { $0.contains(bytes[position]) }
    }

    /// Moves over one character if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Moves over a sign: 1, -1, or `nil` if there is none.
    mutating func takeSign() -> Int? {
        take("+") ? 1 : take("-") ? -1 : nil
    }

    /// Moves over blanks within the line.
    mutating func skipBlanks() {
        while !isAtEnd, Self.isBlank(bytes[position]) { position += 1 }
    }

    /// Moves over blanks, ends of lines and comments from `#` to the end of the line; whether a line ended.
    @discardableResult
    mutating func skipBlanksAndLines() -> Bool {
        var crossedLine = false
        while !isAtEnd {
            if Self.isNewline(bytes[position]) {
                if bytes[position] == UInt8(ascii: "\n") {
                    line += 1
                    lineStart = position + 1
                }
                crossedLine = true
                position += 1
            } else if bytes[position] == UInt8(ascii: "#") {
                while !isAtEndOfLine { position += 1 }
            } else if Self.isBlank(bytes[position]) {
                position += 1
            } else {
                break
            }
        }
        return crossedLine
    }

    /// Moves to the next blank, end of line or delimiter and returns what it passed.
    mutating func takeWord(endingAt delimiters: StaticString) -> String {
        let start = position
        while !isAtEndOfLine, !Self.isBlank(bytes[position]), !peek(isOneOf: delimiters) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Moves over a letter and the ASCII letters, digits and `_` after it; empty if no letter is next.
    mutating func takeName() -> String {
        let start = position
        func isLetter(_ byte: UInt8) -> Bool { 65...90 ~= byte & 0xdf }
        guard !isAtEnd, isLetter(bytes[position]) else { return "" }
        while !isAtEnd,
            isLetter(bytes[position]) || Self.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_")
        {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Moves over a coefficient without its sign: `1.5`, `2e-3`, `1j`, `(1+2j)`; `nil` if none is next.
    mutating func takeCoefficient() throws(OperatorError) -> Complex<Double>? {
        guard take("(") else { return try takeNumber() }
        let expected = "a number such as 1.5, 2j or 1-2j, and ')'"
        skipBlanks()
        guard let first = try takeSignedNumber() else { throw error(expected: expected) }
        skipBlanks()
        if take(")") { return first }
        guard first.imaginary == 0, peek(isOneOf: "+-"), let second = try takeSignedNumber() else {
            throw error(expected: expected)
        }
        skipBlanks()
        guard second.real == 0, take(")") else { throw error(expected: "j and ')' after an imaginary part") }
        return first + second
    }

    private mutating func takeSignedNumber() throws(OperatorError) -> Complex<Double>? {
        let first = takeSign() ?? 1
        skipBlanks()
        let second = takeSign() ?? 1
        return try takeNumber().map { first * second < 0 ? -$0 : $0 }
    }

    /// Moves over digits with a point, an exponent and a `j`, as far as they are there.
    mutating func takeNumber() throws(OperatorError) -> Complex<Double>? {
        let start = self
        skipDigits()
        if take(".") { skipDigits() }
        guard bytes[start.position..<position].contains(where: Self.isDigit) else {
            self = start
            return nil
        }
        skipExponent()
        let value = Double(String(decoding: bytes[start.position..<position], as: UTF8.self))
        guard let value, value.isFinite else {
            throw start.error(expected: "a finite number of magnitude below 1.8e308")
        }
        return take("j") || take("J") ? Complex(0, value) : Complex(value, 0)
    }

    private mutating func skipDigits() {
        while !isAtEnd, Self.isDigit(bytes[position]) { position += 1 }
    }

    private mutating func skipExponent() {
        let start = position
        guard take("e") || take("E") else { return }
        _ = takeSign()
        let digits = position
        skipDigits()
        if position == digits { position = start }
    }

    /// An error that quotes the word at this place, at least one character.
    func error(endingAt delimiters: StaticString = "", expected: String) -> OperatorError {
        var rest = self
        var word = rest.takeWord(endingAt: delimiters)
        if word.isEmpty { word = rest.takeWord(endingAt: "") }
        if word.count > 40 { word = word.prefix(40) + "…" }
        let found = isAtEnd ? "the end of the text" : isAtEndOfLine ? "the end of the line" : "'\(word)'"
        return .malformedText(line: line, column: position - lineStart + 1, found: found, expected: expected)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isNewline(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }
}
