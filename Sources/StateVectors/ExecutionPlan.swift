internal import ComplexModule
public import QuantumCircuits
internal import RealModule

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
    let steps: [PlanStep]

    /// Widths the planner compares when none is asked for.
    public static let fusionWidths = 1...5

    /// Compiles gates.
    ///
    /// - Parameter fusionWidth: the largest number of qubits of a merged gate; `nil` takes the one with the smallest
    ///   predicted time.
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/unboundParameter(operation:)``.
    public init(_ operations: [Operation], qubitCount: Int, precision: Precision, fusionWidth: Int? = nil)
        throws(StateVectorError)
    {
        let widths = fusionWidth.map { [$0] } ?? Array(Self.fusionWidths)
        var best: (seconds: Double, width: Int, steps: [PlanStep])?
        for width in widths {
            let steps = try GateFusion.steps(for: operations, width: width)
            let seconds = steps.reduce(0) { $0 + CostModel.seconds($1, qubitCount: qubitCount, precision: precision) }
            if best == nil || seconds < best?.seconds ?? 0 { best = (seconds, width, steps) }
        }
        self.qubitCount = qubitCount
        self.precision = precision
        gateCount = operations.count
        self.fusionWidth = best?.width ?? 1
        steps = best?.steps ?? []
    }

    /// The number of passes over the state.
    public var passCount: Int { steps.count }

    /// Bytes of the state.
    public var bytes: UInt64 { MemoryPlan(qubitCount: qubitCount, precision: precision, available: 0).bytesNeeded }

    /// Floating-point operations of all passes.
    public var operationCount: Double { steps.reduce(0) { $0 + CostModel.flops($1, qubitCount: qubitCount) } }

    /// The predicted time on one thread of the machine the model was measured on.
    public var predictedSeconds: Double {
        steps.reduce(0) { $0 + CostModel.seconds($1, qubitCount: qubitCount, precision: precision) }
    }
}

/// What a pass over the state costs, from rates measured on one core of an AMD EPYC (Zen 4).
enum CostModel {
    /// Floating-point operations: 8 for a complex multiply-add.
    static func flops(_ step: PlanStep, qubitCount: Int) -> Double {
        let amplitudes = Double.exp2(Double(qubitCount))
        return switch step {
        case .dense(let gate):
            amplitudes * 8 * Double(gate.matrix.dimension) * .exp2(-Double(gate.controls.count))
        case .diagonal(_, _, let controls): amplitudes * 6 * .exp2(-Double(controls.count))
        case .rotation: amplitudes * 4
        case .phase: amplitudes * 6
        }
    }

    /// Seconds: the longer of arithmetic and memory traffic, and what it takes to start.
    static func seconds(_ step: PlanStep, qubitCount: Int, precision: Precision) -> Double {
        let bytes = 2 * Double.exp2(Double(qubitCount)) * Double(precision.bytesPerAmplitude)
        let bandwidth = bytes < 2 * 0x1p20 ? 200e9 : bytes < 2 * 0x1p24 ? 120e9 : 45e9
        let rate = precision == .single ? 80e9 : 38e9
        return max(flops(step, qubitCount: qubitCount) / rate, bytes / bandwidth) + startSeconds(step)
    }

    /// Preparing a merged gate takes a time that grows with its matrix.
    private static func startSeconds(_ step: PlanStep) -> Double {
        if case .dense(let gate) = step { 1e-6 + 3e-8 * Double(gate.matrix.elements.count) } else { 1e-6 }
    }
}
