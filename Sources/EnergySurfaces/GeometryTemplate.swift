internal import ElectronicStructure
internal import Foundation

/// A number of a geometry that takes several values.
public struct ScanVariable: Hashable, Sendable {
    /// The name, as it stands between braces in the geometry.
    public let name: String
    /// The values, in the order of the scan.
    public let values: [Double]

    /// The most values of one variable.
    private static let most = 100_000

    /// A variable with given values.
    ///
    /// - Throws: ``SurfaceError/invalidVariable(name:reason:)`` for no value, or one that is not finite.
    public init(name: String, values: [Double]) throws(SurfaceError) {
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
            throw .invalidVariable(name: name, reason: "it needs values, all finite")
        }
        self.name = name
        self.values = values
    }

    /// A variable from text: `r=0.3:3.0:0.1` runs from 0.3 to 3.0 in steps of 0.1, both ends included (to half a
    /// step); `r=0.5,0.7,1` lists values.
    ///
    /// - Throws: ``SurfaceError/invalidVariable(name:reason:)``.
    public init(parsing text: String) throws(SurfaceError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].trimmingCharacters(in: .whitespaces)
        guard parts.count == 2, !name.isEmpty else {
            throw .invalidVariable(name: text, reason: "expected NAME=START:STOP:STEP or NAME=VALUE,VALUE")
        }
        let separator: Character = parts[1].contains(":") ? ":" : ","
        let fields = parts[1].split(separator: separator, omittingEmptySubsequences: false)
        let numbers = fields.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == fields.count, numbers.allSatisfy(\.isFinite) else {
            throw .invalidVariable(name: name, reason: "'\(parts[1])' is not made of finite numbers")
        }
        if separator == "," {
            try self.init(name: name, values: numbers)
        } else {
            try self.init(name: name, values: try Self.range(name, numbers))
        }
    }

    private static func range(_ name: String, _ numbers: [Double]) throws(SurfaceError) -> [Double] {
        guard numbers.count == 3, numbers[2] != 0, (numbers[1] - numbers[0]) / numbers[2] >= 0 else {
            throw .invalidVariable(
                name: name, reason: "expected START:STOP:STEP with a step that leads from the start to the stop")
        }
        let steps = ((numbers[1] - numbers[0]) / numbers[2] + 0.5 - 1e-9).rounded(.down)
        guard steps < Double(most) else {
            throw .invalidVariable(name: name, reason: "it has \(steps + 1) values; expected at most \(most)")
        }
        // Rounded, so that 0.3 + 4 · 0.1 is 0.7.
        return (0...Int(steps)).map { ((numbers[0] + Double($0) * numbers[2]) * 1e12).rounded() / 1e12 }
    }
}

/// A geometry with places for numbers, such as `"H 0 0 0; H 0 0 {r}"`, and the values they take.
public struct GeometryTemplate: Sendable {
    /// The geometry in angstrom, names between braces.
    public let text: String
    /// The variables; the last one changes fastest.
    public let variables: [ScanVariable]
    /// The name or file of the basis set.
    public var basis: String
    /// The total charge.
    public var charge: Int
    /// One more than the number of unpaired electrons.
    public var multiplicity: Int

    /// A template.
    ///
    /// - Throws: ``SurfaceError/invalidVariable(name:reason:)`` for a name without values, values that the geometry
    ///   does not use, or a name given twice.
    public init(
        _ text: String, varying variables: [ScanVariable], basis: String = "sto-3g", charge: Int = 0,
        multiplicity: Int = 1
    ) throws(SurfaceError) {
        let names = Self.names(text)
        for (index, variable) in variables.enumerated() {
            guard names.contains(variable.name) else {
                throw .invalidVariable(name: variable.name, reason: "the geometry has no {\(variable.name)}")
            }
            guard !variables[..<index].contains(where: { $0.name == variable.name }) else {
                throw .invalidVariable(name: variable.name, reason: "it is given twice")
            }
        }
        for name in names where !variables.contains(where: { $0.name == name }) {
            throw .invalidVariable(name: name, reason: "the geometry has {\(name)}, which nothing gives a value")
        }
        self.text = text
        self.variables = variables
        self.basis = basis
        self.charge = charge
        self.multiplicity = multiplicity
    }

    /// Every combination of values, the last variable changing fastest.
    var grid: [[Double]] {
        variables.reduce([[]]) { grid, variable in grid.flatMap { head in variable.values.map { head + [$0] } } }
    }

    /// The geometry with values in place of names.
    func geometry(_ values: [Double]) -> String {
        zip(variables, values).reduce(text) { text, pair in
            text.replacingOccurrences(of: "{\(pair.0.name)}", with: "\(pair.1)")
        }
    }

    /// The molecule at given values.
    func molecule(_ values: [Double]) throws(ElectronicStructureError) -> Molecule {
        try Molecule(
            geometry: geometry(values), charge: charge, multiplicity: multiplicity, basis: basis,
            source: "geometry \(values.map(EnergySurface.spelled).joined(separator: ", "))")
    }

    /// What stands between braces.
    private static func names(_ text: String) -> Set<String> {
        Set(text.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first.map(String.init) })
    }
}
