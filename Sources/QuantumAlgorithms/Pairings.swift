/// A set of pairs in which everything occurs at most once.
public struct Pairing: Hashable, Sendable {
    /// The pairs.
    public let pairs: [[Int]]
    /// What has no partner.
    public let unpaired: [Int]
}

/// Ways to pair numbers, such as those of Majorana operators: products of disjoint pairs commute, so that the operators of a
/// pairing are measured together (X. Bonet-Monroig, R. Babbush and T. O'Brien, arXiv:1908.05628).
public enum Pairings {
    /// Pairings of 0 ..< n in which every pair occurs exactly once: n − 1 for even n, n for odd n, the fewest possible.
    ///
    /// A round-robin tournament: one number rests, the others turn around a circle. OpenFermion's `pair_within` gives as
    /// many, in another order.
    public static func all(_ count: Int) -> [Pairing] { all(Array(0..<Swift.max(0, count))) }

    static func all(_ labels: [Int]) -> [Pairing] {
        if labels.isEmpty { return [] }
        if labels.count == 1 { return [Pairing(pairs: [], unpaired: labels)] }
        // A partner that is not there makes an odd number even.
        let players = labels.map(Optional.some) + (labels.count % 2 == 1 ? [nil] : [])
        let circle = players.count - 1
        return (0..<circle).map { turn in
            var (pairs, unpaired) = ([[Int]](), [Int]())
            var meetings = [(players[circle], players[turn])]
            for step in stride(from: 1, through: circle / 2, by: 1) {
                meetings.append((players[(turn + step) % circle], players[(turn + circle - step) % circle]))
            }
            for (a, b) in meetings {
                switch (a, b) {
                case (let a?, let b?): pairs.append([Swift.min(a, b), Swift.max(a, b)])
                case (let a?, nil), (nil, let a?): unpaired.append(a)
                case (nil, nil): continue
                }
            }
            return Pairing(pairs: pairs, unpaired: unpaired)
        }
    }

    /// Pairings of 0 ..< n such that any four numbers are two pairs of one of them: with Majorana operators, all products
    /// of four can be had from those of pairs, hence the two-particle density matrix.
    ///
    /// Numbers are halved again and again. Four that are two and two in some pair of sister parts are pairs within each;
    /// three and one, of which two of the three share a half of their part, are a pair within that half and one across the
    /// others'; all other fours are one of these further down. What is left unpaired is paired up too, and up to
    /// ``largestThinnedCount`` numbers, pairings whose fours all others cover are left out, the last first: then there are no
    /// more than OpenFermion's `pair_within_simultaneously` gives, on the same principle.
    ///
    /// - Complexity: O(n²) pairings; O(n⁴) time.
    public static func coveringFours(_ count: Int) -> [Pairing] {
        guard count >= 4 else { return [] }
        var found = DistinctPairings(count: count)
        func add(_ pairs: [[Int]]) { found.add(pairs) }
        var parts = [Array(0..<count)]
        while parts.contains(where: { $0.count > 1 }) {
            let halves = parts.map { part in (Array(part.prefix(part.count / 2)), Array(part.dropFirst(part.count / 2)))
            }
            let within = halves.map { (all($0.0).map(\.pairs), all($0.1).map(\.pairs)) }
            let left = within.map(\.0.count).max() ?? 0
            let right = within.map(\.1.count).max() ?? 0
            for i in 0..<left {
                for j in 0..<right {
                    add(within.flatMap { ($0.0.cycled(i) ?? []) + ($0.1.cycled(j) ?? []) })
                }
            }
            for pairing in all(Array(halves.indices)) {
                addAcross(pairing.pairs.map { (parts[$0[0]], parts[$0[1]]) }, add)
            }
            parts = halves.flatMap { [$0.0, $0.1] }.filter { !$0.isEmpty }
        }
        return thinned(found.list.map(\.completed), count)
    }

    /// For pairs of parts A and B, at once: pairs within one half of A and one of B, and across the other halves.
    private static func addAcross(_ sisters: [(a: [Int], b: [Int])], _ add: ([[Int]]) -> Void) {
        for choice in 0..<4 {
            let plans = sisters.map { a, b in
                let (inA, outA) = halves(a, takesFirst: choice & 1 == 0)
                let (inB, outB) = halves(b, takesFirst: choice & 2 == 0)
                return (all(inA).map(\.pairs), all(inB).map(\.pairs), across(outA, outB))
            }
            let inner = plans.map { Swift.max($0.0.count, $0.1.count) }.max() ?? 0
            let outer = plans.map(\.2.count).max() ?? 0
            for i in 0..<inner {
                for j in 0..<outer {
                    add(plans.flatMap { ($0.0.cycled(i) ?? []) + ($0.1.cycled(i) ?? []) + ($0.2.cycled(j) ?? []) })
                }
            }
        }
    }

    private static func halves(_ part: [Int], takesFirst: Bool) -> (taken: [Int], left: [Int]) {
        let (first, second) = (Array(part.prefix(part.count / 2)), Array(part.dropFirst(part.count / 2)))
        return takesFirst ? (first, second) : (second, first)
    }

    /// Pairings between two sets in which every pair across occurs once.
    static func across(_ a: [Int], _ b: [Int]) -> [[[Int]]] {
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        return long.indices.map { shift in
            short.enumerated().map { index, label in
                let other = long[(index + shift) % long.count]
                return [Swift.min(label, other), Swift.max(label, other)]
            }
        }
    }
}

extension Array {
    /// The element at an index that wraps around; `nil` if there are none.
    fileprivate func cycled(_ index: Int) -> Element? { isEmpty ? nil : self[index % count] }
}

/// Pairings of 0 ..< count, each once, in the order they came in.
struct DistinctPairings {
    let count: Int
    private(set) var list: [Pairing] = []
    private var seen = Set<[[Int]]>()

    init(count: Int) { self.count = count }

    /// Adds the pairing with these pairs, unless it is there or has fewer than two.
    mutating func add(_ pairs: [[Int]]) {
        let sorted = pairs.sorted { $0[0] < $1[0] }
        guard sorted.count > 1, seen.insert(sorted).inserted else { return }
        let paired = Set(sorted.joined())
        list.append(Pairing(pairs: sorted, unpaired: (0..<count).filter { !paired.contains($0) }))
    }
}
