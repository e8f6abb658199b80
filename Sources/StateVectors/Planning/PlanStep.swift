internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// One pass over the state.
enum PlanStep: Sendable {
    /// A dense matrix on a few qubits, under controls.
    case dense(MatrixGate)
    /// A diagonal matrix, given by its entries, under controls.
    case diagonal(entries: [Complex<Double>], qubits: [Int], controls: [Control])
    /// exp(−i θ/2 P).
    case rotation(PauliString, angle: Double)
    /// A global phase.
    case phase(Complex<Double>)

    /// Operands and controls as bits.
    var mask: UInt64 {
        switch self {
        case .dense(let gate): gate.controls.masks.mask | gate.qubits.mask
        case .diagonal(_, let qubits, let controls): controls.masks.mask | qubits.mask
        case .rotation(let string, _): string.support.word
        case .phase: 0
        }
    }
}

extension PlanStep {
    /// The widest matrices that the kernels have room for.
    private static let (widestDense, widestDiagonal) = (6, 16)

    /// Throws ``StateVectorError/matrixTooWide(found:limit:)`` for a matrix that the kernels do not take.
    func checkWidth() throws(StateVectorError) {
        switch self {
        case .dense(let gate) where gate.qubits.count > Self.widestDense:
            throw .matrixTooWide(found: gate.qubits.count, limit: Self.widestDense)
        case .diagonal(_, let qubits, _) where qubits.count > Self.widestDiagonal:
            throw .matrixTooWide(found: qubits.count, limit: Self.widestDiagonal)
        default: return
        }
    }
}

extension [Int] {
    /// The qubits as bits.
    fileprivate var mask: UInt64 { reduce(0) { $0 | 1 << UInt64($1) } }
}
