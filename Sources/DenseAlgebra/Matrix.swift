/// A dense real matrix, stored row by row: element (i, j) is `elements[i * columns + j]`.
///
/// A value type with copy-on-write storage. An index out of range is a programmer fault and traps.
public struct Matrix: Equatable, Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    @usableFromInline var storage: [Double]

    /// The elements, row by row; `rows * columns` of them.
    @inlinable public var elements: [Double] { storage }

    /// A matrix whose every element is `value`.
    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative number of rows or columns")
        self.rows = rows
        self.columns = columns
        storage = Array(repeating: value, count: rows * columns)
    }

    /// A matrix of the given elements, row by row.
    ///
    /// - Throws: `DenseAlgebraError.shapeMismatch` unless there are `rows * columns` elements.
    public init(rows: Int, columns: Int, elements: [Double]) throws(DenseAlgebraError) {
        guard rows >= 0, columns >= 0, elements.count == rows * columns else {
            throw .shapeMismatch(
                operation: "making a matrix", found: "\(elements.count) elements",
                expected: "\(rows) x \(columns) of them")
        }
        self.rows = rows
        self.columns = columns
        storage = elements
    }

    init(rows: Int, columns: Int, unchecked elements: [Double]) {
        self.rows = rows
        self.columns = columns
        storage = elements
    }

    /// The identity matrix of the given order.
    public static func identity(_ order: Int) -> Matrix {
        var result = Matrix(rows: order, columns: order)
        for i in 0..<order { result[i, i] = 1 }
        return result
    }

    /// Element (row, column), both counted from 0.
    @inlinable public subscript(_ row: Int, _ column: Int) -> Double {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "matrix index out of range")
            return storage[row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "matrix index out of range")
            storage[row * columns + column] = newValue
        }
    }

    /// The elements of one column, from the top.
    public func column(_ index: Int) -> [Double] {
        (0..<rows).map { self[$0, index] }
    }

    /// The transpose Aᵀ.
    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for i in 0..<rows {
            for j in 0..<columns { result.storage[j * rows + i] = storage[i * columns + j] }
        }
        return result
    }
}
