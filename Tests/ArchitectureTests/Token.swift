/// A word, a number or one punctuation mark of source text, with its line.
struct Token: Equatable {
    let text: String
    /// Counted from 1.
    let line: Int

    /// The tokens of blanked code (see ``SourceText/code``): words and numbers whole, any other mark alone.
    static func tokens(of code: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var line = 1
        func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        for character in code {
            if isWord(character) {
                word.append(character)
                continue
            }
            if !word.isEmpty { tokens.append(Token(text: word, line: line)) }
            word = ""
            if character.isNewline {
                line += 1
            } else if !character.isWhitespace {
                tokens.append(Token(text: String(character), line: line))
            }
        }
        if !word.isEmpty { tokens.append(Token(text: word, line: line)) }
        return tokens
    }
}

extension [Token] {
    /// The index of the bracket that closes the one at `index`, or the last index when nothing does.
    func closing(_ index: Int) -> Int {
        var depth = 0
        for position in index..<count {
            switch self[position].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return position }
            default: break
            }
        }
        return count - 1
    }
}
