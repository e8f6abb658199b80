internal import OperatorAlgebra

/// Matrices over GF(2), a row as a set of columns.
enum BinaryMatrix {
    /// The transposed matrix.
    static func transpose(_ rows: [QubitMask]) -> [QubitMask] {
        var columns = [QubitMask](repeating: QubitMask(), count: rows.count)
        for (index, row) in rows.enumerated() {
            for column in row { columns[column].insert(index) }
        }
        return columns
    }

    /// The inverse by Gauss-Jordan elimination.
    static func inverse(of rows: [QubitMask]) throws(EncodingError) -> [QubitMask] {
        for (index, row) in rows.enumerated() {
            let width = (row.last ?? -1) + 1
            if width > rows.count { throw .rowTooWide(row: index, width: width, columns: rows.count) }
        }
        var left = rows
        var right = rows.indices.map { QubitMask(qubit: $0) }
        var rank = 0
        for column in rows.indices {
            guard let pivot = (rank..<rows.count).first(where: { left[$0].contains(column) }) else { continue }
            left.swapAt(pivot, rank)
            right.swapAt(pivot, rank)
            for row in rows.indices where row != rank && left[row].contains(column) {
                left[row] = left[row].symmetricDifference(left[rank])
                right[row] = right[row].symmetricDifference(right[rank])
            }
            rank += 1
        }
        if rank < rows.count { throw .singularMatrix(rows: rows.count, rank: rank) }
        return right
    }
}
