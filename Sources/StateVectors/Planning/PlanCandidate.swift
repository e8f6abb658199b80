internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// Steps for one tile of the state after another.
struct PlannedSegment: Sendable {
    let local: UInt64
    let steps: [TileStep]
}

/// One way to carry gates out.
struct PlanCandidate {
    let strategy: ExecutionPlan.Strategy
    let width: Int?
    let segments: [PlannedSegment]
    let seconds: Double
    let hasDenseMatrices: Bool
    let layout: PlanLayout
    let shape: TileShape
    private let operations: [LoweredOperation]
    private let bitOfQubit: [Int]
    private let flips: UInt64

    init(_ lowering: Lowering, shape: TileShape, precision: Precision, strategy: ExecutionPlan.Strategy) {
        self.init(
            lowering.operations, bitOfQubit: lowering.bitOfQubit, flips: lowering.flips, shape: shape,
            precision: precision, strategy: strategy, width: nil)
    }

    init(_ operations: [LoweredOperation], shape: TileShape, precision: Precision, width: Int) {
        self.init(
            operations, bitOfQubit: Array(0..<shape.qubitCount), flips: 0, shape: shape, precision: precision,
            strategy: .fused, width: width)
    }

    private init(
        _ operations: [LoweredOperation], bitOfQubit: [Int], flips: UInt64, shape: TileShape, precision: Precision,
        strategy: ExecutionPlan.Strategy, width: Int?
    ) {
        self.strategy = strategy
        self.width = width
        self.shape = shape
        self.operations = operations
        self.bitOfQubit = bitOfQubit
        self.flips = flips
        layout = PlanLayout(of: operations, bitOfQubit: bitOfQubit, shape: shape)
        segments =
            Relabeling.segments(for: bitOfQubit, flips: flips, shape: shape) + layout.segments(of: operations)
        seconds = segments.reduce(0) {
            $0 + CostModel.seconds($1, isWhole: shape.isWhole, qubitCount: shape.qubitCount, precision: precision)
        }
        hasDenseMatrices = operations.contains {
            if case .matrix(let gate) = $0.action { gate.qubits.count > 1 && $0.movers != 0 } else { false }
        }
    }

    /// The same operations in another shape of tiles, if that is worth a comparison and faster, or this.
    func inBestShape(precision: Precision) -> PlanCandidate {
        guard let shape = shape.alternative(precision: precision) else { return self }
        let other = PlanCandidate(
            operations, bitOfQubit: bitOfQubit, flips: flips, shape: shape, precision: precision, strategy: strategy,
            width: width)
        return other.isFaster(than: self) ? other : self
    }

    func isFaster(than other: PlanCandidate?) -> Bool { seconds < other?.seconds ?? .infinity }
}

extension PlanStep {
    /// The same as an operation on bits.
    var lowered: LoweredOperation {
        switch self {
        case .dense(let gate): .matrix(gate)
        case .diagonal(let entries, let qubits, let controls):
            qubits.count <= Lowering.widestPhases && controls.isEmpty
                ? .phases(bits: qubits, entries: entries)
                : .matrix(MatrixGate(.diagonal(entries), on: qubits, controls: controls))
        case .rotation(let string, let angle): .rotation(x: string.x.word, z: string.z.word, angle: angle)
        case .phase(let phase): .phases(bits: [], entries: [phase])
        }
    }
}
