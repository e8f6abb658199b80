/// The targets of a `Package.swift`, read from its text.
///
/// It understands the ways in which this project writes a target: `.target(name:dependencies:)` and its kin, and
/// helper functions that return a `Target`, whose own additions (`dependencies + ["TestSupport"]`) count for every
/// target made with them. Names bound by `let` to an array of strings or to a product are looked up.
struct Manifest {
    struct Target: Equatable {
        let name: String
        /// What made it: `target`, `systemLibrary`, `testTarget` … or a helper of the manifest.
        let maker: String
        /// Targets and products of other packages, by name.
        let dependencies: [String]
        /// Where its sources are, from the project's root.
        let path: String

        /// Tests, and what only tests use, stand outside the floors.
        var isTest: Bool { path.hasPrefix("Tests/") }
    }

    /// What keeps the text from being read.
    struct ReadingError: Error, CustomStringConvertible {
        let description: String
    }

    let targets: [Target]
    /// The Debian packages that the system libraries name as their providers.
    let aptPackages: [String]
    let usesUnsafeFlags: Bool

    init(text: String) throws(ReadingError) {
        let tokens = ManifestToken.tokens(of: text)
        let package = tokens.calls.first { $0.name == "Package" }
        guard let list = package?.value(labelled: "targets") else {
            throw ReadingError(description: "Package.swift has no 'Package(… targets: [ … ] …)'.")
        }
        let bindings = Bindings(tokens)
        var makers: [String: ManifestCall] = [:]
        for name in tokens.functionNames { makers[name] = tokens.body(ofFunction: name).calls.first }
        let calls = list.group(at: 0).calls
        targets = calls.compactMap { Target($0, bindings, madeBy: makers[$0.name]) }
        guard !targets.isEmpty, targets.count == calls.count else {
            throw ReadingError(
                description: "Package.swift lists \(calls.count) targets, but only \(targets.count) could be read.")
        }
        aptPackages = calls.flatMap { bindings.names(in: $0.value(labelled: "providers") ?? []) }
        usesUnsafeFlags = tokens.contains(.word("unsafeFlags"))
    }

    func target(named name: String) -> Target? { targets.first { $0.name == name } }
}

extension Manifest.Target {
    fileprivate init?(_ call: ManifestCall, _ bindings: Bindings, madeBy helper: ManifestCall?) {
        guard let name = call.labelledString("name") ?? call.firstString else { return nil }
        let unlabelled = call.arguments.dropFirst().first { $0.label == nil }?.value
        let own = call.value(labelled: "dependencies") ?? unlabelled ?? []
        let added = helper?.value(labelled: "dependencies") ?? []
        let isTestTarget = (helper?.name ?? call.name) == "testTarget"
        self.name = name
        self.maker = call.name
        self.dependencies = bindings.names(in: own) + bindings.names(in: added)
        self.path = call.labelledString("path") ?? (isTestTarget ? "Tests/" : "Sources/") + name
    }
}

/// The names that a manifest's `let`s stand for: arrays of strings, and products of other packages.
private struct Bindings {
    private var values: [String: [String]] = [:]

    init(_ tokens: [ManifestToken]) {
        for (index, token) in tokens.enumerated() where token == .word("let") && index + 1 < tokens.count {
            guard case .word(let name) = tokens[index + 1],
                let equals = tokens[index...].firstIndex(of: .mark("=")), equals + 3 < tokens.count
            else { continue }
            if tokens[equals + 1] == .mark("[") {
                let strings = tokens.group(at: equals + 1)
                guard !strings.contains(.mark("(")) else { continue }
                values[name] = names(in: strings)
            } else if tokens[equals + 2] == .word("product") {
                values[name] = names(in: tokens.group(at: equals + 3))
            }
        }
    }

    /// The targets and products that an expression names.
    func names(in expression: [ManifestToken]) -> [String] {
        var names: [String] = []
        let unnamed: Set = ["package", "traits", "platforms", "moduleAliases"]
        var label = ""
        for (index, token) in expression.enumerated() {
            let isLabel = index + 1 < expression.count && expression[index + 1] == .mark(":")
            switch token {
            case .word(let word) where isLabel: label = word
            case .word(let word): names += values[word] ?? []
            case .string(let text) where !unnamed.contains(label): names.append(text)
            case .mark(")"): label = ""
            default: break
            }
        }
        return names
    }
}

extension [ManifestToken] {
    /// The functions that the manifest declares.
    fileprivate var functionNames: [String] {
        indices.dropLast().compactMap { index in
            guard self[index] == .word("func"), case .word(let name) = self[index + 1] else { return nil }
            return name
        }
    }

    /// The tokens between the braces of a function.
    fileprivate func body(ofFunction name: String) -> [ManifestToken] {
        for index in indices.dropLast() where self[index] == .word("func") && self[index + 1] == .word(name) {
            if let brace = self[index...].firstIndex(of: .mark("{")) { return group(at: brace) }
        }
        return []
    }
}
