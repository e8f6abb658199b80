internal import QuantumCircuits
internal import RealModule

/// What the steps of a plan cost, from rates measured on one core of an AMD EPYC (Zen 4) with AVX-512.
///
/// All times are nanoseconds for each 64 bytes of the state: single precision has twice the amplitudes in them.
enum CostModel {
    private static let bytesPerRegister = 64.0
    /// Taking a tile to the cache and back.
    private static let copy = 4.0
    /// How much longer steps take on a whole state of more than so many bytes than on tiles: those stay in the cache of the
    /// core, the state in one that cores share.
    private static let wholeSlowdowns: [(bytes: Double, factor: Double)] = [(0x1p22, 1.2), (0x1p23, 1.9)]
    /// Starting a step, in seconds, and preparing it.
    private static let start = 5e-7

    /// Seconds of a segment.
    static func seconds(
        _ segment: PlannedSegment, isWhole: Bool, qubitCount: Int, precision: Precision
    ) -> Double {
        let bytes = Double.exp2(Double(qubitCount)) * Double(precision.bytesPerAmplitude)
        let registers = max(1, bytes / bytesPerRegister)
        let work = segment.steps.reduce(isWhole ? 0 : copy) { $0 + nanoseconds($1) }
        let slowdown = isWhole ? wholeSlowdowns.last { bytes > $0.bytes }?.factor ?? 1 : 1
        return registers * slowdown * work * 1e-9 + start * Double(segment.steps.count)
    }

    /// Seconds of a dense matrix on `width` qubits.
    static func denseSeconds(width: Int, qubitCount: Int, precision: Precision) -> Double {
        let bytes = Double.exp2(Double(qubitCount)) * Double(precision.bytesPerAmplitude)
        return max(1, bytes / bytesPerRegister) * denseNanoseconds(width) * 1e-9 + start
    }

    /// Seconds of a cluster of gates that is multiplied.
    static func seconds(
        _ cluster: GateFusion.Cluster, of gates: [FusionGate], qubitCount: Int, precision: Precision
    ) -> Double {
        if cluster.parts.count == 1, case .dense(let gate) = gates[cluster.parts[0]].step {
            let whole = denseSeconds(width: gate.qubits.count, qubitCount: qubitCount, precision: precision)
            return whole * .exp2(-Double(gate.controls.count))
        }
        let width = cluster.parts.count == 1 || cluster.isDiagonal ? 0 : cluster.mask.nonzeroBitCount
        return denseSeconds(width: width, qubitCount: qubitCount, precision: precision)
    }

    private static func denseNanoseconds(_ width: Int) -> Double { 0.4 + 0.85 * .exp2(Double(width)) }

    private static func nanoseconds(_ step: TileStep) -> Double {
        switch step {
        case .turns(let layer):
            // Rotations by 45 degrees are additions.
            let units = layer.turns.count { abs($0.tangent) == 1 }
            let passes = max((layer.turns.count + 3) / 4, (layer.exchanges.count + 1) / 2)
            return 0.8 * Double(passes) + 0.2 * Double(layer.turns.count) - 0.08 * Double(units)
                + layer.flips.reduce(0) { $0 + 1.0 * .exp2(-Double($1.controls.nonzeroBitCount)) }
                + 0.25 * Double(layer.exchanges.count)
        case .phases(let tables, _):
            let rows = tables.count { $0.isRow }
            return 0.35 * Double(tables.count - rows) + (rows == 0 ? 0.4 : 0.9 * Double(rows))
        case .exchange: return 0.45
        case .matrix(let gate):
            if gate.matrix.isDiagonal { return 1.5 * .exp2(-Double(gate.controls.count)) }
            return denseNanoseconds(gate.qubits.count) * .exp2(-Double(gate.controls.count))
        case .rotations: return 1.5
        case .translation: return 1.3
        case .swap: return 0.7
        }
    }

    /// Floating-point operations of a step on the whole state.
    static func flops(_ step: TileStep, qubitCount: Int) -> Double {
        let perAmplitude: Double
        switch step {
        case .turns(let layer): perAmplitude = 4 * Double(layer.turns.count) + 4 * Double(layer.exchanges.count)
        case .phases(let tables, _): perAmplitude = 6 * Double(max(1, tables.count { $0.isRow }))
        case .matrix(let gate):
            let dense = gate.matrix.isDiagonal ? 6 : 8 * Double.exp2(Double(gate.qubits.count))
            perAmplitude = dense * .exp2(-Double(gate.controls.count))
        case .rotations: perAmplitude = 6
        case .exchange: perAmplitude = 4
        case .translation, .swap: perAmplitude = 0
        }
        return perAmplitude * .exp2(Double(qubitCount))
    }
}
