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

extension [Int] {
    /// The qubits as bits.
    fileprivate var mask: UInt64 { reduce(0) { $0 | 1 << UInt64($1) } }
}
