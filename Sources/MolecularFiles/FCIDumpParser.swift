internal import ElectronicStructure
internal import Foundation

/// Reads the text of an FCIDUMP file.
struct FCIDumpParser {
    private let lines: [Substring]
    private let source: String

    init(_ text: String, source: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        self.source = source
    }

    /// What the heading says.
    private struct Heading {
        var values: [String: [String]] = [:]
        var end = 0
        var line = 1

        func integers(_ name: String) -> [Int]? {
            guard let found = values[name] else { return nil }
            let numbers = found.compactMap { Int($0) }
            return numbers.count == found.count ? numbers : nil
        }
    }

    func parse() throws(MolecularFileError) -> FCIDumpFile {
        let heading = try heading()
        guard let n = heading.integers("NORB")?.first, (1...1000).contains(n) else {
            throw malformed(heading.line, "NORB=\(heading.values["NORB"]?.first ?? "")", "1 to 1000 orbitals")
        }
        guard let count = heading.integers("NELEC")?.first, count >= 0 else {
            throw malformed(heading.line, "NELEC=\(heading.values["NELEC"]?.first ?? "")", "a number of electrons")
        }
        let unrestricted = (heading.values["UHF"] ?? heading.values["IUHF"])?.first?.uppercased() ?? "0"
        guard ["0", ".FALSE.", "F", "FALSE"].contains(unrestricted) else {
            throw malformed(heading.line, "integrals of unrestricted orbitals", "one set of orbitals for both spins")
        }
        let unpaired = abs(heading.integers("MS2")?.first ?? 0)
        let symmetries = heading.integers("ORBSYM").flatMap { $0.count == n ? $0 : nil }
        let body = try body(n, from: heading.end)
        do throws(ElectronicStructureError) {
            let electrons = try SpinCounts(electrons: count, multiplicity: unpaired + 1)
            let integrals = try MolecularIntegrals(
                nuclearRepulsion: body.constant, oneBody: body.oneBody, twoBody: body.twoBody)
            _ = try ElectronicHamiltonian(integrals, electrons: electrons)
            return FCIDumpFile(
                integrals: integrals, electrons: electrons, orbitalSymmetries: symmetries,
                stateSymmetry: heading.integers("ISYM")?.first ?? 1, orbitalEnergies: body.energies)
        } catch {
            throw .structure(file: source, error: error)
        }
    }

    private func malformed(_ line: Int, _ found: String, _ expected: String) -> MolecularFileError {
        .malformedText(file: source, line: line, found: found, expected: expected)
    }

    /// The names and values between `&FCI` and `&END` or `/`.
    private func heading() throws(MolecularFileError) -> Heading {
        var heading = Heading()
        var text = ""
        guard let first = lines.firstIndex(where: { !$0.allSatisfy(\.isWhitespace) }),
            lines[first].trimmingCharacters(in: .whitespaces).uppercased().hasPrefix("&FCI")
        else { throw malformed(1, "\"\(lines.first ?? "")\"", "a heading that begins with &FCI") }
        heading.line = first + 1
        for (index, line) in lines.enumerated().dropFirst(first) {
            let upper = line.uppercased()
            if let range = upper.range(of: "&END") ?? upper.range(of: "$END") ?? upper.range(of: "/") {
                text += upper[..<range.lowerBound]
                heading.end = index + 1
                break
            }
            text += upper + " "
        }
        guard heading.end > 0 else { throw malformed(first + 1, "a heading without end", "&END or / behind it") }
        // Each name stands before an equals sign; values reach up to the next name.
        let fields = text.replacingOccurrences(of: "&FCI", with: " ").replacingOccurrences(of: "=", with: " = ")
            .split { $0.isWhitespace || $0 == "," }
        var name = ""
        for (index, field) in fields.enumerated() where field != "=" {
            if index + 1 < fields.count, fields[index + 1] == "=" {
                name = String(field)
                heading.values[name] = []
            } else {
                heading.values[name, default: []].append(String(field))
            }
        }
        return heading
    }

    private struct Body {
        var constant = 0.0
        var oneBody: [Double]
        var twoBody: TwoBodyIntegrals
        var energies: [Double]?
    }

    private func body(_ n: Int, from start: Int) throws(MolecularFileError) -> Body {
        var body = Body(
            oneBody: [Double](repeating: 0, count: n * n), twoBody: TwoBodyIntegrals(orbitalCount: n), energies: nil)
        for index in start..<max(start, lines.count) {
            let fields = lines[index].split(whereSeparator: \.isWhitespace)
            if fields.isEmpty { continue }
            guard fields.count == 5, let value = Self.number(fields[0]), value.isFinite else {
                throw malformed(index + 1, "\"\(lines[index])\"", "a finite value and four indices")
            }
            let places = fields[1...].compactMap { Int($0) }
            guard places.count == 4, places.allSatisfy({ (0...n).contains($0) }) else {
                throw malformed(index + 1, "\"\(lines[index])\"", "four indices from 0 to \(n)")
            }
            let (i, j, k, l) = (places[0], places[1], places[2], places[3])
            switch (i > 0, j > 0, k > 0, l > 0) {
            case (true, true, true, true): body.twoBody[i - 1, j - 1, k - 1, l - 1] = value
            case (true, true, false, false):
                body.oneBody[(i - 1) * n + j - 1] = value
                body.oneBody[(j - 1) * n + i - 1] = value
            case (true, false, false, false):
                var energies = body.energies ?? [Double](repeating: 0, count: n)
                energies[i - 1] = value
                body.energies = energies
            case (false, false, false, false): body.constant = value
            default:
                throw malformed(index + 1, "\"\(lines[index])\"", "indices i j k l, i j 0 0, i 0 0 0 or 0 0 0 0")
            }
        }
        return body
    }

    /// A number, with Fortran's `D` for `E`.
    private static func number(_ field: Substring) -> Double? {
        Double(field) ?? Double(field.replacingOccurrences(of: "D", with: "E").replacingOccurrences(of: "d", with: "e"))
    }
}
