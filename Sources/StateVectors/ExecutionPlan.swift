public import QuantumCircuits

/// Gates compiled for a register: the passes over the state, and what they cost.
public struct ExecutionPlan: Sendable {
    /// The number of qubits.
    public let qubitCount: Int
    /// The precision it was made for.
    public let precision: Precision
    /// The largest number of qubits of a merged gate.
    public let fusionWidth: Int
    /// The number of gates before merging.
    public let gateCount: Int
    /// The predicted time on one thread of the machine that the cost model was measured on.
    public let predictedSeconds: Double
    let steps: [PlanStep]

    /// Widths the planner compares when none is asked for.
    public static let fusionWidths = 1...5

    /// Compiles gates.
    ///
    /// - Parameter fusionWidth: the largest number of qubits of a merged gate; `nil` takes the one with the smallest
    ///   predicted time.
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/unboundParameter(operation:)``.
    public init(_ operations: [CircuitOperation], qubitCount: Int, precision: Precision, fusionWidth: Int? = nil)
        throws(StateVectorError)
    {
        let gates = try FusionGate.gates(operations)
        let widths = fusionWidth.map { $0...$0 } ?? Self.fusionWidths
        var best: (seconds: Double, width: Int, clusters: [GateFusion.Cluster]) = (.infinity, 1, [])
        for width in widths where width == widths.lowerBound || width <= qubitCount {
            let clusters = GateFusion.clusters(of: gates, width: width)
            let seconds = clusters.reduce(0) {
                $0 + CostModel.seconds($1, of: gates, qubitCount: qubitCount, precision: precision)
            }
            if seconds < best.seconds { best = (seconds, width, clusters) }
        }
        self.qubitCount = qubitCount
        self.precision = precision
        gateCount = gates.count
        self.fusionWidth = best.width
        predictedSeconds = best.seconds
        steps = best.clusters.map { $0.step(of: gates) }
    }

    /// The number of passes over the state.
    public var passCount: Int { steps.count }

    /// Bytes of the state.
    public var bytes: UInt64 { MemoryPlan(qubitCount: qubitCount, precision: precision, available: 0).bytesNeeded }

    /// Floating-point operations of all passes.
    public var operationCount: Double { steps.reduce(0) { $0 + CostModel.flops($1, qubitCount: qubitCount) } }
}
