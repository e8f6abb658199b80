/// A stream of random numbers that depends on a seed and a stream number only: Philox 4×32 with 10 rounds.
///
/// Counter-based: number k of a stream is a function of (seed, stream, k), so results never depend on threads or on the
/// order in which streams are used. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC11 (2011).
public struct RandomStream: RandomNumberGenerator, Sendable {
    private let key: (UInt32, UInt32)
    private let stream: UInt64
    private var position: UInt64 = 0
    private var buffered: UInt64?

    /// The stream with a number, under a seed.
    public init(seed: UInt64, stream: UInt64 = 0) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.stream = stream
    }

    /// Goes to a number of the stream: the next is the one that `count` calls of ``next()`` from the start would leave.
    public mutating func skip(to count: UInt64) {
        position = count / 2
        buffered = nil
        if count % 2 == 1 { _ = next() }
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        if let value = buffered {
            buffered = nil
            return value
        }
        let block = Self.block(
            counter: SIMD4(
                UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32),
                UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
            key: key)
        position &+= 1
        buffered = UInt64(block.w) << 32 | UInt64(block.z)
        return UInt64(block.y) << 32 | UInt64(block.x)
    }

    /// A number from 0 up to, not including, 1: a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// One application of the Philox 4×32 function with 10 rounds.
    static func block(counter: SIMD4<UInt32>, key: (UInt32, UInt32)) -> SIMD4<UInt32> {
        var x = counter
        var (k0, k1) = key
        for _ in 0..<10 {
            let a = x.x.multipliedFullWidth(by: 0xD251_1F53)
            let b = x.z.multipliedFullWidth(by: 0xCD9E_8D57)
            x = SIMD4(b.high ^ x.y ^ k0, b.low, a.high ^ x.w ^ k1, a.low)
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return x
    }
}
