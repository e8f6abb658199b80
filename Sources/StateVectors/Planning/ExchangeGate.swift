internal import ComplexModule
internal import QuantumCircuits

/// A matrix on two operands that mixes only |01⟩ and |10⟩, such as fSim, Givens rotations and powers of iSWAP: a phase
/// on the second operand, a real rotation of the pair, a diagonal gate, and perhaps a swap, in this order.
struct ExchangeGate: Sendable {
    /// The phase that the second operand gets first.
    let before: Complex<Double>
    /// (x, y) ← (x − t y, y + t x) for the amplitudes x of |10⟩ and y of |01⟩, the first operand written first.
    let tangent: Double
    /// The diagonal gate, with the cosine that the rotation left out.
    let entries: [Complex<Double>]
    /// Whether the operands trade places at the end.
    let isSwapped: Bool

    init?(_ matrix: GateMatrix) {
        guard matrix.qubitCount == 2 else { return nil }
        for (row, column) in [(0, 1), (0, 2), (0, 3), (3, 0), (3, 1), (3, 2), (1, 0), (2, 0), (1, 3), (2, 3)]
        where matrix[row, column].length > OneQubitMatrix.negligible { return nil }
        let pair = OneQubitMatrix(a: matrix[1, 1], b: matrix[1, 2], c: matrix[2, 1], d: matrix[2, 2])
        guard pair.isUnitary else { return nil }
        let parts = TurnDecomposition(pair)
        before = parts.before
        tangent = parts.tangent
        isSwapped = parts.flips
        let common = parts.phase * Complex(parts.cosine, 0)
        entries = [
            matrix[0, 0], common, common * parts.after, matrix[3, 3] * parts.before.conjugate,
        ]
    }
}
