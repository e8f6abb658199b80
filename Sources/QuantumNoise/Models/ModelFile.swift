internal import Foundation
internal import TOMLKit

/// A TOML text, taken apart into values that know where they stand.
struct ModelFile {
    /// What messages call it.
    let name: String
    private let lines: [Substring]
    private let values: [String: Value]

    /// A value without its place. Tables keep no order; whoever goes through one sorts the keys.
    indirect enum Value {
        case number(Double)
        case text(String)
        case flag(Bool)
        case list([Value])
        case table([String: Value])
        case other(String)

        /// What a message calls it.
        var description: String {
            switch self {
            case .number(let number): "\(number)"
            case .text(let text): "'\(text)'"
            case .flag(let flag): "\(flag)"
            case .list(let values): "a list of \(values.count)"
            case .table: "a table"
            case .other(let kind): "a \(kind)"
            }
        }
    }

    /// One step from a value into it.
    enum Step {
        case key(String)
        case index(Int)
    }

    /// Takes a text apart.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` with line and column.
    init(_ text: String, name: String) throws(NoiseError) {
        self.name = name
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        do {
            values = Self.values(of: try TOMLTable(string: text))
        } catch let error as TOMLParseError {
            let start = error.source.begin
            throw .specification(
                at: "\(name):\(start.line):\(start.column)", found: error.description, expected: "TOML")
        } catch {
            throw .specification(at: name, found: "\(error)", expected: "TOML")
        }
    }

    /// The whole file.
    var root: ModelFileNode { ModelFileNode(value: .table(values), path: [], file: self) }

    private static func values(of table: TOMLTable) -> [String: Value] {
        var result: [String: Value] = [:]
        for key in table.keys { result[key] = table[key].map(value) }
        return result
    }

    private static func value(of node: any TOMLValueConvertible) -> Value {
        switch node.type {
        case .table: node.table.map { .table(values(of: $0)) } ?? .other("table")
        case .array: node.array.map { .list($0.map(value)) } ?? .other("array")
        case .string: node.string.map(Value.text) ?? .other("string")
        case .int: node.int.map { .number(Double($0)) } ?? .other("number")
        case .double: node.double.map(Value.number) ?? .other("number")
        case .bool: node.bool.map(Value.flag) ?? .other("boolean")
        case .date, .time, .dateTime: .other("date or time")
        }
    }

    /// The line and column of a value's key, as `name:line:column`: the parser keeps none, so its headers and keys are
    /// looked for.
    func place(of path: [Step]) -> String {
        var keys = path[...]
        var (line, column) = (0, 0)
        if let header = header(of: path) {
            line = header
            keys = keys.dropFirst()
        }
        for case .key(let key) in keys {
            let section = lines.indices.dropFirst(line).prefix { $0 == line || !Self.isHeader(lines[$0]) }
            let found = section.lazy.compactMap { number in
                Self.column(of: key, in: lines[number], from: number == line ? column : 0).map { (number, $0) }
            }.first
            guard let found else { break }
            (line, column) = found
        }
        return "\(name):\(line + 1):\(column + 1)"
    }

    /// The line of the header of the section that a path leads to.
    private func header(of path: [Step]) -> Int? {
        guard case .key(let section)? = path.first else { return nil }
        var index = 0
        if case .index(let number)? = path.dropFirst().first { index = number }
        let headers = lines.indices.filter { number in
            let text = lines[number].drop { $0 == " " }
            return text.hasPrefix("[\(section)]") || text.hasPrefix("[[\(section)]]")
        }
        return headers.indices.contains(index) ? headers[index] : nil
    }

    private static func isHeader(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("[") }

    /// Where `key =` stands in a line, quotes allowed.
    private static func column(of key: String, in line: Substring, from column: Int) -> Int? {
        var start = line.index(line.startIndex, offsetBy: column, limitedBy: line.endIndex) ?? line.endIndex
        while let range = line[start...].range(of: key) {
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].drop { $0 == "\"" }.drop { $0 == " " }
            let isWhole = before.map { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" } ?? true
            if isWhole, after.first == "=" { return line.distance(from: line.startIndex, to: range.lowerBound) }
            start = range.upperBound
        }
        return nil
    }
}

/// A value of a file together with its place.
struct ModelFileNode {
    let value: ModelFile.Value
    let path: [ModelFile.Step]
    let file: ModelFile

    /// The error that something else was expected here.
    func error(expected: String, found: String? = nil) -> NoiseError {
        .specification(at: file.place(of: path), found: found ?? value.description, expected: expected)
    }

    /// The value under a key, if there is one.
    subscript(_ key: String) -> ModelFileNode? {
        guard case .table(let values) = value, let inner = values[key] else { return nil }
        return ModelFileNode(value: inner, path: path + [.key(key)], file: file)
    }

    /// The keys of a table in alphabetical order.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` if it is none.
    func keys() throws(NoiseError) -> [String] {
        guard case .table(let values) = value else { throw error(expected: "a table") }
        return values.keys.sorted()
    }

    /// Refuses keys that mean nothing.
    func allow(_ known: [String]) throws(NoiseError) {
        for key in try keys() where !known.contains(key) {
            throw ModelFileNode(value: value, path: path + [.key(key)], file: file)
                .error(expected: "one of \(known.joined(separator: ", "))", found: "'\(key)'")
        }
    }

    /// The number under a key.
    func number(_ key: String) throws(NoiseError) -> Double {
        guard let node = self[key] else { throw error(expected: "'\(key)', a number", found: "no '\(key)'") }
        return try node.number()
    }

    /// It as a number.
    func number() throws(NoiseError) -> Double {
        guard case .number(let number) = value else { throw error(expected: "a number") }
        return number
    }

    /// It as a whole number from 0 on.
    func wholeNumber() throws(NoiseError) -> Int {
        guard case .number(let number) = value, let whole = Int(exactly: number), whole >= 0 else {
            throw error(expected: "a whole number, 0 or more")
        }
        return whole
    }

    /// It as a text.
    func text() throws(NoiseError) -> String {
        guard case .text(let text) = value else { throw error(expected: "a text in quotes") }
        return text
    }

    /// Its elements.
    func list() throws(NoiseError) -> [ModelFileNode] {
        guard case .list(let values) = value else { throw error(expected: "a list in brackets") }
        return values.enumerated().map { index, inner in
            ModelFileNode(value: inner, path: path + [.index(index)], file: file)
        }
    }
}
