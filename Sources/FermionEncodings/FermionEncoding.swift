public import OperatorAlgebra

/// A map from fermion modes to qubits that gives every Majorana operator one Pauli string.
///
/// Required: a name, the two counts and ``majorana(_:)``; the images of γ_2p = a_p + a†_p and γ_2p+1 = −i(a_p − a†_p)
/// must anticommute with each other. Encoders of operators and Hamiltonians, their inverses, and the images of
/// determinants, are derived from them. Encodings without single Majorana images, such as the superfast one, conform to
/// ``EvenFermionEncoding`` or ``PartialFermionEncoding`` instead.
public protocol FermionEncoding: MajoranaProductEncoding {
    /// The Pauli string of γ_k, up to the sign that ``isNegated(_:)`` tells.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    func majorana(_ k: Int) -> PauliString

    /// Whether γ_k is minus the string; false unless an encoding says otherwise.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    func isNegated(_ k: Int) -> Bool

    /// The product of the images of Majorana operators.
    ///
    /// - Precondition: the indices are below 2 · ``PartialFermionEncoding/modeCount``.
    func image(of product: MajoranaProduct) -> (phase: QuarterTurn, term: PauliString)
}

extension FermionEncoding {
    /// False: γ_k is the string itself.
    public func isNegated(_ k: Int) -> Bool { false }

    /// The image of γ_k with its sign.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func signedMajorana(_ k: Int) -> (phase: QuarterTurn, term: PauliString) {
        (isNegated(k) ? .minusOne : .one, majorana(k))
    }

    /// The image of a product of Majorana operators: the product of their images.
    ///
    /// - Precondition: the indices are below 2 · ``PartialFermionEncoding/modeCount``.
    public func image(of product: MajoranaProduct) -> (phase: QuarterTurn, term: PauliString) {
        var image: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
        for index in product.modes {
            let factor = signedMajorana(index)
            let next = image.term.multiplied(by: factor.term)
            image = (image.phase * factor.phase * next.phase, next.term)
        }
        return image
    }

    /// The image of a_p = (γ_2p + iγ_2p+1)/2 or a†_p = (γ_2p − iγ_2p+1)/2.
    ///
    /// - Precondition: the mode is at least 0 and below ``modeCount``.
    public func image(of ladder: LadderOperator) -> PauliSum {
        let real = signedMajorana(2 * ladder.mode)
        let imaginary = signedMajorana(2 * ladder.mode + 1)
        let quarterTurn: QuarterTurn = ladder.isCreation ? .minusI : .i
        return 0.5
            * (PauliSum(real.term, real.phase.value)
                + PauliSum(imaginary.term, (imaginary.phase * quarterTurn).value))
    }

    /// The state that encodes the determinant a†_p a†_q … |vacuum⟩ with the given occupied modes in ascending order: a
    /// phase times a basis state, γ_2p γ_2q … applied to |0…0⟩. The phase is 1 for encodings linear over GF(2).
    ///
    /// - Precondition: as for ``encodedBasisState(occupied:)``.
    public func encodedDeterminant(occupied: QubitMask) -> (phase: QuarterTurn, bits: QubitMask) {
        let (phase, string) = image(of: MajoranaProduct(QubitMask(occupied.lazy.map { 2 * $0 })))
        let (sign, bits) = string.applied(to: QubitMask())
        return (phase * sign, bits)
    }

    /// The computational basis state that encodes the determinant with the given occupied modes, up to a phase: the
    /// bits that the strings of γ_2p of those modes flip.
    ///
    /// - Precondition: the modes are at least 0 and below ``modeCount``, each named once, and the encoding takes the
    ///   vacuum to |0…0⟩ and determinants to basis states. All encodings of this module do.
    public func encodedBasisState(occupied: some Sequence<Int>) -> QubitMask {
        occupied.reduce(QubitMask()) { $0.symmetricDifference(majorana(2 * $1).x) }
    }
}
