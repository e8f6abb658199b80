internal import QuantumCircuits

/// What planning decides that does not depend on angles: which operations happen together, and in what order.
struct PlanLayout: Sendable {
    private struct Part: Sendable {
        let local: UInt64
        let layers: [Layering.Layer]
    }

    /// What an operation is, apart from its numbers.
    private struct Signature: Equatable, Sendable {
        let kind: Int
        let movers: UInt64
        let phases: UInt64
        let controlValue: UInt64

        init(_ operation: LoweredOperation) {
            kind =
                switch operation.action {
                case .turn: 0
                case .phases: 1
                case .flip: 2
                case .exchange(let rotation): 8 + rotation.first.trailingZeroBitCount
                case .matrix: 3
                case .rotation(_, let z, _): 4 + (z & operation.movers).nonzeroBitCount % 2
                }
            (movers, phases) = (operation.movers, operation.phases)
            controlValue = operation.controlValue
        }
    }

    private let parts: [Part]
    private let signatures: [Signature]
    private let bitOfQubit: [Int]

    init(of operations: [LoweredOperation], bitOfQubit: [Int], shape: TileShape) {
        self.bitOfQubit = bitOfQubit
        signatures = operations.map { Signature($0) }
        parts = SegmentPlanner.segments(of: operations, shape: shape).map { segment in
            Part(local: segment.local, layers: Layering(of: segment.members, in: operations).layers)
        }
    }

    /// Whether other operations, which differ in angles at most, can be carried out in the same way.
    func fits(_ operations: [LoweredOperation], bitOfQubit other: [Int]) -> Bool {
        bitOfQubit == other && operations.count == signatures.count
            && zip(operations, signatures).allSatisfy { Signature($0) == $1 }
    }

    /// The segments with the operations' numbers.
    func segments(of operations: [LoweredOperation]) -> [PlannedSegment] {
        parts.map { part in
            PlannedSegment(local: part.local, steps: TileStepBuilder.steps(of: part.layers, in: operations))
        }
    }
}
