internal import ComplexModule
internal import QuantumCircuits
internal import RealModule

/// A unitary of two qubits as gates on each, an interaction, and gates on each again:
/// U = (A₀ ⊗ A₁) exp(i(a XX + b YY + c ZZ)) (B₀ ⊗ B₁) (Kraus and Cirac, Phys. Rev. A 63, 062309).
///
/// In the basis of Bell states products of gates on each qubit are real rotations and the interaction is diagonal; so
/// it is read off the eigenvectors of the transpose times the matrix.
struct PairDecomposition {
    /// The gates that come first, on the first and the second qubit.
    var before: (OneQubitMatrix, OneQubitMatrix)
    /// The interaction, which acts on |00⟩ and |11⟩ and on |01⟩ and |10⟩ apart.
    var interaction: PairMatrix
    /// The gates that come last.
    var after: (OneQubitMatrix, OneQubitMatrix)

    private static let tolerance = 1e-11

    /// The decomposition, or `nil` where rounding spoils it or the matrix is not unitary.
    init?(_ unitary: PairMatrix) {
        let (bell, back) = (Self.bell, Self.bell.adjoint)
        let real = back * unitary * bell
        let symmetric = PairMatrix(elements: (0..<16).map { real.elements[$0 % 4 * 4 + $0 / 4] }) * real
        guard let vectors = Self.eigenvectors(of: symmetric) else { return nil }
        // M = K √D Pᵀ with D the eigenvalues, K and P real rotations.
        let rotation = PairMatrix(elements: vectors.map { Complex($0, 0) })
        let diagonal = rotation.adjoint * symmetric * rotation
        var roots = (0..<4).map { Complex<Double>(length: 1, phase: diagonal[$0, $0].phase / 2) }
        var left = real * rotation
        for column in 0..<4 {
            for row in 0..<4 { left[row, column] *= roots[column].conjugate }
        }
        // The global phase makes K real; it stays in the roots.
        let largest = left.elements.max { $0.lengthSquared < $1.lengthSquared } ?? Complex(1, 0)
        let phase = largest / Complex(largest.length, 0)
        for index in 0..<16 { left.elements[index] *= phase.conjugate }
        for index in 0..<4 { roots[index] *= phase }
        guard left.elements.allSatisfy({ abs($0.imaginary) < Self.tolerance }) else { return nil }
        if Self.determinant(left.elements.map { $0.real }) < 0 {
            for row in 0..<4 { left[row, 0] = -left[row, 0] }
            roots[0] = -roots[0]
        }
        var middle = PairMatrix(elements: [Complex<Double>](repeating: .zero, count: 16))
        for index in 0..<4 { middle[index, index] = roots[index] }
        let (last, first) = ((bell * left * back).factors, (bell * rotation.adjoint * back).factors)
        guard last.error < Self.tolerance, first.error < Self.tolerance else { return nil }
        (after, before) = ((last.first, last.second), (first.first, first.second))
        interaction = bell * middle * back
    }

    /// The same with the interaction's axes exchanged: Z with X, or Z with Y.
    func turned(_ axis: OneQubitMatrix) -> PairDecomposition {
        let whole = PairMatrix(axis, axis)
        let inverse = OneQubitMatrix(
            a: axis.a.conjugate, b: axis.c.conjugate, c: axis.b.conjugate, d: axis.d.conjugate)
        var result = self
        result.interaction = whole.adjoint * interaction * whole
        result.after = (after.0 * axis, after.1 * axis)
        result.before = (inverse * before.0, inverse * before.1)
        return result
    }

    /// This, and the two that have another axis in the place of Z.
    var variants: LazyMapSequence<Range<Int>, PairDecomposition> {
        let half = Double(0.5).squareRoot()
        return (0..<3).lazy.map { number in
            switch number {
            case 0: self
            case 1:
                turned(
                    OneQubitMatrix(
                        a: Complex(half, 0), b: Complex(half, 0), c: Complex(half, 0), d: Complex(-half, 0)))
            default:
                turned(
                    OneQubitMatrix(
                        a: Complex(half, 0), b: Complex(0, -half), c: Complex(0, -half), d: Complex(half, 0)))
            }
        }
    }

    /// The Bell states as columns, with phases such that gates on each qubit become real.
    private static let bell: PairMatrix = {
        let half = Double(0.5).squareRoot()
        var matrix = PairMatrix(elements: [Complex<Double>](repeating: .zero, count: 16))
        (matrix[0, 0], matrix[3, 0]) = (Complex(half, 0), Complex(half, 0))
        (matrix[0, 1], matrix[3, 1]) = (Complex(0, half), Complex(0, -half))
        (matrix[1, 2], matrix[2, 2]) = (Complex(0, half), Complex(0, half))
        (matrix[1, 3], matrix[2, 3]) = (Complex(half, 0), Complex(-half, 0))
        return matrix
    }()

    /// Orthonormal eigenvectors, as columns with determinant 1, of a symmetric unitary matrix: those of a mixture of its
    /// real and imaginary parts, which commute.
    private static func eigenvectors(of matrix: PairMatrix) -> [Double]? {
        // Mixtures at which eigenvalues coincide that are different in the parts are met at a few angles only.
        for angle in [0.615, 1.337, 2.221, 0.157] {
            let mixture = matrix.elements.map { .cos(angle) * $0.real + .sin(angle) * $0.imaginary }
            var vectors = diagonalized(mixture)
            let rotation = PairMatrix(elements: vectors.map { Complex($0, 0) })
            let diagonal = rotation.adjoint * matrix * rotation
            let rest = (0..<16).reduce(0) { $1 % 5 == 0 ? $0 : max($0, diagonal.elements[$1].length) }
            guard rest < tolerance else { continue }
            if determinant(vectors) < 0 { for row in 0..<4 { vectors[4 * row] = -vectors[4 * row] } }
            return vectors
        }
        return nil
    }

    /// Jacobi's rotations for a real symmetric 4 × 4 matrix.
    private static func diagonalized(_ symmetric: [Double]) -> [Double] {
        var (a, vectors) = (symmetric, (0..<16).map { $0 % 5 == 0 ? 1.0 : 0.0 })
        for _ in 0..<30 {
            var largest = 0.0
            for p in 0..<3 {
                for q in (p + 1)..<4 where a[4 * p + q] != 0 {
                    largest = max(largest, abs(a[4 * p + q]))
                    let ratio = (a[5 * q] - a[5 * p]) / (2 * a[4 * p + q])
                    let t = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
                    let c = 1 / (t * t + 1).squareRoot()
                    let s = t * c
                    for k in 0..<4 {
                        let (x, y) = (a[4 * k + p], a[4 * k + q])
                        (a[4 * k + p], a[4 * k + q]) = (c * x - s * y, s * x + c * y)
                    }
                    for k in 0..<4 {
                        let (x, y) = (a[4 * p + k], a[4 * q + k])
                        (a[4 * p + k], a[4 * q + k]) = (c * x - s * y, s * x + c * y)
                        let (u, v) = (vectors[4 * k + p], vectors[4 * k + q])
                        (vectors[4 * k + p], vectors[4 * k + q]) = (c * u - s * v, s * u + c * v)
                    }
                }
            }
            if largest < 1e-16 { break }
        }
        return vectors
    }

    private static func determinant(_ m: [Double]) -> Double {
        let minor = { (rows: (Int, Int), columns: (Int, Int)) in
            m[4 * rows.0 + columns.0] * m[4 * rows.1 + columns.1] - m[4 * rows.0 + columns.1]
                * m[4 * rows.1 + columns.0]
        }
        // Laplace's expansion by the first two rows.
        return minor((0, 1), (0, 1)) * minor((2, 3), (2, 3)) - minor((0, 1), (0, 2)) * minor((2, 3), (1, 3))
            + minor((0, 1), (0, 3)) * minor((2, 3), (1, 2)) + minor((0, 1), (1, 2)) * minor((2, 3), (0, 3))
            - minor((0, 1), (1, 3)) * minor((2, 3), (0, 2)) + minor((0, 1), (2, 3)) * minor((2, 3), (0, 1))
    }
}
