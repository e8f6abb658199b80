internal import ComplexModule
internal import RealModule

/// A fermion operator prepared to act on determinants given as one word.
struct FermionActionTable {
    /// A product as a test of some modes, flips and a sign: on a determinant that passes, every product is of this form.
    private struct Action {
        var tested: UInt64 = 0
        var occupied: UInt64 = 0
        var flips: UInt64 = 0
        var signs: UInt64 = 0
        var coefficient: Complex<Double>

        /// `nil` if the product is zero.
        init?(_ term: FermionProduct, _ coefficient: Complex<Double>) {
            self.coefficient = coefficient
            for factor in term.factors.reversed() {
                let bit: UInt64 = 1 << UInt64(factor.mode)
                if tested & bit != 0 {
                    guard ((occupied ^ flips) & bit == 0) == factor.isCreation else { return nil }
                } else {
                    tested |= bit
                    if !factor.isCreation { occupied |= bit }
                }
                // The sign counts occupied modes below, as they are by now.
                signs ^= bit - 1
                if (flips & (bit - 1)).nonzeroBitCount & 1 == 1 { self.coefficient = -self.coefficient }
                flips ^= bit
            }
        }
    }

    let dimension: Int
    private var actions: [Action]
    private var groups: [Range<Int>] = []

    /// - Precondition: the register holds the operator and has at most 62 modes.
    init(_ operand: FermionOperator, modeCount: Int) {
        dimension = 1 << modeCount
        let found = operand.elements.compactMap { Action($0.term, $0.coefficient) }
        let order = found.indices.sorted { (found[$0].flips, $0) < (found[$1].flips, $1) }
        actions = order.map { found[$0] }
        var start = 0
        for index in actions.indices
        where index + 1 == actions.count || actions[index + 1].flips != actions[index].flips {
            groups.append(start..<index + 1)
            start = index + 1
        }
    }

    /// Calls `body` with every entry of the matrix that is not zero, column by column.
    @inline(__always)
    func forEachEntry(_ body: (_ row: Int, _ column: Int, _ value: Complex<Double>) -> Void) {
        for column in 0..<dimension {
            let state = UInt64(column)
            for group in groups {
                var value = Complex<Double>.zero
                for index in group where state & actions[index].tested == actions[index].occupied {
                    let isNegative = (actions[index].signs & state).nonzeroBitCount & 1 == 1
                    value += isNegative ? -actions[index].coefficient : actions[index].coefficient
                }
                if value != .zero { body(Int(state ^ actions[group.lowerBound].flips), column, value) }
            }
        }
    }
}
