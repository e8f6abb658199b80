internal import CAmplitudes

extension TileProgram {
    /// Real rotations, then flips under controls.
    ///
    /// Flips whose bits all lie above the lanes gather in windows of a few bits. A window is one pass with the rotations of
    /// its bits: the flips only say where each register is stored. Other flips are passes of their own; what they touch
    /// is rotated first.
    func add(_ turns: [TileStep.Turn], _ flips: [TileStep.Flip], scale: Double) {
        var builder = TurnBuilder(program: self, scale: scale)
        var waiting: [Int: Double] = [:]
        for turn in turns { waiting[place(turn.bit)] = turn.tangent }
        let fits = flips.map { builder.fitsWindow($0) }
        var windowed: UInt64 = 0
        for (flip, fits) in zip(flips, fits) where fits { windowed |= builder.bits(of: flip) }
        for (flip, fits) in zip(flips, fits) where !fits { windowed &= ~builder.bits(of: flip) }
        builder.addPlain(waiting.filter { windowed >> UInt64($0.key) & 1 == 0 })
        builder.waiting = waiting.filter { windowed >> UInt64($0.key) & 1 == 1 }
        for (flip, fits) in zip(flips, fits) { builder.add(flip, fits: fits) }
        builder.closeWindow()
    }
}

/// Puts rotations and flips into a program, window after window. Bits are places in the tile.
private struct TurnBuilder {
    let program: TileProgram
    /// Rotations that a window will take along.
    var waiting: [Int: Double] = [:]
    private var scale: Double
    private var window: UInt64 = 0
    private var windowFlips: [TileStep.Flip] = []
    private let widest: Int
    /// Bits whose amplitudes lie so far apart that they compete for the same places of the first-level cache, which has
    /// room for those of three.
    private let far: UInt64

    private static let mostFar = 3

    init(program: TileProgram, scale: Double) {
        self.program = program
        self.scale = scale
        widest = Int(program.engine.kernels.pointee.widest_turns)
        let farthest: UInt64 = program.engine.precision == .single ? 9 : 8
        far = ~(1 << farthest - 1)
    }

    func bits(of flip: TileStep.Flip) -> UInt64 {
        1 << UInt64(program.place(flip.bit)) | program.placed(flip.controls & program.local)
    }

    func fitsWindow(_ flip: TileStep.Flip) -> Bool {
        flip.controls & ~program.local == 0 && isWindow(bits(of: flip))
    }

    private func isWindow(_ bits: UInt64) -> Bool {
        bits & (1 << UInt64(program.laneBits) - 1) == 0 && bits.nonzeroBitCount <= widest
            && (bits & far).nonzeroBitCount <= Self.mostFar
    }

    mutating func add(_ flip: TileStep.Flip, fits: Bool) {
        let bits = bits(of: flip)
        if fits {
            if !isWindow(window | bits) { closeWindow() }
            window |= bits
            windowFlips.append(flip)
        } else {
            if window & bits != 0 { closeWindow() }
            addAlone(flip)
        }
    }

    private func addAlone(_ flip: TileStep.Flip) {
        let local = program.local
        aufbau_program_flip(
            program.pointer, Int32(program.place(flip.bit)), program.placed(flip.controls & local),
            program.placed(flip.value & local))
        aufbau_program_condition(program.pointer, flip.controls & ~local, flip.value & ~local)
    }

    /// Flips alone touch only the amplitudes that they move: a pass over all of them pays from three on.
    mutating func closeWindow() {
        defer { (window, windowFlips) = (0, []) }
        if windowFlips.isEmpty { return }
        var positions: [Int] = []
        window.forEachBit { positions.append($0) }
        let tangents = positions.map { waiting.removeValue(forKey: $0) }
        if windowFlips.count < 3, tangents.allSatisfy({ $0 == nil }) {
            for flip in windowFlips { addAlone(flip) }
            return
        }
        emit(positions, tangents.map { $0 ?? 0 }, order: order(positions))
    }

    /// Where each pattern of the window's bits ends up.
    private func order(_ positions: [Int]) -> [UInt8] {
        let gather = { (mask: UInt64) in
            positions.enumerated().reduce(0) { $0 | Int(mask >> UInt64($1.element) & 1) << $1.offset }
        }
        let local = windowFlips.map { flip in
            (
                target: gather(1 << UInt64(program.place(flip.bit))), controls: gather(program.placed(flip.controls)),
                value: gather(program.placed(flip.value))
            )
        }
        return (0..<16).map { pattern in
            UInt8(local.reduce(pattern) { $0 & $1.controls == $1.value ? $0 ^ $1.target : $0 })
        }
    }

    /// Rotations without flips. Those of lanes go along with those of other bits; of the latter at most three in a group
    /// are far ones.
    mutating func addPlain(_ turns: [Int: Double]) {
        let sorted = turns.sorted { $0.key < $1.key }
        var lanes = sorted.filter { $0.key < program.laneBits }
        var near = sorted.filter { $0.key >= program.laneBits && far >> UInt64($0.key) & 1 == 0 }
        var rest = sorted.filter { $0.key >= program.laneBits && far >> UInt64($0.key) & 1 == 1 }
        var groups = max(
            (near.count + rest.count + widest - 1) / widest, (rest.count + Self.mostFar - 1) / Self.mostFar)
        if groups == 0, !lanes.isEmpty { groups = 1 }
        while groups > 0 {
            let fars = (rest.count + groups - 1) / groups
            let nears = min(widest - fars, near.count)
            let group = lanes + near.prefix(nears) + rest.prefix(fars)
            emit(group.map(\.key), group.map(\.value), order: nil)
            near.removeFirst(nears)
            rest.removeFirst(fars)
            lanes = []
            groups -= 1
        }
    }

    private mutating func emit(_ positions: [Int], _ tangents: [Double], order: [UInt8]?) {
        program.engine.kernels.pointee.turns(
            program.pointer, Int32(positions.count), positions.map { Int32($0) }, tangents, scale, order)
        scale = 1
    }
}
