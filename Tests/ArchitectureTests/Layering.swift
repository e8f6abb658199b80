/// The rules that keep every arrow between modules pointing down.
struct Layering {
    let manifest: Manifest
    let table: FloorTable

    /// One sentence for each breach of the rules by the manifest or by the table.
    var violations: [String] {
        var found: [String] = []
        if manifest.usesUnsafeFlags {
            found.append("Package.swift uses unsafeFlags; SwiftPM refuses such a package as a versioned dependency.")
        }
        let modules = manifest.targets.filter { !$0.isTest }
        for row in table.rows where !modules.contains(where: { $0.name == row.module }) {
            found.append("The table of floors has a row for '\(row.module)', which is no target of Package.swift.")
        }
        for module in modules {
            guard let row = table.row(of: module.name) else {
                found.append("Target '\(module.name)' has no row in the table of floors.")
                continue
            }
            found += undeclared(row, module) + module.dependencies.flatMap { breaches(row, $0) }
            found += columnBreaches(row, module)
        }
        return found
    }

    /// One sentence for each file that imports a module of this package which its target does not declare.
    func importViolations(_ source: SourceText) -> [String] {
        guard let target = manifest.targets.first(where: { source.path.hasPrefix($0.path + "/") }) else { return [] }
        let allowed = Set(target.dependencies + [target.name])
        let imported = source.importedModules.filter { manifest.target(named: $0.module) != nil }
        return imported.filter { !allowed.contains($0.module) }.map {
            "\(source.path):\($0.line): '\(target.name)' imports '\($0.module)' without declaring it in Package.swift."
        }
    }

    // MARK: The rules

    /// What the table says a module imports, and the manifest does not.
    private func undeclared(_ row: FloorTable.Row, _ target: Manifest.Target) -> [String] {
        row.imports.filter { !target.dependencies.contains($0) }.map {
            "The table of floors says that '\(row.module)' imports '\($0)'; Package.swift does not."
        }
    }

    /// A dependency points down and is listed, by the row itself or by the row of a module it imports.
    private func breaches(_ row: FloorTable.Row, _ dependency: String) -> [String] {
        if let below = table.row(of: dependency) {
            guard below.floor < row.floor else {
                return [
                    "'\(row.module)' (floor \(row.floor)) depends upward on '\(dependency)' (floor \(below.floor))."
                ]
            }
            if row.importsAllBelow { return [] }
        }
        if reach(row).contains(dependency) { return [] }
        return ["'\(row.module)' depends on '\(dependency)', which its row in the table of floors does not list."]
    }

    /// Chemistry never reaches circuits, and circuits never reach chemistry, by any path through the manifest.
    private func columnBreaches(_ row: FloorTable.Row, _ target: Manifest.Target) -> [String] {
        let forbidden: [FloorTable.Column]
        switch row.column {
        case .common: forbidden = [.chemistry, .circuits, .joined]
        case .chemistry: forbidden = [.circuits, .joined]
        case .circuits: forbidden = [.chemistry, .joined]
        case .joined: forbidden = []
        }
        return target.dependencies.compactMap { table.row(of: $0) }.filter { forbidden.contains($0.column) }.map {
            "'\(row.module)' (\(row.column.rawValue)) depends on '\($0.module)' (\($0.column.rawValue))."
        }
    }

    /// Every module that the table lets a row import: those it names, and what they import in turn.
    private func reach(_ row: FloorTable.Row) -> Set<String> {
        var reached: Set<String> = []
        var waiting = row.imports
        while let next = waiting.popLast() {
            if reached.insert(next).inserted { waiting += table.row(of: next)?.imports ?? [] }
        }
        return reached
    }
}

extension SourceText {
    /// The modules that this Swift file imports, with the lines.
    var importedModules: [(module: String, line: Int)] {
        guard language == .swift else { return [] }
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let tokens = Token.tokens(of: code)
        return tokens.indices.dropLast().compactMap { index in
            guard tokens[index].text == "import" else { return nil }
            let next = kinds.contains(tokens[index + 1].text) ? index + 2 : index + 1
            return next < tokens.count ? (tokens[next].text, tokens[next].line) : nil
        }
    }
}
