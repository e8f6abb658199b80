internal import ComplexModule
internal import RealModule

/// Reads operators as text; ``LinearCombination/init(_:)`` documents the grammar.
struct OperatorParser<Term: OperatorProduct> {
    private var cursor: TextCursor

    init(_ text: some StringProtocol) {
        cursor = TextCursor(text)
    }

    /// The whole text as a sum of terms.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    mutating func parseSum() throws(OperatorError) -> LinearCombination<Term> {
        if !Term.factorsBeginWithLetters && !cursor.contains("[") { return try parseUnbracketedProduct() }
        var accumulator = TermAccumulator<Term>()
        var isFirst = true
        while true {
            let startsLine = cursor.skipBlanksAndLines()
            if cursor.isAtEnd && !isFirst { break }
            let sign = takeSign()
            guard isFirst || startsLine || sign != nil else {
                throw cursor.error(expected: "'+', '-' or a new line between two terms")
            }
            let (term, coefficient) = try parseTerm()
            accumulator.add(term, sign == -1 ? -coefficient : coefficient)
            isFirst = false
        }
        return accumulator.sum()
    }

    /// The whole text as factors without brackets or coefficient.
    mutating func parseLoneTerm() throws(OperatorError) -> (phase: QuarterTurn, term: Term) {
        var product: (phase: QuarterTurn, term: Term) = (.one, .identity)
        while true {
            cursor.skipBlanks()
            if cursor.isAtEnd { return product }
            try parseFactor(into: &product, endingAt: "")
        }
    }

    /// Fermions and Majorana operators without brackets: one product, never empty.
    private mutating func parseUnbracketedProduct() throws(OperatorError) -> LinearCombination<Term> {
        cursor.skipBlanksAndLines()
        if cursor.isAtEnd { throw cursor.error(expected: "a term such as 0.5 []") }
        var product: (phase: QuarterTurn, term: Term) = (.one, .identity)
        while !cursor.skipBlanksAndLines() && !cursor.isAtEnd { try parseFactor(into: &product, endingAt: "#") }
        guard cursor.isAtEnd else {
            throw cursor.error(expected: "the end: several terms need brackets, as in 1.5 [3^ 1] - 2 [0]")
        }
        return LinearCombination(product.term, product.phase.value)
    }

    /// One or two signs, as in `+ -2 []`; -1 or 1, `nil` without a sign.
    private mutating func takeSign() -> Int? {
        guard let sign = cursor.takeSign() else { return nil }
        cursor.skipBlanksAndLines()
        guard let second = cursor.takeSign() else { return sign }
        cursor.skipBlanks()
        return sign * second
    }

    private mutating func parseTerm() throws(OperatorError) -> (term: Term, coefficient: Complex<Double>) {
        let written = try cursor.takeCoefficient()
        cursor.skipBlanks()
        let isMultiplied = written != nil && cursor.take("*")
        if isMultiplied { cursor.skipBlanks() }
        var product: (phase: QuarterTurn, term: Term) = (.one, .identity)
        if cursor.take("[") {
            try parseBracketed(into: &product)
        } else if Term.factorsBeginWithLetters {
            if written == nil || isMultiplied { try parseFactor(into: &product, endingAt: "+-[#") }
            try parseBareFactors(into: &product)
        } else {
            throw cursor.error(expected: written == nil ? "a coefficient or '['" : "'[' and the factors of the term")
        }
        return (product.term, product.phase.multiplying(written ?? Complex(1, 0)))
    }

    private mutating func parseBracketed(
        into product: inout (phase: QuarterTurn, term: Term)
    ) throws(OperatorError) {
        while true {
            cursor.skipBlanksAndLines()
            if cursor.take("]") { return }
            if cursor.isAtEnd { throw cursor.error(expected: "']' to close the term") }
            try parseFactor(into: &product, endingAt: "[]#")
        }
    }

    private mutating func parseBareFactors(
        into product: inout (phase: QuarterTurn, term: Term)
    ) throws(OperatorError) {
        while true {
            cursor.skipBlanks()
            if cursor.isAtEndOfLine || cursor.peek(isOneOf: "+-[#") { return }
            try parseFactor(into: &product, endingAt: "+-[#")
        }
    }

    private mutating func parseFactor(
        into product: inout (phase: QuarterTurn, term: Term), endingAt delimiters: StaticString
    ) throws(OperatorError) {
        let start = cursor
        guard let factor = Term(factor: cursor.takeWord(endingAt: delimiters)) else {
            let hint = Term.factorsBeginWithLetters ? "" : "; coefficients and sums need brackets, as in -1.5 [3]"
            throw start.error(endingAt: delimiters, expected: Term.factorSpelling + hint)
        }
        let next = product.term.multiplied(by: factor)
        product = (product.phase * next.phase, next.term)
    }
}
