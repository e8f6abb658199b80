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
        guard let count = heading.integers("NORB")?.first, (1...1000).contains(count) else {
            throw malformed(heading.line, "NORB=\(heading.values["NORB"]?.first ?? "")", "1 to 1000 orbitals")
        }
        guard let electronCount = heading.integers("NELEC")?.first, electronCount >= 0 else {
            throw malformed(heading.line, "NELEC=\(heading.values["NELEC"]?.first ?? "")", "a number of electrons")
        }
        let lines = try entries(count, from: heading.end)
        let form = try form(heading, count, lines)
        let n = form == .countedThrough ? count / 2 : count
        let content = FCIDumpContent(form, orbitalCount: n, source: source)
        let body = try content.read(lines)
        let step = form == .countedThrough ? 2 : 1
        let symmetries = heading.integers("ORBSYM").flatMap { $0.count == count ? $0 : nil }
            .map { all in (0..<n).map { all[step * $0] } }
        let unpaired = abs(heading.integers("MS2")?.first ?? 0)
        let stateSymmetry = heading.integers("ISYM")?.first ?? 1
        do throws(ElectronicStructureError) {
            let electrons = try SpinCounts(electrons: electronCount, multiplicity: unpaired + 1)
            var file: FCIDumpFile
            if form == .shared {
                let integrals = try MolecularIntegrals(
                    nuclearRepulsion: body.constant, oneBody: body.oneBody[0], twoBody: body.sameSpin[0])
                file = FCIDumpFile(
                    integrals: integrals, electrons: electrons, orbitalSymmetries: symmetries,
                    stateSymmetry: stateSymmetry)
                _ = try file.hamiltonian()
            } else {
                let integrals = UnrestrictedIntegrals(
                    constant: body.constant, oneBody: body.oneBody, upUp: body.sameSpin[0],
                    downDown: body.sameSpin[1], upDown: body.mixed)
                file = try FCIDumpFile(
                    unrestricted: integrals, electrons: electrons, orbitalSymmetries: symmetries,
                    stateSymmetry: stateSymmetry)
                _ = try file.spinOrbitals()
            }
            file.orbitalEnergies = body.energies
            return file
        } catch {
            throw .structure(file: source, error: error)
        }
    }

    /// How the two spins are told apart.
    private func form(
        _ heading: Heading, _ count: Int, _ lines: [FCIDumpEntry]
    ) throws(MolecularFileError) -> FCIDumpForm {
        let named = (heading.values["UHF"] ?? heading.values["IUHF"])?.first ?? "0"
        let isNo = ["0", ".FALSE.", "F", "FALSE", ".F."].contains(named)
        guard isNo || ["1", ".TRUE.", "T", "TRUE", ".T."].contains(named) else {
            throw malformed(heading.line, "UHF=\(named)", ".TRUE. or .FALSE.")
        }
        if isNo { return .shared }
        if lines.count(where: { $0.indices == [0, 0, 0, 0] }) > 1 { return .blocks }
        guard count.isMultiple(of: 2) else {
            throw malformed(
                heading.line, "NORB=\(count) with UHF", "an even number of spin orbitals, or blocks ended by zeros")
        }
        return .countedThrough
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

    /// The lines behind the heading.
    private func entries(_ count: Int, from start: Int) throws(MolecularFileError) -> [FCIDumpEntry] {
        var result: [FCIDumpEntry] = []
        for index in start..<max(start, lines.count) {
            let fields = lines[index].split(whereSeparator: \.isWhitespace)
            if fields.isEmpty { continue }
            guard fields.count == 5, let value = Self.number(fields[0]), value.isFinite else {
                throw malformed(index + 1, "\"\(lines[index])\"", "a finite value and four indices")
            }
            let places = fields[1...].compactMap { Int($0) }
            guard places.count == 4, places.allSatisfy({ (0...count).contains($0) }) else {
                throw malformed(index + 1, "\"\(lines[index])\"", "four indices from 0 to \(count)")
            }
            result.append(FCIDumpEntry(line: index + 1, text: String(lines[index]), value: value, indices: places))
        }
        return result
    }

    /// A number, with Fortran's `D` for `E`.
    private static func number(_ field: Substring) -> Double? {
        Double(field) ?? Double(field.replacingOccurrences(of: "D", with: "E").replacingOccurrences(of: "d", with: "e"))
    }
}
