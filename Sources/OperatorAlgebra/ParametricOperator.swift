internal import ComplexModule
internal import RealModule

/// A sum Σ_k c_k(θ) T_k whose coefficients are expressions in named real parameters, bound later.
///
/// Terms stand in canonical order, each once; coefficients that are the number 0 go.
public struct ParametricOperator<Term: OperatorProduct>: Hashable, Sendable {
    /// The terms in canonical order with their coefficients.
    public let elements: [Element]

    /// A term with its coefficient.
    public struct Element: Hashable, Sendable {
        /// The term.
        public let term: Term
        /// Its coefficient.
        public let coefficient: ParameterExpression
    }

    /// The sum of the given terms; like terms are added in the order given.
    public init(_ terms: some Sequence<(term: Term, coefficient: ParameterExpression)>) {
        var sums: [Term: ParameterExpression] = [:]
        for (term, coefficient) in terms { sums[term] = sums[term].map { $0 + coefficient } ?? coefficient }
        // The order of the dictionary ends here: no two terms are equal.
        elements = sums.sorted { $0.key < $1.key }.filter { $0.value != .zero }.map {
            Element(term: $0.key, coefficient: $0.value)
        }
    }

    /// An operator without parameters.
    public init(_ operand: LinearCombination<Term>) {
        elements = operand.map { Element(term: $0.term, coefficient: .number($0.coefficient)) }
    }

    /// The names of the parameters, in alphabetical order.
    public var parameters: [String] { Set(elements.flatMap(\.coefficient.parameters)).sorted() }

    /// The operator for the given values of the parameters.
    ///
    /// - Throws: ``OperatorError/unboundParameter(_:)``, or ``OperatorError/nonFiniteCoefficient(term:)`` where a value is
    ///   infinite or not a number.
    public func bound(_ values: [String: Double]) throws(OperatorError) -> LinearCombination<Term> {
        var bound: [LinearCombination<Term>.Element] = []
        for element in elements {
            let value = try element.coefficient.evaluate(values)
            guard value.isFinite else { throw .nonFiniteCoefficient(term: element.term.description) }
            if value != .zero { bound.append((element.term, value)) }
        }
        return LinearCombination(sorted: bound)
    }

    /// The operator with some parameters replaced by expressions or numbers.
    public func substituting(_ replacements: [String: ParameterExpression]) -> ParametricOperator {
        ParametricOperator(elements.map { ($0.term, $0.coefficient.substituting(replacements)) })
    }

    /// The adjoint Σ_k c_k* T_k†; parameters are real.
    public var adjoint: ParametricOperator {
        ParametricOperator(
            elements.map { element in
                let (phase, term) = element.term.adjoint
                return (term, .number(phase.value) * element.coefficient.applying(.conj))
            })
    }
}

extension ParametricOperator: AdditiveArithmetic {
    /// The operator without terms.
    public static var zero: ParametricOperator { ParametricOperator([]) }

    /// The sum of two operators.
    public static func + (lhs: ParametricOperator, rhs: ParametricOperator) -> ParametricOperator {
        ParametricOperator((lhs.elements + rhs.elements).map { ($0.term, $0.coefficient) })
    }

    /// The difference of two operators.
    public static func - (lhs: ParametricOperator, rhs: ParametricOperator) -> ParametricOperator {
        lhs + ParameterExpression(-1) * rhs
    }

    /// An expression times an operator.
    public static func * (scalar: ParameterExpression, operand: ParametricOperator) -> ParametricOperator {
        ParametricOperator(operand.elements.map { ($0.term, scalar * $0.coefficient) })
    }

    /// The product of two operators, in the order written.
    ///
    /// - Complexity: O(n m) products.
    public static func * (lhs: ParametricOperator, rhs: ParametricOperator) -> ParametricOperator {
        ParametricOperator(
            lhs.elements.flatMap { left in
                rhs.elements.map { right in
                    let (phase, term) = left.term.multiplied(by: right.term)
                    return (term, .number(phase.value) * (left.coefficient * right.coefficient))
                }
            })
    }

    /// The commutator AB − BA.
    public func commutator(with other: ParametricOperator) -> ParametricOperator { self * other - other * self }
}

extension ParametricOperator: CustomStringConvertible {
    /// The operator as text that reads back with the same values, such as `cos(t) [X0] +` and a new line `2.0*g [Z0 Z1]`.
    public var description: String {
        if elements.isEmpty { return "0 []" }
        return elements.map { "\($0.coefficient.spelled(inside: 2)) [\($0.term)]" }.joined(separator: " +\n")
    }

    /// Reads an operator whose terms stand in brackets behind their coefficients.
    ///
    /// ```
    /// operator = [sign] term { sign term }
    /// term     = [ product ] "[" { factor } "]"
    /// ```
    ///
    /// Products are those of ``ParameterExpression/init(_:)``: a sum in front of a term needs brackets. Example:
    /// `2*cos(t) [X0] - (g + 1) [Z0 Z1]`.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``.
    public init(_ text: some StringProtocol) throws(OperatorError) {
        var parser = ExpressionParser(cursor: TextCursor(text))
        var terms: [(term: Term, coefficient: ParameterExpression)] = []
        while true {
            parser.cursor.skipBlanksAndLines()
            if parser.cursor.isAtEnd && !terms.isEmpty { break }
            let sign = parser.cursor.takeSign()
            guard sign != nil || terms.isEmpty else {
                throw parser.cursor.error(expected: "'+' or '-' between two terms")
            }
            parser.cursor.skipBlanksAndLines()
            let isBare = parser.cursor.peek(isOneOf: "[")
            let coefficient = isBare ? .one : try parser.product()
            let (phase, term) = try Self.parseTerm(&parser.cursor)
            terms.append((term, .number(phase.value) * (sign == -1 ? -coefficient : coefficient)))
        }
        self.init(terms)
    }

    private static func parseTerm(
        _ cursor: inout TextCursor
    ) throws(OperatorError) -> (phase: QuarterTurn, term: Term) {
        cursor.skipBlanksAndLines()
        guard cursor.take("[") else { throw cursor.error(expected: "'[' and the factors of the term") }
        var (phase, term) = (QuarterTurn.one, Term.identity)
        while true {
            cursor.skipBlanksAndLines()
            if cursor.take("]") { return (phase, term) }
            let start = cursor
            guard let factor = Term(factor: cursor.takeWord(endingAt: "[]#")) else {
                throw start.error(endingAt: "[]#", expected: Term.factorSpelling + ", or ']'")
            }
            let next = term.multiplied(by: factor)
            (phase, term) = (phase * next.phase, next.term)
        }
    }
}

extension ParametricOperator: TextCodable {}
