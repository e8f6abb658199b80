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
    /// How the gates are carried out: merged as they stand, or as Pauli rotations.
    public let strategy: Strategy
    /// The predicted time on one thread of the machine that the cost model was measured on.
    public let predictedSeconds: Double
    let steps: [PlanStep]

    /// Ways to carry out a circuit.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// Whatever is predicted to take less time.
        case automatic
        /// Neighbouring gates merged.
        case gates
        /// Clifford gates pushed to the end, so that rotations about Pauli strings remain; as `gates` where the
        /// circuit does not allow it.
        case rotations
    }

    /// Widths the planner compares when none is asked for.
    public static let fusionWidths = 1...5

    /// How many times fewer operations make rotations the better way without comparison.
    private static let clearGain = 6

    /// Compiles gates.
    ///
    /// - Parameter fusionWidth: the largest number of qubits of a merged gate; `nil` takes the one with the smallest
    ///   predicted time.
    /// - Parameter strategy: how to carry the gates out.
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/unboundParameter(operation:)``.
    public init(
        _ operations: [CircuitOperation], qubitCount: Int, precision: Precision, fusionWidth: Int? = nil,
        strategy: Strategy = .automatic
    )
        throws(StateVectorError)
    {
        let rewritten =
            strategy == .gates ? nil : CliffordConjugation.rewritten(operations, qubitCount: qubitCount)
        // Where ladders vanish there is nothing to compare, and planning merged gates would take longer than running.
        let isClear = strategy == .rotations || (rewritten?.count ?? .max) < operations.count / Self.clearGain
        var best = try Candidate(
            isClear ? rewritten ?? operations : operations, qubitCount: qubitCount, precision: precision,
            width: fusionWidth)
        var chosen = isClear && rewritten != nil ? Strategy.rotations : .gates
        if !isClear, let rewritten {
            let candidate = try Candidate(rewritten, qubitCount: qubitCount, precision: precision, width: fusionWidth)
            if candidate.seconds < best.seconds { (best, chosen) = (candidate, .rotations) }
        }
        self.strategy = chosen
        self.qubitCount = qubitCount
        self.precision = precision
        gateCount = operations.count { if case .barrier = $0 { false } else { true } }
        self.fusionWidth = best.width
        predictedSeconds = best.seconds
        steps = best.clusters.map { $0.step(of: best.gates) }
    }

    /// One way to carry out the gates, with the width of merged gates that costs least.
    private struct Candidate {
        let gates: [FusionGate]
        var clusters: [GateFusion.Cluster] = []
        var width = 1
        var seconds = Double.infinity

        init(_ operations: [CircuitOperation], qubitCount: Int, precision: Precision, width fixed: Int?)
            throws(StateVectorError)
        {
            gates = try FusionGate.gates(operations)
            let widths = fixed.map { $0...$0 } ?? ExecutionPlan.fusionWidths
            for width in widths where width == widths.lowerBound || width <= qubitCount {
                let clusters = GateFusion.clusters(of: gates, width: width)
                let seconds = clusters.reduce(0) {
                    $0 + CostModel.seconds($1, of: gates, qubitCount: qubitCount, precision: precision)
                }
                if seconds < self.seconds { (self.seconds, self.width, self.clusters) = (seconds, width, clusters) }
            }
        }
    }

    /// The number of passes over the state.
    public var passCount: Int { steps.count }

    /// Bytes of the state.
    public var bytes: UInt64 { MemoryPlan(qubitCount: qubitCount, precision: precision, available: 0).bytesNeeded }

    /// Floating-point operations of all passes.
    public var operationCount: Double { steps.reduce(0) { $0 + CostModel.flops($1, qubitCount: qubitCount) } }
}
