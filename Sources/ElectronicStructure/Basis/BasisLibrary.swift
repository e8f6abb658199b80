internal import Foundation

extension BasisSet {
    /// A basis set by its name in the library (in any case, hyphens optional, `(d,p)` for `**`), or by the path of a
    /// file in Gaussian94 or NWChem form.
    ///
    /// - Throws: `unknownBasis` with the names there are; `malformedBasis` or `cannotOpen` for a file.
    public static func named(_ name: String) throws(ElectronicStructureError) -> BasisSet {
        if let set = try BasisLibrary.load(name) { return set }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), !isFolder.boolValue {
            return try BasisSet(file: name)
        }
        throw .unknownBasis(found: name, available: BasisLibrary.names)
    }

    /// The names of the basis sets that come with the library.
    public static var libraryNames: [String] { BasisLibrary.names }

    /// The names of the sets among them that densities are fitted with.
    public static var auxiliaryNames: [String] { BasisLibrary.auxiliaryNames }
}

/// The basis sets among the module's resources; see the README there for where they come from.
enum BasisLibrary {
    static let names = [
        "sto-3g", "sto-6g", "3-21g", "6-31g", "6-31g*", "6-31g**", "6-311g**", "6-311++g**", "cc-pvdz", "cc-pvtz",
        "cc-pvqz", "aug-cc-pvdz", "aug-cc-pvtz", "def2-svp", "def2-tzvp",
    ]

    /// Sets that densities are fitted with.
    static let auxiliaryNames = ["def2-universal-jkfit", "cc-pvtz-jkfit"]

    /// The set of a name, or `nil` if there is none.
    static func load(_ name: String) throws(ElectronicStructureError) -> BasisSet? {
        guard let official = (names + auxiliaryNames).first(where: { key($0) == key(name) }) else { return nil }
        let file = official.replacingOccurrences(of: "*", with: "s")
        guard let url = Bundle.module.url(forResource: "Resources/BasisSets/\(file)", withExtension: "json"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else {
            throw .cannotOpen(
                file: "BasisSets/\(file).json", reason: "the program's resources are not where they were installed")
        }
        return BasisSet(name: official, content: content(text))
    }

    private static func key(_ name: String) -> String {
        var text = name.lowercased().filter { !" -_".contains($0) }
        text = text.replacingOccurrences(of: "(d,p)", with: "**").replacingOccurrences(of: "(d)", with: "*")
        return text
    }

    /// The files have one element a line, so that a few can be read without the rest.
    private static func content(_ text: String) -> [Int: BasisSet.Content] {
        var content: [Int: BasisSet.Content] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let parts = line.split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, let element = try? ChemicalElement(symbol: parts[0]) else { continue }
            var value = parts[1].dropFirst()
            if value.last == "," { value = value.dropLast() }
            content[element.atomicNumber] = .json(String(value))
        }
        return content
    }

    /// The shells of one element: a list of [l, exponents, contractions].
    static func shells(json: String, source: String) throws(ElectronicStructureError) -> [BasisShell] {
        let rows: [Row]
        do {
            rows = try JSONDecoder().decode([Row].self, from: Data(json.utf8))
        } catch {
            throw .malformedBasis(source: source, line: 0, found: "\(error)", expected: "a list of shells")
        }
        var shells: [BasisShell] = []
        for row in rows {
            shells.append(
                try BasisShell(
                    angularMomentum: row.angularMomentum, exponents: row.exponents, contractions: row.contractions,
                    source: source,
                    highest: auxiliaryNames.contains(source)
                        ? BasisShell.largestAuxiliaryAngularMomentum : BasisShell.largestAngularMomentum))
        }
        return shells
    }

    private struct Row: Decodable {
        let angularMomentum: Int
        let exponents: [Double]
        let contractions: [[Double]]

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            angularMomentum = try container.decode(Int.self)
            exponents = try container.decode([Double].self)
            contractions = try container.decode([[Double]].self)
        }
    }
}
