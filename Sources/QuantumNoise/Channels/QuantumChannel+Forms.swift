internal import ComplexModule
public import DenseAlgebra
internal import QuantumCircuits
internal import RealModule

// A channel as one matrix. With d = 2ⁿ and vec stacking columns, element (i, j) of a matrix of the system has the index
// i + d·j in the forms of order d². These are Qiskit's conventions.

extension QuantumChannel {
    /// 2ⁿ, the order of the Kraus operators.
    public var dimension: Int { 1 << qubitCount }

    /// The superoperator S = Σ_k conj(K_k) ⊗ K_k of order 4ⁿ: vec(Λ(ρ)) = S vec(ρ).
    ///
    /// Cost: O(16ⁿ) for each Kraus operator.
    public var superoperator: ComplexMatrix {
        let d = dimension
        return Self.sumOverKraus(kraus, order: d) { matrix, row, column in
            matrix[row / d, column / d].conjugate * matrix[row % d, column % d]
        }
    }

    /// The Choi matrix J = Σ_k vec(K_k) vec(K_k)† of order 4ⁿ and trace 2ⁿ: J[i + d·a, j + d·b] = ⟨i|Λ(|a⟩⟨b|)|j⟩.
    ///
    /// Cost: O(16ⁿ) for each Kraus operator.
    public var choi: ComplexMatrix {
        let d = dimension
        return Self.sumOverKraus(kraus, order: d) { matrix, row, column in
            matrix[row % d, row / d] * matrix[column % d, column / d].conjugate
        }
    }

    /// The Pauli transfer matrix R[i, j] = Tr(P_i Λ(P_j))/2ⁿ of order 4ⁿ, real; the strings run through I, X, Y, Z on the
    /// first qubit fastest.
    ///
    /// Cost: O(16ⁿ·4ⁿ).
    public var pauliTransferMatrix: Matrix {
        let basis = Self.pauliVectors(qubitCount)
        let product = Self.congruence(basis, superoperator)
        var result = Matrix(rows: product.rows, columns: product.columns)
        for i in 0..<product.rows { for j in 0..<product.columns { result[i, j] = product[i, j].real } }
        return result
    }

    /// The channel with a given Choi matrix.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)`` unless the order is 4ⁿ with n from 1 to
    ///   ``largestQubitCount``; ``NoiseError/notCompletelyPositive(name:lowest:)``;
    ///   ``NoiseError/notTracePreserving(name:defect:tolerance:)``; ``NoiseError/eigenvalues(channel:reason:)`` if it is not
    ///   Hermitian; ``NoiseError/notFinite(what:value:)``.
    public init(choi: ComplexMatrix, name: String) throws(NoiseError) {
        let width = try Self.width(rows: choi.rows, columns: choi.columns, name: name)
        let d = 1 << width
        let (values, vectors) = try Self.eigen(choi, name: name)
        let largest = values.last ?? 0
        guard let lowest = values.first, lowest >= -Self.tolerance * Swift.max(1, largest) else {
            throw .notCompletelyPositive(name: name, lowest: values.first ?? 0)
        }
        var kraus: [GateMatrix] = []
        for (index, value) in values.enumerated().reversed() where value > 1e-14 * largest {
            let root = Complex(value.squareRoot(), 0)
            var matrix = GateMatrix([Complex<Double>](repeating: .zero, count: d * d))
            for place in 0..<(d * d) { matrix[place % d, place / d] = root * vectors[place, index] }
            kraus.append(matrix)
        }
        try self.init(kraus: kraus, name: name)
    }

    /// The channel with a given superoperator.
    ///
    /// - Throws: As ``init(choi:name:)``.
    public init(superoperator: ComplexMatrix, name: String) throws(NoiseError) {
        let width = try Self.width(rows: superoperator.rows, columns: superoperator.columns, name: name)
        try self.init(choi: Self.reshuffled(superoperator, order: 1 << width), name: name)
    }

    /// The channel with a given Pauli transfer matrix.
    ///
    /// - Throws: As ``init(choi:name:)``.
    public init(pauliTransferMatrix matrix: Matrix, name: String) throws(NoiseError) {
        let width = try Self.width(rows: matrix.rows, columns: matrix.columns, name: name)
        let basis = Self.pauliVectors(width)
        var complex = ComplexMatrix(rows: matrix.rows, columns: matrix.columns)
        for i in 0..<matrix.rows { for j in 0..<matrix.columns { complex[i, j] = Complex(matrix[i, j], 0) } }
        try self.init(superoperator: Self.congruence(basis.adjoint, complex), name: name)
    }

    /// The Choi matrix of a superoperator and the other way round: both are sums over Kraus operators whose indices are
    /// exchanged, S[i + d·j, a + d·b] = J[i + d·a, j + d·b].
    private static func reshuffled(_ matrix: ComplexMatrix, order d: Int) -> ComplexMatrix {
        var result = ComplexMatrix(rows: d * d, columns: d * d)
        for row in 0..<(d * d) {
            for column in 0..<(d * d) {
                result[row % d + d * (column % d), row / d + d * (column / d)] = matrix[row, column]
            }
        }
        return result
    }

    /// The matrix whose row i is vec(P_i)†/√d: unitary.
    private static func pauliVectors(_ qubitCount: Int) -> ComplexMatrix {
        let d = 1 << qubitCount
        let scale = Complex(1 / Double(d).squareRoot(), 0)
        var result = ComplexMatrix(rows: d * d, columns: d * d)
        for (row, pauli) in PauliLetters.matrices(qubitCount).enumerated() {
            for place in 0..<(d * d) { result[row, place] = scale * pauli[place % d, place / d].conjugate }
        }
        return result
    }

    /// B A B†.
    private static func congruence(_ b: ComplexMatrix, _ a: ComplexMatrix) -> ComplexMatrix {
        product(product(b, a), b.adjoint)
    }

    static func product(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
        var result = ComplexMatrix(rows: a.rows, columns: b.columns)
        for i in 0..<a.rows {
            for k in 0..<a.columns where a[i, k] != .zero {
                let factor = a[i, k]
                for j in 0..<b.columns { result[i, j] += factor * b[k, j] }
            }
        }
        return result
    }

    static func eigen(
        _ matrix: ComplexMatrix, name: String
    ) throws(NoiseError) -> (values: [Double], vectors: ComplexMatrix) {
        do { return try matrix.hermitianEigen() } catch { throw .eigenvalues(channel: name, reason: "\(error)") }
    }

    private static func sumOverKraus(
        _ kraus: [GateMatrix], order d: Int, _ element: (GateMatrix, Int, Int) -> Complex<Double>
    ) -> ComplexMatrix {
        var result = ComplexMatrix(rows: d * d, columns: d * d)
        for matrix in kraus {
            for row in 0..<(d * d) {
                for column in 0..<(d * d) { result[row, column] += element(matrix, row, column) }
            }
        }
        return result
    }

    private static func width(rows: Int, columns: Int, name: String) throws(NoiseError) -> Int {
        let width = rows.trailingZeroBitCount / 2
        guard rows == columns, rows > 0, rows == 1 << (2 * width), 1...largestQubitCount ~= width else {
            throw .channelSize(
                name: "\(name), a matrix of order \(rows) x \(columns),", found: width,
                expected: "order 4ⁿ for n from 1 to \(largestQubitCount) qubits")
        }
        return width
    }
}
