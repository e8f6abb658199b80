internal import DenseAlgebra

/// The inverse of a Pauli channel as a mixture of Pauli strings with quasi-probabilities: Λ⁻¹(ρ) = Σ_s q_s P_s ρ P_s, where
/// some q_s are negative (K. Temme, S. Bravyi and J. Gambetta, Phys. Rev. Lett. 119, 180509 (2017); E. van den Berg, Z.
/// Minev, A. Kandala and K. Temme, Nat. Phys. 19, 1116 (2023)).
///
/// Λ multiplies each string t by λ_t = Σ_s p_s (−1)^⟨s,t⟩, where ⟨s,t⟩ is 1 if they anticommute, and so
/// q_s = 4^(−k) Σ_t (−1)^⟨s,t⟩ / λ_t.
public struct PauliQuasiProbabilities: Hashable, Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// q_s: two bits of the index a qubit, the first qubit lowest, 0 to 3 for I, X, Y and Z.
    public let values: [Double]

    /// The inverse of a channel.
    ///
    /// - Parameter twirls: whether a channel that is no Pauli channel is taken for its Pauli twirl; only right if the circuit
    ///   is twirled too.
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for a channel that is no Pauli channel, and
    ///   ``NoiseError/outOfRange(what:found:expected:)`` for one that destroys a Pauli string (|λ_t| ≤ 10⁻⁶).
    /// - Complexity: O(16^k) besides the channel's Pauli transfer matrix.
    public init(inverting channel: QuantumChannel, twirls: Bool = false) throws(NoiseError) {
        let matrix = channel.pauliTransferMatrix
        let count = matrix.rows
        qubitCount = channel.qubitCount
        for row in 0..<count {
            for column in 0..<count where row != column && abs(matrix[row, column]) > 1e-9 && !twirls {
                throw .unsupported(
                    what: "the channel \(channel.name) is no Pauli channel and has no inverse of Pauli strings",
                    instead: "twirl the circuit and take the channel's Pauli twirl")
            }
        }
        for index in 0..<count where abs(matrix[index, index]) <= 1e-6 {
            throw .outOfRange(
                what: "a factor by which the channel \(channel.name) multiplies a Pauli string",
                found: matrix[index, index], expected: "one further from 0: what is lost cannot be brought back")
        }
        values = (0..<count).map { s in
            (0..<count).reduce(0) { $0 + Self.sign(s, $1) / matrix[$1, $1] } / Double(count)
        }
    }

    /// γ = Σ|q_s|, at least 1: the standard error of a sampled value grows γ times.
    public var gamma: Double { values.reduce(0) { $0 + abs($1) } }

    /// −1 if the strings of two indices anticommute, else 1. Letters that are neither I nor alike anticommute.
    private static func sign(_ s: Int, _ t: Int) -> Double {
        var (s, t, sign) = (s, t, 1.0)
        while s != 0 && t != 0 {
            if s & 3 != 0, t & 3 != 0, s & 3 != t & 3 { sign = -sign }
            (s, t) = (s >> 2, t >> 2)
        }
        return sign
    }
}
