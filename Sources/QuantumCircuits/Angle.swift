/// A gate's parameter: a number, or an affine function `factor` · θ_k + `offset` of one of the circuit's parameters.
public enum Angle: Hashable, Sendable {
    /// A number, in radians for angles.
    case value(Double)
    /// `factor` · θ_`index` + `offset`.
    case parameter(index: Int, factor: Double = 1, offset: Double = 0)

    /// The number it stands for, given the circuit's parameters.
    ///
    /// - Precondition: `parameters` holds the parameter that is named.
    public func value(for parameters: [Double]) -> Double {
        switch self {
        case .value(let value): value
        case .parameter(let index, let factor, let offset): factor * parameters[index] + offset
        }
    }

    /// The number, if no parameter occurs.
    public var constant: Double? {
        if case .value(let value) = self { value } else { nil }
    }

    /// The angle with its sign changed.
    public static prefix func - (angle: Angle) -> Angle { -1 * angle }

    /// The angle times a number.
    public static func * (factor: Double, angle: Angle) -> Angle {
        switch angle {
        case .value(let value): .value(factor * value)
        case .parameter(let index, let scale, let offset):
            .parameter(index: index, factor: factor * scale, offset: factor * offset)
        }
    }
}

extension Angle: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A number.
    public init(floatLiteral value: Double) { self = .value(value) }

    /// A number.
    public init(integerLiteral value: Int) { self = .value(Double(value)) }
}
