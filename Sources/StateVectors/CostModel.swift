internal import QuantumCircuits
internal import RealModule

/// What a pass over the state costs, from rates measured on one core of an AMD EPYC (Zen 4) with AVX-512.
enum CostModel {
    /// Floating-point operations of a dense gate of a width: 8 for a complex multiply-add.
    private static func flopsPerAmplitude(denseWidth: Int) -> Double { 8 * .exp2(Double(denseWidth)) }
    private static let diagonalFlops = 6.0
    private static let rotationFlops = 4.0

    /// Floating-point operations of a pass.
    static func flops(_ step: PlanStep, qubitCount: Int) -> Double {
        let amplitudes = Double.exp2(Double(qubitCount))
        return switch step {
        case .dense(let gate):
            amplitudes * flopsPerAmplitude(denseWidth: gate.qubits.count) * .exp2(-Double(gate.controls.count))
        case .diagonal(_, _, let controls): amplitudes * diagonalFlops * .exp2(-Double(controls.count))
        case .rotation: amplitudes * rotationFlops
        case .phase: amplitudes * diagonalFlops
        }
    }

    /// Seconds of a cluster of gates.
    static func seconds(
        _ cluster: GateFusion.Cluster, of gates: [FusionGate], qubitCount: Int, precision: Precision
    ) -> Double {
        guard cluster.parts.count > 1 else {
            return seconds(
                flops: flops(gates[cluster.parts[0]].step, qubitCount: qubitCount), width: 1, qubitCount, precision)
        }
        let width = cluster.mask.nonzeroBitCount
        let perAmplitude = cluster.isDiagonal ? diagonalFlops : flopsPerAmplitude(denseWidth: width)
        return seconds(flops: perAmplitude * .exp2(Double(qubitCount)), width: width, qubitCount, precision)
    }

    /// Seconds of a pass: the longer of arithmetic and memory traffic, and what it takes to prepare and start.
    private static func seconds(
        flops: Double, width: Int, _ qubitCount: Int, _ precision: Precision
    ) -> Double {
        let bytes = 2 * Double.exp2(Double(qubitCount)) * Double(precision.bytesPerAmplitude)
        let bandwidth = bytes < 2 * 0x1p20 ? 150e9 : bytes < 2 * 0x1p24 ? 60e9 : 40e9
        let rate = precision == .single ? 75e9 : 38e9
        // Preparing a merged gate takes a time that grows with its matrix.
        let start = 1e-6 + 3e-8 * .exp2(2 * Double(width))
        // Arithmetic hides part of the traffic, not all: measured at 24 qubits, dense gates of 2 to 4 qubits take
        // their arithmetic and about half of a plain pass.
        return max(flops / rate + 0.5 * bytes / bandwidth, bytes / bandwidth) + start
    }
}
