/// The ways to place `electronCount` electrons of one spin in `orbitalCount` orbitals, in ascending order of their
/// bit masks (bit p set: orbital p occupied).
///
/// The index of a string with occupied orbitals p₀ < p₁ < … is Σ_k C(p_k, k + 1): the combinatorial number system,
/// so that no table of strings is needed to find a place.
public struct OccupationStrings: Equatable, Sendable {
    /// The number of orbitals, at most 64.
    public let orbitalCount: Int
    /// The number of electrons.
    public let electronCount: Int
    /// The number of strings, C(orbitalCount, electronCount).
    public let count: Int

    init(orbitalCount: Int, electronCount: Int) {
        self.orbitalCount = orbitalCount
        self.electronCount = electronCount
        count = Binomials.choose(orbitalCount, electronCount)
    }

    /// The place of a string among all; its mask must have `electronCount` bits below `orbitalCount`.
    public func index(of mask: UInt64) -> Int {
        var rest = mask
        var index = 0
        var k = 1
        while rest != 0 {
            index += Binomials.choose(rest.trailingZeroBitCount, k)
            rest &= rest &- 1
            k += 1
        }
        return index
    }

    /// The string at a place in 0..<count.
    public func mask(at index: Int) -> UInt64 {
        precondition(index >= 0 && index < count, "string index out of range")
        var rest = index
        var mask: UInt64 = 0
        var orbital = orbitalCount - 1
        for k in stride(from: electronCount, to: 0, by: -1) {
            while Binomials.choose(orbital, k) > rest { orbital -= 1 }
            rest -= Binomials.choose(orbital, k)
            mask |= 1 << UInt64(orbital)
            orbital -= 1
        }
        return mask
    }

    /// Every string in order: 8 bytes each.
    public func allMasks() -> [UInt64] {
        var masks: [UInt64] = []
        masks.reserveCapacity(count)
        var mask = self.mask(at: 0)
        for index in 0..<count {
            masks.append(mask)
            if index + 1 < count { mask = Self.next(after: mask) }
        }
        return masks
    }

    /// The next larger mask of as many bits (Gosper, HAKMEM item 175).
    private static func next(after mask: UInt64) -> UInt64 {
        let lowest = mask & (0 &- mask)
        let ripple = mask &+ lowest
        return ripple | (((mask ^ ripple) >> 2) >> UInt64(lowest.trailingZeroBitCount))
    }
}

/// Binomial coefficients up to 64 choose 32, which fits an `Int`.
enum Binomials {
    private static let side = 66
    private static let table: [Int] = {
        var values = [Int](repeating: 0, count: side * side)
        for n in 0...64 {
            values[n * side] = 1
            for k in 1..<(n + 1) {
                values[n * side + k] = values[(n - 1) * side + k - 1] + values[(n - 1) * side + k]
            }
        }
        return values
    }()

    /// C(n, k) for 0 <= n <= 64 and 0 <= k; zero where k > n.
    static func choose(_ n: Int, _ k: Int) -> Int { k > n ? 0 : table[n * side + k] }
}
