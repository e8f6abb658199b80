internal import QuantumCircuits

/// What a segment does to a tile, in order. Bits are those of the whole index.
enum TileStep: Sendable {
    case turns(TurnLayer)
    /// A product of diagonal gates.
    case phases([PhaseTable], scale: Double)
    case exchange(PairRotation)
    case matrix(MatrixGate)
    /// Commuting rotations about strings with the same x.
    case rotations(SharedRotations)
    /// X on several bits.
    case translation(UInt64)
    /// Two bits of the index trade places.
    case swap(Int, Int)

    struct Turn: Sendable {
        var bit: Int
        var tangent: Double
    }

    /// X on a bit under controls.
    struct Flip: Sendable {
        var bit: Int
        var controls: UInt64
        var value: UInt64
    }
}

/// Real rotations of different bits with what joins their passes: X gates under controls before or after all of them, or
/// rotations of pairs after all of them, never both.
struct TurnLayer: Sendable {
    var turns: [TileStep.Turn] = []
    var flips: [TileStep.Flip] = []
    var areFlipsFirst = false
    var exchanges: [PairRotation] = []
    /// A factor that earlier rotations left out.
    var scale = 1.0

    /// The bits that are rotated, alone or in pairs.
    fileprivate(set) var turnedBits: UInt64 = 0
    /// The bits that flips move or depend on.
    fileprivate(set) var flippedBits: UInt64 = 0
    fileprivate(set) var exchangedBits: UInt64 = 0
    fileprivate var isEmpty: Bool { turns.isEmpty && flips.isEmpty }
}

/// Diagonal gates whose product is looked up by a few bits.
struct PhaseTable: Sendable {
    /// Whether the lowest bits select the number too.
    let isRow: Bool
    /// The bits that select, besides the lowest of a row.
    var mask: UInt64
    /// The gates: their bits and entries.
    var gates: [LoweredOperation]

    /// The lowest bits of the index that a row has, where the register has as many.
    static let rowBits = 6
    private static let rowMask: UInt64 = 1 << UInt64(rowBits) - 1
    private static let (widestRow, widestScalar) = (5, 10)
    /// Tables of a kind that one step holds.
    static let mostTables = 8

    /// Gathers gates in as few tables as a greedy choice finds.
    static func tables(for gates: [LoweredOperation]) -> [PhaseTable] {
        var rows: [PhaseTable] = []
        var scalars: [PhaseTable] = []
        for gate in gates where gate.phases & rowMask != 0 { rows.add(gate, isRow: true, limit: widestRow) }
        for gate in gates where gate.phases & rowMask == 0 {
            if let place = rows.firstIndex(where: { gate.phases & ~$0.mask == 0 }) {
                rows[place].gates.append(gate)
            } else {
                scalars.add(gate, isRow: false, limit: widestScalar)
            }
        }
        return rows + scalars
    }
}

extension [PhaseTable] {
    /// Puts a gate where it widens a table least.
    fileprivate mutating func add(_ gate: LoweredOperation, isRow: Bool, limit: Int) {
        let bits = isRow ? gate.phases & ~((1 << UInt64(PhaseTable.rowBits)) - 1) : gate.phases
        var best: (place: Int, growth: Int)?
        for (place, table) in enumerated() where (table.mask | bits).nonzeroBitCount <= limit {
            let growth = (bits & ~table.mask).nonzeroBitCount
            if growth < best?.growth ?? .max { best = (place, growth) }
        }
        if let best {
            self[best.place].mask |= bits
            self[best.place].gates.append(gate)
        } else {
            append(PhaseTable(isRow: isRow, mask: bits, gates: [gate]))
        }
    }
}

/// Builds the steps of a segment from its layers.
struct TileStepBuilder {
    private(set) var steps: [TileStep] = []
    private var open = TurnLayer()
    /// The product of the cosines that the turns since the last step with a factor left out.
    private var scale = 1.0

    /// Factors left out make amplitudes grow, at most by √2 a turn; far from where single precision ends they are made
    /// good.
    private static let smallestScale = 0x1p-24
    /// How many steps a rotation may move back to join another.
    private static let lookBack = 64
    /// The first step of the layer being built.
    private var layerStart = 0

    static func steps(of layers: [Layering.Layer], in operations: [LoweredOperation]) -> [TileStep] {
        var builder = TileStepBuilder()
        for layer in layers {
            builder.addPhases(layer.phases.map { operations[$0] })
            builder.layerStart = builder.steps.count
            for index in layer.movers { builder.add(operations[index]) }
            builder.finishTurns()
        }
        builder.settleScale()
        return builder.steps
    }

    private mutating func addPhases(_ gates: [LoweredOperation]) {
        if gates.isEmpty { return }
        let tables = PhaseTable.tables(for: gates)
        let kinds = [tables.filter(\.isRow), tables.filter { !$0.isRow }]
        let count = kinds.map { ($0.count + PhaseTable.mostTables - 1) / PhaseTable.mostTables }.max() ?? 0
        for part in 0..<count {
            let share = kinds.flatMap { $0.dropFirst(part * PhaseTable.mostTables).prefix(PhaseTable.mostTables) }
            steps.append(.phases(share, scale: scale))
            scale = 1
        }
    }

    private mutating func add(_ operation: LoweredOperation) {
        if case .turn(let bit, let tangent, let cosine) = operation.action {
            // Rotations follow flips of the same step only where none precede them.
            let isBlocked = open.areFlipsFirst ? open.turnedBits : open.turnedBits | open.flippedBits
            if isBlocked & operation.movers != 0 { finishTurns() }
            open.turns.append(TileStep.Turn(bit: bit, tangent: tangent))
            open.turnedBits |= operation.movers
            scale *= cosine
            return
        }
        let bits = operation.movers | operation.phases
        if case .flip(let bit) = operation.action {
            if !open.exchanges.isEmpty || open.areFlipsFirst && open.turnedBits & bits != 0 { finishTurns() }
            if open.turns.isEmpty { open.areFlipsFirst = true }
            open.flips.append(TileStep.Flip(bit: bit, controls: operation.phases, value: operation.controlValue))
            open.flippedBits |= bits
            return
        }
        if case .exchange(let rotation) = operation.action, open.flips.isEmpty, open.turnedBits & bits != 0,
            open.exchangedBits & bits == 0
        {
            open.exchanges.append(rotation)
            open.exchangedBits |= bits
            open.turnedBits |= bits
            return
        }
        if (open.turnedBits | open.flippedBits) & bits != 0 { finishTurns() }
        switch operation.action {
        case .exchange(let rotation): steps.append(.exchange(rotation))
        case .matrix(let gate): steps.append(.matrix(gate))
        case .rotation(let x, let z, let angle): rotate(x: x, z: z, angle: angle)
        case .turn, .flip, .phases: break
        }
    }

    /// Joins a rotation with an earlier one of the layer if everything between lets it pass.
    private mutating func rotate(x: UInt64, z: UInt64, angle: Double) {
        for place in steps.indices.dropFirst(layerStart).suffix(Self.lookBack).reversed() {
            guard case .rotations(var group) = steps[place] else { break }
            if group.add(x: x, z: z, angle: angle) {
                steps[place] = .rotations(group)
                return
            }
            if !group.commutes(x: x, z: z) { break }
        }
        steps.append(.rotations(SharedRotations(x: x, z: z, angle: angle)))
    }

    private mutating func finishTurns() {
        if open.isEmpty { return }
        if scale < Self.smallestScale, !open.turns.isEmpty {
            open.scale = scale
            scale = 1
        }
        steps.append(.turns(open))
        open = TurnLayer()
    }

    private mutating func settleScale() {
        if scale == 1 { return }
        for place in steps.indices.reversed() {
            if case .turns(var layer) = steps[place], !layer.turns.isEmpty {
                layer.scale *= scale
                steps[place] = .turns(layer)
                return
            }
        }
    }
}
