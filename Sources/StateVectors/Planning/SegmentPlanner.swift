/// Cuts a lowered circuit into segments, each of which moves only bits that are local to a tile.
///
/// A scan in order takes every operation that moves local bits and commutes with all that were left behind. Diagonal
/// gates need no local bits; they are taken only when something taken needs them done, so that they gather in few layers.
/// Which bits are local is decided by the first operations that ask; several starting points are tried, and the one that
/// lets most happen wins.
struct SegmentPlanner {
    /// Operations, by their numbers, and the bits that are local while they run.
    struct Segment {
        var local: UInt64
        var members: [Int]
    }

    private let operations: [LoweredOperation]
    private let shape: TileShape
    private var remaining: [Int]
    /// Whether segments take so long that it pays to look for better ones.
    private var looksAhead: Bool

    private static let (mostSkipped, smallestAhead) = (12, 22)

    static func segments(of operations: [LoweredOperation], shape: TileShape) -> [Segment] {
        if shape.isWhole { return [Segment(local: shape.all, members: Array(operations.indices))] }
        var planner = SegmentPlanner(operations, shape)
        var segments: [Segment] = []
        while !planner.remaining.isEmpty { segments.append(planner.next(after: segments.last?.local ?? 0)) }
        return segments
    }

    private init(_ operations: [LoweredOperation], _ shape: TileShape) {
        self.operations = operations
        self.shape = shape
        remaining = Array(operations.indices)
        looksAhead = shape.qubitCount >= Self.smallestAhead
    }

    private mutating func next(after previous: UInt64) -> Segment {
        var best = Selection(startingWith: shape.always)
        var highest = -1
        for selection in selections(after: previous) {
            let score = selection.weight + (looksAhead ? weight(after: selection) : 0)
            if score > highest { (best, highest) = (selection, score) }
        }
        var local = shape.filled(best.local)
        if best.members.count + best.deferred.count == remaining.count {
            best.members = remaining
        } else if best.members.isEmpty, !best.deferred.isEmpty {
            best.members = best.deferred
        } else if best.members.isEmpty {
            // It moves more bits than a tile has: it gets the whole state, out of the cache.
            best.members = [remaining[0]]
            local = shape.all
        }
        let taken = Set(best.members)
        remaining.removeAll { taken.contains($0) }
        return Segment(local: local, members: best.members)
    }

    /// What can be done next, from several starts.
    private func selections(after previous: UInt64) -> [Selection] {
        let movable = remaining.reduce(UInt64(0)) { $0 | operations[$1].movers } & ~shape.always
        let fresh = filled(movable & ~previous, lowestFirst: true)
        var starts: Set = [shape.always, fresh, filled(movable, lowestFirst: false)]
        if looksAhead { for skipped in 1..<Self.mostSkipped { starts.insert(start(skipping: skipped)) } }
        return starts.sorted().map { select(startingWith: $0) }
    }

    /// The bits that the next operations move which are not among the first few.
    private func start(skipping count: Int) -> UInt64 {
        var (local, rest) = (shape.always, count)
        for index in remaining where operations[index].movers & ~local != 0 {
            rest -= 1
            let needed = local | operations[index].movers
            if rest < 0, needed.nonzeroBitCount <= shape.tileBits { local = needed }
            if local.nonzeroBitCount == shape.tileBits { break }
        }
        return local
    }

    /// How much the segment behind this one can do at most.
    private func weight(after selection: Selection) -> Int {
        var next = self
        let taken = Set(selection.members)
        next.remaining.removeAll { taken.contains($0) }
        next.looksAhead = false
        return next.selections(after: shape.filled(selection.local)).reduce(0) { max($0, $1.weight) }
    }

    /// The bits of a start: those that are always local and as many of the others as fit.
    private func filled(_ bits: UInt64, lowestFirst: Bool) -> UInt64 {
        var start = shape.always
        var rest = bits & ~start
        while rest != 0, start.nonzeroBitCount < shape.tileBits {
            let bit = lowestFirst ? rest.trailingZeroBitCount : 63 - rest.leadingZeroBitCount
            start |= 1 << UInt64(bit)
            rest &= ~(1 << UInt64(bit))
        }
        return start
    }

    private struct Selection {
        var local: UInt64
        var members: [Int] = []
        var deferred: [Int] = []
        /// How much work is done.
        var weight = 0

        init(startingWith local: UInt64) { self.local = local }
    }

    private func select(startingWith start: UInt64) -> Selection {
        var selection = Selection(startingWith: start)
        var (blockedMovers, blockedPhases, deferredPhases) = (UInt64(0), UInt64(0), UInt64(0))
        for index in remaining {
            let operation = operations[index]
            let isFree = operation.commutes(withMovers: blockedMovers, phases: blockedPhases)
            if isFree, operation.isPhases {
                selection.deferred.append(index)
                deferredPhases |= operation.phases
                continue
            }
            let needed = selection.local | operation.movers
            guard isFree, needed.nonzeroBitCount <= shape.tileBits else {
                blockedMovers |= operation.movers
                blockedPhases |= operation.phases
                if blockedMovers == shape.all { break }
                continue
            }
            selection.local = needed
            selection.weight += 1
            if operation.movers & deferredPhases != 0 {
                takeDeferred(&selection, on: operation.movers)
                deferredPhases = selection.deferred.reduce(0) { $0 | operations[$1].phases }
            }
            selection.members.append(index)
        }
        return selection
    }

    /// Diagonal gates that must be done before bits are moved.
    private func takeDeferred(_ selection: inout Selection, on movers: UInt64) {
        var kept: [Int] = []
        for index in selection.deferred {
            if operations[index].phases & movers != 0 {
                selection.members.append(index)
            } else {
                kept.append(index)
            }
        }
        selection.deferred = kept
    }
}
