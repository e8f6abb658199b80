public import ComplexModule
public import RealModule

/// A complex matrix in compressed sparse row form: only entries that are not zero are stored.
///
/// The entries of row r are `values[k]` in columns `columns[k]`, ascending, for k in `rowStarts[r]..<rowStarts[r + 1]`.
public struct SparseMatrix: Sendable, Equatable {
    /// The number of rows.
    public let rowCount: Int
    /// The number of columns.
    public let columnCount: Int
    /// Where each row begins, and the number of entries at the end: `rowCount + 1` numbers.
    public let rowStarts: [Int]
    /// The column of every entry.
    public let columns: [Int32]
    /// Every entry.
    public let values: [Complex<Double>]

    init(columnCount: Int, rowStarts: [Int], columns: [Int32], values: [Complex<Double>]) {
        rowCount = rowStarts.count - 1
        self.columnCount = columnCount
        self.rowStarts = rowStarts
        self.columns = columns
        self.values = values
    }

    /// The sum of the given entries; those at the same place add up in the order given, and sums that are exactly zero go.
    ///
    /// - Precondition: every place lies inside the matrix, and there are fewer than 2^31 columns.
    /// - Complexity: O(n + rows + columns) for n entries.
    public init(
        rowCount: Int, columnCount: Int, entries: [(row: Int, column: Int, value: Complex<Double>)]
    ) {
        // Distributing by column and then by row sorts both, and leaves equal places in the order given.
        let byColumn = Self.distributed(Array(entries.indices), into: columnCount) { entries[$0].column }
        let byRow = Self.distributed(byColumn, into: rowCount) { entries[$0].row }
        var (rowStarts, columns, values) = ([0], [Int32](), [Complex<Double>]())
        var next = 0
        for row in 0..<rowCount {
            while next < byRow.count, entries[byRow[next]].row == row {
                let column = entries[byRow[next]].column
                var sum = Complex<Double>.zero
                while next < byRow.count, entries[byRow[next]].row == row, entries[byRow[next]].column == column {
                    sum += entries[byRow[next]].value
                    next += 1
                }
                if sum == .zero { continue }
                columns.append(Int32(column))
                values.append(sum)
            }
            rowStarts.append(values.count)
        }
        self.init(columnCount: columnCount, rowStarts: rowStarts, columns: columns, values: values)
    }

    private static func distributed(_ items: [Int], into count: Int, by key: (Int) -> Int) -> [Int] {
        var places = [Int](repeating: 0, count: count + 1)
        for item in items { places[key(item) + 1] += 1 }
        for index in places.indices.dropFirst() { places[index] += places[index - 1] }
        var result = items
        for item in items {
            result[places[key(item)]] = item
            places[key(item)] += 1
        }
        return result
    }

    /// The number of stored entries.
    public var entryCount: Int { values.count }

    /// The entry at a place, zero where none is stored.
    ///
    /// - Complexity: O(log n) for n entries in the row.
    public subscript(row: Int, column: Int) -> Complex<Double> {
        var (low, high) = (rowStarts[row], rowStarts[row + 1])
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < column { low = middle + 1 } else { high = middle }
        }
        return low < rowStarts[row + 1] && columns[low] == column ? values[low] : .zero
    }

    /// The product M v.
    ///
    /// - Precondition: `vector` has one element for every column.
    /// - Complexity: O(entries).
    public static func * (matrix: SparseMatrix, vector: [Complex<Double>]) -> [Complex<Double>] {
        precondition(vector.count == matrix.columnCount, "the vector has one element for every column")
        return (0..<matrix.rowCount).map { row in
            var (real, imaginary) = (0.0, 0.0)
            for k in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                let (a, b) = (matrix.values[k], vector[Int(matrix.columns[k])])
                real += a.real * b.real - a.imaginary * b.imaginary
                imaginary += a.real * b.imaginary + a.imaginary * b.real
            }
            return Complex(real, imaginary)
        }
    }

    /// All stored entries, row by row.
    public var entries: [(row: Int, column: Int, value: Complex<Double>)] {
        (0..<rowCount).flatMap { row in
            (rowStarts[row]..<rowStarts[row + 1]).map { (row, Int(columns[$0]), values[$0]) }
        }
    }
}
