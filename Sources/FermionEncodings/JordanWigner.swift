public import OperatorAlgebra

/// The Jordan-Wigner encoding: qubit p holds the occupation of mode p, a_p = Z_0 … Z_p−1 (X_p + iY_p)/2
/// (P. Jordan and E. Wigner, Z. Phys. 47, 631 (1928)). Strings weigh up to n.
public struct JordanWigner: FermionEncoding {
    /// "Jordan-Wigner".
    public var name: String { "Jordan-Wigner" }
    /// How many fermion modes it takes.
    public let modeCount: Int
    /// As many qubits as modes.
    public var qubitCount: Int { modeCount }

    /// The encoding of `modeCount` modes.
    ///
    /// - Precondition: `modeCount` is not negative.
    public init(modeCount: Int) {
        precondition(modeCount >= 0, "an encoding has at least 0 modes")
        self.modeCount = modeCount
    }

    /// Z_0 … Z_p−1 X_p for k = 2p, Z_0 … Z_p−1 Y_p for k = 2p+1.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString {
        precondition(0..<2 * modeCount ~= k, "a Majorana operator of the encoding")
        return PauliString(x: QubitMask(qubit: k / 2), z: QubitMask(first: (k + 1) / 2))
    }
}
