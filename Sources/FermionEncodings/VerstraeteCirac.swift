public import OperatorAlgebra

/// The Verstraete-Cirac encoding of a square lattice: a second mode on every site, so that hopping between neighbours
/// acts on few qubits however large the lattice (F. Verstraete and J. I. Cirac, cond-mat/0508353; J. Whitfield,
/// V. Havlíček and M. Troyer, arXiv:1605.09789).
///
/// Modes are sites, row by row: row · columns + column. Jordan-Wigner runs along the snake that goes right in even rows
/// and left in odd ones; the site at place s of it has its mode on qubit 2s and its second mode on qubit 2s+1. Hopping
/// between rows is multiplied by P_st = iγ_(4s+2)γ_(4t+3) of the second modes, which takes its strings away; s is the
/// upper site in even columns, the lower one in odd columns. Encoded states have P = 1 along a loop in each pair of
/// columns; the stabilizers multiply these with neighbours so that all are local. Conventions are those of OpenFermion's
/// `verstraete_cirac_2d_square`, which takes the strings from terms a†a only, here from every even product.
public struct VerstraeteCirac: EvenFermionEncoding {
    /// "Verstraete-Cirac".
    public var name: String { "Verstraete-Cirac" }
    /// How many fermion modes it takes, one a site.
    public var modeCount: Int { graph.modeCount }
    /// Two qubits a site.
    public var qubitCount: Int { 2 * modeCount }
    /// The number of columns, even.
    public let columns: Int
    /// The number of rows.
    public let rows: Int
    /// The sites and pairs of neighbours.
    public let graph: ModeGraph

    /// The encoding of a lattice.
    ///
    /// - Throws: ``EncodingError/invalidLattice(columns:rows:)`` unless the number of columns is even and both positive.
    public init(columns: Int, rows: Int) throws(EncodingError) {
        guard columns > 0, rows > 0, columns % 2 == 0 else { throw .invalidLattice(columns: columns, rows: rows) }
        self.columns = columns
        self.rows = rows
        graph = try .squareLattice(columns: columns, rows: rows)
    }

    /// The place of a site on the snake.
    private func place(_ column: Int, _ row: Int) -> Int {
        row * columns + (row % 2 == 0 ? column : columns - 1 - column)
    }

    /// γ_k γ_l under Jordan-Wigner on all qubits.
    private func product(_ k: Int, _ l: Int) -> (phase: QuarterTurn, term: PauliString) {
        let jordanWigner = JordanWigner(modeCount: qubitCount)
        return jordanWigner.majorana(k).multiplied(by: jordanWigner.majorana(l))
    }

    /// A string from a Hermitian product with its phase.
    private func signed(_ phase: QuarterTurn, _ product: (phase: QuarterTurn, term: PauliString)) -> Stabilizer {
        Stabilizer(product.term, isNegated: phase * product.phase == .minusOne)
    }

    /// P_st = iγ_(4s+2)γ_(4t+3) of the second modes at two places.
    private func link(_ s: Int, _ t: Int) -> Stabilizer { signed(.i, product(4 * s + 2, 4 * t + 3)) }

    /// P of a site and the one below.
    private func verticalLink(_ column: Int, _ row: Int) -> Stabilizer {
        let (top, bottom) = (place(column, row), place(column, row + 1))
        return column % 2 == 0 ? link(top, bottom) : link(bottom, top)
    }

    /// Z on the site's qubit.
    ///
    /// - Precondition: p is a mode.
    public func vertexOperator(_ p: Int) -> PauliString {
        PauliString(z: QubitMask(qubit: 2 * place(p % columns, p / columns)))
    }

    /// −iγ_2pγ_2q under Jordan-Wigner along the snake, times P between rows.
    ///
    /// - Precondition: p and q are neighbours in ``graph``.
    public func edgeOperator(_ p: Int, _ q: Int) -> Stabilizer {
        precondition(graph.neighbours[p].contains(q), "p and q are neighbours")
        let (s, t) = (place(p % columns, p / columns), place(q % columns, q / columns))
        let hop = signed(.minusI, product(4 * s, 4 * t))
        if p / columns == q / columns { return hop }
        return hop.multiplied(by: verticalLink(p % columns, Swift.min(p, q) / columns))
    }

    /// For each pair of columns the loop around it: the top and bottom links, and the vertical ones, each times the
    /// vertical link beside it on the side where the snake turns.
    public var stabilizers: [Stabilizer] {
        stride(from: 0, to: columns, by: 2).flatMap { left -> [Stabilizer] in
            let top = link(place(left + 1, 0), place(left, 0))
            let bottom = link(place(left, rows - 1), place(left + 1, rows - 1))
            let sides = (0..<rows - 1).flatMap { row in
                [left, left + 1].map { column in
                    let beside = row % 2 == 0 ? column + 1 : column - 1
                    let side = verticalLink(column, row)
                    return 0..<columns ~= beside ? side.multiplied(by: verticalLink(beside, row)) : side
                }
            }
            return [top, bottom] + sides
        }
    }
}
