internal import Foundation

/// Reads atoms from lines of text.
struct GeometryParser {
    let text: String
    let unit: LengthUnit
    let source: String

    func parse() throws(ElectronicStructureError) -> (atoms: [Atom], comment: String) {
        if ZMatrix.isLikely(text) { return (try ZMatrix(text, unit: unit, source: source).atoms(), "") }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(where: { !Self.fields($0).isEmpty }) else { throw .noAtoms }
        let heading = Self.fields(lines[first])
        guard heading.count == 1, let count = Int(heading[0]) else {
            return (try atoms(in: lines[first...]), "")
        }
        let comment = lines.count > first + 1 ? lines[first + 1].trimmingCharacters(in: .whitespaces) : ""
        let atoms = try atoms(in: lines.dropFirst(first + 2))
        guard atoms.count == count else {
            throw .malformedGeometry(
                source: source, line: first + 1, found: "\(atoms.count) atoms below", expected: "\(count) as announced")
        }
        return (atoms, comment)
    }

    private func atoms(in lines: ArraySlice<Substring>) throws(ElectronicStructureError) -> [Atom] {
        var atoms: [Atom] = []
        for (index, line) in zip(lines.indices, lines) {
            for entry in line.split(separator: ";") {
                let fields = Self.fields(entry)
                if !fields.isEmpty { atoms.append(try atom(fields, line: index + 1)) }
            }
        }
        return atoms
    }

    private func atom(_ fields: [Substring], line: Int) throws(ElectronicStructureError) -> Atom {
        guard fields.count >= 4 else {
            throw .malformedGeometry(
                source: source, line: line, found: "\"\(fields.joined(separator: " "))\"",
                expected: "a symbol and three coordinates, such as \"H 0 0 0.74\"")
        }
        let (element, isGhost) = try Self.element(fields[0], source: source, line: line)
        var position = SIMD3<Double>()
        for axis in 0..<3 {
            guard let coordinate = Double(fields[axis + 1]), coordinate.isFinite else {
                throw .malformedGeometry(
                    source: source, line: line, found: "\"\(fields[axis + 1])\"", expected: "a finite number")
            }
            position[axis] = coordinate
        }
        var atom = unit == .bohr ? Atom.bohr(element, position) : .angstroms(element, position)
        atom.isGhost = isGhost
        return atom
    }

    /// The element of a symbol, atomic number or ghost.
    static func element(
        _ field: Substring, source: String, line: Int
    ) throws(ElectronicStructureError) -> (element: ChemicalElement, isGhost: Bool) {
        let symbol = ghostSymbol(field)
        do {
            return (try ChemicalElement(symbol: symbol ?? field), symbol != nil)
        } catch {
            throw .malformedGeometry(
                source: source, line: line, found: "\"\(field)\"",
                expected: "an element such as H, He or Li, or a ghost such as @H")
        }
    }

    /// What stands behind the mark of a ghost as Psi4 (`@H`, `Gh(H)`) and PySCF (`ghost-H`, `X-H`) write it.
    private static func ghostSymbol(_ field: Substring) -> Substring? {
        let lowercased = field.lowercased()
        if lowercased.hasPrefix("@") { return field.dropFirst() }
        if lowercased.hasPrefix("gh("), lowercased.hasSuffix(")") { return field.dropFirst(3).dropLast() }
        for mark in ["ghost-", "ghost:", "ghost_", "x-", "x:"] where lowercased.hasPrefix(mark) {
            return field.dropFirst(mark.count)
        }
        return nil
    }

    /// Fields between white space and commas. More than an atom needs are allowed: extended .xyz files carry
    /// velocities and charges behind the position.
    static func fields(_ line: Substring) -> [Substring] {
        line.split { $0.isWhitespace || $0 == "," }
    }
}
