public import OperatorAlgebra

/// The Bravyi-Kitaev encoding in its set form: with i+1 = 2^m · odd, qubit i holds the parity of the last 2^m modes up
/// to i, so strings weigh about log₂ n (S. Bravyi and A. Kitaev, quant-ph/0003137; update, parity and flip sets as in
/// Seeley, Richard and Love, arXiv:1208.5986).
///
/// The image of a mode does not depend on how many modes follow. OpenFermion's `bravyi_kitaev` is this form; its
/// `bravyi_kitaev_tree` is ``BravyiKitaevTree``. The two are equal exactly when the mode count is a power of two.
public struct BravyiKitaev: FermionEncoding {
    /// "Bravyi-Kitaev".
    public var name: String { "Bravyi-Kitaev" }
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
        table = IntervalEncoding(left: (0..<modeCount).map { ($0 + 1) & $0 })
    }

    /// X_U(p) Z_P(p) for k = 2p and X_U(p) Z_P(p+1) for k = 2p+1: U(p) the qubits that hold mode p, P(p) those whose
    /// modes together are all modes below p.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString { table.majoranas[k] }
}
