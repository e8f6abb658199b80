public import OperatorAlgebra

/// Ways to split qubits into sets so that all words of a few letters can be measured together (J. Cotler and F. Wilczek,
/// arXiv:1908.02754; X. Bonet-Monroig, R. Babbush and T. O'Brien, arXiv:1908.05628).
public enum QubitPartitions {
    /// ⌈log₂ n⌉ splits in two such that every pair of the n qubits is apart in one of them: qubits are split by the bits of
    /// their numbers.
    ///
    /// OpenFermion's `binary_partition_iterator` gives as many, in another order.
    public static func binary(qubitCount: Int) -> [[[Int]]] { apart(2, qubitCount: qubitCount) }

    /// Partitions into `size` sets such that any `size` qubits are in different sets of one of them.
    ///
    /// Qubits that first differ in some bit of their numbers are split by that bit, and each part by the bits after it.
    ///
    /// - Precondition: `size` is at least 1.
    /// - Complexity: O(log(n)^(size − 1)) partitions of n qubits; none if there are fewer qubits than sets.
    public static func apart(_ size: Int, qubitCount: Int) -> [[[Int]]] {
        precondition(size > 0, "a partition has at least one set")
        let bits = Int.bitWidth - Swift.max(0, qubitCount - 1).leadingZeroBitCount
        return split(Array(0..<qubitCount), size, below: bits)
    }

    private static func split(_ qubits: [Int], _ size: Int, below bits: Int) -> [[[Int]]] {
        if qubits.count < size { return [] }
        if size == 1 { return [[qubits]] }
        // Qubits that differ in higher bits were split by those.
        let areAlike = qubits.allSatisfy { $0 >> bits == qubits[0] >> bits }
        if qubits.count == size { return areAlike ? [qubits.map { [$0] }] : [] }
        var result: [[[Int]]] = []
        for bit in stride(from: bits - 1, through: 0, by: -1) {
            let (zeros, ones) = (qubits.filter { $0 >> bit & 1 == 0 }, qubits.filter { $0 >> bit & 1 == 1 })
            for first in 1..<size {
                let left = split(zeros, first, below: bit)
                if left.isEmpty { continue }
                let right = split(ones, size - first, below: bit)
                for a in left { result += right.map { a + $0 } }
            }
        }
        return result
    }

    /// Pauli strings with a letter on every qubit such that every word of `size` letters on any qubits is part of one:
    /// measuring them gives all operators of at most that weight.
    ///
    /// The sets of each partition of ``apart(_:qubitCount:)`` get all combinations of letters; strings that occur again are
    /// left out (OpenFermion's `pauli_string_iterator` keeps them).
    ///
    /// - Precondition: `size` is at least 1.
    public static func pauliStrings(coveringWordsOf size: Int, qubitCount: Int) -> [PauliString] {
        var (seen, result) = (Set<PauliString>(), [PauliString]())
        let combinations = (0..<size).reduce(1) { count, _ in 3 * count }
        for partition in apart(size, qubitCount: qubitCount) {
            for combination in 0..<combinations {
                var (string, rest) = (PauliString.identity, combination)
                for set in partition {
                    let letter = [PauliLetter.x, .y, .z][rest % 3]
                    for qubit in set { string[qubit] = letter }
                    rest /= 3
                }
                if seen.insert(string).inserted { result.append(string) }
            }
        }
        return result
    }
}
