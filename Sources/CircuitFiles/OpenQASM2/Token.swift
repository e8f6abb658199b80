/// What a token is.
enum TokenKind: Hashable {
    case identifier
    case integer
    case real
    case string
    /// Punctuation or an operator: one of `; , ( ) { } [ ] + - * / ^ == ->`.
    case symbol(Symbol)
    case end

    enum Symbol: String {
        case arrow = "->"
        case equal = "=="
        case semicolon = ";"
        case comma = ","
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBrace = "{"
        case closeBrace = "}"
        case openBracket = "["
        case closeBracket = "]"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case power = "^"

        /// How many bytes it takes.
        var length: Int { self == .arrow || self == .equal ? 2 : 1 }
    }
}

/// A token: its kind and the bytes it covers.
struct Token {
    let kind: TokenKind
    let range: Range<Int>
}
