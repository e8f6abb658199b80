internal import ComplexModule
internal import RealModule

extension LinearCombination {
    /// The sum of the coefficients' magnitudes to the power `order`, to the power 1/`order`: Σ|c_k| for 1, the
    /// Euclidean norm for 2.
    public func norm(order: Double = 1) -> Double {
        .pow(elements.reduce(0) { $0 + .pow($1.coefficient.length, order) }, 1 / order)
    }

    /// The largest magnitude of a coefficient, 0 for the zero operator.
    public var largestMagnitude: Double { elements.reduce(0) { Swift.max($0, $1.coefficient.length) } }

    /// The operator without the terms whose coefficient is at most `threshold` in magnitude.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public func pruned(below threshold: Double) -> LinearCombination {
        LinearCombination(canonical: elements.filter { $0.coefficient.length > threshold })
    }

    /// The operator with real and imaginary parts of at most `tolerance` set to 0, and without terms that vanish.
    public func compressed(tolerance: Double = 1e-8) -> LinearCombination {
        mapCoefficients {
            Complex(abs($0.real) <= tolerance ? 0 : $0.real, abs($0.imaginary) <= tolerance ? 0 : $0.imaginary)
        }
    }

    /// The operator divided by its Euclidean norm; the zero operator stays.
    public func normalized() -> LinearCombination {
        isEmpty ? self : self / norm(order: 2)
    }

    /// Whether both operators, written as sums of these very terms, agree in every coefficient to `tolerance`.
    public func isClose(to other: LinearCombination, tolerance: Double) -> Bool {
        (self - other).largestMagnitude <= tolerance
    }
}
