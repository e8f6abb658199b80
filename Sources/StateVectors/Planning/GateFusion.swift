internal import QuantumCircuits

/// A gate as the fusion sees it.
struct FusionGate {
    /// Operands and controls as bits.
    let mask: UInt64
    /// The gate with its controls inside the matrix; `nil` for a step that is never merged.
    let mergeable: MatrixGate?
    /// The pass that carries it out alone.
    let step: PlanStep
    let isDiagonal: Bool

    /// Gates with more operands and controls than this are never merged.
    static let widestMerged = 5

    /// The gates of a circuit; barriers vanish.
    static func gates(_ operations: [CircuitOperation]) throws(StateVectorError) -> [FusionGate] {
        var gates: [FusionGate] = []
        gates.reserveCapacity(operations.count)
        for operation in operations {
            switch operation {
            case .barrier: continue
            case .pauliRotation(let rotation):
                guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: operation.name) }
                let gate = rotation.string.matrixGate(rotatingBy: angle)
                gates.append(gate.map { FusionGate($0) } ?? FusionGate(alone: .rotation(rotation.string, angle: angle)))
            default:
                let gate = FusionGate(try operation.matrixGate())
                try gate.step.checkWidth()
                gates.append(gate)
            }
        }
        return gates
    }

    private init(alone step: PlanStep) {
        mask = step.mask
        mergeable = nil
        self.step = step
        isDiagonal = false
    }

    private init(_ gate: MatrixGate) {
        step = gate.step
        mask = step.mask
        let count = gate.qubits.count + gate.controls.count
        mergeable = 1...Self.widestMerged ~= count ? gate.withControlsInside : nil
        if case .dense = step { isDiagonal = false } else { isDiagonal = true }
    }
}

/// Merges neighbouring gates into dense gates of at most `width` qubits, so that the state is walked fewer times.
///
/// A gate joins the latest cluster that touches one of its qubits: every other of its qubits was last touched earlier,
/// so nothing lies between. Clusters that only wait (no later one touches their qubits) are taken along. A gate wider
/// than `width` stays alone. Only bit masks move here; matrices are multiplied once the width is chosen.
struct GateFusion {
    /// Gates that are carried out in one pass.
    struct Cluster {
        var mask: UInt64
        var parts: [Int]
        var isDiagonal: Bool
    }

    private enum Item {
        case cluster(Cluster)
        case alone(Int)
        case absorbed
    }

    private let gates: [FusionGate]
    private let width: Int
    private var items: [Item] = []
    private var latest = [Int](repeating: -1, count: 64)

    /// The clusters of gates, in order.
    static func clusters(of gates: [FusionGate], width: Int) -> [Cluster] {
        var fusion = GateFusion(gates: gates, width: width)
        for index in gates.indices { fusion.add(index) }
        return fusion.finished()
    }

    private init(gates: [FusionGate], width: Int) {
        self.gates = gates
        self.width = width
    }

    private mutating func add(_ index: Int) {
        let gate = gates[index]
        guard gate.mergeable != nil, gate.mask.nonzeroBitCount <= width else {
            gate.mask.forEachBit { latest[$0] = items.count }
            items.append(.alone(index))
            return
        }
        var merged = Cluster(mask: gate.mask, parts: [index], isDiagonal: gate.isDiagonal)
        let touched = touchedItems(gate.mask)
        var position: Int?
        if let newest = touched.first, case .cluster(let cluster) = items[newest], fits(cluster, merged) {
            merged = joined(cluster, merged)
            items[newest] = .absorbed
            position = newest
        }
        for item in touched where item != position {
            guard case .cluster(let cluster) = items[item], fits(cluster, merged), isWaiting(cluster, at: item)
            else { continue }
            merged = joined(cluster, merged)
            items[item] = .absorbed
        }
        place(merged, at: position)
    }

    /// The items that last touched the qubits, the newest first.
    private func touchedItems(_ mask: UInt64) -> [Int] {
        var touched: [Int] = []
        mask.forEachBit { if latest[$0] >= 0, !touched.contains(latest[$0]) { touched.append(latest[$0]) } }
        return touched.sorted(by: >)
    }

    private func isWaiting(_ cluster: Cluster, at item: Int) -> Bool {
        var isWaiting = true
        cluster.mask.forEachBit { if latest[$0] != item { isWaiting = false } }
        return isWaiting
    }

    private func fits(_ first: Cluster, _ second: Cluster) -> Bool {
        (first.mask | second.mask).nonzeroBitCount <= width
    }

    private func joined(_ first: Cluster, _ second: Cluster) -> Cluster {
        Cluster(
            mask: first.mask | second.mask, parts: first.parts + second.parts,
            isDiagonal: first.isDiagonal && second.isDiagonal)
    }

    private mutating func place(_ cluster: Cluster, at position: Int?) {
        let index = position ?? items.count
        if position == nil { items.append(.cluster(cluster)) } else { items[index] = .cluster(cluster) }
        // A cluster that stays in place may have qubits that later items touched since.
        cluster.mask.forEachBit { latest[$0] = Swift.max(latest[$0], index) }
    }

    /// The clusters in order, neighbours merged once more where their qubits together are few enough.
    private func finished() -> [Cluster] {
        var clusters: [Cluster] = []
        var mayJoin = false
        for item in items {
            switch item {
            case .absorbed: continue
            case .alone(let index):
                clusters.append(Cluster(mask: gates[index].mask, parts: [index], isDiagonal: gates[index].isDiagonal))
                mayJoin = false
            case .cluster(let cluster):
                if mayJoin, let previous = clusters.last, fits(previous, cluster) {
                    clusters[clusters.count - 1] = joined(previous, cluster)
                } else {
                    clusters.append(cluster)
                    mayJoin = true
                }
            }
        }
        return clusters
    }
}

extension GateFusion.Cluster {
    /// The pass with the product of all parts.
    func step(of gates: [FusionGate]) -> PlanStep {
        if parts.count == 1 { return gates[parts[0]].step }
        var qubits: [Int] = []
        mask.forEachBit { qubits.append($0) }
        var matrix = GateMatrix.identity(qubitCount: qubits.count)
        for part in parts {
            guard let gate = gates[part].mergeable else { continue }
            matrix.apply(gate.matrix, at: gate.qubits.compactMap { qubits.firstIndex(of: $0) })
        }
        return MatrixGate(matrix, on: qubits).step
    }
}

extension UInt64 {
    /// Calls `body` with the number of each bit that is 1, from the lowest up.
    func forEachBit(_ body: (Int) -> Void) {
        var rest = self
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}
