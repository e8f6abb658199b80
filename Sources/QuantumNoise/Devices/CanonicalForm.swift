internal import ComplexModule
internal import DenseAlgebra
internal import Foundation
internal import QuantumCircuits
internal import RealModule

/// A unitary of two qubits taken apart, up to its phase: left · exp(i(x XX + y YY + z ZZ)) · right with left and right
/// products of gates of one qubit, and coordinates π/4 ≥ x ≥ y ≥ |z|, z ≥ 0 where x = π/4. The coordinates tell
/// which unitaries differ by gates of one qubit only.
///
/// In the basis of Bell states such products are real and rotations by XX, YY, ZZ diagonal, so that UᵀU is diagonalized by
/// a rotation. Source: N. Khaneja, R. Brockett, S. J. Glaser, Phys. Rev. A 63, 032308 (2001); B. Kraus, J. I. Cirac,
/// Phys. Rev. A 63, 062309 (2001).
struct CanonicalForm {
    /// x, y and z.
    private(set) var coordinates: [Double]
    /// The product of gates after the rotation.
    private(set) var left: GateMatrix
    /// The product of gates before the rotation.
    private(set) var right: GateMatrix

    /// Coordinates that differ by less count as equal.
    static let tolerance = 1e-7

    /// Takes a unitary of two qubits apart.
    ///
    /// - Throws: ``NoiseError/notUnitary(what:defect:)``, ``NoiseError/eigenvalues(channel:reason:)``.
    init(_ unitary: GateMatrix) throws(NoiseError) {
        guard unitary.unitarityDefect < 1e-6 else {
            throw .notUnitary(what: "a gate of two qubits", defect: unitary.unitarityDefect)
        }
        let special = Self.withoutPhase(unitary)
        let inBellBasis = Self.bell.adjoint * special * Self.bell
        let vectors = try Self.realEigenvectors(inBellBasis.transpose * inBellBasis)
        let product = inBellBasis * vectors
        // Columns of the product are real up to a phase each, the square of which is an eigenvalue of UᵀU.
        var phases = (0..<4).map { column in
            let square = (0..<4).reduce(Complex<Double>.zero) { $0 + product[$1, column] * product[$1, column] }
            return atan2(square.imaginary, square.real) / 2
        }
        var outer = Self.scaled(product, by: phases)
        if Self.determinant(outer) < 0 {
            phases[0] += .pi
            outer = Self.scaled(product, by: phases)
        }
        left = Self.bell * outer * Self.bell.adjoint
        right = Self.bell * vectors.adjoint * Self.bell.adjoint
        coordinates = [
            (phases[0] + phases[1] - phases[2] - phases[3]) / 4, (phases[1] + phases[3] - phases[0] - phases[2]) / 4,
            (phases[0] + phases[3] - phases[1] - phases[2]) / 4,
        ]
        moveIntoChamber()
    }

    /// exp(i(x XX + y YY + z ZZ)).
    static func rotation(_ coordinates: [Double]) -> GateMatrix {
        let (x, y, z) = (coordinates[0], coordinates[1], coordinates[2])
        let phases = [x - y + z, x + y - z, -x - y - z, -x + y + z]
        return bell * .diagonal(phases.map { Complex(cos($0), sin($0)) }) * bell.adjoint
    }

    /// The gates of a product of two, that of bit 0 first, each of determinant 1 up to a sign.
    static func factors(_ product: GateMatrix) -> (GateMatrix, GateMatrix) {
        func block(_ row: Int, _ column: Int) -> GateMatrix {
            GateMatrix((0..<4).map { product[2 * row + $0 / 2, 2 * column + $0 % 2] })
        }
        let largest = (0..<4).max { block($0 / 2, $0 % 2).norm < block($1 / 2, $1 % 2).norm } ?? 0
        let low = withoutPhase(block(largest / 2, largest % 2))
        let high = GateMatrix(
            (0..<4).map { QuantumChannel.traceOfProduct(low, block($0 / 2, $0 % 2)) / Complex(2, 0) })
        return (low, high)
    }

    /// The matrix scaled to determinant 1, so that it is unitary too if a multiple of it is.
    static func withoutPhase(_ matrix: GateMatrix) -> GateMatrix {
        let determinant = determinantOf(matrix)
        let order = Double(matrix.dimension)
        let angle = atan2(determinant.imaginary, determinant.real) / order
        let scale = pow(determinant.length, -1 / order)
        return matrix.scaled(by: Complex(scale * cos(-angle), scale * sin(-angle)))
    }

    // The Bell states as columns: (00+11), i(01+10), (01−10), i(00−11) over √2.
    private static let bell: GateMatrix = {
        let (r, i) = (Complex(0.5.squareRoot(), 0), Complex(0, 0.5.squareRoot()))
        return GateMatrix([r, .zero, .zero, i, .zero, i, r, .zero, .zero, i, -r, .zero, r, .zero, .zero, -i])
    }()

    private static let paulis = PauliLetters.matrices(1).dropFirst().map(\.self)

    // MARK: Into the chamber

    private mutating func moveIntoChamber() {
        for axis in 0..<3 { shift(axis, by: (coordinates[axis] / (.pi / 2)).rounded()) }
        for (a, b) in [(0, 1), (1, 2), (0, 1)] where abs(coordinates[a]) < abs(coordinates[b]) { exchange(a, b) }
        if coordinates[0] < 0 { negate(0, coordinates[1] < 0 ? 1 : 2) }
        if coordinates[1] < 0 { negate(1, 2) }
        if coordinates[0] > .pi / 4 - Self.tolerance, coordinates[2] < 0 {
            shift(0, by: 1)
            negate(0, 2)
        }
    }

    /// exp(i π/2 PP) = i PP.
    private mutating func shift(_ axis: Int, by turns: Double) {
        coordinates[axis] -= turns * .pi / 2
        if turns.truncatingRemainder(dividingBy: 2) != 0 {
            right = Self.paulis[axis].tensor(Self.paulis[axis]) * right
        }
    }

    /// A Pauli matrix of the third axis on one qubit changes the signs of two rotations.
    private mutating func negate(_ a: Int, _ b: Int) {
        let flip = Self.paulis[3 - a - b].tensor(.identity(qubitCount: 1))
        left = left * flip
        right = flip * right
        coordinates[a].negate()
        coordinates[b].negate()
    }

    /// (P + Q)/√2 on both qubits exchanges the rotations about P and Q.
    private mutating func exchange(_ a: Int, _ b: Int) {
        let sum = zip(Self.paulis[a].elements, Self.paulis[b].elements).map { ($0 + $1) * Complex(0.5.squareRoot(), 0) }
        let both = GateMatrix(sum).tensor(GateMatrix(sum))
        left = left * both
        right = both * right
        coordinates.swapAt(a, b)
    }

    // MARK: Linear algebra

    /// Real orthonormal eigenvectors, determinant 1, of a symmetric unitary matrix: those of a combination of its real
    /// and imaginary part, which commute.
    private static func realEigenvectors(_ matrix: GateMatrix) throws(NoiseError) -> GateMatrix {
        var best: (vectors: GateMatrix, defect: Double)?
        // A combination fails only if it makes different eigenvalues equal; one of these does not.
        for angle in [0.4, 1.1, 2.3, 2.9, 0.9] {
            let combined = matrix.elements.map { cos(angle) * $0.real + sin(angle) * $0.imaginary }
            var vectors = GateMatrix(real: try eigenvectors(combined))
            let diagonal = vectors.adjoint * matrix * vectors
            let defect = (0..<16).reduce(0.0) { $1 / 4 == $1 % 4 ? $0 : max($0, diagonal.elements[$1].length) }
            guard defect < best?.defect ?? .infinity else { continue }
            if determinant(vectors) < 0 { for row in 0..<4 { vectors[row, 0] = -vectors[row, 0] } }
            best = (vectors, defect)
        }
        guard let best, best.defect < 1e-6 else {
            throw .eigenvalues(channel: "a gate of two qubits", reason: "its real and imaginary part do not commute")
        }
        return best.vectors
    }

    private static func eigenvectors(_ elements: [Double]) throws(NoiseError) -> [Double] {
        do {
            var symmetric = elements
            for i in 0..<4 { for j in 0..<4 { symmetric[4 * i + j] = (elements[4 * i + j] + elements[4 * j + i]) / 2 } }
            return try Matrix(rows: 4, columns: 4, elements: symmetric).symmetricEigen().vectors.elements
        } catch {
            throw .eigenvalues(channel: "a gate of two qubits", reason: "\(error)")
        }
    }

    /// The matrix with a phase taken off each column.
    private static func scaled(_ matrix: GateMatrix, by phases: [Double]) -> GateMatrix {
        matrix * .diagonal(phases.map { Complex(cos($0), -sin($0)) })
    }

    private static func determinant(_ matrix: GateMatrix) -> Double { determinantOf(matrix).real }

    /// By Gauss's elimination with pivots.
    private static func determinantOf(_ matrix: GateMatrix) -> Complex<Double> {
        var (matrix, result) = (matrix, Complex(1.0, 0))
        let n = matrix.dimension
        for column in 0..<n {
            let pivot = (column..<n).max { matrix[$0, column].length < matrix[$1, column].length } ?? column
            guard matrix[pivot, column] != .zero else { return .zero }
            if pivot != column {
                for k in 0..<n { matrix.elements.swapAt(pivot * n + k, column * n + k) }
                result = -result
            }
            result *= matrix[column, column]
            for row in column + 1..<n {
                let factor = matrix[row, column] / matrix[column, column]
                for k in column..<n { matrix[row, k] -= factor * matrix[column, k] }
            }
        }
        return result
    }
}

extension GateMatrix {
    /// The transpose, without conjugation.
    var transpose: GateMatrix {
        var result = self
        for i in 0..<dimension { for j in 0..<dimension { result[i, j] = self[j, i] } }
        return result
    }

    /// The sum of squares of all elements.
    var norm: Double { elements.reduce(0) { $0 + $1.lengthSquared } }

    /// The matrix times a number.
    func scaled(by factor: Complex<Double>) -> GateMatrix { GateMatrix(elements.map { $0 * factor }) }
}
