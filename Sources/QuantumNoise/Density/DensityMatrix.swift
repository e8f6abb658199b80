public import ComplexModule
public import OperatorAlgebra
internal import QuantumCircuits
public import RealModule
public import StateVectors

/// The density matrix ρ of n qubits, 4^n numbers: the state of 2n qubits whose qubits 0 to n−1 are the row of ρ and n to
/// 2n−1 its column, ρ_ij at index i + 2^n j.
///
/// A part of a mixture may have a trace below 1: the probability of what led to it.
public struct DensityMatrix: Sendable {
    /// The number n of qubits.
    public let qubitCount: Int
    /// The matrix as a vector of 2n qubits.
    var vector: StateVector

    /// |0…0⟩⟨0…0|.
    ///
    /// - Throws: ``NoiseError/densityMatrixTooLarge(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)``.
    public init(qubitCount: Int, precision: Precision = .double) throws(NoiseError) {
        try Self.check(qubitCount, precision)
        self.qubitCount = qubitCount
        do {
            vector = try StateVector(qubitCount: 2 * qubitCount, precision: precision)
        } catch {
            throw .state(error)
        }
    }

    /// |ψ⟩⟨ψ|.
    ///
    /// - Throws: as ``init(qubitCount:precision:)``.
    public init(_ state: StateVector) throws(NoiseError) {
        try Self.check(state.qubitCount, state.precision)
        qubitCount = state.qubitCount
        do {
            let amplitudes = state.amplitudes
            vector = try StateVector(
                amplitudes.flatMap { column in amplitudes.map { $0 * column.conjugate } },
                precision: state.precision)
        } catch {
            throw .state(error)
        }
    }

    private static func check(_ qubitCount: Int, _ precision: Precision) throws(NoiseError) {
        let plan = memoryPlan(qubitCount: qubitCount, precision: precision)
        guard plan.fits else {
            throw .densityMatrixTooLarge(
                qubits: qubitCount, bytesNeeded: plan.bytesNeeded, bytesAvailable: plan.bytesAvailable,
                largestQubitCount: plan.largestQubitCount / 2)
        }
    }

    /// What a density matrix needs: 16 · 4^n bytes in double precision, 8 · 4^n in single.
    public static func memoryPlan(qubitCount: Int, precision: Precision) -> MemoryPlan {
        MemoryPlan(qubitCount: 2 * qubitCount, precision: precision)
    }

    /// ρ_ij.
    ///
    /// - Precondition: both are from 0 to 2^n − 1.
    public subscript(row: Int, column: Int) -> Complex<Double> { vector[row | column << qubitCount] }

    /// 2^n.
    public var dimension: Int { 1 << qubitCount }

    /// Tr ρ.
    public var trace: Double { (0..<dimension).reduce(0) { $0 + self[$1, $1].real } }

    /// Tr ρ², from 1/2^n to 1 for a trace of 1.
    public var purity: Double {
        var sum = 0.0
        for index in 0..<vector.amplitudeCount { sum += vector[index].lengthSquared }
        return sum
    }

    /// The probability ρ_ii of each basis state; rounding below 0 is taken off.
    public var probabilities: [Double] { (0..<dimension).map { Swift.max(0, self[$0, $0].real) } }

    /// Tr(ρ H) for a Hermitian sum.
    ///
    /// - Throws: ``NoiseError/state(_:)`` for a complex coefficient or a sum on more qubits.
    /// - Complexity: O(2^n) a term.
    public func expectation(of observable: PauliSum) throws(NoiseError) -> Double {
        guard observable.width <= qubitCount else {
            throw .state(.sizeMismatch(what: "the observable", found: observable.width, expected: qubitCount))
        }
        var total = 0.0
        for (string, coefficient) in observable {
            guard coefficient.imaginary == 0 else { throw .state(.notHermitian(term: string.description)) }
            total += coefficient.real * expectation(of: string)
        }
        return total
    }

    /// Tr(ρ P) = Σ_j i^|y| (−1)^{|z∧j|} ρ_{j, j^x} for the string P = i^|y| X^x Z^z.
    private func expectation(of string: PauliString) -> Double {
        let (x, z) = (Int(string.x.word), Int(string.z.word))
        var sum = Complex<Double>.zero
        for row in 0..<dimension {
            let element = self[row, row ^ x]
            sum += (z & row).nonzeroBitCount % 2 == 0 ? element : -element
        }
        return QuarterTurn(exponent: (x & z).nonzeroBitCount).multiplying(sum).real
    }

    /// ⟨ψ|ρ|ψ⟩: how well a pure state was kept.
    ///
    /// - Throws: ``NoiseError/state(_:)`` for a state of another size.
    public func fidelity(with state: StateVector) throws(NoiseError) -> Double {
        guard state.qubitCount == qubitCount else {
            throw .state(.sizeMismatch(what: "the state", found: state.qubitCount, expected: qubitCount))
        }
        var sum = Complex<Double>.zero
        for column in 0..<dimension {
            for row in 0..<dimension { sum += state[row].conjugate * self[row, column] * state[column] }
        }
        return sum.real
    }
}
