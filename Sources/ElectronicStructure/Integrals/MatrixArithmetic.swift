internal import DenseAlgebra

/// Sums and products of matrices whose shapes are known to fit.
extension Matrix {
    /// A matrix of elements whose number is right.
    init(_ rows: Int, _ columns: Int, _ elements: [Double]) {
        do {
            try self.init(rows: rows, columns: columns, elements: elements)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    static func + (a: Matrix, b: Matrix) -> Matrix { a.adding(b, scaled: 1) }

    static func - (a: Matrix, b: Matrix) -> Matrix { a.adding(b, scaled: -1) }

    /// A + factor · B.
    func adding(_ other: Matrix, scaled factor: Double) -> Matrix {
        var sum = elements
        let added = other.elements
        for i in sum.indices { sum[i] += factor * added[i] }
        return Matrix(rows, columns, sum)
    }

    func scaled(by factor: Double) -> Matrix { Matrix(rows, columns, elements.map { $0 * factor }) }

    /// A B.
    func times(_ other: Matrix) -> Matrix {
        var result = [Double](repeating: 0, count: rows * other.columns)
        multiplyBlocks(
            rows: rows, columns: other.columns, inner: columns, elements, other.elements, into: &result)
        return Matrix(rows, other.columns, result)
    }

    /// A Bᵀ.
    func timesTransposed(_ other: Matrix) -> Matrix {
        var result = [Double](repeating: 0, count: rows * other.rows)
        multiplyBlocksTransposingRight(
            rows: rows, columns: other.rows, inner: columns, elements, other.elements, into: &result)
        return Matrix(rows, other.rows, result)
    }

    /// Cᵀ A C.
    func transformed(by c: Matrix) -> Matrix { c.transposed.times(times(c)) }

    /// (A + Aᵀ)/2: takes away what rounding leaves of asymmetry.
    var symmetrized: Matrix {
        var result = self
        for i in 0..<rows {
            for j in 0..<i {
                result[i, j] = (self[i, j] + self[j, i]) / 2
                result[j, i] = result[i, j]
            }
        }
        return result
    }

    /// Σ_ij A_ij B_ij.
    func dot(_ other: Matrix) -> Double {
        var sum = 0.0
        let (a, b) = (elements, other.elements)
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }

    /// The largest magnitude of an element.
    var largestMagnitude: Double { elements.reduce(0) { max($0, $1.magnitude) } }

    /// Some of the columns.
    func columns(_ range: Range<Int>) -> Matrix {
        var result: [Double] = []
        result.reserveCapacity(rows * range.count)
        for i in 0..<rows { result += elements[i * columns + range.lowerBound..<i * columns + range.upperBound] }
        return Matrix(rows, range.count, result)
    }

    /// The columns in another order, or some of them.
    func columns(_ order: [Int]) -> Matrix {
        var result: [Double] = []
        result.reserveCapacity(rows * order.count)
        for i in 0..<rows {
            for j in order { result.append(self[i, j]) }
        }
        return Matrix(rows, order.count, result)
    }

    /// Σ_{k < count} c_k c_kᵀ over the first columns.
    func density(occupied count: Int) -> Matrix {
        let occupied = columns(0..<count)
        return occupied.timesTransposed(occupied)
    }
}
