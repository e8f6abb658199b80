public import Testing

/// A reproducible source of random numbers for property tests: SplitMix64 started from a seed.
///
/// The same seed gives the same numbers on every platform and in every run. Show the seed where an expectation
/// can fail:
///
/// ```swift
/// #expect(product.adjoint == expected, generator.comment)
/// ```
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// doi:10.1145/2660193.2660195.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// The seed the sequence started from.
    public let seed: UInt64
    private var state: UInt64

    /// A generator at the start of the sequence of `seed`.
    public init(seed: UInt64) {
        self.seed = seed
        self.state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// What a failing expectation should print: the seed, and how to run that case alone.
    public var comment: Comment { "seed \(seed); repeat it alone with AUFBAU_SEED=\(seed)" }
}
