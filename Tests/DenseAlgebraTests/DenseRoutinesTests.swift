import ComplexModule
import DenseAlgebra
import RealModule
import Testing

@Suite("Dense matrices: products, eigenvalues, linear systems, QR")
struct DenseRoutinesTests {
    @Test("a product equals the triple loop", arguments: [(1, 1, 1), (3, 5, 2), (17, 9, 31), (4, 0, 3)])
    func product(shape: (Int, Int, Int)) throws {
        var random = RandomMatrices(seed: 1)
        let a = random.matrix(shape.0, shape.1)
        let b = random.matrix(shape.1, shape.2)
        #expect(largestDifference(try a * b, naiveProduct(a, b)) < 1e-13)
        #expect(throws: DenseAlgebraError.self) { try a * Matrix(rows: shape.1 + 1, columns: 2) }
    }

    @Test("block products write A B and A transposed-B into the caller's storage")
    func blockProducts() {
        var random = RandomMatrices(seed: 2)
        let (a, b) = (random.matrix(4, 6), random.matrix(6, 5))
        var c = [Double](repeating: 1, count: 20)
        multiplyBlocks(rows: 4, columns: 5, inner: 6, scale: 2, a.elements, b.elements, addingScaled: 3, into: &c)
        let expected = naiveProduct(a, b).elements.map { 2 * $0 + 3 }
        #expect(zip(c, expected).allSatisfy { ($0 - $1).magnitude < 1e-13 })
        var d = [Double](repeating: 0, count: 20)
        multiplyBlocksTransposingRight(rows: 4, columns: 5, inner: 6, a.elements, b.transposed.elements, into: &d)
        #expect(zip(d, naiveProduct(a, b).elements).allSatisfy { ($0 - $1).magnitude < 1e-13 })
    }

    @Test("symmetric eigenpairs: A V = V diag, V orthonormal, ascending", arguments: [0, 1, 2, 7, 40])
    func symmetricEigen(n: Int) throws {
        var random = RandomMatrices(seed: UInt64(n))
        let a = random.symmetric(n)
        let (values, vectors) = try a.symmetricEigen()
        #expect(values == values.sorted() && values.count == n)
        var scaled = vectors
        for i in 0..<n { for j in 0..<n { scaled[i, j] *= values[j] } }
        #expect(largestDifference(try a * vectors, scaled) < 1e-12)
        #expect(largestDifference(try vectors.transposed * vectors, .identity(n)) < 1e-12)
    }

    @Test("known eigenvalues: the path of three has -sqrt 2, 0, sqrt 2")
    func knownEigenvalues() throws {
        let path = try Matrix(rows: 3, columns: 3, elements: [0, 1, 0, 1, 0, 1, 0, 1, 0])
        let values = try path.symmetricEigen().values
        for (value, exact) in zip(values, [-2.squareRoot(), 0, 2.0.squareRoot()]) {
            #expect((value - exact).magnitude < 1e-14)
        }
    }

    @Test("Hermitian eigenpairs: A V = V diag, V orthonormal", arguments: [0, 1, 2, 9, 30])
    func hermitianEigen(n: Int) throws {
        var random = RandomMatrices(seed: UInt64(100 + n))
        let a = random.hermitian(n)
        let (values, vectors) = try a.hermitianEigen()
        let left = try a * vectors
        let gram = try vectors.adjoint * vectors
        for i in 0..<n {
            for j in 0..<n {
                #expect((left[i, j] - vectors[i, j] * Complex(values[j], 0)).length < 1e-12)
                #expect((gram[i, j] - (i == j ? .one : .zero)).length < 1e-12)
            }
        }
    }

    @Test("Pauli Y has eigenvalues -1 and 1, and (1, i) belongs to 1")
    func pauliY() throws {
        let y = try ComplexMatrix(rows: 2, columns: 2, elements: [.zero, Complex(0, -1), Complex(0, 1), .zero])
        let (values, vectors) = try y.hermitianEigen()
        #expect((values[0] + 1).magnitude < 1e-15 && (values[1] - 1).magnitude < 1e-15)
        #expect((vectors[1, 1] - vectors[0, 1] * Complex(0, 1)).length < 1e-15)
    }

    @Test("a linear system is solved; a singular one is refused")
    func solve() throws {
        var random = RandomMatrices(seed: 5)
        let (a, x) = (random.matrix(12, 12), random.matrix(12, 3))
        #expect(largestDifference(try a.solve(naiveProduct(a, x)), x) < 1e-10)
        let singular = try Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 4])
        #expect(throws: DenseAlgebraError.self) { try singular.solve(.identity(2)) }
    }

    @Test("thin QR: Q R = A, Q orthonormal, R upper triangular")
    func thinQR() throws {
        var random = RandomMatrices(seed: 6)
        let a = random.matrix(9, 4)
        let (q, r) = try a.thinQR()
        #expect(largestDifference(naiveProduct(q, r), a) < 1e-13)
        #expect(largestDifference(naiveProduct(q.transposed, q), .identity(4)) < 1e-13)
        for i in 0..<4 { for j in 0..<i { #expect(r[i, j] == 0) } }
        #expect(throws: DenseAlgebraError.self) { try a.transposed.thinQR() }
    }

    @Test("the places of the smallest elements, the earlier first among equals")
    func smallest() {
        let values = [3.0, 1, 2, 1, 0, 3]
        #expect(indicesOfSmallest(4, in: values) == [4, 1, 3, 2])
        #expect(indicesOfSmallest(9, in: values) == [4, 1, 3, 2, 0, 5])
        #expect(indicesOfSmallest(0, in: values).isEmpty && indicesOfSmallest(2, in: []).isEmpty)
    }

    @Test("bad input is named")
    func badInput() throws {
        var bad = Matrix.identity(3)
        bad[1, 2] = .nan
        #expect { try bad.symmetricEigen() } throws: { "\($0)".contains("NaN") }
        #expect { try bad.solve(.identity(3)) } throws: { "\($0)".contains("NaN") }
        bad[1, 2] = 0.5
        #expect { try bad.symmetricEigen() } throws: { "\($0)".contains("0.5") }
        #expect(throws: DenseAlgebraError.self) { try Matrix(rows: 2, columns: 3).symmetricEigen() }
        #expect(throws: DenseAlgebraError.self) { try Matrix(rows: 2, columns: 2, elements: [1]) }
        #expect(throws: DenseAlgebraError.self) { try ComplexMatrix(rows: 1, columns: 2, elements: []) }
        let skew = try ComplexMatrix(rows: 2, columns: 2, elements: [.zero, Complex(0, 1), Complex(0, 1), .zero])
        #expect(throws: DenseAlgebraError.self) { try skew.hermitianEigen() }
    }
}
