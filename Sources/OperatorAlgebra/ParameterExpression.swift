public import ComplexModule
public import RealModule

/// A coefficient as a small expression in named real parameters, such as `2*g*cos(theta/2)`.
///
/// Parameters get their values when the expression is evaluated. Numbers among themselves are worked out at once, and
/// additions of 0 and multiplications by 0 and 1 vanish; nothing else is simplified, so two expressions for the same
/// function may differ.
public indirect enum ParameterExpression: Hashable, Sendable {
    /// A complex number.
    case number(Complex<Double>)
    /// A real parameter by name.
    case parameter(String)
    /// A sum.
    case sum(ParameterExpression, ParameterExpression)
    /// A difference.
    case difference(ParameterExpression, ParameterExpression)
    /// A product.
    case product(ParameterExpression, ParameterExpression)
    /// A quotient.
    case quotient(ParameterExpression, ParameterExpression)
    /// A power; the principal value where the exponent is not a whole number.
    case power(ParameterExpression, ParameterExpression)
    /// A function of an expression.
    case function(Function, ParameterExpression)

    /// The functions that expressions may use; their raw values are their names in text.
    public enum Function: String, CaseIterable, Hashable, Sendable {
        /// The sine.
        case sin
        /// The cosine.
        case cos
        /// The exponential function.
        case exp
        /// The principal square root.
        case sqrt
        /// The complex conjugate.
        case conj
    }

    /// A real number.
    public init(_ value: Double) {
        self = .number(Complex(value, 0))
    }

    /// The value for the given parameters; others than those that occur do not matter.
    ///
    /// - Throws: ``OperatorError/unboundParameter(_:)``. A division by zero gives a value that is not finite.
    public func evaluate(_ values: [String: Double]) throws(OperatorError) -> Complex<Double> {
        switch self {
        case .number(let value): return value
        case .parameter(let name):
            guard let value = values[name] else { throw .unboundParameter(name) }
            return Complex(value, 0)
        case .sum(let a, let b): return try a.evaluate(values) + b.evaluate(values)
        case .difference(let a, let b): return try a.evaluate(values) - b.evaluate(values)
        case .product(let a, let b): return try a.evaluate(values) * b.evaluate(values)
        case .quotient(let a, let b): return try a.evaluate(values) / b.evaluate(values)
        case .power(let a, let b): return Self.power(try a.evaluate(values), try b.evaluate(values))
        case .function(let function, let a): return function.value(at: try a.evaluate(values))
        }
    }

    private static func power(_ base: Complex<Double>, _ exponent: Complex<Double>) -> Complex<Double> {
        if exponent.imaginary == 0, let whole = Int(exactly: exponent.real), abs(whole) <= 1 << 20 {
            // Products are exact where logarithms round.
            var (result, square, rest) = (Complex<Double>(1, 0), base, abs(whole))
            while rest > 0 {
                if rest & 1 == 1 { result *= square }
                square *= square
                rest >>= 1
            }
            return whole < 0 ? Complex(1, 0) / result : result
        }
        return .pow(base, exponent)
    }

    /// The names that occur, in alphabetical order.
    public var parameters: [String] { names.sorted() }

    private var names: Set<String> {
        switch self {
        case .number: []
        case .parameter(let name): [name]
        case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
            .power(let a, let b):
            a.names.union(b.names)
        case .function(_, let a): a.names
        }
    }

    /// The expression with parameters replaced by expressions; those not named stay.
    public func substituting(_ replacements: [String: ParameterExpression]) -> ParameterExpression {
        switch self {
        case .number: self
        case .parameter(let name): replacements[name] ?? self
        case .sum(let a, let b): a.substituting(replacements) + b.substituting(replacements)
        case .difference(let a, let b): a.substituting(replacements) - b.substituting(replacements)
        case .product(let a, let b): a.substituting(replacements) * b.substituting(replacements)
        case .quotient(let a, let b): a.substituting(replacements) / b.substituting(replacements)
        case .power(let a, let b): a.substituting(replacements).power(b.substituting(replacements))
        case .function(let function, let a): a.substituting(replacements).applying(function)
        }
    }

    /// The number, if the expression is one.
    public var constant: Complex<Double>? { if case .number(let value) = self { value } else { nil } }
}

extension ParameterExpression.Function {
    func value(at z: Complex<Double>) -> Complex<Double> {
        switch self {
        case .sin: .sin(z)
        case .cos: .cos(z)
        case .exp: .exp(z)
        case .sqrt: .sqrt(z)
        case .conj: z.conjugate
        }
    }
}

extension ParameterExpression: AdditiveArithmetic {
    /// The number 0.
    public static var zero: ParameterExpression { ParameterExpression(0) }

    /// The number 1.
    public static var one: ParameterExpression { ParameterExpression(1) }

    /// The sum.
    public static func + (lhs: ParameterExpression, rhs: ParameterExpression) -> ParameterExpression {
        if let a = lhs.constant, let b = rhs.constant { return .number(a + b) }
        return lhs == .zero ? rhs : rhs == .zero ? lhs : .sum(lhs, rhs)
    }

    /// The difference.
    public static func - (lhs: ParameterExpression, rhs: ParameterExpression) -> ParameterExpression {
        if let a = lhs.constant, let b = rhs.constant { return .number(a - b) }
        return rhs == .zero ? lhs : .difference(lhs, rhs)
    }

    /// The product.
    public static func * (lhs: ParameterExpression, rhs: ParameterExpression) -> ParameterExpression {
        if let a = lhs.constant, let b = rhs.constant { return .number(a * b) }
        if lhs == .zero || rhs == .zero { return .zero }
        return lhs == .one ? rhs : rhs == .one ? lhs : .product(lhs, rhs)
    }

    /// The quotient. A division by the number 0 stays as it is and shows when evaluated.
    public static func / (lhs: ParameterExpression, rhs: ParameterExpression) -> ParameterExpression {
        if let a = lhs.constant, let b = rhs.constant, b != .zero { return .number(a / b) }
        return rhs == .one ? lhs : .quotient(lhs, rhs)
    }

    /// The expression with its sign changed.
    public static prefix func - (operand: ParameterExpression) -> ParameterExpression {
        ParameterExpression(-1) * operand
    }

    /// The expression to a power.
    public func power(_ exponent: ParameterExpression) -> ParameterExpression {
        if let a = constant, let b = exponent.constant, a != .zero { return .number(Self.power(a, b)) }
        return exponent == .one ? self : .power(self, exponent)
    }

    /// A function of the expression.
    public func applying(_ function: Function) -> ParameterExpression {
        if let value = constant { return .number(function.value(at: value)) }
        if function == .conj {
            if case .parameter = self { return self }
            if case .function(.conj, let inner) = self { return inner }
        }
        return .function(function, self)
    }
}
