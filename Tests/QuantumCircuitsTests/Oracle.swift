import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import TestSupport

enum Sample {
    static let seed: UInt64 = 20_261_121

    /// Three random points of a gate's parameters; one empty point for a gate without any.
    static func angles(for gate: GateDefinition) -> [[Double]] {
        var generator = SeededGenerator(seed: seed)
        guard gate.parameterCount > 0 else { return [[]] }
        return (0..<3).map { _ in gate.parameterNames.map { _ in Double.random(in: -7...7, using: &generator) } }
    }
}

/// Slow and obvious answers.
enum Oracle {
    /// The largest magnitude of an element of the difference.
    static func distance(_ lhs: GateMatrix, _ rhs: GateMatrix) -> Double {
        guard lhs.qubitCount == rhs.qubitCount else { return .infinity }
        return zip(lhs.elements, rhs.elements).map { ($0 - $1).length }.max() ?? 0
    }

    /// The traits that the matrix has.
    static func traits(of matrix: GateMatrix) -> GateTraits {
        let n = matrix.dimension
        let elements = (0..<n).flatMap { row in (0..<n).map { (row, $0, matrix[row, $0]) } }
        var traits: GateTraits = []
        if elements.allSatisfy({ $0.0 == $0.1 || $0.2.length < 1e-15 }) { traits.insert(.diagonal) }
        if elements.allSatisfy({ abs($0.2.imaginary) < 1e-15 }) { traits.insert(.real) }
        if elements.allSatisfy({ $0.2.length < 1e-15 || ($0.2 - 1).length < 1e-15 }) { traits.insert(.permutation) }
        if isClifford(matrix) { traits.insert(.clifford) }
        if matrix.qubitCount > 1, isSymmetric(matrix) { traits.insert(.symmetric) }
        return traits
    }

    /// Whether U P U† is a Pauli string up to sign for P = X and Z on each qubit.
    static func isClifford(_ matrix: GateMatrix) -> Bool {
        let k = matrix.qubitCount
        let strings = (0..<1 << (2 * k)).map { code in
            PauliString(x: QubitMask(word: UInt64(code & (1 << k - 1))), z: QubitMask(word: UInt64(code >> k)))
        }
        return (0..<k).allSatisfy { qubit in
            [PauliLetter.x, .z].allSatisfy { letter in
                let image = matrix * dense(PauliSum(PauliString([qubit: letter])), qubitCount: k) * matrix.adjoint
                return strings.contains { string in
                    let candidate = dense(PauliSum(string), qubitCount: k)
                    return distance(image, candidate) < 1e-12 || distance(image, candidate.scaled(by: -1)) < 1e-12
                }
            }
        }
    }

    /// Whether exchanging neighbouring operands leaves the matrix as it is.
    static func isSymmetric(_ matrix: GateMatrix) -> Bool {
        let k = matrix.qubitCount
        return (0..<k - 1).allSatisfy { qubit in
            var positions = Array(0..<k)
            positions.swapAt(qubit, qubit + 1)
            return distance(matrix.expanded(to: k, positions: positions), matrix) < 1e-15
        }
    }

    /// The matrix of a Pauli sum: P|b⟩ = i^|x∧z| (−1)^|z∧b| |b ⊕ x⟩.
    static func dense(_ sum: PauliSum, qubitCount: Int) -> GateMatrix {
        let n = 1 << qubitCount
        var matrix = GateMatrix([Complex<Double>](repeating: .zero, count: n * n))
        let powers: [Complex<Double>] = [1, .i, -1, -Complex.i]
        for (string, coefficient) in sum {
            let (x, z) = (Int(string.x.word), Int(string.z.word))
            for column in 0..<n {
                let sign: Complex<Double> = (z & column).nonzeroBitCount % 2 == 0 ? 1 : -1
                matrix[column ^ x, column] += coefficient * sign * powers[(x & z).nonzeroBitCount % 4]
            }
        }
        return matrix
    }

    /// exp(A) by halving until the norm is small, a Taylor series, and squaring.
    static func exponential(_ matrix: GateMatrix) -> GateMatrix {
        let halvings = 4
        let small = matrix.scaled(by: Complex(1 / Double(1 << halvings), 0))
        var term = GateMatrix.identity(qubitCount: matrix.qubitCount)
        var sum = term
        for order in 1...24 {
            term = (term * small).scaled(by: Complex(1 / Double(order), 0))
            for index in sum.elements.indices { sum.elements[index] += term.elements[index] }
        }
        for _ in 0..<halvings { sum = sum * sum }
        return sum
    }
}

extension GateMatrix {
    func scaled(by factor: Complex<Double>) -> GateMatrix {
        GateMatrix(elements.map { factor * $0 })
    }
}
