internal import DenseAlgebra

extension DirectHamiltonian {
    /// The lowest eigenvectors of H among the determinants of lowest diagonal, as start vectors.
    ///
    /// Several low determinants together carry the low states of every symmetry; the Hartree-Fock determinant alone
    /// would confine the search to its own.
    func modelSpaceVectors(_ count: Int, diagonal: [Double]) throws(DenseAlgebraError) -> [[Double]] {
        let chosen = indicesOfSmallest(128, in: diagonal)
        let determinants = chosen.map { space.determinant(at: $0) }
        var matrix = Matrix(rows: chosen.count, columns: chosen.count)
        for i in chosen.indices {
            for j in 0...i {
                matrix[i, j] = element(determinants[i], determinants[j])
                matrix[j, i] = matrix[i, j]
            }
        }
        let vectors = try matrix.symmetricEigen().vectors
        return (0..<min(count, chosen.count)).map { state in
            var start = [Double](repeating: 0, count: diagonal.count)
            for (row, index) in chosen.enumerated() { start[index] = vectors[row, state] }
            return start
        }
    }
}
