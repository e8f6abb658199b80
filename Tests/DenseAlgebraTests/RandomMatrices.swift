import ComplexModule
import RealModule

@testable import DenseAlgebra

/// A seeded source of random matrices; a failing test prints the seed it was given.
struct RandomMatrices {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        var result = Matrix(rows: rows, columns: columns)
        for i in 0..<rows { for j in 0..<columns { result[i, j] = generator.nextSigned() } }
        return result
    }

    mutating func symmetric(_ n: Int) -> Matrix {
        var result = matrix(n, n)
        for i in 0..<n { for j in 0..<i { result[i, j] = result[j, i] } }
        return result
    }

    mutating func hermitian(_ n: Int) -> ComplexMatrix {
        var result = ComplexMatrix(rows: n, columns: n)
        for i in 0..<n {
            result[i, i] = Complex(generator.nextSigned(), 0)
            for j in 0..<i {
                result[i, j] = Complex(generator.nextSigned(), generator.nextSigned())
                result[j, i] = result[i, j].conjugate
            }
        }
        return result
    }

    /// A matrix with a spread diagonal and small coupling, as configuration interaction has.
    mutating func diagonallyDominant(_ n: Int, coupling: Double) -> Matrix {
        var result = symmetric(n)
        for i in 0..<n {
            for j in 0..<n { result[i, j] *= coupling }
            result[i, i] = Double(i) * 0.05 + generator.nextSigned()
        }
        return result
    }
}

/// The plain triple loop.
func naiveProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
        for j in 0..<b.columns {
            for k in 0..<a.columns { result[i, j] += a[i, k] * b[k, j] }
        }
    }
    return result
}

func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).map { ($0 - $1).magnitude }.max() ?? 0
}

/// The operator of a real matrix, by plain loops.
func blockOperator(_ matrix: Matrix) -> BlockOperator<Double> {
    { vectors, products, count in
        let n = matrix.rows
        for v in 0..<count {
            for i in 0..<n {
                var sum = 0.0
                for j in 0..<n { sum += matrix.elements[i * n + j] * vectors[v * n + j] }
                products[v * n + i] = sum
            }
        }
    }
}

/// The operator of a complex matrix, by plain loops.
func blockOperator(_ matrix: ComplexMatrix) -> BlockOperator<Complex<Double>> {
    { vectors, products, count in
        let n = matrix.rows
        for v in 0..<count {
            for i in 0..<n {
                var sum = Complex<Double>.zero
                for j in 0..<n { sum += matrix.elements[i * n + j] * vectors[v * n + j] }
                products[v * n + i] = sum
            }
        }
    }
}
