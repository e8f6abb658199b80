internal import ComplexModule
public import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

/// The two-body terms of a Hamiltonian as squares of one-body operators (M. Motta et al., npj Quantum Inf. 7, 83 (2021),
/// arXiv:1808.02625):
///
/// ½ Σ (pq|rs) a†_pσ a†_rτ a_sτ a_qσ = Σ_l λ_l (Σ_pqσ g^l_pq a†_pσ a_qσ)² + Σ_pqσ c_pq a†_pσ a_qσ,
///
/// with the eigenvalues λ_l and eigenvectors g^l of ½ (pq|rs), a matrix over pairs, and c_pq = −½ Σ_r (pr|rq).
public struct LowRankFactorization: Sendable {
    /// One square.
    public struct Square: Sendable {
        /// λ_l in hartree.
        public let eigenvalue: Double
        /// g^l_pq, symmetric, of Frobenius norm 1; its sign is arbitrary.
        public let matrix: Matrix
        /// |λ_l| (Σ_pqσ |g^l_pq|)², a bound on the norm of the term.
        public let weight: Double
    }

    /// The squares kept, by descending weight.
    public let squares: [Square]
    /// c_pq over spatial orbitals.
    public let oneBodyCorrection: Matrix
    /// The weights of the squares left out: a bound on the error.
    public let truncationBound: Double

    /// The factorization of the given integrals: as few squares as leave out no more than `threshold` of weight, and no
    /// more than `largestRank`.
    ///
    /// - Throws: ``DenseAlgebraError`` for integrals that are not finite or lack (pq|rs) = (rs|pq).
    /// - Complexity: O(n⁶) for n orbitals, over the n(n + 1)/2 symmetric pairs.
    public init(
        _ integrals: some ElectronicIntegrals, threshold: Double = 1e-8, largestRank: Int = .max
    ) throws(DenseAlgebraError) {
        let n = integrals.orbitalCount
        let pairs = (0..<n).flatMap { p in (p..<n).map { (p, $0) } }
        // A pair of two orbitals stands for both its orders: a normalized symmetric matrix has 1/√2 in either place.
        let scales = pairs.map { $0.0 == $0.1 ? 1 : 2.0.squareRoot() }
        let elements = pairs.indices.flatMap { i in
            pairs.indices.map { j in
                let ((p, q), (r, s)) = (pairs[i], pairs[j])
                return 0.5 * scales[i] * scales[j] * integrals.twoBody(p, q, r, s)
            }
        }
        let eigen = try Matrix(rows: pairs.count, columns: pairs.count, elements: elements).symmetricEigen()
        var all = [Square]()
        for (index, value) in eigen.values.enumerated() {
            var square = [Double](repeating: 0, count: n * n)
            for (place, (p, q)) in pairs.enumerated() {
                let element = eigen.vectors[place, index] / scales[place]
                (square[p * n + q], square[q * n + p]) = (element, element)
            }
            let norm = 2 * square.reduce(0) { $0 + $1.magnitude }
            let matrix = try Matrix(rows: n, columns: n, elements: square)
            all.append(Square(eigenvalue: value, matrix: matrix, weight: value.magnitude * norm * norm))
        }
        all.sort { $0.weight > $1.weight }
        var (left, kept) = (0.0, all.count)
        while kept > 0, kept > largestRank || left + all[kept - 1].weight <= threshold {
            kept -= 1
            left += all[kept].weight
        }
        squares = Array(all.prefix(kept))
        truncationBound = left
        oneBodyCorrection = try Matrix(
            rows: n, columns: n,
            elements: (0..<n * n).map { pq in
                (0..<n).reduce(0) { $0 - 0.5 * integrals.twoBody(pq / n, $1, $1, pq % n) }
            })
    }

    /// The two-body terms as fermion operator, of the squares kept: products stand as the squares give them.
    ///
    /// - Complexity: O(L n⁴) for L squares.
    public var fermionOperator: FermionOperator {
        squares.reduce(Self.oneBody(oneBodyCorrection)) { sum, square in
            let factor = Self.oneBody(square.matrix)
            return sum + Complex(square.eigenvalue, 0) * (factor * factor)
        }
    }

    private static func oneBody(_ matrix: Matrix) -> FermionOperator {
        let tensor = OneBodyTensor(modeCount: 2 * matrix.rows) { p, q in
            p % 2 == q % 2 ? Complex(matrix[p / 2, q / 2], 0) : .zero
        }
        var result = InteractionOperator(modeCount: tensor.modeCount)
        result.oneBody = tensor
        return result.fermionOperator
    }
}
