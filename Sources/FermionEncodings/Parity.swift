public import OperatorAlgebra

/// The parity encoding: qubit p holds the parity of modes 0 to p, n_0 + … + n_p mod 2 (Seeley, Richard and Love,
/// arXiv:1208.5986, section III). Occupations are local in pairs of qubits; flips weigh up to n.
public struct Parity: FermionEncoding {
    /// "parity".
    public var name: String { "parity" }
    /// How many fermion modes it takes.
    public var modeCount: Int { table.majoranas.count / 2 }
    /// As many qubits as modes.
    public var qubitCount: Int { modeCount }

    private let table: IntervalEncoding

    /// The encoding of `modeCount` modes.
    ///
    /// - Precondition: `modeCount` is not negative.
    public init(modeCount: Int) {
        precondition(modeCount >= 0, "an encoding has at least 0 modes")
        table = IntervalEncoding(left: [Int](repeating: 0, count: modeCount))
    }

    /// Z_p−1 X_p X_p+1 … for k = 2p, Y_p X_p+1 … for k = 2p+1.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString { table.majoranas[k] }
}
