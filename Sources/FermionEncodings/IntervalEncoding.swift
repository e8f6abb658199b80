internal import OperatorAlgebra

/// Encodings in which qubit i holds the parity of an interval of modes, n_left(i) + … + n_i, intervals nested or
/// disjoint: Jordan-Wigner, parity and both Bravyi-Kitaev forms differ only in left(i).
///
/// Then γ_2p = X_U(p) Z_P(p) and γ_2p+1 = X_U(p) Z_P(p+1) with positive sign, where U(p) are the qubits whose interval
/// contains p, and P(p) those whose intervals tile the modes below p (Seeley, Richard and Love, arXiv:1208.5986,
/// sections III to V: update and parity sets).
struct IntervalEncoding: Sendable {
    /// The Pauli string of each γ_k.
    let majoranas: [PauliString]

    /// The encoding whose qubit i holds the modes `left[i]` to i.
    init(left: [Int]) {
        let count = left.count
        var updates = [QubitMask](repeating: QubitMask(), count: count)
        for (qubit, first) in left.enumerated() {
            for mode in first...qubit { updates[mode].insert(qubit) }
        }
        var parities = [QubitMask()]
        for qubit in 0..<count { parities.append(parities[left[qubit]].union(QubitMask(qubit: qubit))) }
        majoranas = (0..<2 * count).map { k in
            PauliString(x: updates[k / 2], z: parities[(k + 1) / 2])
        }
    }
}
