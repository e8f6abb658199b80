import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport

/// Random unitary matrices with and without structure.
extension SeededGenerator {
    private mutating func phases(_ count: Int) -> [Complex<Double>] {
        (0..<count).map { _ in Complex(length: 1, phase: angle()) }
    }

    /// A diagonal matrix of up to 6 operands; sometimes only signs.
    mutating func phaseMatrix(qubitCount: Int) -> CircuitOperation {
        let width = Int.random(in: 1...Swift.min(6, qubitCount), using: &self)
        let entries =
            isOne(in: 3)
            ? (0..<(1 << width)).map { _ in Complex(isOne(in: 2) ? 1 : -1, 0) } : phases(1 << width)
        return placed(.diagonal(entries), qubitCount: qubitCount)
    }

    /// A permutation of the basis states, with phases or without.
    mutating func permutationMatrix(width: Int, withPhases: Bool) -> GateMatrix {
        let images = Array(0..<(1 << width)).shuffled(using: &self)
        var matrix = GateMatrix([Complex<Double>](repeating: .zero, count: 1 << (2 * width)))
        let factors = withPhases ? phases(1 << width) : [Complex<Double>](repeating: Complex(1, 0), count: 1 << width)
        for (column, row) in images.enumerated() { matrix[row, column] = factors[column] }
        return matrix
    }

    /// A real orthogonal matrix: a product of plane rotations.
    mutating func orthogonalMatrix(width: Int) -> GateMatrix {
        let size = 1 << width
        var matrix = GateMatrix.identity(qubitCount: width)
        for _ in 0..<(4 * size) where size > 1 {
            let pair = distinctQubits(2, of: size)
            let (c, s) = (Complex(Double.cos(angle()), 0), angle())
            let cosine = c.real
            let sine = (1 - cosine * cosine).squareRoot() * (s < 0 ? -1 : 1)
            for column in 0..<size {
                let (first, second) = (matrix[pair[0], column], matrix[pair[1], column])
                matrix[pair[0], column] = Complex(cosine * first.real - sine * second.real, 0)
                matrix[pair[1], column] = Complex(sine * first.real + cosine * second.real, 0)
            }
        }
        return matrix
    }

    /// Any of the above or a dense matrix, on 1 to 6 operands, with and without controls.
    mutating func structuredMatrix(qubitCount: Int) -> CircuitOperation {
        let width = Int.random(in: 1...Swift.min(6, qubitCount), using: &self)
        let matrix: GateMatrix
        switch Int.random(in: 0..<6, using: &self) {
        case 0: return phaseMatrix(qubitCount: qubitCount)
        case 1: matrix = permutationMatrix(width: width, withPhases: false)
        case 2: matrix = permutationMatrix(width: width, withPhases: true)
        case 3: matrix = orthogonalMatrix(width: width)
        // A controlled matrix that nobody calls controlled.
        case 4 where width > 1: matrix = unitary(qubitCount: width - 1).controlled(by: 1, values: isOne(in: 2) ? 1 : 0)
        default: matrix = unitary(qubitCount: width)
        }
        return placed(matrix, qubitCount: qubitCount)
    }

    /// A matrix on random operands, sometimes under controls.
    mutating func placed(_ matrix: GateMatrix, qubitCount: Int) -> CircuitOperation {
        let spare = qubitCount - matrix.qubitCount
        let count = isOne(in: 3) ? Int.random(in: 0...Swift.min(3, spare), using: &self) : 0
        let qubits = distinctQubits(matrix.qubitCount + count, of: qubitCount)
        return .matrix(
            MatrixGate(
                matrix, on: Array(qubits.prefix(matrix.qubitCount)),
                controls: controls(from: qubits.dropFirst(matrix.qubitCount))))
    }
}
