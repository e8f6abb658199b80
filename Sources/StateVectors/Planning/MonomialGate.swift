internal import ComplexModule
internal import QuantumCircuits

/// A matrix with one nonzero element in each row and column, as moves of bits followed by a diagonal gate.
///
/// Relabelling of operands costs nothing, an X only a mark; what remains are X gates under controls. On two operands
/// every such matrix is of this kind: the exchange of fSim(π/2, φ) is a relabelling.
struct MonomialGate: Sendable {
    /// One move, on the operands' numbers.
    enum Move: Sendable {
        /// What operand j held comes to operand `order[j]`.
        case relabel(order: [Int])
        /// X.
        case flip(Int)
        /// X under controls.
        case controlledFlip(Int, controls: Int, value: Int)
    }

    private(set) var moves: [Move] = []
    /// The diagonal gate that follows.
    let entries: [Complex<Double>]

    /// Wider matrices are not looked at.
    static let widest = 4

    /// The decomposition, or `nil` where the matrix is not of this kind.
    init?(_ matrix: GateMatrix) {
        guard matrix.qubitCount <= Self.widest else { return nil }
        var image = [Int](repeating: -1, count: matrix.dimension)
        var entries = [Complex<Double>](repeating: .zero, count: matrix.dimension)
        for column in 0..<matrix.dimension {
            for row in 0..<matrix.dimension where matrix[row, column].length > OneQubitMatrix.negligible {
                guard image[column] < 0, entries[row] == .zero else { return nil }
                image[column] = row
                entries[row] = matrix[row, column].snapped
            }
            if image[column] < 0 { return nil }
        }
        self.entries = entries
        guard addAffine(image, bits: matrix.qubitCount) || addExchange(image) else { return nil }
    }

    /// Moves for i ↦ M i + b over GF(2).
    private mutating func addAffine(_ image: [Int], bits: Int) -> Bool {
        let offset = image[0]
        for index in image.indices {
            var expected = offset
            for bit in 0..<bits where index >> bit & 1 == 1 { expected ^= image[1 << bit] ^ offset }
            if image[index] != expected { return false }
        }
        // Rows of M, reduced to a permutation by adding rows; the additions, undone in reverse, are controlled flips.
        var rows = (0..<bits).map { row in
            (0..<bits).reduce(0) { $0 | ((image[1 << $1] ^ offset) >> row & 1) << $1 }
        }
        var order = [Int](repeating: 0, count: bits)
        var used = 0
        var additions: [Move] = []
        for column in 0..<bits {
            let candidates = [column] + (0..<bits)
            guard let pivot = candidates.first(where: { used >> $0 & 1 == 0 && rows[$0] >> column & 1 == 1 })
            else { return false }
            used |= 1 << pivot
            order[column] = pivot
            for row in 0..<bits where row != pivot && rows[row] >> column & 1 == 1 {
                rows[row] ^= rows[pivot]
                additions.append(.controlledFlip(row, controls: 1 << pivot, value: 1 << pivot))
            }
        }
        if order != Array(0..<bits) { moves.append(.relabel(order: order)) }
        moves += additions.reversed()
        moves += (0..<bits).filter { offset >> $0 & 1 == 1 }.map { .flip($0) }
        return true
    }

    /// Moves for the exchange of two basis states, the others staying.
    private mutating func addExchange(_ image: [Int]) -> Bool {
        let moved = image.indices.filter { image[$0] != $0 }
        guard moved.count == 2 else { return false }
        let difference = moved[0] ^ moved[1]
        let target = difference.trailingZeroBitCount
        // Conjugated by CX from the target to the other bits that differ, only the target differs.
        let others = (0..<Int.bitWidth - image.count.leadingZeroBitCount - 1)
            .filter { difference >> $0 & 1 == 1 && $0 != target }
        let spread = others.map { Move.controlledFlip($0, controls: 1 << target, value: 1 << target) }
        let low = moved.first { $0 >> target & 1 == 0 } ?? 0
        let controls = (image.count - 1) & ~(1 << target)
        moves += spread
        moves.append(.controlledFlip(target, controls: controls, value: low & controls))
        moves += spread
        return true
    }
}
