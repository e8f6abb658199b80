internal import OperatorAlgebra

/// A growing set of linearly independent rows over GF(2) in reduced echelon form: no row contains another's pivot, the
/// lowest column of that row.
struct BinaryEchelon {
    /// The rows, in the order they came.
    private(set) var rows: [(pivot: Int, row: QubitMask)] = []
    private var pivots = QubitMask()

    /// The number of independent rows.
    var rank: Int { rows.count }

    /// The row minus its part in the span of the rows so far.
    func remainder(of row: QubitMask) -> QubitMask {
        if row.intersection(pivots).isEmpty { return row }
        return rows.reduce(row) { row.contains($1.pivot) ? $0.symmetricDifference($1.row) : $0 }
    }

    /// Adds a row; false if it depends on those before.
    @discardableResult
    mutating func insert(_ row: QubitMask) -> Bool {
        let remainder = remainder(of: row)
        guard let pivot = remainder.first else { return false }
        for index in rows.indices where rows[index].row.contains(pivot) {
            rows[index].row = rows[index].row.symmetricDifference(remainder)
        }
        rows.append((pivot, remainder))
        pivots.insert(pivot)
        return true
    }

    /// A basis of the vectors v of `columnCount` columns with row · v = 0 for every row: one for each column that is no
    /// pivot, in ascending order.
    func kernel(columnCount: Int) -> [QubitMask] {
        (0..<columnCount).compactMap { column in
            if pivots.contains(column) { return nil }
            return QubitMask(rows.lazy.filter { $0.row.contains(column) }.map(\.pivot) + [column])
        }
    }
}
