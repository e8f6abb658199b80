internal import ComplexModule
internal import RealModule

extension LinearCombination<BosonProduct> {
    /// The same operator with creations left of annihilations in every mode.
    ///
    /// From b b† = b† b + 1: b^m b†^n = Σ_k k! C(m,k) C(n,k) b†^(n−k) b^(m−k) (Blasiak, Horzela, Penson, Solomon and
    /// Duchamp, Am. J. Phys. 75, 639 (2007), arXiv:0704.3116). Two operators are equal exactly if their normal orders are.
    ///
    /// - Complexity: a mode with m annihilations and n creations gives at most min(m, n) + 1 terms.
    public func normalOrdered() -> BosonOperator { normalOrderedModes(commutator: Complex(1, 0)) }

    /// Whether every term is in normal order.
    public var isNormalOrdered: Bool { allSatisfy { $0.term.isNormalOrdered } }

    /// Every term replaced by the symmetric order of its powers: b†^m b^n becomes 2^(−n) Σ_r C(n,r) b^r b†^m b^(n−r),
    /// whatever the order it was written in, coefficients kept.
    ///
    /// This is McCoy's form of Weyl's rule (N. H. McCoy, Proc. Natl. Acad. Sci. 18, 674 (1932)): by the commutation
    /// relation it equals the average over all orders of the factors. OpenFermion's function of this name drops
    /// coefficients and the constant unless told otherwise.
    public func symmetricallyOrdered() -> BosonOperator { symmetricallyOrderedModes() }

    /// Whether A − A† vanishes to `tolerance` in every coefficient of its normal order.
    public func isHermitian(tolerance: Double = 1e-8) -> Bool {
        (self - adjoint).normalOrdered().largestMagnitude <= tolerance
    }

    /// Whether the normal order of [A, B] vanishes to `tolerance` in every coefficient.
    public func commutes(with other: BosonOperator, tolerance: Double = 1e-8) -> Bool {
        commutator(with: other).normalOrdered().largestMagnitude <= tolerance
    }

    /// Whether every term has as many creations as annihilations.
    public var conservesNumber: Bool {
        allSatisfy { element in 2 * element.term.factors.count { $0.isCreation } == element.term.factors.count }
    }

    /// Whether every term has at most two factors: such a Hamiltonian keeps Gaussian states Gaussian.
    public var isGaussian: Bool { manyBodyOrder <= 2 }

    /// The largest number of ladder operators in a term.
    public var manyBodyOrder: Int { elements.reduce(0) { Swift.max($0, $1.term.factors.count) } }

    /// The number of bosons N = Σ_p b†_p b_p.
    public static func number(modeCount: Int) -> BosonOperator {
        LinearCombination(
            (0..<modeCount).map { mode -> Element in
                (BosonProduct([.creation(mode), .annihilation(mode)]), Complex(1, 0))
            })
    }
}
