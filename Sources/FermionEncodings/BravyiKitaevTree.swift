public import OperatorAlgebra

/// The Bravyi-Kitaev encoding on a balanced Fenwick tree: each node holds the parity of the modes below it, and halving
/// the interval of modes makes the children (V. Havlíček, M. Troyer and J. Whitfield, arXiv:1701.07072).
///
/// OpenFermion's `bravyi_kitaev_tree`. It equals ``BravyiKitaev`` exactly when the mode count is a power of two;
/// otherwise even the images of the first modes depend on the mode count.
public struct BravyiKitaevTree: FermionEncoding {
    /// "Bravyi-Kitaev tree".
    public var name: String { "Bravyi-Kitaev tree" }
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
        var left = [Int](repeating: 0, count: modeCount)
        Self.split(first: 0, last: modeCount - 1, &left)
        table = IntervalEncoding(left: left)
    }

    /// Lets the middle of an interval hold its lower half, as the last mode holds the whole; both halves go on alike.
    private static func split(first: Int, last: Int, _ left: inout [Int]) {
        guard first < last else { return }
        let middle = (first + last) / 2
        left[middle] = first
        split(first: first, last: middle, &left)
        split(first: middle + 1, last: last, &left)
    }

    /// X_U(p) Z_P(p) for k = 2p and X_U(p) Z_P(p+1) for k = 2p+1: U(p) the node of mode p and its ancestors, P(p) the
    /// nodes whose modes together are all modes below p.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString { table.majoranas[k] }
}
