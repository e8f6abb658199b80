/// The non-zero elements ⟨K|a†_p a_q|I⟩ of one spin, listed for every string K.
///
/// Each string has k (n − k) proper excitations and k diagonal ones; the orbital pair is kept both ordered,
/// p n + q, and unordered, max (max + 1) / 2 + min.
struct SingleExcitations {
    struct Entry {
        /// The index of I.
        var source: Int32
        var ordered: Int32
        var pair: Int32
        var sign: Double
    }

    /// An element ⟨to|F|from⟩ where the orbital pair is known.
    struct Link {
        var to: Int32
        var from: Int32
        var sign: Double
    }

    let stringCount: Int
    let entriesPerString: Int
    /// The entries of string K start at `K * entriesPerString`.
    let entries: [Entry]

    /// The entries of one string.
    func entries(of string: Int) -> ArraySlice<Entry> {
        entries[string * entriesPerString..<(string + 1) * entriesPerString]
    }

    static func entriesPerString(_ strings: OccupationStrings) -> Int {
        strings.electronCount * (strings.orbitalCount - strings.electronCount + 1)
    }

    /// Bytes of the table and of what is made of it: its grouping by pairs, its columns.
    static func byteCount(_ strings: OccupationStrings) -> Int? {
        let each = MemoryLayout<Entry>.stride + MemoryLayout<Link>.stride
        let (entries, overflow) = strings.count.multipliedReportingOverflow(by: entriesPerString(strings))
        let (bytes, overflowToo) = entries.multipliedReportingOverflow(by: each)
        return overflow || overflowToo ? nil : bytes
    }

    init(_ strings: OccupationStrings) {
        stringCount = strings.count
        entriesPerString = Self.entriesPerString(strings)
        var entries: [Entry] = []
        entries.reserveCapacity(stringCount * entriesPerString)
        let n = strings.orbitalCount
        for (index, mask) in strings.allMasks().enumerated() {
            for p in 0..<n where mask & (1 << UInt64(p)) != 0 {
                for q in 0..<n where q == p || mask & (1 << UInt64(q)) == 0 {
                    let source = q == p ? index : strings.index(of: mask ^ (1 << UInt64(p)) ^ (1 << UInt64(q)))
                    entries.append(
                        Entry(
                            source: Int32(source), ordered: Int32(p * n + q), pair: Int32(orbitalPair(p, q)),
                            sign: hopSign(mask, p, q)))
                }
            }
        }
        self.entries = entries
    }

    /// The entries grouped by unordered pair: those of pair P are `links[offsets[P]..<offsets[P + 1]]`.
    func grouped(pairCount: Int, by key: KeyPath<Entry, Int32>) -> (offsets: [Int], links: [Link]) {
        var offsets = [Int](repeating: 0, count: pairCount + 1)
        for entry in entries { offsets[Int(entry[keyPath: key]) + 1] += 1 }
        for pair in 0..<pairCount { offsets[pair + 1] += offsets[pair] }
        var next = offsets
        var links = [Link](repeating: Link(to: 0, from: 0, sign: 0), count: entries.count)
        for (place, entry) in entries.enumerated() {
            let pair = Int(entry[keyPath: key])
            links[next[pair]] = Link(to: Int32(place / entriesPerString), from: entry.source, sign: entry.sign)
            next[pair] += 1
        }
        return (offsets, links)
    }
}

/// The index of the unordered pair {p, q}.
func orbitalPair(_ p: Int, _ q: Int) -> Int { p >= q ? p * (p + 1) / 2 + q : q * (q + 1) / 2 + p }

/// The sign of moving an electron between p and q past those in between.
func hopSign(_ mask: UInt64, _ p: Int, _ q: Int) -> Double {
    guard p != q else { return 1 }
    let (low, high) = (UInt64(min(p, q)), UInt64(max(p, q)))
    let one: UInt64 = 1
    let between = ((one << high) &- 1) & ~((one << (low + 1)) &- 1)
    return (mask & between).nonzeroBitCount.isMultiple(of: 2) ? 1 : -1
}
