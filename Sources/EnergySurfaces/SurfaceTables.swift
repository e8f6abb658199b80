internal import Foundation

extension EnergySurface {
    /// The surface as CSV: the coordinates, then a column a method, then `METHOD_error` where it was sampled. One row a
    /// point; what is not known is empty. Numbers read back as the same doubles.
    public var csv: String {
        let sampled = methods.filter { method in points.contains { $0.standardErrors[method] != nil } }
        let header = coordinates.map(\.name) + methods.map(\.rawValue) + sampled.map { "\($0.rawValue)_error" }
        let rows = points.map { point in
            point.at + methods.map { point.energies[$0] } + sampled.map { point.standardErrors[$0] }
        }
        let lines = rows.map { row in row.map { $0.map(Self.spelled) ?? "" }.joined(separator: ",") }
        return ([header.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    /// The surface as one JSON object on one line, keys in fixed order:
    /// `coordinates`, `points` (`at`, `energies`, `standardErrors`, `converged`, `message`), `minimum`, where there is
    /// one between the points `interpolatedMinimum`, and `seconds`.
    public var json: String {
        var fields: [(String, String)] = [
            ("coordinates", JSONText.array(coordinates.map { JSONText.string($0.name) })),
            ("points", JSONText.array(points.map(json(of:)))),
            ("minimum", minimum.map(json(of:)) ?? "null"),
        ]
        if let interpolatedMinimum { fields.append(("interpolatedMinimum", json(of: interpolatedMinimum))) }
        fields.append(("seconds", JSONText.number(seconds)))
        return JSONText.object(fields)
    }

    /// Writes the CSV; the file appears whole or not at all.
    ///
    /// - Throws: ``SurfaceError/cannotWrite(file:reason:)``.
    public func writeCSV(to path: String) throws(SurfaceError) { try WholeFile.write(csv, to: path) }

    /// Writes the JSON; the file appears whole or not at all.
    ///
    /// - Throws: ``SurfaceError/cannotWrite(file:reason:)``.
    public func writeJSON(to path: String) throws(SurfaceError) { try WholeFile.write(json + "\n", to: path) }

    /// The shortest decimal that reads back as the same double; whole numbers without a point.
    static func spelled(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func json(of point: SurfacePoint) -> String {
        JSONText.object([
            ("at", JSONText.object(zip(coordinates, point.at).map { ($0.name, JSONText.number($1)) })),
            ("energies", json(of: point.energies)),
            ("standardErrors", json(of: point.standardErrors)),
            ("converged", point.isConverged ? "true" : "false"),
            ("message", point.message.map(JSONText.string) ?? "null"),
        ])
    }

    private func json(of values: [EnergyMethod: Double]) -> String {
        JSONText.object(methods.compactMap { method in values[method].map { (method.rawValue, JSONText.number($0)) } })
    }

    private func json(of minimum: SurfaceMinimum) -> String {
        JSONText.object([
            ("at", JSONText.object(zip(coordinates, minimum.at).map { ($0.name, JSONText.number($1)) })),
            ("energy", JSONText.number(minimum.energy)),
            ("method", JSONText.string(minimum.method.rawValue)),
        ])
    }
}

/// JSON with keys in the order given.
enum JSONText {
    static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        return EnergySurface.spelled(value)
    }

    static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(string($0)):\($1)" }.joined(separator: ",") + "}"
    }

    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{0}"..<" ": result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Output files that appear whole or not at all.
enum WholeFile {
    /// Writes beside the file and renames.
    static func write(_ text: String, to path: String) throws(SurfaceError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotWrite(file: path, reason: reason(path, error))
        }
    }

    private static func reason(_ path: String, _ error: any Error) -> String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            return "it is a folder; give the name of a file"
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            return "there is no folder \(folder); make it first"
        }
        if !FileManager.default.isWritableFile(atPath: folder) { return "no permission to write in \(folder)" }
        return error.localizedDescription
    }
}
