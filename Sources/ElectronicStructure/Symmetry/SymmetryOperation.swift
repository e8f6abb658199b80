internal import DenseAlgebra
internal import Foundation

/// A rotation or reflection of space that is its own inverse: a half turn, a mirror, or the inversion.
public struct SymmetryOperation: Equatable, Sendable {
    /// The rows of the orthogonal, symmetric matrix.
    let rows: [SIMD3<Double>]

    /// r -> -r.
    static let inversion = SymmetryOperation(scale: -1, 0, .zero)

    /// The half turn about a unit vector, 2 u uᵀ - 1.
    static func halfTurn(_ u: SIMD3<Double>) -> SymmetryOperation { SymmetryOperation(scale: -1, 2, u) }

    /// The mirror normal to a unit vector, 1 - 2 u uᵀ.
    static func mirror(_ u: SIMD3<Double>) -> SymmetryOperation { SymmetryOperation(scale: 1, -2, u) }

    private init(scale: Double, _ factor: Double, _ u: SIMD3<Double>) {
        rows = (0..<3).map { axis in
            var row = factor * u[axis] * u
            row[axis] += scale
            return row
        }
    }

    func apply(_ r: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3((rows[0] * r).sum(), (rows[1] * r).sum(), (rows[2] * r).sum())
    }

    /// How it permutes the atoms about a centre: atom A goes to the place of atom `result[A]`; `nil` where it takes an
    /// atom to no place of its kind within `tolerance` bohr.
    func permutation(of atoms: [Atom], about center: SIMD3<Double>, tolerance: Double) -> [Int]? {
        var result: [Int] = []
        for atom in atoms {
            let image = apply(atom.position - center) + center
            guard
                let found = atoms.firstIndex(where: { other in
                    let distance = other.position - image
                    return other.element == atom.element && other.isGhost == atom.isGhost
                        && (distance * distance).sum() < tolerance * tolerance
                })
            else { return nil }
            result.append(found)
        }
        return result
    }
}

extension MolecularBasis {
    /// The matrix D of an operation R that permutes the atoms: R χ_ν = Σ_μ χ_μ D_μν, where (R χ)(r) = χ(R r) since R is
    /// its own inverse.
    func representation(
        of operation: SymmetryOperation, permutation: [Int]
    ) throws(ElectronicStructureError) -> Matrix {
        var result = Matrix(rows: functionCount, columns: functionCount)
        var rotations: [Int: Matrix] = [:]
        for atom in centers.indices {
            // Shells of equal atoms stand in the same order.
            let (from, to) = (
                shells.filter { $0.atom == atom }, shells.filter { $0.atom == permutation[atom] }
            )
            for (source, target) in zip(from, to) {
                let l = source.angularMomentum
                let rotation: Matrix
                if let known = rotations[l] { rotation = known } else { rotation = try self.rotation(l, operation) }
                rotations[l] = rotation
                for i in 0..<source.functionCount {
                    for j in 0..<source.functionCount {
                        result[target.firstFunction + i, source.firstFunction + j] = rotation[i, j]
                    }
                }
            }
        }
        return result
    }

    /// How the functions of one shell mix: the least-squares solution of p_j(R r) = Σ_i p_i(r) D_ij over points r enough to
    /// tell the polynomials p apart.
    private func rotation(
        _ l: Int, _ operation: SymmetryOperation
    ) throws(ElectronicStructureError) -> Matrix {
        let count = 4 * (l + 1) * (l + 2) / 2
        var (values, images): ([[Double]], [[Double]]) = ([], [])
        for k in 0..<count {
            // Points on a spiral cover the sphere evenly.
            let height = 1 - (2 * Double(k) + 1) / Double(count)
            let (radius, angle) = ((1 - height * height).squareRoot(), 2.399963229728653 * Double(k))
            let point = SIMD3(radius * cos(angle), radius * sin(angle), height)
            values.append(angularValues(l, point))
            images.append(angularValues(l, operation.apply(point)))
        }
        let columns = values[0].count
        let (a, b) = (
            Matrix(values.count, columns, values.flatMap { $0 }), Matrix(values.count, columns, images.flatMap { $0 })
        )
        return try linear("Rotating basis functions") { () throws(DenseAlgebraError) in
            try a.transposed.times(a).solve(a.transposed.times(b))
        }
    }
}
