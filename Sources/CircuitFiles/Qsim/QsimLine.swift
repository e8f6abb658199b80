/// One line of a qsim file as words with their places.
struct QsimLine {
    let source: SourceText
    /// The words, as byte ranges.
    let words: [Range<Int>]
    /// Where the line ends: what comes after the last word.
    let end: Int
    private var next = 0

    init(source: SourceText, words: [Range<Int>], end: Int) {
        self.source = source
        self.words = words
        self.end = end
    }

    /// The lines that are neither blank nor comments.
    static func lines(of source: SourceText) -> some Sequence<QsimLine> {
        sequence(state: source.start) { position -> QsimLine? in
            while position < source.bytes.count {
                let end = source.bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
                let words = split(source.bytes, position..<end)
                position = end + 1
                if let first = words.first, source.bytes[first.lowerBound] != UInt8(ascii: "#") {
                    return QsimLine(source: source, words: words, end: words.last?.upperBound ?? end)
                }
            }
            return nil
        }
    }

    private static func split(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in range {
            if bytes[index].isBlank {
                if let begun = start { words.append(begun..<index) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let begun = start { words.append(begun..<range.upperBound) }
        return words
    }

    /// The place of the next word, or of the end of the line.
    var place: Int { next < words.count ? words[next].lowerBound : end }

    /// Whether a word is left.
    var hasMore: Bool { next < words.count }

    /// Whether the next word starts with a digit.
    var nextIsNumber: Bool { hasMore && source.bytes[words[next].lowerBound].isDigit }

    /// The error at the next word.
    func failure(expected: String) -> CircuitFileError {
        let found = hasMore ? source.quoted(words[next]) : "the end of the line"
        return .malformed(at: source.location(at: place), found: found, expected: expected)
    }

    /// The error at a word that was read before.
    func failure(at place: Int, found: String, expected: String) -> CircuitFileError {
        .malformed(at: source.location(at: place), found: found, expected: expected)
    }

    /// The next word as text.
    mutating func word(_ expected: String) throws(CircuitFileError) -> String {
        guard hasMore else { throw failure(expected: expected) }
        defer { next += 1 }
        return source.text(words[next])
    }

    /// The next word as a whole number in a range.
    mutating func integer(_ expected: String, in range: Range<Int>) throws(CircuitFileError) -> Int {
        guard hasMore, source.bytes[words[next]].allSatisfy(\.isDigit), let value = Int(source.text(words[next])),
            range ~= value
        else { throw failure(expected: expected) }
        next += 1
        return value
    }

    /// The next word as a finite real number.
    mutating func real(_ expected: String) throws(CircuitFileError) -> Double {
        let allowed: (UInt8) -> Bool = { $0.isDigit || "+-.eE".utf8.contains($0) }
        guard hasMore, source.bytes[words[next]].allSatisfy(allowed), let value = Double(source.text(words[next])),
            value.isFinite
        else { throw failure(expected: expected) }
        next += 1
        return value
    }

    /// Nothing may be left.
    func finish() throws(CircuitFileError) {
        if hasMore { throw failure(expected: "the end of the line") }
    }
}
