/// How long a file and a function may be, and which ones are longer.
struct SizeLimits {
    var fileLines = 400
    var functionLines = 60

    /// One sentence for each file or function of `sources` beyond the limits.
    func violations(in sources: [SourceText]) -> [String] {
        sources.flatMap { source -> [String] in
            var found: [String] = []
            if source.lineCount > fileLines {
                found.append("\(source.path) has \(source.lineCount) lines; at most \(fileLines): split it by idea.")
            }
            for function in Function.all(in: source) where function.lineCount > functionLines {
                found.append(
                    "\(source.path):\(function.line): '\(function.name)' has \(function.lineCount) lines; "
                        + "at most \(functionLines): name its parts.")
            }
            return found
        }
    }
}

/// A function with a body: where it starts and how many lines it takes, signature and closing brace included.
struct Function: Equatable {
    let name: String
    let line: Int
    let lineCount: Int

    /// The functions of a file, the outer before the inner (in C and C++ only the outer).
    static func all(in source: SourceText) -> [Function] {
        let tokens = Token.tokens(of: source.code)
        return source.language == .swift ? swiftFunctions(tokens) : cFunctions(tokens)
    }

    private static func swiftFunctions(_ tokens: [Token]) -> [Function] {
        tokens.indices.compactMap { index in
            guard isDeclaration(tokens, index), let open = body(tokens, after: index) else { return nil }
            let name = tokens[index].text == "func" ? tokens[index + 1].text : tokens[index].text
            let last = tokens[tokens.closing(open)].line
            return Function(name: name, line: tokens[index].line, lineCount: last - tokens[index].line + 1)
        }
    }

    private static func isDeclaration(_ tokens: [Token], _ index: Int) -> Bool {
        guard index + 1 < tokens.count, index == 0 || tokens[index - 1].text != "." else { return false }
        switch tokens[index].text {
        case "func": return true
        case "init", "subscript": return ["(", "<", "?"].contains(tokens[index + 1].text)
        case "deinit": return tokens[index + 1].text == "{"
        default: return false
        }
    }

    /// The index of the brace that opens the body; `nil` for a requirement of a protocol.
    private static func body(_ tokens: [Token], after index: Int) -> Int? {
        let nextDeclaration: Set = [
            "func", "var", "let", "init", "subscript", "associatedtype", "static", "mutating", "}",
        ]
        var position = index + 1
        while position < tokens.count {
            switch tokens[position].text {
            case "{": return position
            case "(", "[": position = tokens.closing(position)
            case let text where nextDeclaration.contains(text): return nil
            default: break
            }
            position += 1
        }
        return nil
    }

    /// A brace opens a function when what stands before it, since the last `;` or brace, has parameters and is
    /// neither a scope nor an initial value.
    private static func cFunctions(_ tokens: [Token]) -> [Function] {
        let scopes: Set = ["namespace", "struct", "class", "union", "enum"]
        var functions: [Function] = []
        var start = 0
        var position = 0
        while position < tokens.count {
            switch tokens[position].text {
            case ";", "}": start = position + 1
            case "{":
                let header = tokens[start..<position]
                let parameters = header.firstIndex { $0.text == "(" || $0.text == "=" }
                if let parameters, parameters > start, tokens[parameters].text == "(",
                    !scopes.contains(tokens[start].text)
                {
                    let end = tokens.closing(position)
                    let lines = tokens[end].line - tokens[start].line + 1
                    functions.append(
                        Function(name: tokens[parameters - 1].text, line: tokens[start].line, lineCount: lines))
                    position = end
                }
                start = position + 1
            default: break
            }
            position += 1
        }
        return functions
    }
}
