internal import Foundation

extension Molecule {
    /// A molecule from the text of a geometry: `"H 0 0 0; H 0 0 0.74"`, or the content of an .xyz file.
    ///
    /// One atom a line or between semicolons: a symbol or atomic number and three coordinates. The lines may be led,
    /// as in .xyz files, by the number of atoms and a line of comment, which becomes the remark.
    /// - Parameter source: what errors call the text.
    /// - Throws: `malformedGeometry` with the line, and what the memberwise initializer throws.
    public init(
        geometry text: String, unit: LengthUnit = .angstrom, charge: Int = 0, multiplicity: Int = 1,
        basis: String = "", source: String = "geometry"
    ) throws(ElectronicStructureError) {
        let parsed = try GeometryParser(text: text, unit: unit, source: source).parse()
        try self.init(
            atoms: parsed.atoms, charge: charge, multiplicity: multiplicity, basis: basis, remark: parsed.comment)
    }

    /// A molecule from an .xyz file, coordinates in angstrom.
    ///
    /// - Throws: `cannotOpen`, and what `init(geometry:)` throws.
    public init(
        xyz path: String, charge: Int = 0, multiplicity: Int = 1, basis: String = ""
    ) throws(ElectronicStructureError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .cannotOpen(file: path, reason: exists ? "it is no readable text file" : "no such file")
        }
        try self.init(geometry: text, charge: charge, multiplicity: multiplicity, basis: basis, source: path)
    }
}

/// Reads atoms from lines of text.
struct GeometryParser {
    let text: String
    let unit: LengthUnit
    let source: String

    func parse() throws(ElectronicStructureError) -> (atoms: [Atom], comment: String) {
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
        let element: ChemicalElement
        do {
            element = try ChemicalElement(symbol: fields[0])
        } catch {
            throw .malformedGeometry(
                source: source, line: line, found: "\"\(fields[0])\"", expected: "an element such as H, He or Li")
        }
        var position = SIMD3<Double>()
        for axis in 0..<3 {
            guard let coordinate = Double(fields[axis + 1]), coordinate.isFinite else {
                throw .malformedGeometry(
                    source: source, line: line, found: "\"\(fields[axis + 1])\"", expected: "a finite number")
            }
            position[axis] = coordinate
        }
        return unit == .bohr ? .bohr(element, position) : .angstroms(element, position)
    }

    // More than four fields are allowed: extended .xyz files carry velocities and charges behind the position.
    private static func fields(_ line: Substring) -> [Substring] {
        line.split { $0.isWhitespace || $0 == "," }
    }
}
