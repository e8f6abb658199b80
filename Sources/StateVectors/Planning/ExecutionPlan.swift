public import QuantumCircuits

/// Gates compiled for a register: what is done to the state, pass after pass, and what it costs.
///
/// Three ways are compared. *Gates*: each gate is taken apart into real rotations, diagonal gates, relabellings and
/// controlled flips. *Rotations*: the same after Clifford gates were pushed to the end. *Fused*: neighbouring gates are
/// multiplied into dense matrices. Whichever way, the operations are cut into segments whose bits fit a tile that stays
/// in the cache, and diagonal gates gather into layers.
public struct ExecutionPlan: Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// The precision it was made for.
    public let precision: Precision
    /// The largest number of qubits of a merged gate; `nil` where gates are not multiplied.
    public let fusionWidth: Int?
    /// The number of gates before merging.
    public let gateCount: Int
    /// How the gates are carried out.
    public let strategy: Strategy
    /// The predicted time on one thread of the machine that the cost model was measured on.
    public let predictedSeconds: Double
    private(set) var segments: [PlannedSegment]
    private let layout: PlanLayout
    private let shape: TileShape

    /// Ways to carry out a circuit.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// Whatever is predicted to take less time.
        case automatic
        /// Gates taken apart.
        case gates
        /// Clifford gates pushed to the end, so that rotations about Pauli strings remain; as `gates` where the
        /// circuit does not allow it.
        case rotations
        /// Neighbouring gates multiplied.
        case fused
    }

    /// Widths the planner compares when none is asked for.
    public static let fusionWidths = 2...4
    /// Widths that can be asked for.
    public static let possibleFusionWidths = 1...5

    /// How many times fewer operations make rotations the better way without comparison.
    private static let clearGain = 6

    /// Compiles gates.
    ///
    /// - Parameter fusionWidth: multiplies neighbouring gates on at most this many qubits; `nil` takes whatever has the
    ///   smallest predicted time.
    /// - Parameter strategy: how to carry the gates out.
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/unboundParameter(operation:)``,
    ///   ``StateVectorError/matrixTooWide(found:limit:)``.
    public init(
        _ operations: [CircuitOperation], qubitCount: Int, precision: Precision, fusionWidth: Int? = nil,
        strategy: Strategy = .automatic
    ) throws(StateVectorError) {
        try self.init(
            operations, shape: TileShape(qubitCount: qubitCount, precision: precision), precision: precision,
            fusionWidth: fusionWidth, strategy: strategy)
    }

    init(
        _ operations: [CircuitOperation], shape: TileShape, precision: Precision, fusionWidth: Int? = nil,
        strategy: Strategy = .automatic
    ) throws(StateVectorError) {
        let best = try Self.best(
            of: operations, shape: shape, precision: precision, fusionWidth: fusionWidth, strategy: strategy
        ).inBestShape(precision: precision)
        qubitCount = shape.qubitCount
        self.shape = best.shape
        layout = best.layout
        self.precision = precision
        self.strategy = best.strategy
        self.fusionWidth = best.width
        gateCount = operations.count { if case .barrier = $0 { false } else { true } }
        segments = best.segments
        predictedSeconds = best.seconds
    }

    /// The plan for the same circuit with other angles.
    ///
    /// What was decided is kept, and only numbers change. Where an angle makes another gate of a gate (a rotation by π is a
    /// flip) the circuit is planned anew, with the same strategy; so is one that was fused. A plan for angles from a random
    /// point serves all angles but a few.
    ///
    /// - Parameter operations: the operations the plan was made for, with other angles.
    /// - Complexity: gates are taken apart once; nothing is compared, cut into segments or sorted into layers.
    /// - Throws: what ``init(_:qubitCount:precision:fusionWidth:strategy:)`` throws.
    public func rebound(to operations: [CircuitOperation]) throws(StateVectorError) -> ExecutionPlan {
        if strategy != .fused {
            let reading = GateReading(operations)
            let lowering: Lowering?
            if strategy == .rotations {
                let rotated = CliffordConjugation.rewritten(reading, qubitCount: qubitCount)
                lowering = try rotated.map { circuit throws(StateVectorError) in
                    try Lowering(circuit, of: reading, qubitCount: qubitCount)
                }
            } else {
                lowering = try Lowering(reading, qubitCount: qubitCount)
            }
            if let lowering {
                if layout.fits(lowering.operations, bitOfQubit: lowering.bitOfQubit) {
                    var result = self
                    result.segments =
                        Relabeling.segments(for: lowering.bitOfQubit, flips: lowering.flips, shape: shape)
                        + layout.segments(of: lowering.operations)
                    return result
                }
            }
        }
        return try ExecutionPlan(
            operations, shape: shape, precision: precision, fusionWidth: fusionWidth, strategy: strategy)
    }

    private static func best(
        of operations: [CircuitOperation], shape: TileShape, precision: Precision, fusionWidth: Int?,
        strategy: Strategy
    ) throws(StateVectorError) -> PlanCandidate {
        if fusionWidth != nil || strategy == .fused {
            let widths = fusionWidth.map { $0...$0 } ?? fusionWidths
            return try fused(operations, shape: shape, precision: precision, widths: widths)
        }
        let (reading, qubitCount) = (GateReading(operations), shape.qubitCount)
        let rotated = strategy == .gates ? nil : CliffordConjugation.rewritten(reading, qubitCount: qubitCount)
        // Where ladders vanish there is nothing to compare, and taking all gates apart would take longer than running.
        let isClear = strategy == .rotations || (rotated?.count ?? .max) < operations.count / clearGain
        var best: PlanCandidate?
        if let rotated {
            let lowering = try Lowering(rotated, of: reading, qubitCount: qubitCount)
            best = PlanCandidate(lowering, shape: shape, precision: precision, strategy: .rotations)
        }
        if best == nil || !isClear {
            let lowering = try Lowering(reading, qubitCount: qubitCount)
            let gates = PlanCandidate(lowering, shape: shape, precision: precision, strategy: .gates)
            best = gates.isFaster(than: best) ? gates : best
            if strategy == .automatic, gates.hasDenseMatrices || mayFuse(operations, shape, precision, gates.seconds) {
                let merged = try fused(operations, shape: shape, precision: precision, widths: fusionWidths)
                best = merged.isFaster(than: best) ? merged : best
            }
        }
        if let best { return best }
        return PlanCandidate(
            try Lowering(reading, qubitCount: qubitCount), shape: shape, precision: precision, strategy: .gates)
    }

    /// Whether multiplying gates is worth a try: whether long runs of gates stay on the same few qubits. Products of their
    /// matrices are not made to find out.
    private static func mayFuse(
        _ operations: [CircuitOperation], _ shape: TileShape, _ precision: Precision, _ seconds: Double
    ) -> Bool {
        var latest = [UInt64](repeating: 0, count: shape.qubitCount)
        var fused = 0.0
        for operation in operations {
            let mask = operation.qubitMask
            guard mask.nonzeroBitCount > 1 else { continue }
            var isContinued = true
            mask.forEachBit { qubit in
                if latest[qubit] != mask { isContinued = false }
                latest[qubit] = mask
            }
            if !isContinued {
                fused += CostModel.denseSeconds(
                    width: mask.nonzeroBitCount, qubitCount: shape.qubitCount, precision: precision)
                if fused > seconds { return false }
            }
        }
        return true
    }

    private static func fused(
        _ operations: [CircuitOperation], shape: TileShape, precision: Precision, widths: ClosedRange<Int>
    ) throws(StateVectorError) -> PlanCandidate {
        // Widths are compared by bit masks; only the clusters of the best are multiplied.
        let gates = try FusionGate.gates(operations)
        var best: (clusters: [GateFusion.Cluster], width: Int, seconds: Double)?
        for width in widths where best == nil || width <= shape.qubitCount {
            let clusters = GateFusion.clusters(of: gates, width: width)
            let seconds = clusters.reduce(0) {
                $0 + CostModel.seconds($1, of: gates, qubitCount: shape.qubitCount, precision: precision)
            }
            if seconds < best?.seconds ?? .infinity { best = (clusters, width, seconds) }
        }
        let merged = (best?.clusters ?? []).map { $0.step(of: gates).lowered }
        return PlanCandidate(merged, shape: shape, precision: precision, width: best?.width ?? widths.lowerBound)
    }

    /// The number of passes over the state.
    public var passCount: Int { shape.isWhole ? stepCount : segments.count }

    /// The number of steps of all passes.
    public var stepCount: Int { segments.reduce(0) { $0 + $1.steps.count } }

    /// How many steps there are of each kind, and what they hold.
    public var summary: [(kind: String, count: Int)] {
        var (turns, rotated, layers, tables, others) = (0, 0, 0, 0, [String: Int]())
        for step in segments.flatMap(\.steps) {
            switch step {
            case .turns(let layer):
                (turns, rotated) = (turns + 1, rotated + layer.turns.count)
                if !layer.flips.isEmpty { others["controlled flips", default: 0] += layer.flips.count }
                if !layer.exchanges.isEmpty { others["rotations of pairs", default: 0] += layer.exchanges.count }
            case .phases(let list, _): (layers, tables) = (layers + 1, tables + list.count)
            case .exchange: others["rotations of pairs", default: 0] += 1
            case .matrix: others["matrices", default: 0] += 1
            case .rotations(let group):
                others["passes of Pauli rotations", default: 0] += 1
                others["Pauli rotations", default: 0] += group.count
            case .translation: others["flips at the start", default: 0] += 1
            case .swap: others["exchanges of bits", default: 0] += 1
            }
        }
        let counts: [(kind: String, count: Int)] = [
            ("segments", segments.count), ("layers of real rotations and flips", turns), ("real rotations", rotated),
            ("diagonal layers", layers), ("tables of those", tables),
        ]
        return counts + others.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
    }

    /// Bytes of the state.
    public var bytes: UInt64 { MemoryPlan(qubitCount: qubitCount, precision: precision, available: 0).bytesNeeded }

    /// Floating-point operations of all passes.
    public var operationCount: Double {
        segments.reduce(0) { $0 + $1.steps.reduce(0) { $0 + CostModel.flops($1, qubitCount: qubitCount) } }
    }
}
