/// A Boolean function of bits w₀, w₁, …: an exclusive or (addition modulo 2) of products of bits, such as
/// `[W0 W1] + [W2] + [1]`.
///
/// Since w² = w and f + f = 0, a monomial is a set of variables and a polynomial a set of monomials: its algebraic normal
/// form. Every Boolean function has exactly one, so equal functions are equal values. Decoders of binary codes for
/// fermions are lists of such polynomials (Steudtner and Wehner, New J. Phys. 20, 063010 (2018), arXiv:1712.07067).
public struct BinaryPolynomial: Hashable, Sendable {
    /// The monomials, each the set of variables it multiplies and the empty set the constant 1, in canonical order: where
    /// two differ first, the one that has the variable comes first, so that the constant is last.
    public let monomials: [QubitMask]

    /// The sum of monomials; two that are equal cancel.
    ///
    /// - Complexity: O(n log n) for n monomials.
    public init(_ monomials: some Sequence<QubitMask>) {
        var kept: [QubitMask] = []
        for monomial in monomials.sorted(by: Self.precedes) {
            if kept.last == monomial { kept.removeLast() } else { kept.append(monomial) }
        }
        self.monomials = kept
    }

    /// The constant function 0 or 1.
    public init(constant: Bool) {
        monomials = constant ? [QubitMask()] : []
    }

    /// The function w_`index`.
    ///
    /// - Precondition: `index` is non-negative.
    public static func variable(_ index: Int) -> BinaryPolynomial { BinaryPolynomial([QubitMask(qubit: index)]) }

    /// The function 1.
    public static var one: BinaryPolynomial { BinaryPolynomial(constant: true) }

    /// The sum of the given variables: the parity of a subset of the bits.
    public static func parity(of variables: QubitMask) -> BinaryPolynomial {
        BinaryPolynomial(variables.map { QubitMask(qubit: $0) })
    }

    private static func precedes(_ lhs: QubitMask, _ rhs: QubitMask) -> Bool {
        lhs.symmetricDifference(rhs).first.map(lhs.contains) ?? false
    }

    /// The variables that occur.
    public var variables: QubitMask { monomials.reduce(QubitMask()) { $0.union($1) } }

    /// One more than the largest variable, 0 for a constant.
    public var width: Int { (variables.last ?? -1) + 1 }

    /// The largest number of variables in a monomial: 0 for a constant, 1 for an affine function.
    public var degree: Int { monomials.reduce(0) { Swift.max($0, $1.count) } }

    /// Whether the monomial 1 occurs: the value where all bits are 0.
    public var constant: Bool { monomials.last?.isEmpty == true }

    /// The value where exactly the bits in `bits` are 1.
    public func evaluate(_ bits: QubitMask) -> Bool {
        monomials.reduce(false) { $0 != $1.subtracting(bits).isEmpty }
    }

    /// The values at all 2^n assignments of n = `variableCount` bits; bit q of the index is w_q.
    ///
    /// - Parameter variableCount: At least ``width``, at most 30.
    /// - Complexity: O(n 2^n), by the Möbius transform: the value at b counts the monomials inside b.
    public func truthTable(variableCount: Int) -> [Bool] {
        precondition(width <= variableCount && variableCount <= 30, "the table covers every variable and fits memory")
        var table = [Bool](repeating: false, count: 1 << variableCount)
        for monomial in monomials { table[Int(monomial.word)] = true }
        for variable in 0..<variableCount {
            let bit = 1 << variable
            for index in table.indices where index & bit != 0 {
                table[index] = table[index] != table[index ^ bit]
            }
        }
        return table
    }

    /// The function with every variable w_k renamed to w_(k+offset).
    ///
    /// - Precondition: no variable becomes negative.
    public func shifted(by offset: Int) -> BinaryPolynomial {
        BinaryPolynomial(monomials.map { monomial in QubitMask(monomial.map { $0 + offset }) })
    }

    /// The function of functions: w_k replaced by `polynomials[k]`.
    ///
    /// - Throws: ``OperatorError/missingVariable(index:count:)`` if a variable has no polynomial.
    /// - Complexity: the product of the monomial counts, for every monomial.
    public func substituting(_ polynomials: [BinaryPolynomial]) throws(OperatorError) -> BinaryPolynomial {
        guard width <= polynomials.count else { throw .missingVariable(index: width - 1, count: polynomials.count) }
        return monomials.reduce(.zero) { sum, monomial in
            sum + monomial.reduce(.one) { $0 * polynomials[$1] }
        }
    }
}

extension BinaryPolynomial: AdditiveArithmetic {
    /// The function 0.
    public static var zero: BinaryPolynomial { BinaryPolynomial(constant: false) }

    /// The exclusive or of two functions.
    public static func + (lhs: BinaryPolynomial, rhs: BinaryPolynomial) -> BinaryPolynomial {
        BinaryPolynomial(lhs.monomials + rhs.monomials)
    }

    /// The same as the sum, since 1 = −1 modulo 2.
    public static func - (lhs: BinaryPolynomial, rhs: BinaryPolynomial) -> BinaryPolynomial { lhs + rhs }

    /// The product (logical and) of two functions.
    ///
    /// - Complexity: O(nm log nm) for n and m monomials.
    public static func * (lhs: BinaryPolynomial, rhs: BinaryPolynomial) -> BinaryPolynomial {
        BinaryPolynomial(lhs.monomials.flatMap { left in rhs.monomials.map { left.union($0) } })
    }
}
