public import OperatorAlgebra

/// A map from fermion modes to qubits that gives every Majorana operator one Pauli string.
///
/// Required: a name, the two counts and ``majorana(_:)``; the images of γ_2p = a_p + a†_p and γ_2p+1 = −i(a_p − a†_p)
/// must anticommute with each other. Encoders of operators and Hamiltonians, and the images of determinants, are
/// derived from them. (Encodings without single Majorana images, such as the superfast one, are not of this kind.)
public protocol FermionEncoding: Sendable {
    /// The name people know it by, such as "Jordan-Wigner".
    var name: String { get }

    /// How many fermion modes it takes.
    var modeCount: Int { get }

    /// How many qubits its Pauli strings act on.
    var qubitCount: Int { get }

    /// The Pauli string of γ_k, up to the sign that ``isNegated(_:)`` tells.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    func majorana(_ k: Int) -> PauliString

    /// Whether γ_k is minus the string; false unless an encoding says otherwise.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    func isNegated(_ k: Int) -> Bool
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

    /// The computational basis state that encodes the determinant with the given occupied modes, up to a phase: the
    /// bits that the strings of γ_2p of those modes flip.
    ///
    /// - Precondition: the modes are at least 0 and below ``modeCount``, each named once, and the encoding takes the
    ///   vacuum to |0…0⟩ and determinants to basis states. All encodings linear over GF(2) do: Jordan-Wigner, parity,
    ///   Bravyi-Kitaev and ``LinearEncoding``.
    public func encodedBasisState(occupied: some Sequence<Int>) -> QubitMask {
        occupied.reduce(QubitMask()) { $0.symmetricDifference(majorana(2 * $1).x) }
    }
}
