/// How a register is cut into tiles that stay in the cache while a segment of the circuit runs on them.
struct TileShape: Sendable {
    let qubitCount: Int
    /// The bits of the index within a tile.
    let tileBits: Int
    /// The lowest bits, which every tile has: amplitudes that lie together in memory.
    let runBits: Int

    /// A state of this many bytes stays in the cache as a whole: it is one tile, used in place.
    private static let wholeBytes = 16 << 20
    private static let tileBytes = 2 << 20
    private static let runBytes = 1 << 9
    /// Larger states stay only in the third-level cache, which the machine's other programs share; tiles of this many bits
    /// are an alternative for them.
    private static let innerBytes = 4 << 20
    private static let alternativeBits = 18

    init(qubitCount: Int, precision: Precision) {
        self.qubitCount = qubitCount
        let amplitude = precision.bytesPerAmplitude
        if amplitude << qubitCount <= Self.wholeBytes {
            (tileBits, runBits) = (qubitCount, qubitCount)
        } else {
            tileBits = (Self.tileBytes / amplitude).trailingZeroBitCount
            // The rows of phase tables are runs or parts of them.
            runBits = max(PhaseTable.rowBits, (Self.runBytes / amplitude).trailingZeroBitCount)
        }
    }

    /// Another shape for a state that just stays in the cache as a whole, worth a comparison.
    func alternative(precision: Precision) -> TileShape? {
        guard isWhole, precision.bytesPerAmplitude << qubitCount > Self.innerBytes else { return nil }
        return TileShape(qubitCount: qubitCount, tileBits: Self.alternativeBits, runBits: PhaseTable.rowBits)
    }

    /// A shape of one's own choice, for tests of small registers.
    ///
    /// - Precondition: the run is at least a row of a phase table, and no longer than the tile.
    init(qubitCount: Int, tileBits: Int, runBits: Int) {
        precondition(PhaseTable.rowBits...tileBits ~= runBits && tileBits <= qubitCount)
        (self.qubitCount, self.tileBits, self.runBits) = (qubitCount, tileBits, runBits)
    }

    /// A tile always has its full size: the lowest bits that are left fill it.
    func filled(_ local: UInt64) -> UInt64 {
        var local = local
        var bit: UInt64 = 1
        while local.nonzeroBitCount < tileBits {
            local |= bit
            bit <<= 1
        }
        return local
    }

    /// Whether the state is one tile.
    var isWhole: Bool { tileBits == qubitCount }

    /// The bits that every tile has.
    var always: UInt64 { runBits >= 64 ? .max : (1 << UInt64(runBits)) - 1 }

    /// All bits.
    var all: UInt64 { qubitCount >= 64 ? .max : (1 << UInt64(qubitCount)) - 1 }
}
