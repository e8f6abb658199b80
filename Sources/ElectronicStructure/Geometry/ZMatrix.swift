internal import Foundation

/// Atoms placed by distances, angles and dihedral angles: one atom a line or between semicolons,
///
///     O
///     H 1 0.96
///     H 1 0.96 2 104.5
///     H 3 0.96 1 109.5 2 120
///
/// that is the element, the number (from 1) of an earlier atom and the distance to it, a second and the angle it makes
/// there in degrees, a third and the dihedral angle about the line from the first to the second. A field that is no
/// number is the name of a variable, given by a line `name = value`.
///
/// The first atom is at the origin, the second on the z axis, the third in the xz plane.
public struct ZMatrix: Sendable {
    private let rows: [(line: Int, fields: [Substring])]
    private let variables: [String: Double]
    private let unit: LengthUnit
    private let source: String

    /// Reads lines; `source` is what errors call the text.
    ///
    /// - Throws: `malformedGeometry` for a variable that is no finite number.
    public init(
        _ text: String, unit: LengthUnit = .angstrom, source: String = "geometry"
    ) throws(ElectronicStructureError) {
        self.unit = unit
        self.source = source
        var rows: [(Int, [Substring])] = []
        var variables: [String: Double] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            for entry in line.split(separator: ";") {
                if let equals = entry.firstIndex(of: "=") {
                    let name = entry[..<equals].trimmingCharacters(in: .whitespaces)
                    let value = entry[entry.index(after: equals)...].trimmingCharacters(in: .whitespaces)
                    guard let number = Double(value), number.isFinite else {
                        throw .malformedGeometry(
                            source: source, line: index + 1, found: "\"\(value)\"", expected: "a finite number")
                    }
                    variables[name] = number
                } else {
                    let fields = GeometryParser.fields(entry)
                    if !fields.isEmpty { rows.append((index + 1, fields)) }
                }
            }
        }
        self.rows = rows
        self.variables = variables
    }

    /// Whether a text looks like a Z-matrix: its first atom stands alone and its second has three fields.
    static func isLikely(_ text: String) -> Bool {
        let entries = text.split { $0.isNewline || $0 == ";" }.map(GeometryParser.fields).filter { !$0.isEmpty }
        guard let first = entries.first, first.count == 1, Int(first[0]) == nil else { return false }
        return entries.count == 1 || entries[1].count == 3
    }

    /// The atoms, positions in bohr.
    ///
    /// - Throws: `malformedGeometry` with the line for an unknown element, reference or variable, a reference used
    ///   twice, a distance that is not positive, or three reference atoms on one line.
    public func atoms() throws(ElectronicStructureError) -> [Atom] {
        var atoms: [Atom] = []
        for (line, fields) in rows {
            let (element, isGhost) = try GeometryParser.element(fields[0], source: source, line: line)
            let needed = 1 + 2 * min(atoms.count, 3)
            guard fields.count >= needed else {
                throw malformed(
                    line, fields.joined(separator: " "),
                    "\(needed) fields: an element, then pairs of an earlier atom "
                        + "and a distance, angle and dihedral angle")
            }
            var references: [Int] = []
            var values: [Double] = []
            for pair in 0..<min(atoms.count, 3) {
                references.append(try reference(fields[1 + 2 * pair], line, atoms.count, references))
                values.append(try value(fields[2 + 2 * pair], line))
            }
            if let distance = values.first, distance <= 0 {
                throw malformed(line, "\(distance)", "a positive distance")
            }
            let position = try place(references.map { atoms[$0].position }, values, line)
            atoms.append(Atom(element: element, position: position, isGhost: isGhost))
        }
        return atoms
    }

    private func reference(
        _ field: Substring, _ line: Int, _ count: Int, _ used: [Int]
    ) throws(ElectronicStructureError) -> Int {
        guard let number = Int(field), (1...count).contains(number), !used.contains(number - 1) else {
            throw malformed(line, String(field), "the number of an earlier atom, 1 to \(count), named once")
        }
        return number - 1
    }

    private func value(_ field: Substring, _ line: Int) throws(ElectronicStructureError) -> Double {
        if let number = Double(field), number.isFinite { return number }
        let isNegated = field.hasPrefix("-")
        if let number = variables[String(isNegated ? field.dropFirst() : field)] { return isNegated ? -number : number }
        throw malformed(line, String(field), "a finite number or a variable that a line \"name = value\" gives")
    }

    private func malformed(_ line: Int, _ found: String, _ expected: String) -> ElectronicStructureError {
        .malformedGeometry(source: source, line: line, found: "\"\(found)\"", expected: expected)
    }

    /// The position that has the given distance, angle and dihedral to earlier positions.
    private func place(
        _ references: [SIMD3<Double>], _ values: [Double], _ line: Int
    ) throws(ElectronicStructureError) -> SIMD3<Double> {
        guard let origin = references.first else { return .zero }
        let distance = values[0] * unit.inBohr
        guard references.count > 1 else { return origin + SIMD3(0, 0, distance) }
        let axis = (references[1] - origin).normalized
        let angle = values[1] * .pi / 180
        let dihedral = references.count > 2 ? values[2] * .pi / 180 : 0
        let plane = references.count > 2 ? references[2] - references[1] : SIMD3(1, 0, 0)
        let perpendicular = plane - axis * (plane * axis).sum()
        guard (perpendicular * perpendicular).sum() > 1e-12 else {
            throw malformed(line, "three reference atoms on one line", "atoms that span a plane; choose another one")
        }
        let x = perpendicular.normalized
        let y = x.cross(axis)
        let around = x * cos(dihedral) + y * sin(dihedral)
        return origin + (axis * cos(angle) + around * sin(angle)) * distance
    }
}

extension SIMD3<Double> {
    /// The length.
    var length: Double { (self * self).sum().squareRoot() }
    /// The vector of length one in the same direction.
    var normalized: SIMD3<Double> { self / length }
    /// The vector product.
    func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }
}
