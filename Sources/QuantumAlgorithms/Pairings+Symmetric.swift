extension Pairings {
    /// Pairings of 0 ..< n such that any four numbers whose last k binary digits cancel, a ⊕ b ⊕ c ⊕ d = 0 mod 2ᵏ, are two
    /// pairs of one of them: with Majorana operators whose last digits say which of k symmetries they change, all products
    /// of four that keep the symmetries (X. Bonet-Monroig, R. Babbush and T. O'Brien, arXiv:1908.05628).
    ///
    /// Numbers of equal digits make a bin. Such a four lies in one bin, in two bins by two, or in four: any two pairs within
    /// two bins occur at once, and any two across two pairs of bins b, b ⊕ δ, where δ < 2ᵏ⁻¹ suffices, since one of the three
    /// ways to pair four bins has such a δ.
    ///
    /// - Complexity: O(n²) pairings at most 2ᵏ⁻¹ times over, no more than OpenFermion's
    ///   `pair_within_simultaneously_symmetric` gives in its reference cases, not the same ones.
    /// - Precondition: `symmetryCount` is in 0 ... 62.
    public static func coveringFours(_ count: Int, symmetryCount: Int) -> [Pairing] {
        precondition((0...62).contains(symmetryCount), "there are 0 to 62 symmetries")
        guard count >= 4 else { return [] }
        guard symmetryCount > 0 else { return coveringFours(count) }
        // Digits beyond those of n - 1 are zero in all numbers and so keep nothing apart.
        let digits = Swift.min(symmetryCount, Int.bitWidth - (count - 1).leadingZeroBitCount)
        let bins = (0..<1 << digits).map { Array(stride(from: $0, to: count, by: 1 << digits)) }
        var found = DistinctPairings(count: count)
        func add(_ pairs: [[Int]]) { found.add(pairs) }
        addWithinBins(bins, add)
        // Of each list, how every bin or pair of bins may be paired.
        var lists = [bins.map { all($0).map(\.pairs) }]
        for difference in stride(from: 1, to: 1 << (digits - 1), by: 1) {
            lists.append(
                bins.indices.filter { $0 < $0 ^ difference }.map { across(bins[$0], bins[$0 ^ difference]) })
        }
        for choices in lists {
            let options = choices.filter { !$0.isEmpty }
            for row in jointChoices(columns: options.count, symbols: options.map(\.count).max() ?? 0) {
                add(zip(options, row).flatMap { option, choice in option[choice % option.count] })
            }
        }
        return found.list
    }

    /// Fours of one bin: of five or fewer numbers they are two pairs of some pairing of all, which comes anyway.
    private static func addWithinBins(_ bins: [[Int]], _ add: ([[Int]]) -> Void) {
        guard let largest = bins.map(\.count).max(), largest > 5 else { return }
        let lists = bins.map { bin in
            coveringFours(bin.count).map { pairing in pairing.pairs.map { $0.map { bin[$0] } } }
        }.filter { !$0.isEmpty }
        for turn in 0..<(lists.map(\.count).max() ?? 0) { add(lists.flatMap { $0[turn % $0.count] }) }
    }

    /// Rows of numbers such that any two columns show all pairs of symbols: an orthogonal array of lines over a prime field.
    private static func jointChoices(columns: Int, symbols: Int) -> [[Int]] {
        guard columns > 0, symbols > 0 else { return [] }
        if symbols == 1 { return [Array(repeating: 0, count: columns)] }
        var base = symbols
        if columns > 2 {
            base = Swift.max(symbols, columns - 1)
            while (2..<base).contains(where: { $0 * $0 <= base && base % $0 == 0 }) { base += 1 }
        }
        return (0..<base * base).map { row in
            let (i, j) = (row / base, row % base)
            return (0..<columns).map { $0 == 0 ? i : $0 == 1 ? j : (i + ($0 - 1) * j) % base }
        }
    }
}
