public import ComplexModule
public import RealModule

/// Numbers for the identity and all products a†_p a_q and a†_p a†_q a_r a_s on n modes: operators of at most two bodies as
/// vectors, such as the variables of a linear program.
///
/// The identity is 0, a†_p a_q is 1 + p + qn, and a†_p a†_q a_r a_s is 1 + n² + p + qn + rn² + sn³, as in OpenFermion's
/// `linearize_term`. Products that differ by their order have different numbers.
public struct TwoBodyTermNumbering: Hashable, Sendable {
    /// The number n of modes.
    public let modeCount: Int

    /// The numbering on n modes.
    ///
    /// - Precondition: `modeCount` is not negative.
    public init(modeCount: Int) {
        precondition(modeCount >= 0, "a number of modes is not negative")
        self.modeCount = modeCount
    }

    /// How many products there are: 1 + n² + n⁴.
    public var count: Int { 1 + modeCount * modeCount * (1 + modeCount * modeCount) }

    /// The number of a product.
    ///
    /// - Throws: ``OperatorError/notTwoBody(term:)`` unless it is the identity, a†_p a_q or a†_p a†_q a_r a_s as written, or
    ///   ``OperatorError/registerTooSmall(width:given:)``.
    public func index(of term: FermionProduct) throws(OperatorError) -> Int {
        let factors = term.factors
        let half = factors.count / 2
        guard factors.count % 2 == 0, half <= 2, factors.prefix(half).allSatisfy(\.isCreation),
            !factors.dropFirst(half).contains(where: \.isCreation)
        else { throw .notTwoBody(term: term.description) }
        let width = (factors.map(\.mode).max() ?? -1) + 1
        guard width <= modeCount else { throw .registerTooSmall(width: width, given: modeCount) }
        let first = [0, 1, 1 + modeCount * modeCount][half]
        return factors.reversed().reduce(0) { $0 * modeCount + $1.mode } + first
    }

    /// The product of a number.
    ///
    /// - Precondition: `index` is in 0 ..< ``count``.
    public func term(at index: Int) -> FermionProduct {
        precondition((0..<count).contains(index), "a number of a product is from 0 to count - 1")
        if index == 0 { return .identity }
        let square = modeCount * modeCount
        let half = index <= square ? 1 : 2
        var rest = index - (half == 1 ? 1 : 1 + square)
        return FermionProduct(
            (0..<2 * half).map { place in
                defer { rest /= modeCount }
                return LadderOperator(mode: rest % modeCount, isCreation: place < half)
            })
    }

    /// The coefficients of an operator by number; products stay as they are, not reordered.
    ///
    /// - Throws: as ``index(of:)``.
    public func vector(of fermions: FermionOperator) throws(OperatorError) -> [Complex<Double>] {
        var result = [Complex<Double>](repeating: .zero, count: count)
        for (term, coefficient) in fermions { result[try index(of: term)] = coefficient }
        return result
    }

    /// The operator with the given coefficients; zeros are no terms.
    ///
    /// - Throws: ``OperatorError/vectorLength(found:expected:)``.
    public func fermionOperator(_ vector: [Complex<Double>]) throws(OperatorError) -> FermionOperator {
        guard vector.count == count else { throw .vectorLength(found: vector.count, expected: count) }
        var accumulator = TermAccumulator<FermionProduct>(capacity: 16)
        for (index, value) in vector.enumerated() where value != .zero { accumulator.add(term(at: index), value) }
        return accumulator.sum()
    }
}
