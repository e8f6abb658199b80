internal import DenseAlgebra
internal import Foundation

/// Second derivatives guessed from the geometry alone: force constants of stretches, bends and torsions that fall off
/// with the distances (R. Lindh, A. Bernhardsson, G. Karlström, P.-Å. Malmqvist, Chem. Phys. Lett. 241, 423, 1995).
/// They give Cartesian steps the sense for bonds that internal coordinates have.
struct ModelHessian {
    private let rows: [Int]

    init(_ molecule: Molecule) {
        rows = molecule.atoms.map { atom in
            switch atom.element.atomicNumber {
            case ...2: 0
            case ...10: 1
            default: 2
            }
        }
    }

    /// Reference distances in bohr and exponents in bohr⁻², by rows of the periodic table.
    private static let distances = [[1.35, 2.10, 2.53], [2.10, 2.87, 3.40], [2.53, 3.40, 3.40]]
    private static let exponents = [[1.0, 0.3949, 0.3949], [0.3949, 0.28, 0.28], [0.3949, 0.28, 0.28]]
    private static let constants = (stretch: 0.45, bend: 0.15, torsion: 0.005)
    /// What motions that no coordinate describes are given, in hartree per bohr².
    private static let floor = 0.02
    /// Couplings weaker than this are left out.
    private static let weakest = 1e-4

    private func coupling(_ x: [Double], _ i: Int, _ j: Int) -> Double {
        let d = position(x, i) - position(x, j)
        let reference = Self.distances[rows[i]][rows[j]]
        return exp(Self.exponents[rows[i]][rows[j]] * (reference * reference - (d * d).sum()))
    }

    private func position(_ x: [Double], _ i: Int) -> SIMD3<Double> { SIMD3(x[3 * i], x[3 * i + 1], x[3 * i + 2]) }

    /// The matrix at a geometry, 3N × 3N, in hartree per bohr².
    func matrix(_ x: [Double]) -> Matrix {
        let n = rows.count
        var result = Matrix.identity(3 * n).scaled(by: Self.floor)
        let bonds = (0..<n).flatMap { i in
            (0..<i).map { (i: i, j: $0, strength: coupling(x, i, $0)) }.filter { $0.strength > Self.weakest }
        }
        func neighbours(_ atom: Int) -> [(atom: Int, strength: Double)] {
            bonds.compactMap { $0.i == atom ? ($0.j, $0.strength) : ($0.j == atom ? ($0.i, $0.strength) : nil) }
        }
        for bond in bonds {
            add(Self.constants.stretch * bond.strength, x, [bond.i, bond.j], distance, &result)
            for (k, first) in neighbours(bond.i) where k != bond.j {
                for (l, second) in neighbours(bond.j) where l != bond.i && l != k {
                    let strength = Self.constants.torsion * bond.strength * first * second
                    if strength > Self.weakest * Self.constants.torsion {
                        add(strength, x, [k, bond.i, bond.j, l], torsion, &result)
                    }
                }
            }
        }
        for middle in 0..<n {
            let around = neighbours(middle)
            for (index, first) in around.enumerated() {
                for second in around[..<index] {
                    let strength = Self.constants.bend * first.strength * second.strength
                    add(strength, x, [first.atom, middle, second.atom], bend, &result)
                }
            }
        }
        return result
    }

    /// Adds k b bᵀ with b the derivatives of a coordinate, by differences.
    private func add(
        _ strength: Double, _ x: [Double], _ atoms: [Int], _ coordinate: ([SIMD3<Double>]) -> Double?,
        _ matrix: inout Matrix
    ) {
        let h = 1e-4
        var derivatives: [(place: Int, value: Double)] = []
        let places = atoms.map { position(x, $0) }
        for (k, atom) in atoms.enumerated() {
            for axis in 0..<3 {
                var (plus, minus) = (places, places)
                plus[k][axis] += h
                minus[k][axis] -= h
                // Near the ends of their range angles have no derivative: such a coordinate is left out.
                guard let a = coordinate(plus), let b = coordinate(minus), abs(a - b) < 0.1 else { return }
                derivatives.append((3 * atom + axis, (a - b) / (2 * h)))
            }
        }
        for p in derivatives {
            for q in derivatives { matrix[p.place, q.place] += strength * p.value * q.value }
        }
    }

    private func distance(_ p: [SIMD3<Double>]) -> Double? { (p[0] - p[1]).length }

    private func bend(_ p: [SIMD3<Double>]) -> Double? {
        let cosine = ((p[0] - p[1]).normalized * (p[2] - p[1]).normalized).sum()
        return abs(cosine) < 0.995 ? acos(cosine) : nil
    }

    private func torsion(_ p: [SIMD3<Double>]) -> Double? {
        let (a, b, c) = (p[1] - p[0], p[2] - p[1], p[3] - p[2])
        let (left, right) = (a.cross(b), b.cross(c))
        guard left.length > 0.1 * a.length * b.length, right.length > 0.1 * b.length * c.length else { return nil }
        return atan2((b.normalized * left.cross(right)).sum(), (left * right).sum())
    }
}
