/// Two sites that a term couples.
public struct LatticeBond: Hashable, Sendable {
    /// One site.
    public let first: Int
    /// The other; the same one for terms on a site.
    public let second: Int

    /// The bond between two sites.
    public init(_ first: Int, _ second: Int) {
        self.first = first
        self.second = second
    }

    /// The bond with its sites exchanged.
    public var reversed: LatticeBond { LatticeBond(second, first) }
}

/// Which pairs of sites a term couples.
public enum SitePairs: Hashable, Sendable {
    /// Every site with itself.
    case onsite
    /// Sites side by side in a row.
    case horizontalNeighbors
    /// Sites side by side in a column.
    case verticalNeighbors
    /// Sites side by side in a row or column.
    case neighbors
    /// Sites one row and one column apart.
    ///
    /// OpenFermion's `diagonal_neighbors_iter` differs on open lattices and on those with two rows, where it names some
    /// pairs twice, wraps around an open edge and leaves out others; ``listed(_:)`` can say what it does.
    case diagonalNeighbors
    /// The given pairs, in this order.
    case listed([LatticeBond])
}

/// A rectangle of sites: site x + y · `columns` is in column x of row y.
///
/// On a periodic lattice the last column is a neighbour of the first, and the last row of the first. Every pair of
/// neighbours is one bond, also where two columns meet on both sides.
public struct SquareLattice: Hashable, Sendable {
    /// The number of sites in a row.
    public let columns: Int
    /// The number of sites in a column.
    public let rows: Int
    /// Whether opposite edges meet.
    public let isPeriodic: Bool

    /// The lattice of the given size.
    ///
    /// - Throws: ``LatticeModelError/count(of:found:expected:)`` unless both numbers are 1 to 32768.
    public init(columns: Int, rows: Int = 1, isPeriodic: Bool = true) throws(LatticeModelError) {
        for (name, count) in [("columns", columns), ("rows", rows)] where !(1...32768).contains(count) {
            throw .count(of: name, found: count, expected: "1 to 32768")
        }
        (self.columns, self.rows, self.isPeriodic) = (columns, rows, isPeriodic)
    }

    /// The number of sites.
    public var siteCount: Int { columns * rows }

    /// The number of the site in a column and row; both wrap around.
    public func site(column: Int, row: Int) -> Int {
        let (x, y) = (column % columns, row % rows)
        return (x < 0 ? x + columns : x) + (y < 0 ? y + rows : y) * columns
    }

    /// The pairs of sites, each once in one order.
    ///
    /// - Throws: ``LatticeModelError/index(of:found:count:)`` for a listed site that is not there.
    public func bonds(_ pairs: SitePairs) throws(LatticeModelError) -> [LatticeBond] {
        switch pairs {
        case .onsite: return (0..<siteCount).map { LatticeBond($0, $0) }
        case .horizontalNeighbors: return bonds(dx: 1, dy: [0])
        case .verticalNeighbors: return bonds(dx: 0, dy: [1])
        case .neighbors: return neighborBonds
        case .diagonalNeighbors: return bonds(dx: 1, dy: [-1, 1])
        case .listed(let bonds):
            for site in bonds.flatMap({ [$0.first, $0.second] }) where !(0..<siteCount).contains(site) {
                throw .index(of: "site", found: site, count: siteCount)
            }
            return bonds
        }
    }

    /// The pairs of horizontal and then of vertical neighbours.
    public var neighborBonds: [LatticeBond] { horizontalBonds + verticalBonds }

    /// The pairs of neighbours in a row.
    public var horizontalBonds: [LatticeBond] { bonds(dx: 1, dy: [0]) }

    /// The pairs of neighbours in a column.
    public var verticalBonds: [LatticeBond] { bonds(dx: 0, dy: [1]) }

    /// Bonds from every site by the given steps, without those that leave an open lattice, repeat a pair or return.
    private func bonds(dx: Int, dy: [Int]) -> [LatticeBond] {
        var (seen, result) = (Set<LatticeBond>(), [LatticeBond]())
        for y in 0..<rows {
            for x in 0..<columns {
                for step in dy {
                    let isInside = (0..<columns).contains(x + dx) && (0..<rows).contains(y + step)
                    guard isPeriodic || isInside else { continue }
                    let bond = LatticeBond(site(column: x, row: y), site(column: x + dx, row: y + step))
                    if bond.first == bond.second || seen.contains(bond.reversed) { continue }
                    if seen.insert(bond).inserted { result.append(bond) }
                }
            }
        }
        return result
    }
}
