internal import CLapack

/// A real antisymmetric matrix brought into its canonical form.
public struct AntisymmetricForm: Sendable {
    /// The numbers ε_j ≥ 0, ascending; half as many as rows.
    public let values: [Double]
    /// The orthogonal R with R A Rᵀ = [[0, E], [−E, 0]], E = diag(ε).
    public let rotation: Matrix
}

extension Matrix {
    /// The canonical form of a real antisymmetric matrix of even order, from its real Schur form (LAPACK `dgees`), which
    /// for such a matrix has blocks [[0, ε], [−ε, 0]] on the diagonal and rounding errors elsewhere.
    ///
    /// - Throws: `DenseAlgebraError.shapeMismatch` for a matrix that is not square or of odd order, `.notFinite`, and
    ///   `.notAntisymmetric` where A + Aᵀ exceeds 1e-10 of the largest element.
    /// - Complexity: about 25 n³ operations.
    public func antisymmetricForm() throws(DenseAlgebraError) -> AntisymmetricForm {
        guard rows == columns, rows.isMultiple(of: 2) else {
            throw .shapeMismatch(
                operation: "canonical form of an antisymmetric matrix", found: "\(rows) x \(columns)",
                expected: "a square matrix of even order")
        }
        try checkFinite("The antisymmetric matrix")
        let largest = storage.reduce(0) { max($0, $1.magnitude) }
        var worst = 0.0
        for i in 0..<rows {
            for j in 0...i { worst = max(worst, (self[i, j] + self[j, i]).magnitude) }
        }
        guard worst <= 1e-10 * largest else { throw .notAntisymmetric(sum: worst, tolerance: 1e-10 * largest) }
        let (form, vectors) = try realSchur()
        var pairs: [(value: Double, first: Int, second: Int)] = []
        var (index, unpaired) = (0, [Int]())
        while index < rows {
            let isBlock = index + 1 < rows && form[index + 1, index] != 0
            if isBlock {
                let value = (form[index, index + 1] - form[index + 1, index]) / 2
                pairs.append(value < 0 ? (-value, index + 1, index) : (value, index, index + 1))
            } else {
                unpaired.append(index)
            }
            index += isBlock ? 2 : 1
        }
        // Single diagonal elements are the zeros of the spectrum; their number is even.
        for k in stride(from: 0, to: unpaired.count - 1, by: 2) { pairs.append((0, unpaired[k], unpaired[k + 1])) }
        pairs.sort { ($0.value, $0.first) < ($1.value, $1.first) }
        var rotation = Matrix(rows: rows, columns: rows)
        for (j, pair) in pairs.enumerated() {
            for k in 0..<rows {
                rotation[j, k] = vectors[k, pair.first]
                rotation[j + pairs.count, k] = vectors[k, pair.second]
            }
        }
        return AntisymmetricForm(values: pairs.map(\.value), rotation: rotation)
    }

    /// T and the orthogonal Z of A = Z T Zᵀ, T with blocks of one or two rows on its diagonal and zeros below.
    private func realSchur() throws(DenseAlgebraError) -> (form: Matrix, vectors: Matrix) {
        BlasThreads.settle()
        var (form, vectors) = (self, Matrix(rows: rows, columns: rows))
        guard rows > 0 else { return (form, vectors) }
        let n = Int32(rows)
        var selected: Int32 = 0
        var (re, im) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows))
        let (wanted, unsorted) = (Int8(UInt8(ascii: "V")), Int8(UInt8(ascii: "N")))
        let code = LAPACKE_dgees(
            LAPACK_ROW_MAJOR, wanted, unsorted, nil, n, &form.storage, n, &selected, &re, &im, &vectors.storage, n)
        guard code == 0 else { throw .lapackFailed(routine: "dgees", code: Int(code)) }
        return (form, vectors)
    }
}
