internal import Foundation

extension BasisSet {
    /// A user's own basis set from a file in Gaussian94 or NWChem form; the content tells which.
    ///
    /// - Throws: `cannotOpen` or `malformedBasis` with the line.
    public init(file path: String) throws(ElectronicStructureError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .cannotOpen(file: path, reason: exists ? "it is no readable text file" : "no such file")
        }
        try self.init(text: text, name: path)
    }

    /// A basis set from text in Gaussian94 form (blocks `O 0`, `S 3 1.00`, primitives, `****`) or in NWChem form
    /// (`O S` above the primitives, with or without the lines `BASIS` and `END`). Lines that begin with `!` or `#` are
    /// comments; `D` exponents are read as `E`.
    ///
    /// - Throws: `malformedBasis` with the line, or for an element without shells.
    public init(text: String, name: String) throws(ElectronicStructureError) {
        var parser = BasisFileParser(text, source: name)
        self.init(name: name, shells: try parser.parse())
    }
}

/// Reads shells from lines of text.
struct BasisFileParser {
    private let lines: [(number: Int, fields: [Substring])]
    private let source: String
    private var place = 0
    private var shells: [Int: [BasisShell]] = [:]

    private static let letters = Array("SPDFGH")

    init(_ text: String, source: String) {
        self.source = source
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            let code = $1.prefix { $0 != "!" && $0 != "#" }
            let fields = code.split(whereSeparator: \.isWhitespace)
            return fields.isEmpty ? nil : ($0 + 1, fields)
        }
    }

    mutating func parse() throws(ElectronicStructureError) -> [Int: [BasisShell]] {
        var current: ChemicalElement?
        while place < lines.count {
            let (number, fields) = lines[place]
            let first = fields[0].lowercased()
            if first.hasPrefix("****") { current = nil }
            if first.hasPrefix("****") || first == "end" || first == "basis" || first == "spherical" {
                place += 1
            } else if fields.count >= 2, let momenta = Self.momenta(fields[1]), Int(fields[0]) == nil,
                Self.momenta(fields[0]) == nil || fields.count == 2
            {
                // NWChem: an element and the angular momentum head the primitives, as many as follow.
                place += 1
                try appendShells(element(fields[0], number), momenta, count: nil, header: number)
            } else if let momenta = Self.momenta(fields[0]), let element = current, fields.count >= 2,
                let count = Int(fields[1])
            {
                place += 1
                try appendShells(element, momenta, count: count, header: number)
            } else if fields.count <= 2, Self.isElementLine(fields) {
                current = try element(fields[0].hasPrefix("-") ? fields[0].dropFirst() : fields[0], number)
                place += 1
            } else {
                throw malformed(number, "\"\(fields.joined(separator: " "))\"", "an element, a shell, or ****")
            }
        }
        guard !shells.isEmpty else { throw malformed(lines.last?.number ?? 1, "no shell", "at least one") }
        return shells
    }

    private static func isElementLine(_ fields: [Substring]) -> Bool {
        let symbol = fields[0].hasPrefix("-") ? fields[0].dropFirst() : fields[0]
        return (try? ChemicalElement(symbol: symbol)) != nil && (fields.count == 1 || Int(fields[1]) != nil)
    }

    private static func momenta(_ field: Substring) -> [Int]? {
        let momenta = field.uppercased().map { letters.firstIndex(of: $0) }
        let known = momenta.compactMap { $0 }
        return known.count == momenta.count && Set(known).count == known.count ? known : nil
    }

    private func element(_ field: Substring, _ line: Int) throws(ElectronicStructureError) -> ChemicalElement {
        do {
            return try ChemicalElement(symbol: field)
        } catch {
            throw malformed(line, "\"\(field)\"", "an element such as H, He or Li")
        }
    }

    private func malformed(_ line: Int, _ found: String, _ expected: String) -> ElectronicStructureError {
        .malformedBasis(source: source, line: line, found: found, expected: expected)
    }

    /// Reads `count` primitives, or all lines of numbers that follow.
    private mutating func appendShells(
        _ element: ChemicalElement, _ momenta: [Int], count: Int?, header: Int
    ) throws(ElectronicStructureError) {
        var rows: [[Double]] = []
        while place < lines.count, rows.count < count ?? .max, let numbers = Self.numbers(lines[place].fields) {
            guard numbers.count >= 2, rows.isEmpty || numbers.count == rows[0].count else {
                throw malformed(
                    lines[place].number, "\(numbers.count) numbers",
                    "an exponent and \(rows.isEmpty ? "its coefficients" : "\(rows[0].count - 1) coefficients")")
            }
            rows.append(numbers)
            place += 1
        }
        guard !rows.isEmpty, count == nil || rows.count == count else {
            throw malformed(header, "\(rows.count) primitives below", "\(count.map { "\($0)" } ?? "at least one")")
        }
        let columns = rows[0].count - 1
        guard momenta.count == 1 || momenta.count == columns else {
            throw malformed(header, "\(columns) coefficients a line", "\(momenta.count), one an angular momentum")
        }
        for (index, momentum) in momenta.enumerated() {
            let chosen = momenta.count == 1 ? Array(1...columns) : [index + 1]
            let shell = try BasisShell(
                angularMomentum: momentum, exponents: rows.map { $0[0] },
                contractions: chosen.map { column in rows.map { $0[column] } }, source: source, line: header)
            shells[element.atomicNumber, default: []].append(shell)
        }
    }

    private static func numbers(_ fields: [Substring]) -> [Double]? {
        let numbers = fields.map {
            Double($0.replacingOccurrences(of: "D", with: "E").replacingOccurrences(of: "d", with: "e"))
        }
        return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }
}
