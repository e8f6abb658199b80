internal import CAmplitudes
internal import ComplexModule

extension TileProgram {
    /// Real rotations, and flips under controls before or after them.
    ///
    /// Flips whose bits all lie above the lanes gather in windows of a few bits. A window is one pass with the rotations of
    /// its bits: the flips only say where each register comes from or goes to. Other flips are passes of their own, which
    /// touch only what they move, and so are those of windows that would not pay.
    func add(_ layer: TurnLayer) {
        var tangents = Tangents()
        for turn in layer.turns { tangents[place(turn.bit)] = turn.tangent }
        var emitter = TurnEmitter(program: self, areFlipsFirst: layer.areFlipsFirst, scale: layer.scale)
        if !layer.exchanges.isEmpty { return emitter.emit(tangents, layer.exchanges) }
        var windows = emitter.windows(of: layer.flips)
        emitter.assign(&tangents, to: &windows)
        if !layer.areFlipsFirst { emitter.emitPlain(tangents) }
        for window in windows { emitter.emit(window) }
        if layer.areFlipsFirst { emitter.emitPlain(tangents) }
    }
}

/// Flips on few bits, and the rotations that go along. Bits are places in the tile.
private struct FlipWindow {
    var bits: UInt64
    var flips: [TileStep.Flip]
    /// Whether its flips are passes of their own.
    var isDissolved: Bool
    var tangents = Tangents()
}

/// Rotations of bits.
private struct Tangents {
    /// The bits that are rotated.
    private(set) var bits: UInt64 = 0
    private var values = [Double](repeating: 0, count: 64)

    /// The tangent for a bit, 0 where it is not rotated.
    subscript(bit: Int) -> Double {
        get { values[bit] }
        set {
            values[bit] = newValue
            bits |= 1 << UInt64(bit)
        }
    }

    /// Takes the rotations of some bits out.
    mutating func remove(_ mask: UInt64) -> Tangents {
        var taken = self
        taken.bits &= mask
        (~taken.bits & bits).forEachBit { taken.values[$0] = 0 }
        taken.bits.forEachBit { values[$0] = 0 }
        bits &= ~mask
        return taken
    }
}

/// A rotation of pairs by places in the tile.
private struct ExchangedPair {
    let bits: UInt64
    /// The bit that is 1 in the first of the two values and 0 in the second, and the other one.
    let positions: [Int]
    /// Of the positions, those that hold the opposite.
    let reversed: UInt32
    let rotation: PairRotation

    init(_ rotation: PairRotation, first: UInt64, second: UInt64) {
        bits = first ^ second
        self.rotation = rotation
        let (low, high) = (bits.trailingZeroBitCount, 63 - bits.leadingZeroBitCount)
        switch first.nonzeroBitCount {
        case 1: (positions, reversed) = (first == bits & (~bits &+ 1) ? [low, high] : [high, low], 0)
        case 2: (positions, reversed) = ([low, high], 0b10)
        default: (positions, reversed) = ([low, high], 0b01)
        }
    }
}

/// Puts rotations and flips into a program.
private struct TurnEmitter {
    let program: TileProgram
    let areFlipsFirst: Bool
    var scale: Double
    private let widest: Int
    /// Bits whose amplitudes lie so far apart that they compete for the same places of the first-level cache, which has
    /// room for those of three.
    private let far: UInt64

    private static let mostFar = 3
    /// Nanoseconds for 64 bytes: a window, a rotation in it, a rotation among others, and a flip, which touches the fewer
    /// registers the more controls it has.
    private static let (windowCost, windowTurnCost, turnCost) = (1.0, 0.15, 0.4)
    private static func cost(_ flip: TileStep.Flip) -> Double {
        0.2 + 0.55 / Double(1 << min(30, flip.controls.nonzeroBitCount))
    }

    init(program: TileProgram, areFlipsFirst: Bool, scale: Double) {
        self.program = program
        self.areFlipsFirst = areFlipsFirst
        self.scale = scale
        widest = Int(program.engine.kernels.pointee.widest_turns)
        let farthest: UInt64 = program.engine.precision == .single ? 9 : 8
        far = ~(1 << farthest - 1)
    }

    /// The flips, each gathered with the latest ones that share a bit with it while few bits hold them. Windows that come
    /// later have no bit in common with it, so it may move before them.
    func windows(of flips: [TileStep.Flip]) -> [FlipWindow] {
        var windows: [FlipWindow] = []
        for flip in flips {
            let bits: UInt64 = 1 << UInt64(program.place(flip.bit)) | program.placed(flip.controls & program.local)
            let fits = flip.controls & ~program.local == 0 && isWindow(bits)
            if fits, let place = windows.lastIndex(where: { $0.bits & bits != 0 }), !windows[place].isDissolved,
                isWindow(windows[place].bits | bits),
                windows[(place + 1)...].allSatisfy({ $0.bits & (windows[place].bits | bits) == 0 })
            {
                windows[place].bits |= bits
                windows[place].flips.append(flip)
            } else {
                windows.append(FlipWindow(bits: bits, flips: [flip], isDissolved: !fits))
            }
        }
        return windows
    }

    private func isWindow(_ bits: UInt64) -> Bool {
        bits & (1 << UInt64(program.laneBits) - 1) == 0 && bits.nonzeroBitCount <= widest
            && (bits & far).nonzeroBitCount <= Self.mostFar
    }

    /// Gives each rotation to the window that is the first (or, after the flips, the last) to touch its bit, and dissolves
    /// windows that cost more than their parts.
    func assign(_ tangents: inout Tangents, to windows: inout [FlipWindow]) {
        var seen: UInt64 = 0
        for place in areFlipsFirst ? Array(windows.indices.reversed()) : Array(windows.indices) {
            let fresh = windows[place].bits & ~seen
            seen |= windows[place].bits
            if windows[place].isDissolved { continue }
            let count = Double((fresh & tangents.bits).nonzeroBitCount)
            let parts = windows[place].flips.reduce(count * Self.turnCost) { $0 + Self.cost($1) }
            if parts < Self.windowCost + count * Self.windowTurnCost {
                windows[place].isDissolved = true
            } else {
                windows[place].tangents = tangents.remove(fresh)
            }
        }
    }

    mutating func emit(_ window: FlipWindow) {
        if window.isDissolved {
            let local = program.local
            for flip in window.flips {
                aufbau_program_flip(
                    program.pointer, Int32(program.place(flip.bit)), program.placed(flip.controls & local),
                    program.placed(flip.value & local))
                aufbau_program_condition(program.pointer, flip.controls & ~local, flip.value & ~local)
            }
            return
        }
        var positions: [Int] = []
        window.bits.forEachBit { positions.append($0) }
        emit(positions, positions.map { window.tangents[$0] }, order: order(window.flips, positions))
    }

    /// Where each pattern of the window's bits ends up, or comes from.
    private func order(_ flips: [TileStep.Flip], _ positions: [Int]) -> [UInt8] {
        let gather = { (mask: UInt64) in
            positions.enumerated().reduce(0) { $0 | Int(mask >> UInt64($1.element) & 1) << $1.offset }
        }
        let moves = (areFlipsFirst ? flips.reversed() : flips).map { flip in
            (
                target: gather(1 << UInt64(program.place(flip.bit))), controls: gather(program.placed(flip.controls)),
                value: gather(program.placed(flip.value))
            )
        }
        return (0..<16).map { pattern in
            UInt8(moves.reduce(pattern) { $0 & $1.controls == $1.value ? $0 ^ $1.target : $0 })
        }
    }

    /// Rotations without flips. Those of lanes go along with those of other bits; of the latter at most three in a group
    /// are far ones.
    mutating func emitPlain(_ tangents: Tangents) {
        let laneMask: UInt64 = 1 << UInt64(program.laneBits) - 1
        var lanes = tangents.bits & laneMask
        var near = tangents.bits & ~laneMask & ~far
        var rest = tangents.bits & ~laneMask & far
        var groups = max(
            ((near | rest).nonzeroBitCount + widest - 1) / widest,
            (rest.nonzeroBitCount + Self.mostFar - 1) / Self.mostFar)
        if groups == 0, lanes != 0 { groups = 1 }
        while groups > 0 {
            let fars = rest.lowest((rest.nonzeroBitCount + groups - 1) / groups)
            let nears = near.lowest(widest - fars.nonzeroBitCount)
            var positions: [Int] = []
            (lanes | nears | fars).forEachBit { positions.append($0) }
            emit(positions, positions.map { tangents[$0] }, order: nil)
            near &= ~nears
            rest &= ~fars
            lanes = 0
            groups -= 1
        }
    }

    /// Rotations of bits, then rotations of pairs of them. A pass holds two pairs above the lanes, or one and other bits, and
    /// the lanes' bits go along with the first; pairs with a bit in the lanes come at the end.
    mutating func emit(_ tangents: Tangents, _ exchanges: [PairRotation]) {
        var tangents = tangents
        let laneMask: UInt64 = 1 << UInt64(program.laneBits) - 1
        let placed = exchanges.map {
            ExchangedPair($0, first: program.placed($0.first), second: program.placed($0.second))
        }
        // Those with most far bits come first: they find others to go with.
        var pairs = placed.filter { $0.bits & laneMask == 0 }.sorted { farCount($0.bits) > farCount($1.bits) }
        var free = tangents.bits & ~laneMask & ~pairs.reduce(0) { $0 | $1.bits }
        while !pairs.isEmpty {
            var group = [pairs.removeFirst()]
            var bits = group[0].bits
            let room = (all: widest - 2, far: Self.mostFar - farCount(bits))
            if room.all >= 2, let partner = pairs.firstIndex(where: { farCount($0.bits) <= room.far }) {
                group.append(pairs.remove(at: partner))
                bits |= group[1].bits
            } else {
                let fars = (free & far).lowest(min(room.all, room.far))
                let others = fars | (free & ~far).lowest(room.all - fars.nonzeroBitCount)
                free &= ~others
                bits |= others
            }
            emit(group, tangents.remove(bits | laneMask), bits)
        }
        if tangents.bits != 0 { emitPlain(tangents) }
        for pair in placed where pair.bits & laneMask != 0 { program.add(pair.rotation) }
    }

    private func farCount(_ bits: UInt64) -> Int { (bits & far).nonzeroBitCount }

    /// One pass: the given bits, those of pairs first, and whatever else has tangents.
    private mutating func emit(_ group: [ExchangedPair], _ tangents: Tangents, _ bits: UInt64) {
        var positions = group.flatMap { $0.positions }
        let paired = group.reduce(0) { $0 | $1.bits }
        ((tangents.bits | bits) & ~paired).forEachBit { positions.append($0) }
        let reversed = group.enumerated().reduce(UInt32(0)) { $0 | $1.element.reversed << UInt32(2 * $1.offset) }
        let factors = group.flatMap { [$0.rotation.factor.real, $0.rotation.factor.imaginary] }
        program.engine.kernels.pointee.turns(
            program.pointer, Int32(positions.count), positions.map { Int32($0) }, positions.map { tangents[$0] }, scale,
            nil, 0, Int32(group.count), factors, reversed)
        scale = 1
    }

    private mutating func emit(_ positions: [Int], _ tangents: [Double], order: [UInt8]?) {
        program.engine.kernels.pointee.turns(
            program.pointer, Int32(positions.count), positions.map { Int32($0) }, tangents, scale, order,
            areFlipsFirst ? 1 : 0, 0, nil, 0)
        scale = 1
    }
}

extension UInt64 {
    /// The lowest bits that are 1, as many as asked for.
    fileprivate func lowest(_ count: Int) -> UInt64 {
        var (rest, result) = (self, UInt64(0))
        for _ in 0..<count where rest != 0 {
            result |= rest & (~rest &+ 1)
            rest &= rest - 1
        }
        return result
    }
}
