internal import Foundation

extension Molecule {
    /// A molecule from the text of a geometry: `"H 0 0 0; H 0 0 0.74"`, or the content of an .xyz file.
    ///
    /// One atom a line or between semicolons: a symbol or atomic number and three coordinates, or a Z-matrix (see
    /// ``ZMatrix``). The lines may be led, as in .xyz files, by the number of atoms and a line of comment, which
    /// becomes the remark. `@H`, `Gh(H)`, `ghost-H` and `X-H` are ghosts.
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

    /// A molecule from an .xyz file; its coordinates are in angstrom unless `unit` says else.
    ///
    /// - Throws: `cannotOpen`, and what `init(geometry:)` throws.
    public init(
        xyz path: String, unit: LengthUnit = .angstrom, charge: Int = 0, multiplicity: Int = 1, basis: String = ""
    ) throws(ElectronicStructureError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .cannotOpen(file: path, reason: exists ? "it is no readable text file" : "no such file")
        }
        try self.init(
            geometry: text, unit: unit, charge: charge, multiplicity: multiplicity, basis: basis, source: path)
    }
}
