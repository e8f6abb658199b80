internal import ComplexModule
internal import RealModule

/// The entries of a ``PauliActionTable``'s matrix, 256 rows at a time, so that what is kept for them stays in the cache.
///
/// Most values of a molecule's Hamiltonian are zero: a hop needs one mode filled and one empty. For groups of few values,
/// a set of 256 bits for each index of a block's first state tells which of the block's columns have an entry at all.
struct PauliEntries {
    /// Groups whose flips are the same above the lowest byte.
    private struct Bucket {
        let high: Int
        var groups: Range<Int>
    }

    /// More values than this have no sets of columns.
    private static let largestTable = 256

    let dimension: Int
    private let table: PauliActionTable
    private let size: Int
    private var buckets: [Bucket] = []
    /// For every part, what the 256 lowest states add to its index.
    private let indices: [UInt16]
    /// Where the sets of a group's columns begin, in words; −1 if it has none.
    private var sets: [Int] = []
    private var words: [UInt64] = []

    init(_ table: PauliActionTable) {
        self.table = table
        dimension = table.dimension
        let size = Swift.min(256, table.dimension)
        self.size = size
        indices = table.starts.indices.flatMap { part in (0..<size).map { UInt16(table.parity(of: $0, part)) } }
        for (index, group) in table.groups.enumerated() {
            if buckets.last?.high == group.flips >> 8 {
                buckets[buckets.count - 1].groups = buckets[buckets.count - 1].groups.lowerBound..<index + 1
            } else {
                buckets.append(Bucket(high: group.flips >> 8, groups: index..<index + 1))
            }
            let part = table.parts[index].lowerBound
            let values = table.range(of: part)
            let hasSets = table.parts[index].count == 1 && values.count <= Self.largestTable
            sets.append(hasSets ? words.count : -1)
            for first in hasSets ? 0..<values.count : 0..<0 {
                var set = [UInt64](repeating: 0, count: 4)
                for low in 0..<size where table.isStored[values.lowerBound + (Int(indices[part * size + low]) ^ first)]
                {
                    set[low >> 6] |= 1 << UInt64(low & 63)
                }
                words += set
            }
        }
    }

    /// Calls `body` with every entry that is not negligible; in every row, the columns of later buckets are larger.
    ///
    /// - Complexity: O(entries + groups · blocks), and O(columns) for groups of many values.
    @inline(__always)
    func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Complex<Double>) -> Void) {
        var order = Array(buckets.indices)
        indices.withUnsafeBufferPointer { indices in
            words.withUnsafeBufferPointer { words in
                table.values.withUnsafeBufferPointer { values in
                    for block in 0..<dimension / size {
                        order.sort { block ^ buckets[$0].high < block ^ buckets[$1].high }
                        for bucket in order {
                            let columns = (block ^ buckets[bucket].high) * size
                            for group in buckets[bucket].groups {
                                let far = table.groups[group].flips & (size - 1)
                                if sets[group] < 0 {
                                    scan(group, columns, indices, values) { low, value in
                                        body(block * size + (low ^ far), columns + low, value)
                                    }
                                    continue
                                }
                                let part = table.parts[group].lowerBound
                                let first = table.parity(of: columns, part)
                                let start = Int(table.starts[part])
                                for word in 0..<4 {
                                    var rest = words[sets[group] + 4 * first + word]
                                    while rest != 0 {
                                        let low = 64 * word + rest.trailingZeroBitCount
                                        rest &= rest &- 1
                                        let value = values[start + (Int(indices[part * size + low]) ^ first)]
                                        body(block * size + (low ^ far), columns + low, value)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Calls `body` with every entry of a group in the columns of a block, looking at all of them.
    @inline(__always)
    private func scan(
        _ group: Int, _ columns: Int, _ indices: UnsafeBufferPointer<UInt16>,
        _ values: UnsafeBufferPointer<Complex<Double>>, _ body: (_ low: Int, _ value: Complex<Double>) -> Void
    ) {
        let parts = table.parts[group]
        let firsts = parts.map { table.parity(of: columns, $0) }
        for low in 0..<size {
            var value = Complex<Double>.zero
            for (part, first) in zip(parts, firsts) {
                value += values[Int(table.starts[part]) + (Int(indices[part * size + low]) ^ first)]
            }
            if PauliActionTable.size(value) > table.groups[group].negligible { body(low, value) }
        }
    }
}
