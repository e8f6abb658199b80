/// A token of a manifest: as much of Swift's grammar as lists of targets need.
enum ManifestToken: Equatable {
    case word(String)
    case string(String)
    case mark(Character)

    /// The tokens of `text`, comments left out. Strings have no interpolation in a manifest.
    static func tokens(of text: String) -> [ManifestToken] {
        var tokens: [ManifestToken] = []
        var rest = Substring(text)
        while let first = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if first == "\"" {
                let content = rest.dropFirst().prefix { $0 != "\"" }
                tokens.append(.string(String(content)))
                rest = rest.dropFirst(content.count + 2)
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            } else {
                if !first.isWhitespace { tokens.append(.mark(first)) }
                rest = rest.dropFirst()
            }
        }
        return tokens
    }
}

/// A call as a manifest writes it: `name(label: tokens, tokens, …)`.
struct ManifestCall {
    let name: String
    let arguments: [(label: String?, value: [ManifestToken])]

    func value(labelled label: String) -> [ManifestToken]? { arguments.first { $0.label == label }?.value }

    /// The text of the string that `label` marks.
    func labelledString(_ label: String) -> String? {
        guard case .string(let text)? = value(labelled: label)?.first else { return nil }
        return text
    }

    /// The text of the first argument, when that is a string without a label.
    var firstString: String? {
        guard let first = arguments.first, first.label == nil, case .string(let text)? = first.value.first else {
            return nil
        }
        return text
    }
}

extension [ManifestToken] {
    /// The tokens between the bracket at `index` and the one that closes it.
    func group(at index: Int) -> [ManifestToken] {
        var depth = 0
        for position in index..<count {
            guard case .mark(let mark) = self[position] else { continue }
            if "([{".contains(mark) { depth += 1 }
            if ")]}".contains(mark) { depth -= 1 }
            if depth == 0 { return [ManifestToken](self[(index + 1)..<position]) }
        }
        return [ManifestToken](self[(index + 1)...])
    }

    /// The calls that stand in these tokens, not those inside their arguments.
    var calls: [ManifestCall] {
        var calls: [ManifestCall] = []
        var position = 0
        while position < count {
            if case .word(let name) = self[position], position + 1 < count, self[position + 1] == .mark("(") {
                let inside = group(at: position + 1)
                calls.append(ManifestCall(name: name, arguments: inside.arguments))
                position += inside.count + 3
            } else if case .mark(let mark) = self[position], "([{".contains(mark) {
                position += group(at: position).count + 2
            } else {
                position += 1
            }
        }
        return calls
    }

    /// These tokens as arguments: parted at the commas that no bracket holds, labels taken off.
    private var arguments: [(label: String?, value: [ManifestToken])] {
        var parts: [[ManifestToken]] = [[]]
        var depth = 0
        for token in self {
            if case .mark(let mark) = token {
                if "([{".contains(mark) { depth += 1 }
                if ")]}".contains(mark) { depth -= 1 }
            }
            if token == .mark(","), depth == 0 {
                parts.append([])
            } else {
                parts[parts.count - 1].append(token)
            }
        }
        return parts.filter { !$0.isEmpty }.map { part in
            guard part.count > 2, part[1] == .mark(":"), case .word(let label) = part[0] else { return (nil, part) }
            return (label, [ManifestToken](part.dropFirst(2)))
        }
    }
}
