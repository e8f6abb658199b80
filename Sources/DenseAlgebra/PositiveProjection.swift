internal import ComplexModule
internal import RealModule

extension ComplexMatrix {
    /// The positive semidefinite matrix of a given trace that is nearest to a Hermitian matrix in the Frobenius norm: its
    /// eigenvectors, with eigenvalues max(λ_j − s, 0) and s such that they add up to the trace.
    ///
    /// Turns a noisy density matrix into one of a state (J. Smolin, J. Gambetta and G. Smith, Phys. Rev. Lett. 108, 070502
    /// (2012)). As OpenFermion's `fixed_trace_positive_projection`.
    ///
    /// - Throws: `DenseAlgebraError.invalidOption` for a trace that is negative or not finite, and what
    ///   ``hermitianEigen()`` throws.
    /// - Complexity: O(n³).
    public func positiveProjection(trace: Double) throws(DenseAlgebraError) -> ComplexMatrix {
        guard trace.isFinite, trace >= 0 else {
            throw .invalidOption(name: "trace", found: "\(trace)", expected: "a number of at least 0")
        }
        let (values, vectors) = try hermitianEigen()
        var (sum, shift) = (0.0, Double.infinity)
        for (index, value) in values.reversed().enumerated() {
            sum += value
            let candidate = (sum - trace) / Double(index + 1)
            if value <= candidate && index > 0 { break }
            shift = candidate
        }
        var result = ComplexMatrix(rows: rows, columns: rows)
        for (k, value) in values.enumerated() where value > shift {
            for i in 0..<rows {
                let scaled = Complex(value - shift, 0) * vectors[i, k]
                for j in 0..<rows { result[i, j] += scaled * vectors[j, k].conjugate }
            }
        }
        return result
    }
}
