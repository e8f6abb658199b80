extension Pairing {
    /// The pairing with what has no partner paired up, in ascending order.
    var completed: Pairing {
        let count = unpaired.count / 2
        let more = (0..<count).map { [unpaired[2 * $0], unpaired[2 * $0 + 1]] }
        return Pairing(pairs: (pairs + more).sorted { $0[0] < $1[0] }, unpaired: Array(unpaired.dropFirst(2 * count)))
    }
}

extension Pairings {
    /// Up to how many numbers ``coveringFours(_:)`` leaves superfluous pairings out: beyond, the table of fours would take
    /// more than some 20 MB.
    public static let largestThinnedCount = 128

    /// The pairings without those whose fours are all two pairs of others that stay; the last are left out first.
    ///
    /// - Complexity: O(p n²) for p pairings, and C(n, 4) numbers.
    static func thinned(_ pairings: [Pairing], _ count: Int) -> [Pairing] {
        guard count <= largestThinnedCount else { return pairings }
        var covered = [UInt16](repeating: 0, count: choose4(count))
        for pairing in pairings {
            forEachFour(of: pairing) { covered[$0] += 1 }
        }
        var kept: [Pairing] = []
        for pairing in pairings.reversed() {
            var isNeeded = false
            forEachFour(of: pairing) { if covered[$0] == 1 { isNeeded = true } }
            if isNeeded {
                kept.append(pairing)
            } else {
                forEachFour(of: pairing) { covered[$0] -= 1 }
            }
        }
        return kept.reversed()
    }

    private static func choose4(_ n: Int) -> Int { n < 4 ? 0 : n * (n - 1) * (n - 2) * (n - 3) / 24 }

    /// Calls with the number of every four that is two pairs: its place in colexicographic order.
    private static func forEachFour(of pairing: Pairing, _ body: (Int) -> Void) {
        for (index, first) in pairing.pairs.enumerated() {
            for second in pairing.pairs[..<index] {
                let (a, b) = (Swift.min(first[0], second[0]), Swift.max(first[1], second[1]))
                let (x, y) = (Swift.max(first[0], second[0]), Swift.min(first[1], second[1]))
                let (low, high) = (Swift.min(x, y), Swift.max(x, y))
                body(a + low * (low - 1) / 2 + high * (high - 1) * (high - 2) / 6 + choose4(b))
            }
        }
    }
}
