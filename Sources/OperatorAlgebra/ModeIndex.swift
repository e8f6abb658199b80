/// Bounds and spelling of the mode and qubit indices that text may name.
enum ModeIndex {
    /// Indices that a parser takes. A typing error such as `X99999999999` must not allocate a mask of that width.
    static let range = 0..<(1 << 20)
}

extension Character {
    /// Whether this is one of 0 to 9; `Character.isNumber` also takes other scripts' digits.
    var isASCIIDigit: Bool { isASCII && isNumber }
}
