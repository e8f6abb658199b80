extension BinaryPolynomial {
    /// Reads a polynomial in OpenFermion's spelling.
    ///
    /// ```
    /// polynomial = monomial { "+" monomial }
    /// monomial   = "[" factor { factor } "]" | factor { factor }
    /// factor     = ("w" | "W") index | "1" | "0"
    /// ```
    ///
    /// Examples: `w0 w1 + w2 + 1`, `[W0 W1] + [1]`, `0`.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``, also for empty text: write `0`.
    public init(_ text: some StringProtocol) throws(OperatorError) {
        var cursor = TextCursor(text)
        var monomials: [QubitMask] = []
        repeat {
            if let monomial = try Self.parseMonomial(&cursor) { monomials.append(monomial) }
            cursor.skipBlanksAndLines()
        } while cursor.take("+")
        guard cursor.isAtEnd else { throw cursor.error(expected: "'+' between two monomials, or the end") }
        self.init(monomials)
    }

    /// A monomial, or `nil` if a factor 0 makes it vanish.
    private static func parseMonomial(_ cursor: inout TextCursor) throws(OperatorError) -> QubitMask? {
        cursor.skipBlanksAndLines()
        let isBracketed = cursor.take("[")
        var (monomial, isZero, isEmpty) = (QubitMask(), false, true)
        while true {
            cursor.skipBlanksAndLines()
            if !isEmpty && (isBracketed ? cursor.take("]") : cursor.isAtEnd || cursor.peek(isOneOf: "+[]")) { break }
            let start = cursor
            let factor = cursor.takeWord(endingAt: "+[]#")
            if factor == "0" {
                isZero = true
            } else if let index = ModeIndex.parse(factor.dropFirst()), factor.lowercased().hasPrefix("w") {
                monomial.insert(index)
            } else if factor != "1" {
                let limit = ModeIndex.range.upperBound
                throw start.error(endingAt: "+[]#", expected: "0, 1 or a variable below \(limit) such as w3")
            }
            isEmpty = false
        }
        return isZero ? nil : monomial
    }
}

extension BinaryPolynomial: CustomStringConvertible {
    /// OpenFermion's spelling, `[W0 W1] + [W2] + [1]`, in canonical order; `0` for zero. It reads back as an equal value.
    public var description: String {
        if monomials.isEmpty { return "0" }
        return monomials.map { monomial in
            monomial.isEmpty ? "[1]" : "[" + monomial.map { "W\($0)" }.joined(separator: " ") + "]"
        }.joined(separator: " + ")
    }
}

extension BinaryPolynomial: TextCodable {}
