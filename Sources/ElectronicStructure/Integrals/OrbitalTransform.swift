internal import DenseAlgebra
internal import Dispatch

/// Repulsions over orbitals φ_p = Σ_μ C_μp χ_μ from those over basis functions: (pq|rs) = Σ C_μp C_νq C_κr C_λs (μν|κλ),
/// as four quarter transformations in matrix products.
///
/// - Complexity: 2 n⁴ m + 2 n³ m² operations for n functions and m orbitals (the first half dominates), and
///   n²/2 · m²/2 numbers of storage, twice.
struct OrbitalTransform {
    let repulsions: TwoBodyIntegrals

    private var n: Int { repulsions.orbitalCount }
    private var pairs: Int { n * (n + 1) / 2 }

    /// (pq|rs) with all orbitals from one set, 8-fold packed.
    func packed(_ orbitals: Matrix) throws(ElectronicStructureError) -> TwoBodyIntegrals {
        let m = orbitals.columns
        let rows = try square(orbitals, orbitals)
        var result = TwoBodyIntegrals(orbitalCount: m)
        let width = m * (m + 1) / 2
        result.withUnsafeMutablePacked { packed in
            for pq in 0..<width {
                for rs in 0...pq { packed[pq * (pq + 1) / 2 + rs] = rows[pq * width + rs] }
            }
        }
        return result
    }

    /// (pq|rs) with p, q from one set and r, s from another: row pq, column rs, each a pair packed as p(p+1)/2 + q.
    func square(_ bra: Matrix, _ ket: Matrix) throws(ElectronicStructureError) -> [Double] {
        let widths = (bra: Self.pairCount(bra), ket: Self.pairCount(ket))
        let doubles = Double(pairs) * Double(widths.ket) * 2 + Double(widths.bra) * Double(widths.ket)
        try AvailableMemory.check("Transforming the repulsions to \(bra.columns) orbitals", doubles: doubles) {
            "about \(Int(($0 * 4 / 3).squareRoot().squareRoot())) functions; freeze orbitals or take a smaller basis"
        }
        let half = transformRows(count: pairs, by: ket) { row, matrix in unpack(row, into: matrix) }
        let turned = Self.transposed(half, rows: pairs, columns: widths.ket)
        let both = transformRows(count: widths.ket, by: bra) { row, matrix in
            var next = row * pairs
            for k in 0..<n {
                for l in 0...k {
                    matrix[k * n + l] = turned[next]
                    matrix[l * n + k] = turned[next]
                    next += 1
                }
            }
        }
        return Self.transposed(both, rows: widths.ket, columns: widths.bra)
    }

    private static func pairCount(_ orbitals: Matrix) -> Int { orbitals.columns * (orbitals.columns + 1) / 2 }

    /// The symmetric matrix (ij|··) of a pair ij of functions.
    private func unpack(_ ij: Int, into matrix: UnsafeMutablePointer<Double>) {
        repulsions.packed.withUnsafeBufferPointer { packed in
            let start = ij * (ij + 1) / 2
            var kl = 0
            for k in 0..<n {
                for l in 0...k {
                    let value = packed[kl <= ij ? start + kl : kl * (kl + 1) / 2 + ij]
                    matrix[k * n + l] = value
                    matrix[l * n + k] = value
                    kl += 1
                }
            }
        }
    }

    /// Cᵀ A C of many symmetric matrices A, the lower triangle of each result a row.
    private func transformRows(
        count: Int, by orbitals: Matrix, _ fill: (Int, UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        let (n, m) = (n, orbitals.columns)
        let width = Self.pairCount(orbitals)
        let (c, transposed) = (orbitals.elements, orbitals.transposed.elements)
        let batch = max(1, min(32, 4096 / max(1, n)))
        let batches = (count + batch - 1) / batch
        return [Double](unsafeUninitializedCapacity: count * width) { buffer, initialized in
            initialized = count * width
            guard let base = buffer.baseAddress else { return }
            withoutActuallyEscaping(fill) { escaping in
                // Safe: every batch writes its own rows, and all are done when concurrentPerform returns.
                nonisolated(unsafe) let (read, target) = (escaping, base)
                DispatchQueue.concurrentPerform(iterations: batches) { index in
                    let rows = index * batch..<min(count, (index + 1) * batch)
                    var full = [Double](repeating: 0, count: rows.count * n * n)
                    var half = [Double](repeating: 0, count: rows.count * n * m)
                    var done = [Double](repeating: 0, count: m * m)
                    full.withUnsafeMutableBufferPointer { full in
                        guard let full = full.baseAddress else { return }
                        for row in rows { read(row, full + (row - rows.lowerBound) * n * n) }
                    }
                    multiplyBlocks(rows: rows.count * n, columns: m, inner: n, full, c, into: &half)
                    for row in rows {
                        half.withUnsafeBufferPointer { half in
                            guard let half = half.baseAddress else { return }
                            multiplyBlocks(
                                rows: m, columns: m, inner: n, transposed, half + (row - rows.lowerBound) * n * m,
                                into: &done)
                        }
                        var next = target + row * width
                        for p in 0..<m {
                            for q in 0...p {
                                next.pointee = done[p * m + q]
                                next += 1
                            }
                        }
                    }
                }
            }
        }
    }

    /// The transpose, in tiles that fit the cache.
    private static func transposed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: values.count) { buffer, initialized in
            initialized = values.count
            let tile = 32
            for top in stride(from: 0, to: rows, by: tile) {
                for left in stride(from: 0, to: columns, by: tile) {
                    for i in top..<min(rows, top + tile) {
                        for j in left..<min(columns, left + tile) { buffer[j * rows + i] = values[i * columns + j] }
                    }
                }
            }
        }
    }
}
