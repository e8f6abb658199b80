/// Bit masks as sums modulo 2 of independent ones, so that the parities |mask ∧ i| of all follow from few.
///
/// Each mask of the basis has a leading bit that no other has: a mask's coordinate is its bit there. Masks with a bit
/// above the lanes of a register have their leading bit there and come first.
struct ParityBasis: Sendable {
    /// The independent masks.
    private(set) var masks: [UInt64] = []
    /// The leading bit of each.
    private(set) var leading: [UInt64] = []
    /// How many masks have a bit above the lanes.
    private(set) var highRank = 0
    private let lanes: UInt64

    /// The empty basis for registers of 2^`laneBits` amplitudes.
    init(laneBits: Int) { lanes = 1 << UInt64(laneBits) - 1 }

    var rank: Int { masks.count }

    /// Whether the masks have their leading bits alone above the lanes, so that these bits are the parities.
    var isSparse: Bool {
        (0..<highRank).allSatisfy { masks[$0] & ~lanes == leading[$0] }
    }

    /// Takes in a mask unless it is a sum of those there.
    mutating func insert(_ mask: UInt64) {
        var rest = mask
        for index in masks.indices where rest & leading[index] != 0 { rest ^= masks[index] }
        guard rest != 0 else { return }
        let lead: UInt64 = 1 << UInt64(63 - rest.leadingZeroBitCount)
        for index in masks.indices where masks[index] & lead != 0 { masks[index] ^= rest }
        let place = lead > lanes ? highRank : masks.count
        masks.insert(rest, at: place)
        leading.insert(lead, at: place)
        if lead > lanes { highRank += 1 }
    }

    /// Bit m says whether mask m of the basis is part of the sum that `mask` is.
    func coordinates(of mask: UInt64) -> Int {
        leading.enumerated().reduce(0) { $0 | (mask & $1.element != 0 ? 1 : 0) << $1.offset }
    }
}

extension [Double] {
    /// Replaces 2^r numbers f by their Walsh-Hadamard transform Σ_i (−1)^{|i∧b|} f_i.
    mutating func walshHadamard() {
        var step = 1
        while step < count {
            for start in stride(from: 0, to: count, by: 2 * step) {
                for index in start..<(start + step) {
                    let (u, v) = (self[index], self[index + step])
                    (self[index], self[index + step]) = (u + v, u - v)
                }
            }
            step *= 2
        }
    }
}
