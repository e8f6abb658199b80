internal import CLapack

extension Matrix {
    /// The solution X of A X = B, by LAPACK `dgesv` (LU with partial pivoting): ⅔ n³ operations.
    ///
    /// - Parameter right: B, of as many rows as A; one column a right-hand side.
    /// - Throws: `DenseAlgebraError` for shapes that do not fit, numbers that are not finite, or an exactly singular A.
    public func solve(_ right: Matrix) throws(DenseAlgebraError) -> Matrix {
        guard rows == columns, right.rows == rows else {
            throw .shapeMismatch(
                operation: "linear system", found: "\(rows) x \(columns) with \(right.rows) right-hand rows",
                expected: "a square matrix and as many right-hand rows")
        }
        try checkFinite("The matrix of the linear system")
        try right.checkFinite("The right-hand side of the linear system")
        BlasThreads.settle()
        guard rows > 0, right.columns > 0 else { return right }
        var factors = storage
        var solution = right
        var pivots = [Int32](repeating: 0, count: rows)
        let code = LAPACKE_dgesv(
            LAPACK_ROW_MAJOR, Int32(rows), Int32(right.columns), &factors, Int32(rows), &pivots, &solution.storage,
            Int32(right.columns))
        guard code <= 0 else { throw .singular(pivot: Int(code) - 1) }
        guard code == 0 else { throw .lapackFailed(routine: "dgesv", code: Int(code)) }
        return solution
    }

    /// The thin QR factorization A = Q R by Householder reflections (LAPACK `dgeqrf`, `dorgqr`).
    ///
    /// - Returns: `q`, m × n with orthonormal columns, and `r`, n × n upper triangular.
    /// - Throws: `DenseAlgebraError` when there are fewer rows than columns or a number is not finite.
    public func thinQR() throws(DenseAlgebraError) -> (q: Matrix, r: Matrix) {
        guard rows >= columns else {
            throw .shapeMismatch(
                operation: "thin QR factorization", found: "\(rows) x \(columns)",
                expected: "at least as many rows as columns")
        }
        try checkFinite("The matrix to factorize")
        BlasThreads.settle()
        var q = self
        var r = Matrix(rows: columns, columns: columns)
        guard columns > 0 else { return (q, r) }
        var reflectors = [Double](repeating: 0, count: columns)
        let (m, n) = (Int32(rows), Int32(columns))
        var code = LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, m, n, &q.storage, n, &reflectors)
        guard code == 0 else { throw .lapackFailed(routine: "dgeqrf", code: Int(code)) }
        for i in 0..<columns {
            for j in i..<columns { r[i, j] = q[i, j] }
        }
        code = LAPACKE_dorgqr(LAPACK_ROW_MAJOR, m, n, n, &q.storage, n, reflectors)
        guard code == 0 else { throw .lapackFailed(routine: "dorgqr", code: Int(code)) }
        return (q, r)
    }

    func checkFinite(_ place: String) throws(DenseAlgebraError) {
        guard storage.allSatisfy(\.isFinite) else { throw .notFinite(place: place) }
    }
}
