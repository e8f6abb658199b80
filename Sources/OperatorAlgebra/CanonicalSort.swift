internal import ComplexModule
internal import RealModule

/// Puts packed Pauli strings in canonical order: radix sort by the first 21 qubits, comparison where those agree.
///
/// Comparing strings took nearly half the time of a large product: a commutator with 500 000 terms fell from 0.124 s to
/// 0.071 s (one Zen 4 core).
enum CanonicalSort {
    private struct Item {
        var key: UInt64
        var index: UInt32
    }

    private static let digitBits = 11
    private static let passCount = 6
    private static let bucketCount = 1 << digitBits

    /// Sorts entries whose strings all differ.
    static func sort<Word>(_ entries: inout [(term: PackedPauli<Word>, coefficient: Complex<Double>)]) {
        // Below this the passes over the buckets cost more than comparing.
        guard entries.count > 4096 else {
            entries.sort { PackedPauli.precedes($0.term, $1.term) }
            return
        }
        var items = entries.indices.map { Item(key: entries[$0].term.orderKey, index: UInt32($0)) }
        radixSort(&items)
        entries = items.map { entries[Int($0.index)] }
        var start = 0
        while start < items.count {
            var end = start + 1
            while end < items.count && items[end].key == items[start].key { end += 1 }
            if end - start > 1 { entries[start..<end].sort { PackedPauli.precedes($0.term, $1.term) } }
            start = end
        }
    }

    /// Least significant digit first; passes in which all items share a digit are skipped.
    private static func radixSort(_ items: inout [Item]) {
        var places = [Int](repeating: 0, count: passCount * bucketCount)
        for item in items {
            for pass in 0..<passCount { places[bucket(of: item, pass)] += 1 }
        }
        var buffer = items
        for pass in 0..<passCount {
            let buckets = pass * bucketCount..<(pass + 1) * bucketCount
            if places[buckets].contains(items.count) { continue }
            var place = 0
            for index in buckets { (places[index], place) = (place, place + places[index]) }
            for item in items {
                let index = bucket(of: item, pass)
                buffer[places[index]] = item
                places[index] += 1
            }
            swap(&items, &buffer)
        }
    }

    private static func bucket(of item: Item, _ pass: Int) -> Int {
        pass * bucketCount + Int(item.key >> UInt64(pass * digitBits)) & (bucketCount - 1)
    }
}

extension PackedPauli {
    /// The first 21 qubits as digits of three bits, qubit 0 highest: 0 behind the last letter of the string, 1 to 3 for
    /// X, Y, Z, and 4 for a qubit without a letter before a later one. Smaller keys stand first in canonical order.
    var orderKey: UInt64 {
        let support = x | z
        let width = Word.bitWidth - support.leadingZeroBitCount
        let inside: UInt64 = 1 << UInt64(Swift.min(width, 21)) &- 1
        let (flips, signs) = (UInt64(truncatingIfNeeded: x), UInt64(truncatingIfNeeded: z))
        let gaps = inside & ~(flips | signs)
        return Self.spread(flips ^ signs) | Self.spread(signs) << 1 | Self.spread(gaps) << 2
    }

    /// Moves bit q of the lowest 21 to bit 3(20 − q), by halves: reverse, then open gaps (Morton order).
    private static func spread(_ word: UInt64) -> UInt64 {
        var bits = word.byteSwapped
        bits = (bits & 0x0f0f_0f0f_0f0f_0f0f) << 4 | bits >> 4 & 0x0f0f_0f0f_0f0f_0f0f
        bits = (bits & 0x3333_3333_3333_3333) << 2 | bits >> 2 & 0x3333_3333_3333_3333
        bits = (bits & 0x5555_5555_5555_5555) << 1 | bits >> 1 & 0x5555_5555_5555_5555
        bits >>= 43
        bits = (bits | bits << 32) & 0x001f_0000_0000_ffff
        bits = (bits | bits << 16) & 0x001f_0000_ff00_00ff
        bits = (bits | bits << 8) & 0x100f_00f0_0f00_f00f
        bits = (bits | bits << 4) & 0x10c3_0c30_c30c_30c3
        bits = (bits | bits << 2) & 0x1249_2492_4924_9249
        return bits
    }
}
