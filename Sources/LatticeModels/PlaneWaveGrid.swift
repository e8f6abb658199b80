internal import RealModule

/// A grid of points in a cell of one to three dimensions, and the plane waves that fit on it.
///
/// Point (n_1, …, n_d), 0 ≤ n_i < L_i, lies at Σ_i (n_i − ⌊L_i/2⌋)/L_i · c_i for the cell's vectors c_i; the plane wave of
/// the same numbers has the wave vector Σ_i (n_i − ⌊L_i/2⌋) · k_i with k_i · c_j = 2π δ_ij. Points and waves are numbered
/// n_1 + L_1 (n_2 + L_2 n_3); with spin, number p stands in modes 2p (up) and 2p + 1 (down). As OpenFermion's `Grid`.
public struct PlaneWaveGrid: Hashable, Sendable {
    /// The number of points along each vector of the cell.
    public let lengths: [Int]
    /// The vectors of the cell, in bohr.
    public let cell: [[Double]]
    /// The vectors k_i of the reciprocal lattice, in inverse bohr.
    public let reciprocalCell: [[Double]]
    /// The volume of the cell: an area in two dimensions, a length in one.
    public let volume: Double

    /// The grid in a cell spanned by any vectors.
    ///
    /// - Parameters:
    ///   - lengths: the number of points along each vector, together at most 2^20.
    ///   - cell: as many vectors, each with as many components, in bohr.
    /// - Throws: ``LatticeModelError/count(of:found:expected:)``, ``LatticeModelError/parameter(name:found:expected:)`` or
    ///   ``LatticeModelError/flatCell``.
    public init(lengths: [Int], cell: [[Double]]) throws(LatticeModelError) {
        let dimension = lengths.count
        guard (1...3).contains(dimension) else {
            throw .count(of: "dimensions", found: dimension, expected: "1, 2 or 3")
        }
        var total = 1
        for length in lengths {
            guard (1...1 << 20).contains(length), total * length <= 1 << 20 else {
                throw .count(of: "points", found: length, expected: "at least 1 a dimension and at most 2^20 in all")
            }
            total *= length
        }
        guard cell.count == dimension, cell.allSatisfy({ $0.count == dimension }) else {
            let found = cell.first { $0.count != dimension }?.count ?? cell.count
            throw .count(of: "cell vectors or components", found: found, expected: "\(dimension)")
        }
        for component in cell.joined() { _ = try component.checkedFinite("component of a cell vector") }
        let cofactors = Self.cofactors(cell)
        let determinant = (0..<dimension).reduce(0) { $0 + cell[0][$1] * cofactors[0][$1] }
        let scale = cell.map { $0.map(\.magnitude).max() ?? 0 }.reduce(1, *)
        guard determinant.magnitude > 1e-12 * scale else { throw .flatCell }
        self.lengths = lengths
        self.cell = cell
        volume = determinant.magnitude
        reciprocalCell = cofactors.map { $0.map { 2 * Double.pi * $0 / determinant } }
    }

    /// The grid of `length` points along each edge of a cube (a square, a segment) of edge `scale` bohr.
    ///
    /// - Throws: As ``init(lengths:cell:)``.
    public init(dimension: Int, length: Int, scale: Double) throws(LatticeModelError) {
        let scale = try scale.checkedPositive("edge of the cell")
        let axes = 0..<Swift.max(0, dimension)
        try self.init(
            lengths: axes.map { _ in length }, cell: axes.map { i in axes.map { $0 == i ? scale : 0 } })
    }

    /// The cofactors C_ij of a matrix of at most three rows: Σ_j a_ij C_kj = δ_ik det a.
    private static func cofactors(_ a: [[Double]]) -> [[Double]] {
        switch a.count {
        case 1: [[1]]
        case 2: [[a[1][1], -a[1][0]], [-a[0][1], a[0][0]]]
        default:
            (0..<3).map { i in
                let (r, s) = ((i + 1) % 3, (i + 2) % 3)
                return (0..<3).map { j in
                    let (u, v) = ((j + 1) % 3, (j + 2) % 3)
                    return a[r][u] * a[s][v] - a[r][v] * a[s][u]
                }
            }
        }
    }

    /// The number of dimensions d.
    public var dimension: Int { lengths.count }

    /// The number N of points, and of plane waves.
    public var pointCount: Int { lengths.reduce(1, *) }

    /// The edge of a cube of the cell's volume: V^(1/d).
    public var linearSize: Double { Double.pow(volume, 1 / Double(dimension)) }

    /// The numbers (n_1, …, n_d) of a point.
    ///
    /// - Precondition: the point exists.
    public func coordinates(of point: Int) -> [Int] {
        precondition((0..<pointCount).contains(point), "there is no such point")
        var rest = point
        return lengths.map { length in
            defer { rest /= length }
            return rest % length
        }
    }

    /// The point with the given numbers, which wrap around.
    ///
    /// - Precondition: there are d numbers.
    public func point(at coordinates: [Int]) -> Int {
        precondition(coordinates.count == dimension, "a point has as many coordinates as dimensions")
        return zip(coordinates, lengths).reversed().reduce(0) { number, axis in
            let wrapped = axis.0 % axis.1
            return number * axis.1 + (wrapped < 0 ? wrapped + axis.1 : wrapped)
        }
    }

    /// Where a point lies, in bohr.
    public func position(of point: Int) -> [Double] {
        vector(of: point, in: cell) { shifted, length in Double(shifted) / Double(length) }
    }

    /// The wave vector of a plane wave, in inverse bohr.
    public func momentum(of wave: Int) -> [Double] {
        vector(of: wave, in: reciprocalCell) { shifted, _ in Double(shifted) }
    }

    private func vector(of point: Int, in basis: [[Double]], weight: (Int, Int) -> Double) -> [Double] {
        let weights = zip(coordinates(of: point), lengths).map { weight($0 - $1 / 2, $1) }
        return (0..<dimension).map { component in
            (0..<dimension).reduce(0) { $0 + weights[$1] * basis[$1][component] }
        }
    }

    /// k² of every plane wave.
    var squaredMomenta: [Double] {
        (0..<pointCount).map { wave in momentum(of: wave).reduce(0) { $0 + $1 * $1 } }
    }
}
