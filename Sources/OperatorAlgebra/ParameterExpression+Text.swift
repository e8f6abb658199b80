internal import ComplexModule
internal import RealModule

extension ParameterExpression {
    /// Reads an expression.
    ///
    /// ```
    /// expression = product { ("+" | "-") product }
    /// product    = factor { ("*" | "/") factor }
    /// factor     = ("+" | "-") factor | atom [ "^" factor ]
    /// atom       = number [ "j" ] | name | function "(" expression ")" | "(" expression ")"
    /// ```
    ///
    /// Functions are `sin`, `cos`, `exp`, `sqrt` and `conj`; `pi` is the number. A name begins with a letter and goes on
    /// with letters, digits and `_`. `2^3^2` is `2^(3^2)` and `-x^2` is `-(x^2)`.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``.
    public init(_ text: some StringProtocol) throws(OperatorError) {
        var parser = ExpressionParser(cursor: TextCursor(text))
        self = try parser.expression()
        parser.cursor.skipBlanksAndLines()
        guard parser.cursor.isAtEnd else { throw parser.cursor.error(expected: "an operator + - * / ^, or the end") }
    }
}

/// Reads expressions by recursive descent.
struct ExpressionParser {
    var cursor: TextCursor
    private var depth = 0

    init(cursor: TextCursor) {
        self.cursor = cursor
    }

    mutating func expression() throws(OperatorError) -> ParameterExpression {
        var result = try product()
        while true {
            cursor.skipBlanksAndLines()
            if cursor.take("+") {
                result = result + (try product())
            } else if cursor.take("-") {
                result = result - (try product())
            } else {
                return result
            }
        }
    }

    mutating func product() throws(OperatorError) -> ParameterExpression {
        var result = try factor()
        while true {
            cursor.skipBlanksAndLines()
            if cursor.take("*") {
                result = result * (try factor())
            } else if cursor.take("/") {
                result = result / (try factor())
            } else {
                return result
            }
        }
    }

    private mutating func factor() throws(OperatorError) -> ParameterExpression {
        cursor.skipBlanksAndLines()
        // A text of a million opening brackets must not overflow the stack.
        guard depth < 200 else { throw cursor.error(expected: "at most 200 nested brackets, signs and powers") }
        depth += 1
        defer { depth -= 1 }
        if let sign = cursor.takeSign() { return sign > 0 ? try factor() : -(try factor()) }
        let base = try atom()
        cursor.skipBlanksAndLines()
        return cursor.take("^") ? base.power(try factor()) : base
    }

    private mutating func atom() throws(OperatorError) -> ParameterExpression {
        if let value = try cursor.takeNumber() { return .number(value) }
        if cursor.take("(") { return try closed() }
        let start = cursor
        let name = cursor.takeName()
        if name.isEmpty { throw start.error(endingAt: "+-*/^()[]", expected: "a number, a name or '('") }
        cursor.skipBlanksAndLines()
        guard cursor.take("(") else { return name == "pi" ? ParameterExpression(.pi) : .parameter(name) }
        guard let function = ParameterExpression.Function(rawValue: name) else {
            let names = ParameterExpression.Function.allCases.map(\.rawValue).joined(separator: ", ")
            throw start.error(endingAt: "(", expected: "a function out of \(names)")
        }
        return try closed().applying(function)
    }

    private mutating func closed() throws(OperatorError) -> ParameterExpression {
        let inner = try expression()
        guard cursor.take(")") else { throw cursor.error(endingAt: "[]", expected: "')'") }
        return inner
    }
}

extension ParameterExpression: CustomStringConvertible {
    /// The expression as text that reads back with the same values.
    public var description: String { spelled(inside: 0) }

    /// Binding strengths: 1 for sums, 2 for products, 3 for powers, 4 for what stands alone.
    private var strength: Int {
        switch self {
        case .number(let value): value.imaginary == 0 && value.real.sign == .plus ? 4 : 0
        case .parameter, .function: 4
        case .sum, .difference: 1
        case .product, .quotient: 2
        case .power: 3
        }
    }

    /// The text, in brackets where what stands around it binds more strongly.
    func spelled(inside outer: Int) -> String {
        let text =
            switch self {
            case .number(let value): Self.spelled(value)
            case .parameter(let name): name
            case .sum(let a, let b): a.spelled(inside: 1) + " + " + b.spelled(inside: 2)
            case .difference(let a, let b): a.spelled(inside: 1) + " - " + b.spelled(inside: 2)
            case .product(let a, let b): a.spelled(inside: 2) + "*" + b.spelled(inside: 3)
            case .quotient(let a, let b): a.spelled(inside: 2) + "/" + b.spelled(inside: 3)
            case .power(let a, let b): a.spelled(inside: 4) + "^" + b.spelled(inside: 4)
            case .function(let function, let a): function.rawValue + "(" + a.spelled(inside: 0) + ")"
            }
        return strength < outer ? "(" + text + ")" : text
    }

    private static func spelled(_ value: Complex<Double>) -> String {
        if value.imaginary == 0 { return "\(value.real)" }
        if value.real == 0 { return "\(value.imaginary)j" }
        return "\(value.real) \(value.imaginary.sign == .minus ? "-" : "+") \(value.imaginary.magnitude)j"
    }
}
