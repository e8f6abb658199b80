import ComplexModule
import DenseAlgebra
import OperatorAlgebra
import RealModule

extension PauliSum {
    /// The matrix on `qubitCount` qubits; bit q of an index is qubit q.
    func matrix(qubitCount: Int) -> ComplexMatrix {
        var matrix = ComplexMatrix(rows: 1 << qubitCount, columns: 1 << qubitCount)
        for (term, coefficient) in self {
            for column in 0..<1 << qubitCount {
                let (phase, row) = term.applied(to: QubitMask(word: UInt64(column)))
                matrix[Int(row.word), column] += phase.multiplying(coefficient)
            }
        }
        return matrix
    }

    /// All eigenvalues in ascending order.
    func spectrum(qubitCount: Int) throws -> [Double] {
        try matrix(qubitCount: qubitCount).hermitianEigen().values
    }
}

extension FermionOperator {
    /// All eigenvalues on determinants of the given modes that satisfy a condition.
    func spectrum(modeCount: Int, where isIncluded: (QubitMask) -> Bool = { _ in true }) throws -> [Double] {
        let determinants = (0..<UInt64(1) << UInt64(modeCount)).map { QubitMask(word: $0) }.filter(isIncluded)
        var matrix = ComplexMatrix(rows: determinants.count, columns: determinants.count)
        for (column, determinant) in determinants.enumerated() {
            for (term, coefficient) in self {
                guard let image = term.applied(to: determinant),
                    let row = determinants.firstIndex(of: image.occupied)
                else { continue }
                matrix[row, column] += image.phase.multiplying(coefficient)
            }
        }
        return try matrix.hermitianEigen().values
    }
}

/// Whether two ascending lists agree to a tolerance.
func areClose(_ lhs: [Double], _ rhs: [Double], _ tolerance: Double = 1e-9) -> Bool {
    lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { abs($0 - $1) <= tolerance }
}
