public import OperatorAlgebra

/// The encoding on a balanced ternary tree, whose strings weigh at most ⌈log₃(2n+1)⌉; no encoding has a mean weight of Majorana
/// operators below log₃(2n) (Z. Jiang, A. Kalev, W. Mruczkiewicz and H. Neven, arXiv:1910.10746).
///
/// Qubits are nodes, filled level by level: the children of node u are 3u+1, 3u+2 and 3u+3, reached by its branches X, Y
/// and Z. A path from the root to a missing child is the string of the branches it takes. The n nodes have 2n+1 such
/// paths, any two of which part at one node, where their letters differ: all strings anticommute.
///
/// The paths are paired as in A. Miller, Z. Zimborás, S. Knecht, S. Maniscalco and G. García-Pérez, arXiv:2212.09731: γ_2p
/// leaves node p by X, γ_2p+1 by Y, and both go on by Z to the end; the path of Zs alone is left out. Then 1 − 2n_p =
/// −iγ_2pγ_2p+1 is a product of Zs with sign +1, so that the vacuum is |0…0⟩ and determinants are basis states, up to
/// phases.
public struct TernaryTree: FermionEncoding {
    /// "ternary tree".
    public var name: String { "ternary tree" }
    /// How many fermion modes it takes.
    public var modeCount: Int { majoranas.count / 2 }
    /// As many qubits as modes.
    public var qubitCount: Int { modeCount }

    private let majoranas: [PauliString]

    /// The encoding of `modeCount` modes.
    ///
    /// - Precondition: `modeCount` is not negative.
    public init(modeCount: Int) {
        precondition(modeCount >= 0, "an encoding has at least 0 modes")
        var prefixes: [PauliString] = []
        for node in 0..<modeCount {
            var prefix = PauliString.identity
            if node > 0 {
                let parent = (node - 1) / 3
                prefix = prefixes[parent]
                prefix[parent] = [PauliLetter.x, .y, .z][(node - 1) % 3]
            }
            prefixes.append(prefix)
        }
        majoranas = (0..<2 * modeCount).map { k in
            let node = k / 2
            var path = prefixes[node]
            path[node] = k % 2 == 0 ? .x : .y
            var next = 3 * node + 1 + k % 2
            while next < modeCount {
                path[next] = .z
                next = 3 * next + 3
            }
            return path
        }
    }

    /// The path that leaves node p by X for k = 2p, by Y for k = 2p+1, and then goes on by Z.
    ///
    /// - Precondition: 0 ≤ k < 2 · ``modeCount``.
    public func majorana(_ k: Int) -> PauliString { majoranas[k] }
}
