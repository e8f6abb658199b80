public import ComplexModule
public import RealModule

/// A power of the imaginary unit, i^k: the only phases that products of Pauli matrices and Majorana modes produce.
@frozen
public struct QuarterTurn: Hashable, Sendable {
    /// The exponent k of i^k, from 0 to 3.
    public let exponent: UInt8

    /// i to the power `exponent`, any integer.
    @inlinable
    public init(exponent: Int) {
        self.exponent = UInt8(truncatingIfNeeded: exponent & 3)
    }

    /// The phase 1.
    public static let one = QuarterTurn(exponent: 0)
    /// The phase i.
    public static let i = QuarterTurn(exponent: 1)
    /// The phase -1.
    public static let minusOne = QuarterTurn(exponent: 2)
    /// The phase -i.
    public static let minusI = QuarterTurn(exponent: 3)

    /// The product of two phases.
    @inlinable
    public static func * (lhs: QuarterTurn, rhs: QuarterTurn) -> QuarterTurn {
        QuarterTurn(exponent: Int(lhs.exponent) + Int(rhs.exponent))
    }

    /// The complex conjugate, i^(-k).
    @inlinable
    public var conjugate: QuarterTurn { QuarterTurn(exponent: -Int(exponent)) }

    /// i^k as a complex number.
    @inlinable
    public var value: Complex<Double> { multiplying(Complex(1, 0)) }

    /// i^k z, exactly: no rounding, only swaps and sign changes.
    @inlinable
    public func multiplying(_ z: Complex<Double>) -> Complex<Double> {
        switch exponent {
        case 0: z
        case 1: Complex(-z.imaginary, z.real)
        case 2: Complex(-z.real, -z.imaginary)
        default: Complex(z.imaginary, -z.real)
        }
    }
}
