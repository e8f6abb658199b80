internal import ComplexModule
internal import DenseAlgebra
public import QuantumCircuits
internal import RealModule

extension QuantumChannel {
    /// The process fidelity with a unitary U, with the identity if none is given: Σ_k |Tr(U†K_k)|²/4ⁿ.
    ///
    /// 1 minus it is the entanglement infidelity; for a Pauli channel it is the probability that nothing hits.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)`` for a unitary of another size,
    ///   ``NoiseError/notUnitary(what:defect:)``.
    public func processFidelity(with target: GateMatrix? = nil) throws(NoiseError) -> Double {
        let unitary = target ?? .identity(qubitCount: qubitCount)
        guard unitary.qubitCount == qubitCount else {
            throw .channelSize(name: name, found: unitary.qubitCount, expected: "\(qubitCount), as the channel")
        }
        guard unitary.unitarityDefect <= Self.tolerance else {
            throw .notUnitary(what: "the target of \(name)", defect: unitary.unitarityDefect)
        }
        let sum = kraus.reduce(0.0) { $0 + Self.traceOfProduct(unitary, $1).lengthSquared }
        return sum / Double(dimension * dimension)
    }

    /// The fidelity of U|ψ⟩ and the channel's result, on average over all states |ψ⟩: (d F + 1)/(d + 1) with F the
    /// process fidelity.
    ///
    /// Source: M. A. Nielsen, Phys. Lett. A 303, 249 (2002).
    ///
    /// - Throws: As ``processFidelity(with:)``.
    public func averageGateFidelity(with target: GateMatrix? = nil) throws(NoiseError) -> Double {
        let d = Double(dimension)
        return (d * (try processFidelity(with: target)) + 1) / (d + 1)
    }

    /// The process fidelity of two channels: (Tr √(√ρ σ √ρ))² of their Choi states ρ and σ.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)``, ``NoiseError/eigenvalues(channel:reason:)``.
    public func processFidelity(with other: QuantumChannel) throws(NoiseError) -> Double {
        try checkSize(of: other)
        let root = try squareRootOfChoi()
        let inner = Self.product(Self.product(root, other.choi), root)
        let values = try Self.eigen(Self.hermitian(inner), name: name).values
        let sum = values.reduce(0.0) { $0 + Swift.max(0, $1).squareRoot() }
        return sum * sum / Double(dimension * dimension)
    }

    /// Half the trace norm of the difference of the Choi states: 0 for equal channels, at most 1.
    ///
    /// It is at most the diamond distance (half the diamond norm of the difference), which is at most 2ⁿ times as large.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)``, ``NoiseError/eigenvalues(channel:reason:)``.
    public func choiTraceDistance(to other: QuantumChannel) throws(NoiseError) -> Double {
        try checkSize(of: other)
        var difference = choi
        let theirs = other.choi
        for i in 0..<difference.rows { for j in 0..<difference.columns { difference[i, j] -= theirs[i, j] } }
        guard (0..<difference.rows).contains(where: { i in difference.column(i).contains { $0 != .zero } }) else {
            return 0
        }
        let values = try Self.eigen(Self.hermitian(difference), name: name).values
        return values.reduce(0) { $0 + Swift.abs($1) } / Double(2 * dimension)
    }

    /// How coherent the channel's errors are: the sum of squares of the Pauli transfer matrix without its first row and
    /// column, over 4ⁿ − 1. 1 for unitaries, least for depolarizing at a given fidelity.
    ///
    /// Source: J. Wallman, C. Granade, R. Harper, S. T. Flammia, New J. Phys. 17, 113020 (2015).
    public var unitarity: Double {
        let matrix = pauliTransferMatrix
        var sum = 0.0
        for i in 1..<matrix.rows { for j in 1..<matrix.columns { sum += matrix[i, j] * matrix[i, j] } }
        return sum / Double(matrix.rows - 1)
    }

    /// Whether the maximally mixed state stays: Σ K K† = 1 to ``tolerance``.
    public var isUnital: Bool {
        var sum = GateMatrix([Complex<Double>](repeating: .zero, count: dimension * dimension))
        for matrix in kraus {
            let square = matrix * matrix.adjoint
            for index in sum.elements.indices { sum.elements[index] += square.elements[index] }
        }
        let identity = GateMatrix.identity(qubitCount: qubitCount)
        return zip(sum.elements, identity.elements).allSatisfy { ($0 - $1).length <= Self.tolerance }
    }

    private func checkSize(of other: QuantumChannel) throws(NoiseError) {
        guard other.qubitCount == qubitCount else {
            throw .channelSize(name: other.name, found: other.qubitCount, expected: "\(qubitCount), as \(name)")
        }
    }

    private func squareRootOfChoi() throws(NoiseError) -> ComplexMatrix {
        let (values, vectors) = try Self.eigen(choi, name: name)
        var scaled = vectors
        for j in 0..<vectors.columns {
            let root = Complex(Swift.max(0, values[j]).squareRoot(), 0)
            for i in 0..<vectors.rows { scaled[i, j] = vectors[i, j] * root }
        }
        return Self.product(scaled, vectors.adjoint)
    }

    /// The Hermitian part: what rounding took away is put back.
    private static func hermitian(_ matrix: ComplexMatrix) -> ComplexMatrix {
        let adjoint = matrix.adjoint
        var result = matrix
        for i in 0..<matrix.rows {
            for j in 0..<matrix.columns { result[i, j] = (matrix[i, j] + adjoint[i, j]) * Complex(0.5, 0) }
        }
        return result
    }
}
