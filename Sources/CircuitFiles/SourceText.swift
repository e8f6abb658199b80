/// A place in a text file, counted from 1.
public struct SourceLocation: Hashable, Sendable {
    /// The file's name as the user gave it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The character in the line, from 1.
    public let column: Int
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, which editors and terminals turn into a link.
    public var description: String { "\(file):\(line):\(column)" }
}

/// The bytes of a text file; places in it are byte offsets until a message needs line and column.
struct SourceText {
    let name: String
    let bytes: [UInt8]

    init(_ text: String, name: String) {
        self.init(bytes: Array(text.utf8), name: name)
    }

    init(bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
    }

    /// How many bytes from the start are UTF-8.
    var validPrefixLength: Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var length = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { length += UTF8.width(scalar) }
        return length
    }

    /// Where reading starts: after the byte order mark that some editors write.
    var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The text of a range of bytes.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The line and column of a byte.
    ///
    /// - Complexity: O(n); for messages only.
    func location(at offset: Int) -> SourceLocation {
        let before = bytes[..<offset]
        let newline = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? start
        return SourceLocation(
            file: name, line: 1 + before.count { $0 == newline },
            column: 1 + before.dropFirst(lineStart).count { $0 & 0xC0 != 0x80 })
    }

    /// A found piece of text for a message: quoted, without line breaks, cut when long.
    func quoted(_ range: Range<Int>) -> String {
        let text = text(range)
        return "'" + (text.count > 40 ? text.prefix(40) + "…" : text) + "'"
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }

    /// Space, tab or carriage return: files of any platform read the same.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
