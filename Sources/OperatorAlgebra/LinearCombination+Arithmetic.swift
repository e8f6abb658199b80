public import ComplexModule
public import RealModule

extension LinearCombination: AdditiveArithmetic {
    /// The sum of two operators.
    ///
    /// - Complexity: O(n + m).
    public static func + (lhs: LinearCombination, rhs: LinearCombination) -> LinearCombination {
        merged(lhs, rhs) { $0 }
    }

    /// The difference of two operators.
    ///
    /// - Complexity: O(n + m).
    public static func - (lhs: LinearCombination, rhs: LinearCombination) -> LinearCombination {
        merged(lhs, rhs) { -$0 }
    }

    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    private static func merged(
        _ lhs: LinearCombination, _ rhs: LinearCombination, _ transform: (Complex<Double>) -> Complex<Double>
    ) -> LinearCombination {
        var result: [Element] = []
        result.reserveCapacity(lhs.count + rhs.count)
        var (i, j) = (0, 0)
        while i < lhs.count || j < rhs.count {
            if j == rhs.count || (i < lhs.count && lhs[i].term < rhs[j].term) {
                result.append(lhs[i])
                i += 1
            } else if i == lhs.count || rhs[j].term < lhs[i].term {
                result.append((rhs[j].term, transform(rhs[j].coefficient)))
                j += 1
            } else {
                let coefficient = lhs[i].coefficient + transform(rhs[j].coefficient)
                if coefficient != .zero { result.append((lhs[i].term, coefficient)) }
                i += 1
                j += 1
            }
        }
        return LinearCombination(canonical: result)
    }

    /// The operator with every sign changed.
    public static prefix func - (operand: LinearCombination) -> LinearCombination {
        operand.mapCoefficients { -$0 }
    }

    /// The product of two operators, in the order written.
    ///
    /// - Complexity: O(n m) products.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public static func * (lhs: LinearCombination, rhs: LinearCombination) -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: lhs.count + rhs.count)
        accumulator.addProduct(of: lhs, rhs, sign: 1)
        return accumulator.sum()
    }

    /// Replaces the left operand by the product.
    public static func *= (lhs: inout LinearCombination, rhs: LinearCombination) {
        lhs = lhs * rhs
    }

    /// A number times an operator.
    public static func * (scalar: Complex<Double>, operand: LinearCombination) -> LinearCombination {
        operand.mapCoefficients { scalar * $0 }
    }

    /// An operator times a number.
    public static func * (operand: LinearCombination, scalar: Complex<Double>) -> LinearCombination {
        scalar * operand
    }

    /// A real number times an operator.
    public static func * (scalar: Double, operand: LinearCombination) -> LinearCombination {
        operand.mapCoefficients { Complex(scalar * $0.real, scalar * $0.imaginary) }
    }

    /// An operator times a real number.
    public static func * (operand: LinearCombination, scalar: Double) -> LinearCombination {
        scalar * operand
    }

    /// A whole number times an operator, so that `2 * a` is not ambiguous.
    public static func * (scalar: Int, operand: LinearCombination) -> LinearCombination {
        Double(scalar) * operand
    }

    /// An operator times a whole number.
    public static func * (operand: LinearCombination, scalar: Int) -> LinearCombination {
        Double(scalar) * operand
    }

    /// An operator divided by a real number.
    public static func / (operand: LinearCombination, scalar: Double) -> LinearCombination {
        operand.mapCoefficients { Complex($0.real / scalar, $0.imaginary / scalar) }
    }

    /// The same terms with other coefficients; terms whose coefficient becomes zero go.
    ///
    /// - Complexity: O(n).
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public func mapCoefficients(_ transform: (Complex<Double>) -> Complex<Double>) -> LinearCombination {
        LinearCombination(
            canonical: elements.compactMap { element in
                let coefficient = transform(element.coefficient)
                return coefficient == .zero ? nil : (element.term, coefficient)
            })
    }

    /// The operator to a power, by repeated squaring; power 0 is the identity.
    ///
    /// - Throws: ``OperatorError/negativePower(_:)``.
    public func power(_ exponent: Int) throws(OperatorError) -> LinearCombination {
        guard exponent >= 0 else { throw .negativePower(exponent) }
        var result = LinearCombination.identity
        var square = self
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result *= square }
            remaining >>= 1
            if remaining > 0 { square *= square }
        }
        return result
    }

    /// The Hermitian adjoint Σ_k c_k* T_k†.
    ///
    /// - Complexity: O(n log n).
    public var adjoint: LinearCombination { adjointSum() }

    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    private func adjointSum() -> LinearCombination {
        LinearCombination(
            collecting: elements.map { element -> Element in
                let (phase, term) = element.term.adjoint
                return (term, phase.multiplying(element.coefficient.conjugate))
            })
    }
}

extension TermAccumulator {
    /// Adds ±`lhs` · `rhs`.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    mutating func addProduct(of lhs: LinearCombination<Term>, _ rhs: LinearCombination<Term>, sign: Double) {
        for left in lhs.elements {
            let scaled = Complex(sign * left.coefficient.real, sign * left.coefficient.imaginary)
            for right in rhs.elements {
                let (phase, term) = left.term.multiplied(by: right.term)
                add(term, phase.multiplying(scaled * right.coefficient))
            }
        }
    }
}
