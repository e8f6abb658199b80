/// A checksum of bytes that notices any change: the sum over 64-bit words of a mixing function of word and place.
///
/// h = Σ_k mix(w_k + (k+1) φ) mod 2^64 with φ = 2^64 / golden ratio and mix the finalizer of SplitMix64 (Steele, Lea,
/// Flood 2014). Two different inputs have the same sum with probability about 2^-64.
enum Checksum {
    /// The checksum; bytes beyond the last whole word count as a word padded with zeros.
    static func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        var sum: UInt64 = 0
        var place: UInt64 = 0
        let words = bytes.count / 8
        for index in 0..<words {
            place &+= 0x9E37_79B9_7F4A_7C15
            sum &+= mix(bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) &+ place)
        }
        var rest: UInt64 = 0
        for (offset, byte) in bytes[(8 * words)...].enumerated() { rest |= UInt64(byte) << UInt64(8 * offset) }
        if bytes.count % 8 != 0 { sum &+= mix(rest &+ place &+ 0x9E37_79B9_7F4A_7C15) }
        return Int64(bitPattern: sum)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
