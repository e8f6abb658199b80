/// Puts qubits back to the bits they belong to, in as few passes as tiles allow.
enum Relabeling {
    /// One pass: the bits within a tile, and for each bit where its value comes from.
    struct Pass: Sendable {
        let local: UInt64
        let source: [Int]
    }

    /// The passes that bring the qubit at bit `bitOfQubit[q]` to bit q.
    static func passes(for bitOfQubit: [Int], shape: TileShape) -> [Pass] {
        var source = bitOfQubit
        var passes: [Pass] = []
        while source != Array(source.indices) {
            var pass = next(source, shape)
            // Only tiles with no more than one bit to spare, which no real register has, let no cycle through.
            if pass.source == Array(source.indices) { pass = Pass(local: shape.all, source: source) }
            passes.append(pass)
            // What is now at bit b came from pass.source[b].
            var place = [Int](repeating: 0, count: source.count)
            for (bit, origin) in pass.source.enumerated() { place[origin] = bit }
            source = source.map { place[$0] }
        }
        return passes
    }

    /// Follows cycles while the bits they need fit a tile: a cycle cut short leaves its first bit unsettled.
    private static func next(_ source: [Int], _ shape: TileShape) -> Pass {
        var local = shape.always
        var moved = Array(source.indices)
        var isSeen = [Bool](repeating: false, count: source.count)
        for start in source.indices where source[start] != start && !isSeen[start] {
            var cycle: [Int] = []
            var bit = start
            while !isSeen[bit] {
                isSeen[bit] = true
                let needed = local | 1 << UInt64(bit)
                if needed.nonzeroBitCount > shape.tileBits { break }
                local = needed
                cycle.append(bit)
                bit = source[bit]
            }
            // Bits c0, c1, … with source[c_i] = c_{i+1}: all but the last receive their value, the last takes what is left.
            guard cycle.count > 1 else { continue }
            for (place, bit) in cycle.enumerated() { moved[bit] = cycle[(place + 1) % cycle.count] }
        }
        var bit: UInt64 = 1
        while local.nonzeroBitCount < shape.tileBits {
            local |= bit
            bit <<= 1
        }
        return Pass(local: local, source: moved)
    }
}
