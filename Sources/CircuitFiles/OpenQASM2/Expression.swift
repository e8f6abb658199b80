internal import Foundation

/// A place in one of the files that are read together.
struct SourcePoint {
    /// Index into the parser's list of sources.
    let source: Int
    /// Byte offset.
    let offset: Int
}

/// An angle as OpenQASM 2 writes it, as a program for a stack machine.
///
/// A program rather than a tree: a file may hold a sum of a million terms, and walking its tree would need as deep a
/// stack.
struct Expression {
    enum Step {
        case number(Double)
        /// The gate's parameter with this index.
        case parameter(Int)
        case negate
        case binary(BinaryOperator, SourcePoint)
        case call(UnaryFunction, SourcePoint)
    }

    enum BinaryOperator: String {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case power = "^"

        func callAsFunction(_ left: Double, _ right: Double) -> Double {
            switch self {
            case .plus: left + right
            case .minus: left - right
            case .times: left * right
            case .divide: left / right
            case .power: pow(left, right)
            }
        }
    }

    enum UnaryFunction: String, CaseIterable {
        case sin, cos, tan, exp, ln, sqrt

        func callAsFunction(_ value: Double) -> Double {
            switch self {
            case .sin: Foundation.sin(value)
            case .cos: Foundation.cos(value)
            case .tan: Foundation.tan(value)
            case .exp: Foundation.exp(value)
            case .ln: Foundation.log(value)
            case .sqrt: value.squareRoot()
            }
        }
    }

    /// A result that is not a finite number: where, and what was computed.
    struct NotFinite: Error {
        let point: SourcePoint
        let found: String
    }

    var steps: [Step] = []

    /// The value for given parameters.
    ///
    /// - Throws: ``NotFinite`` for a division by zero, the logarithm or root of a negative number, an overflow.
    func value(_ parameters: [Double] = []) throws(NotFinite) -> Double {
        if steps.count == 1, case .number(let value) = steps[0] { return value }
        var stack: [Double] = []
        for step in steps {
            switch step {
            case .number(let value): stack.append(value)
            case .parameter(let index): stack.append(parameters[index])
            case .negate: stack.append(-stack.removeLast())
            case .binary(let operation, let point):
                let right = stack.removeLast()
                let left = stack.removeLast()
                let value = operation(left, right)
                guard value.isFinite else {
                    throw NotFinite(point: point, found: "\(left) \(operation.rawValue) \(right), which is \(value)")
                }
                stack.append(value)
            case .call(let function, let point):
                let argument = stack.removeLast()
                let value = function(argument)
                guard value.isFinite else {
                    throw NotFinite(point: point, found: "\(function.rawValue)(\(argument)), which is \(value)")
                }
                stack.append(value)
            }
        }
        return stack.removeLast()
    }
}
