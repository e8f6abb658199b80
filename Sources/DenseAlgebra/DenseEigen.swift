internal import CLapack
internal import ComplexModule
internal import RealModule

extension Matrix {
    /// All eigenvalues and eigenvectors of a real symmetric matrix, by LAPACK `dsyevd`: A = V diag(λ) Vᵀ.
    ///
    /// - Returns: eigenvalues in ascending order; `vectors`, whose column j belongs to `values[j]`, orthonormal also
    ///   among equal eigenvalues. A matrix of order 0 gives none.
    /// - Throws: `DenseAlgebraError` for a matrix that is not square, not finite, or not symmetric to 1e-10 of its
    ///   largest element.
    /// - Complexity: about 9 n³ operations and 3 n² numbers of work space.
    public func symmetricEigen() throws(DenseAlgebraError) -> (values: [Double], vectors: Matrix) {
        try checkHermitian(order: rows, columns: columns, storage) {
            $0.magnitude
        } difference: {
            ($0 - $1).magnitude
        }
        let (values, vectors) = try Double.eigen(order: rows, storage)
        return (values, Matrix(rows: rows, columns: rows, unchecked: vectors).transposed)
    }
}

extension ComplexMatrix {
    /// All eigenvalues and eigenvectors of a complex Hermitian matrix, by LAPACK `zheevd`: A = V diag(λ) V†.
    ///
    /// - Returns: eigenvalues in ascending order; `vectors`, whose column j belongs to `values[j]`, orthonormal also
    ///   among equal eigenvalues. A matrix of order 0 gives none.
    /// - Throws: `DenseAlgebraError` for a matrix that is not square, not finite, or not Hermitian to 1e-10 of its
    ///   largest element.
    /// - Complexity: about 36 n³ real operations and 3 n² complex numbers of work space.
    public func hermitianEigen() throws(DenseAlgebraError) -> (values: [Double], vectors: ComplexMatrix) {
        try checkHermitian(order: rows, columns: columns, storage) {
            $0.length
        } difference: {
            ($0 - $1.conjugate).length
        }
        // LAPACK reads columns: handing it the rows of A is handing it the transpose, the conjugate of A.
        let (values, vectors) = try Complex<Double>.eigen(order: rows, storage.map(\.conjugate))
        var columnsOfVectors = ComplexMatrix(rows: rows, columns: rows)
        for i in 0..<rows {
            for j in 0..<rows { columnsOfVectors.storage[i * rows + j] = vectors[j * rows + i] }
        }
        return (values, columnsOfVectors)
    }
}

private func checkHermitian<Scalar>(
    order: Int, columns: Int, _ elements: [Scalar], size: (Scalar) -> Double,
    difference: (Scalar, Scalar) -> Double
) throws(DenseAlgebraError) {
    guard order == columns else {
        throw .shapeMismatch(
            operation: "eigenvalues of a matrix", found: "\(order) x \(columns)", expected: "a square matrix")
    }
    var largest = 0.0
    var worst = 0.0
    for i in 0..<order {
        for j in 0...i {
            let (below, above) = (elements[i * order + j], elements[j * order + i])
            let sizes = size(below) + size(above)
            guard sizes.isFinite else { throw .notFinite(place: "Element (\(i), \(j)) of the matrix") }
            largest = max(largest, sizes / 2)
            worst = max(worst, difference(below, above))
        }
    }
    guard worst <= 1e-10 * largest else { throw .notHermitian(difference: worst, tolerance: 1e-10 * largest) }
}
