/// Angles: numbers, pi, parameters, + - * / ^, unary signs, functions, parentheses.
extension OpenQASM2Parser {
    /// Parentheses and the like nest no deeper: each level takes a part of the machine's stack.
    private static let deepestNesting = 200

    /// `(expression, …)`, or nothing.
    mutating func readArguments(_ parameters: [String: Int]) throws(CircuitFileError) -> [Expression] {
        guard try take(.openParenthesis) else { return [] }
        var arguments: [Expression] = []
        if try take(.closeParenthesis) { return [] }
        repeat { arguments.append(try readExpression(parameters)) } while try take(.comma)
        try expect(.closeParenthesis, "or ',' after a parameter")
        return arguments
    }

    private mutating func readExpression(_ parameters: [String: Int]) throws(CircuitFileError) -> Expression {
        var expression = Expression()
        try readSum(parameters, &expression)
        return expression
    }

    /// The value of an expression, or the error at the place that has none.
    func value(_ expression: Expression, _ parameters: [Double] = []) throws(CircuitFileError) -> Double {
        do { return try expression.value(parameters) } catch {
            throw failure(at: error.point, found: error.found, expected: "a finite number")
        }
    }

    private mutating func readSum(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        try readProduct(parameters, &expression)
        while looksAt(.plus) || looksAt(.minus) {
            let step = Expression.Step.binary(looksAt(.plus) ? .plus : .minus, point)
            try advance()
            try readProduct(parameters, &expression)
            expression.steps.append(step)
        }
    }

    private mutating func readProduct(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        try readSigned(parameters, &expression)
        while looksAt(.times) || looksAt(.divide) {
            let step = Expression.Step.binary(looksAt(.times) ? .times : .divide, point)
            try advance()
            try readSigned(parameters, &expression)
            expression.steps.append(step)
        }
    }

    /// Signs bind weaker than powers: −2^2 is −4.
    private mutating func readSigned(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        var isNegative = false
        while looksAt(.plus) || looksAt(.minus) {
            if looksAt(.minus) { isNegative.toggle() }
            try advance()
        }
        try readPower(parameters, &expression)
        if isNegative { expression.steps.append(.negate) }
    }

    /// Powers group from the right: 2^3^2 is 2^9.
    private mutating func readPower(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        expressionDepth += 1
        defer { expressionDepth -= 1 }
        guard expressionDepth <= Self.deepestNesting else {
            throw failure(
                found: "an expression nested deeper than \(Self.deepestNesting)", expected: "a simpler expression")
        }
        try readAtom(parameters, &expression)
        guard looksAt(.power) else { return }
        let step = Expression.Step.binary(.power, point)
        try advance()
        try readSigned(parameters, &expression)
        expression.steps.append(step)
    }

    private mutating func readAtom(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        switch token.kind {
        case .integer, .real: expression.steps.append(.number(try readNumber()))
        case .symbol(.openParenthesis):
            try advance()
            try readSum(parameters, &expression)
            try expect(.closeParenthesis, "to close the parenthesis")
        case .identifier: try readName(parameters, &expression)
        default: throw failure(expected: "a number, pi, a parameter, a function or '('")
        }
    }

    private mutating func readNumber() throws(CircuitFileError) -> Double {
        guard let value = Double(text), value.isFinite else { throw failure(expected: "a number below 1.8e308") }
        try advance()
        return value
    }

    private mutating func readName(
        _ parameters: [String: Int], _ expression: inout Expression
    ) throws(CircuitFileError) {
        let (name, place) = (text, point)
        if name == "pi" {
            expression.steps.append(.number(.pi))
            try advance()
        } else if let index = parameters[name] {
            expression.steps.append(.parameter(index))
            try advance()
        } else if let function = Expression.UnaryFunction(rawValue: name) {
            try advance()
            try expect(.openParenthesis, "after \(name)")
            try readSum(parameters, &expression)
            try expect(.closeParenthesis, "after the argument of \(name)")
            expression.steps.append(.call(function, place))
        } else {
            let functions = Expression.UnaryFunction.allCases.map(\.rawValue).joined(separator: ", ")
            let own =
                parameters.isEmpty ? "" : ", one of the parameters \(parameters.keys.sorted().joined(separator: ", "))"
            throw failure(
                found: "'\(name)', which is not defined here", expected: "a number, pi\(own), or one of \(functions)")
        }
    }
}
