/// The two-body integrals (pq|rs) of n real spatial orbitals in hartree, chemists' notation:
/// (pq|rs) = ∫∫ φ_p(1) φ_q(1) 1/r₁₂ φ_r(2) φ_s(2).
///
/// Each of the 8-fold symmetric values is stored once, packed by pairs: with ij = i(i+1)/2 + j for i ≥ j, the
/// integral (ij|kl) with ij ≥ kl lies at ij(ij+1)/2 + kl.
public struct TwoBodyIntegrals: Equatable, Sendable {
    /// The number n of orbitals.
    public let orbitalCount: Int
    /// The packed values.
    public private(set) var packed: [Double]

    /// The number of packed values for n orbitals: m(m+1)/2 with m = n(n+1)/2.
    public static func packedCount(orbitalCount: Int) -> Int {
        let pairs = orbitalCount * (orbitalCount + 1) / 2
        return pairs * (pairs + 1) / 2
    }

    /// All zero.
    public init(orbitalCount: Int) {
        self.orbitalCount = orbitalCount
        packed = [Double](repeating: 0, count: Self.packedCount(orbitalCount: orbitalCount))
    }

    /// From one value for each of the distinct integrals, which `value(p, q, r, s)` gives with p ≥ q, p ≥ r and r ≥ s.
    init(orbitalCount: Int, distinct value: (Int, Int, Int, Int) -> Double) {
        self.orbitalCount = orbitalCount
        packed = []
        packed.reserveCapacity(Self.packedCount(orbitalCount: orbitalCount))
        for p in 0..<orbitalCount {
            for q in 0...p {
                for r in 0...p {
                    for s in 0...(r == p ? q : r) { packed.append(value(p, q, r, s)) }
                }
            }
        }
    }

    /// From packed values.
    ///
    /// - Throws: `wrongCount` or `notFinite`.
    public init(orbitalCount: Int, packed: [Double]) throws(ElectronicStructureError) {
        let expected = Self.packedCount(orbitalCount: orbitalCount)
        guard packed.count == expected else {
            throw .wrongCount(quantity: "packed two-body integrals", found: packed.count, expected: expected)
        }
        if let offset = packed.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(quantity: "packed two-body integral", index: [offset], value: "\(packed[offset])")
        }
        self.orbitalCount = orbitalCount
        self.packed = packed
    }

    /// From all n⁴ values, which `value(p, q, r, s)` gives as (pq|rs).
    ///
    /// The mean of the eight values that symmetry makes equal is stored.
    /// - Throws: `notFinite`, or `asymmetric` if two of the eight differ by more than `tolerance`.
    /// - Complexity: O(n⁴).
    public init(
        orbitalCount: Int, tolerance: Double, value: (Int, Int, Int, Int) -> Double
    ) throws(ElectronicStructureError) {
        self.orbitalCount = orbitalCount
        packed = []
        packed.reserveCapacity(Self.packedCount(orbitalCount: orbitalCount))
        for p in 0..<orbitalCount {
            for q in 0...p {
                for r in 0...p {
                    for s in 0...(r == p ? q : r) {
                        packed.append(try Self.mean(p, q, r, s, tolerance, value))
                    }
                }
            }
        }
    }

    private static func mean(
        _ p: Int, _ q: Int, _ r: Int, _ s: Int, _ tolerance: Double, _ value: (Int, Int, Int, Int) -> Double
    ) throws(ElectronicStructureError) -> Double {
        let first = value(p, q, r, s)
        guard first.isFinite else { throw .notFinite(quantity: "(pq|rs)", index: [p, q, r, s], value: "\(first)") }
        func mirror(_ i: Int, _ j: Int, _ k: Int, _ l: Int) throws(ElectronicStructureError) -> Double {
            let mirrored = value(i, j, k, l)
            guard mirrored.isFinite else {
                throw .notFinite(quantity: "(pq|rs)", index: [i, j, k, l], value: "\(mirrored)")
            }
            guard abs(mirrored - first) <= tolerance else {
                throw .asymmetric(
                    quantity: "(pq|rs)", index: [p, q, r, s], value: first, mirrorIndex: [i, j, k, l],
                    mirrorValue: mirrored, tolerance: tolerance)
            }
            return mirrored
        }
        // Summed in pairs, so that eight equal values have exactly their value as mean.
        let left = try (first + mirror(q, p, r, s)) + (mirror(p, q, s, r) + mirror(q, p, s, r))
        let right = try (mirror(r, s, p, q) + mirror(s, r, p, q)) + (mirror(r, s, q, p) + mirror(s, r, q, p))
        return (left + right) / 8
    }

    /// (pq|rs); setting it sets all eight that are equal by symmetry.
    public subscript(p: Int, q: Int, r: Int, s: Int) -> Double {
        get { packed[Self.offset(p, q, r, s)] }
        set { packed[Self.offset(p, q, r, s)] = newValue }
    }

    /// The packed values, to be filled by the caller.
    mutating func withUnsafeMutablePacked(_ body: (UnsafeMutablePointer<Double>) -> Void) {
        packed.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { body(base) }
        }
    }

    static func offset(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Int {
        pair(pair(p, q), pair(r, s))
    }

    private static func pair(_ i: Int, _ j: Int) -> Int {
        i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i
    }
}
