internal import ComplexModule
internal import RealModule

extension LinearCombination<QuadratureProduct> {
    /// The same operator with positions left of momenta in every mode, for [q, p] = iħ.
    ///
    /// From p q = q p − iħ: p^m q^n = Σ_k (−iħ)^k k! C(m,k) C(n,k) q^(n−k) p^(m−k).
    ///
    /// - Complexity: a mode with m momenta and n positions gives at most min(m, n) + 1 terms.
    public func normalOrdered(hbar: Double = 1) -> QuadratureOperator {
        normalOrderedModes(commutator: Complex(0, -hbar))
    }

    /// Whether every term is in normal order.
    public var isNormalOrdered: Bool { allSatisfy { $0.term.isNormalOrdered } }

    /// Every term replaced by the symmetric order of its powers: q^m p^n becomes 2^(−n) Σ_r C(n,r) p^r q^m p^(n−r),
    /// whatever the order it was written in, coefficients kept.
    ///
    /// This quantizes the polynomial in phase space that the terms spell (Weyl's rule in McCoy's form: N. H. McCoy, Proc.
    /// Natl. Acad. Sci. 18, 674 (1932)). The result is Hermitian if the coefficients are real, and by the commutation
    /// relation equals the average over all orders of the factors, for every ħ.
    public func symmetricallyOrdered() -> QuadratureOperator { symmetricallyOrderedModes() }

    /// The Weyl quantization of q_`mode`^`positions` p_`mode`^`momenta`.
    ///
    /// - Precondition: mode and powers are non-negative.
    public static func weylQuantization(mode: Int = 0, positions: Int, momenta: Int) -> QuadratureOperator {
        let factors =
            Array(repeating: Quadrature.position(mode), count: positions)
            + Array(repeating: .momentum(mode), count: momenta)
        return QuadratureOperator(QuadratureProduct(factors)).symmetricallyOrdered()
    }

    /// The Weyl quantization of a monomial in phase space with powers, such as `q0^2 p0^3 q1`; the empty string is 1.
    ///
    /// - Throws: ``OperatorError/malformedText(line:column:found:expected:)``.
    public init(weylQuantizing monomial: some StringProtocol) throws(OperatorError) {
        var cursor = TextCursor(monomial)
        var factors: [Quadrature] = []
        while true {
            cursor.skipBlanksAndLines()
            if cursor.isAtEnd { break }
            let start = cursor
            let parts = cursor.takeWord(endingAt: "#").split(separator: "^", omittingEmptySubsequences: false)
            let exponent = parts.count == 1 ? 1 : parts.count == 2 ? ModeIndex.parse(parts[1]) : nil
            guard let exponent, exponent <= 64, let factor = QuadratureProduct(factor: parts[0]) else {
                throw start.error(expected: QuadratureProduct.factorSpelling + ", or with a power up to 64, q3^2")
            }
            for _ in 0..<exponent { factors += factor.factors }
        }
        self = QuadratureOperator(QuadratureProduct(factors)).symmetricallyOrdered()
    }

    /// Whether A − A† vanishes to `tolerance` in every coefficient of its normal order, for the given ħ.
    public func isHermitian(hbar: Double = 1, tolerance: Double = 1e-8) -> Bool {
        (self - adjoint).normalOrdered(hbar: hbar).largestMagnitude <= tolerance
    }

    /// Whether the normal order of [A, B] vanishes to `tolerance` in every coefficient, for the given ħ.
    public func commutes(with other: QuadratureOperator, hbar: Double = 1, tolerance: Double = 1e-8) -> Bool {
        commutator(with: other).normalOrdered(hbar: hbar).largestMagnitude <= tolerance
    }

    /// Whether every term has at most two factors: such a Hamiltonian keeps Gaussian states Gaussian.
    public var isGaussian: Bool { manyBodyOrder <= 2 }

    /// The largest number of quadratures in a term.
    public var manyBodyOrder: Int { elements.reduce(0) { Swift.max($0, $1.term.factors.count) } }
}

extension LinearCombination<QuadratureProduct> {
    /// The boson operator in quadratures, not reordered: b = (q + ip)/√(2ħ), b† = (q − ip)/√(2ħ).
    ///
    /// - Precondition: ħ of [q, p] = iħ is positive.
    /// - Complexity: a term of k factors expands to at most 2^k products.
    public init(_ bosons: BosonOperator, hbar: Double = 1) {
        precondition(hbar > 0, "hbar is positive")
        let scale = 1 / (2 * hbar).squareRoot()
        self = bosons.substitutingFactors { factor in
            [
                (.position(factor.mode), Complex(scale, 0)),
                (.momentum(factor.mode), Complex(0, factor.isCreation ? -scale : scale)),
            ]
        }
    }
}

extension LinearCombination<BosonProduct> {
    /// The quadrature operator in ladder operators, not reordered: q = √(ħ/2) (b + b†), p = −i√(ħ/2) (b − b†).
    ///
    /// - Precondition: ħ of [q, p] = iħ is positive.
    /// - Complexity: a term of k factors expands to at most 2^k products.
    public init(_ quadratures: QuadratureOperator, hbar: Double = 1) {
        precondition(hbar > 0, "hbar is positive")
        let scale = (hbar / 2).squareRoot()
        self = quadratures.substitutingFactors { factor in
            let weights =
                factor.isMomentum ? (Complex(0, -scale), Complex(0, scale)) : (Complex(scale, 0), Complex(scale, 0))
            return [(.annihilation(factor.mode), weights.0), (.creation(factor.mode), weights.1)]
        }
    }
}
