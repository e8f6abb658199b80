/// Puts qubits to the bits they belong to, in as few passes as tiles allow.
enum Relabeling {
    /// The segments that bring the qubit at bit q to bit `bitOfQubit[q]` and then flip bits.
    static func segments(for bitOfQubit: [Int], flips: UInt64, shape: TileShape) -> [PlannedSegment] {
        var segments = passes(for: bitOfQubit, shape: shape).reversed().map { pass in
            PlannedSegment(local: pass.local, steps: pass.swaps.reversed().map { .swap($0, $1) })
        }
        var rest = flips
        while rest != 0 {
            var local = shape.always
            rest.forEachBit { if local.nonzeroBitCount < shape.tileBits { local |= 1 << UInt64($0) } }
            // Only tiles with no bit to spare, which no real register has, hold none of them.
            if rest & local == 0 { local = shape.all }
            segments.append(PlannedSegment(local: shape.filled(local), steps: [.translation(rest & local)]))
            rest &= ~local
        }
        return segments
    }

    /// One pass: the bits within a tile, and pairs of bits that trade places, one pair after another.
    struct Pass: Sendable {
        let local: UInt64
        let swaps: [(Int, Int)]
    }

    /// The passes that bring the qubit at bit `bitOfQubit[q]` to bit q; in reverse, and every pass in reverse, they bring the
    /// qubit at bit q to bit `bitOfQubit[q]`.
    static func passes(for bitOfQubit: [Int], shape: TileShape) -> [Pass] {
        // Where the value that belongs to each bit is.
        var source = bitOfQubit
        var passes: [Pass] = []
        while source != Array(source.indices) {
            var pass = next(source, shape)
            // Only tiles with no more than one bit to spare, which no real register has, let no cycle through.
            if pass.swaps.isEmpty {
                let whole = TileShape(qubitCount: source.count, tileBits: source.count, runBits: source.count)
                pass = next(source, whole)
            }
            passes.append(pass)
            for (first, second) in pass.swaps {
                source = source.map { $0 == first ? second : $0 == second ? first : $0 }
            }
        }
        return passes
    }

    /// Follows cycles while the bits they need fit a tile. Along a cycle every swap settles one bit; a cycle cut short
    /// leaves its last bit for another pass.
    private static func next(_ source: [Int], _ shape: TileShape) -> Pass {
        var local = shape.always
        var swaps: [(Int, Int)] = []
        var isSeen = [Bool](repeating: false, count: source.count)
        for start in source.indices where source[start] != start && !isSeen[start] {
            var previous: Int?
            var bit = start
            while !isSeen[bit] {
                isSeen[bit] = true
                let needed = local | 1 << UInt64(bit)
                if needed.nonzeroBitCount > shape.tileBits { break }
                local = needed
                if let previous { swaps.append((previous, bit)) }
                previous = bit
                bit = source[bit]
            }
        }
        return Pass(local: shape.filled(local), swaps: swaps)
    }
}
