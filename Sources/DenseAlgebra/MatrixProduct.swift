internal import CLapack
internal import ComplexModule
internal import RealModule

extension Matrix {
    /// The matrix product A B, by BLAS `dgemm`: 2 · rows · columns · inner operations.
    ///
    /// - Throws: `DenseAlgebraError.shapeMismatch` unless the inner dimensions agree.
    public static func * (a: Matrix, b: Matrix) throws(DenseAlgebraError) -> Matrix {
        guard a.columns == b.rows else {
            throw .shapeMismatch(
                operation: "matrix product", found: "\(a.rows) x \(a.columns) times \(b.rows) x \(b.columns)",
                expected: "as many columns on the left as rows on the right")
        }
        BlasThreads.settle()
        var result = Matrix(rows: a.rows, columns: b.columns)
        guard a.rows > 0, b.columns > 0, a.columns > 0 else { return result }
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(a.rows), Int32(b.columns), Int32(a.columns), 1, a.storage,
            Int32(a.columns), b.storage, Int32(b.columns), 0, &result.storage, Int32(b.columns))
        return result
    }
}

extension ComplexMatrix {
    /// The matrix product A B, by BLAS `zgemm`: 8 · rows · columns · inner real operations.
    ///
    /// - Throws: `DenseAlgebraError.shapeMismatch` unless the inner dimensions agree.
    public static func * (a: ComplexMatrix, b: ComplexMatrix) throws(DenseAlgebraError) -> ComplexMatrix {
        guard a.columns == b.rows else {
            throw .shapeMismatch(
                operation: "complex matrix product", found: "\(a.rows) x \(a.columns) times \(b.rows) x \(b.columns)",
                expected: "as many columns on the left as rows on the right")
        }
        BlasThreads.settle()
        var result = ComplexMatrix(rows: a.rows, columns: b.columns)
        guard a.rows > 0, b.columns > 0, a.columns > 0 else { return result }
        var one = Complex<Double>.one
        var zero = Complex<Double>.zero
        cblas_zgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(a.rows), Int32(b.columns), Int32(a.columns), &one,
            a.storage, Int32(a.columns), b.storage, Int32(b.columns), &zero, &result.storage, Int32(b.columns))
        return result
    }
}

/// A product of row-major blocks into storage of the caller: C = α A B + β C.
///
/// For inner loops that own their buffers. A is m × k, B is k × n, C is m × n, each row by row and without gaps.
public func multiplyBlocks(
    rows m: Int, columns n: Int, inner k: Int, scale alpha: Double = 1,
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, addingScaled beta: Double = 0,
    into c: UnsafeMutablePointer<Double>
) {
    BlasThreads.settle()
    guard m > 0, n > 0, k > 0 else { return }
    cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(n), Int32(k), alpha, a, Int32(k), b, Int32(n), beta,
        c, Int32(n))
}

/// A product with a transposed right factor into storage of the caller: C = α A Bᵀ + β C.
///
/// A is m × k, B is n × k, C is m × n, each row by row and without gaps.
public func multiplyBlocksTransposingRight(
    rows m: Int, columns n: Int, inner k: Int, scale alpha: Double = 1,
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, addingScaled beta: Double = 0,
    into c: UnsafeMutablePointer<Double>
) {
    BlasThreads.settle()
    guard m > 0, n > 0, k > 0 else { return }
    cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), alpha, a, Int32(k), b, Int32(k), beta,
        c, Int32(n))
}
