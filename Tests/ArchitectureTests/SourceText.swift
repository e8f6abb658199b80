/// One source file, and the same file with everything that is not code blanked out.
struct SourceText {
    /// The languages whose literals and comments are told apart.
    enum Language {
        case swift
        case cFamily
    }

    /// Path from the project's root.
    let path: String
    /// The file as it stands.
    let raw: String
    /// `raw` with the contents of comments, strings and (in C and C++) preprocessor lines replaced by spaces.
    /// Lines keep their numbers.
    let code: String
    let language: Language

    init(path: String, raw: String) {
        self.path = path
        self.raw = raw
        self.language = path.hasSuffix(".swift") ? .swift : .cFamily
        var blanker = Blanker(Array(raw.utf8), language)
        self.code = blanker.run()
    }

    /// The number of lines, a last one without a newline included.
    var lineCount: Int {
        raw.split(separator: "\n", omittingEmptySubsequences: false).count - (raw.hasSuffix("\n") ? 1 : 0)
    }
}

/// Walks a file once and copies only its code, byte for byte, with spaces for the rest.
private struct Blanker {
    private let bytes: [UInt8]
    private let language: SourceText.Language
    private var output: [UInt8] = []
    private var position = 0

    init(_ bytes: [UInt8], _ language: SourceText.Language) {
        self.bytes = bytes
        self.language = language
        output.reserveCapacity(bytes.count)
    }

    mutating func run() -> String {
        while position < bytes.count { step() }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func step() {
        if starts(with: "//") {
            while position < bytes.count, !starts(with: "\n") { skip(1) }
        } else if starts(with: "/*") {
            blankBlockComment()
        } else if language == .cFamily, starts(with: "#"), isFirstOnLine {
            blankDirective()
        } else if language == .cFamily, starts(with: "'"), let length = characterLiteralLength {
            skip(length)
        } else if language == .swift, starts(with: "#"), let hashes = rawStringHashes {
            blankString(hashes: hashes)
        } else if starts(with: "\"") {
            blankString(hashes: 0)
        } else if language == .swift, startsRegex {
            blankRegex()
        } else {
            copy()
        }
    }

    // MARK: Literals and comments

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") && (depth == 0 || language == .swift) {
                depth += 1
                skip(2)
            } else if starts(with: "*/") {
                depth -= 1
                skip(2)
            } else {
                skip(1)
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func blankDirective() {
        while position < bytes.count, !starts(with: "\n") { skip(starts(with: "\\\n") ? 2 : 1) }
    }

    private mutating func blankString(hashes: Int) {
        let escape = "\\" + String(repeating: "#", count: hashes)
        skip(hashes)
        let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        let end = quote + String(repeating: "#", count: hashes)
        skip(quote.utf8.count)
        while position < bytes.count, !starts(with: end) {
            if language == .swift, starts(with: escape + "(") {
                skip(escape.utf8.count)
                interpolation()
            } else {
                skip(starts(with: escape) ? escape.utf8.count + 1 : 1)
            }
        }
        skip(end.utf8.count)
    }

    /// The code inside `\( … )` stays, so that the braces of closures in it still pair up.
    private mutating func interpolation() {
        var depth = 0
        repeat {
            if starts(with: "(") { depth += 1 }
            if starts(with: ")") { depth -= 1 }
            step()
        } while depth > 0 && position < bytes.count
    }

    private mutating func blankRegex() {
        skip(1)
        while position < bytes.count, !starts(with: "/"), !starts(with: "\n") { skip(starts(with: "\\") ? 2 : 1) }
        if starts(with: "/") { skip(1) }
    }

    // MARK: What stands at the position

    private var isFirstOnLine: Bool {
        let before = output.reversed().prefix { $0 != UInt8(ascii: "\n") }
        return before.allSatisfy { $0 == UInt8(ascii: " ") }
    }

    /// The length of `'x'` or `'\x'`; `nil` for a digit separator.
    private var characterLiteralLength: Int? {
        for length in 3...4 where position + length <= bytes.count {
            let escaped = bytes[position + 1] == UInt8(ascii: "\\")
            if bytes[position + length - 1] == UInt8(ascii: "'"), escaped == (length == 4) { return length }
        }
        return nil
    }

    private var rawStringHashes: Int? {
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        guard position + hashes < bytes.count, bytes[position + hashes] == UInt8(ascii: "\"") else { return nil }
        return hashes
    }

    /// A regular expression literal opens after `(`, `,`, `=` or `:`; elsewhere `/` divides.
    private var startsRegex: Bool {
        guard starts(with: "/"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: " ") else {
            return false
        }
        let before = output.last { $0 != UInt8(ascii: " ") }
        return before.map { "(,=:".utf8.contains($0) } ?? false
    }

    private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    // MARK: Moving on

    private mutating func copy() {
        output.append(bytes[position])
        position += 1
    }

    private mutating func skip(_ count: Int) {
        for _ in 0..<count where position < bytes.count {
            output.append(bytes[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            position += 1
        }
    }
}
