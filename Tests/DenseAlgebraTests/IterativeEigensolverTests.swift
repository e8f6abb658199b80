import ComplexModule
import DenseAlgebra
import RealModule
import Testing

@Suite("Iterative eigensolver against dense diagonalization")
struct IterativeEigensolverTests {
    /// Compares eigenvalues with dense ones, and checks the residuals and orthonormality independently.
    private func check(
        _ pairs: Eigenpairs<Double>, _ matrix: Matrix, tolerance: Double = 1e-9, _ note: Comment
    ) throws {
        let exact = try matrix.symmetricEigen().values
        for (j, value) in pairs.values.enumerated() {
            #expect((value - exact[j]).magnitude < tolerance, note)
            let x = try Matrix(rows: matrix.rows, columns: 1, elements: pairs.vectors[j])
            let hx = try matrix * x
            let residual = (0..<matrix.rows).reduce(0.0) {
                let d = hx[$1, 0] - value * x[$1, 0]
                return $0 + d * d
            }.squareRoot()
            #expect(residual < 2e-9, note)
            for k in 0...j {
                let overlap = zip(pairs.vectors[j], pairs.vectors[k]).reduce(0.0) { $0 + $1.0 * $1.1 }
                #expect((overlap - (j == k ? 1 : 0)).magnitude < 1e-10, note)
            }
        }
    }

    @Test("Davidson with a diagonal", arguments: [1, 2, 5, 64, 65, 200, 400], [1, 3])
    func davidson(n: Int, count: Int) throws {
        guard count <= n else { return }
        var random = RandomMatrices(seed: UInt64(n * 10 + count))
        let matrix = random.diagonallyDominant(n, coupling: 0.05)
        let diagonal = (0..<n).map { matrix[$0, $0] }
        let pairs = try lowestEigenpairs(count, dimension: n, diagonal: diagonal, apply: blockOperator(matrix))
        try check(pairs, matrix, "n = \(n), count = \(count)")
    }

    @Test("block Lanczos without a diagonal, also with a tight basis", arguments: [nil, 9])
    func lanczos(basis: Int?) throws {
        var random = RandomMatrices(seed: 77)
        let matrix = random.symmetric(150)
        let options = EigensolverOptions(maximumIterations: 3000, maximumBasisSize: basis)
        let pairs = try lowestEigenpairs(2, dimension: 150, options: options, apply: blockOperator(matrix))
        try check(pairs, matrix, "basis \(basis ?? 0)")
    }

    @Test("degenerate eigenvalues come with their multiplicity")
    func degenerate() throws {
        var random = RandomMatrices(seed: 8)
        let q = try random.matrix(100, 100).thinQR().q
        var scaled = q
        let values = (0..<100).map { $0 < 3 ? -2.0 : Double($0) / 10 }
        for i in 0..<100 { for j in 0..<100 { scaled[i, j] *= values[j] } }
        var matrix = try scaled * q.transposed
        for i in 0..<100 { for j in 0..<i { matrix[i, j] = matrix[j, i] } }
        let pairs = try lowestEigenpairs(4, dimension: 100, apply: blockOperator(matrix))
        try check(pairs, matrix, "three at -2")
        #expect((pairs.values[2] + 2).magnitude < 1e-10 && pairs.values[3] > 0)
    }

    @Test("a low state in another block than the lowest diagonal element is found")
    func hiddenBlock() throws {
        // Two uncoupled blocks: the first holds all low diagonal elements, the second, strongly coupled, the low state.
        let n = 160
        var matrix = Matrix(rows: n, columns: n)
        for i in 0..<n { matrix[i, i] = i < 80 ? Double(i) * 0.01 : 3 + Double(i) * 0.01 }
        for i in 80..<n { for j in 80..<n where i != j { matrix[i, j] = -0.08 } }
        let diagonal = (0..<n).map { matrix[$0, $0] }
        var first = [Double](repeating: 0, count: n)
        first[0] = 1
        let pairs = try lowestEigenpairs(
            1, dimension: n, diagonal: diagonal, start: [first], apply: blockOperator(matrix))
        #expect(pairs.values[0] < -0.5)
        try check(pairs, matrix, "hidden block")
    }

    @Test("complex Hermitian operators", arguments: [1, 3, 90, 200])
    func complexHermitian(n: Int) throws {
        var random = RandomMatrices(seed: UInt64(n))
        let matrix = random.hermitian(n)
        let pairs = try lowestEigenpairs(1, dimension: n, apply: blockOperator(matrix))
        #expect((pairs.values[0] - (try matrix.hermitianEigen().values[0])).magnitude < 1e-9)
        let x = try ComplexMatrix(rows: n, columns: 1, elements: pairs.vectors[0])
        let hx = try matrix * x
        for i in 0..<n { #expect((hx[i, 0] - x[i, 0] * Complex(pairs.values[0], 0)).length < 1e-8) }
    }

    @Test("all pairs of a space, and of one just above the dense limit", arguments: [5, 70])
    func everything(n: Int) throws {
        var random = RandomMatrices(seed: 3)
        let matrix = random.symmetric(n)
        try check(try lowestEigenpairs(n, dimension: n, apply: blockOperator(matrix)), matrix, "all \(n)")
    }

    @Test("the same bits every time")
    func reproducible() throws {
        var random = RandomMatrices(seed: 4)
        let matrix = random.symmetric(120)
        let first = try lowestEigenpairs(2, dimension: 120, apply: blockOperator(matrix))
        let second = try lowestEigenpairs(2, dimension: 120, apply: blockOperator(matrix))
        #expect(first.vectors == second.vectors && first.values == second.values)
    }

    @Test("running out of iterations carries the best result so far")
    func notConverged() throws {
        var random = RandomMatrices(seed: 9)
        let matrix = random.symmetric(300)
        let options = EigensolverOptions(maximumIterations: 8)
        do {
            _ = try lowestEigenpairs(1, dimension: 300, options: options, apply: blockOperator(matrix))
            Issue.record("eight iterations cannot converge this")
        } catch .notConverged(let best, let tolerance) {
            let exact = try matrix.symmetricEigen().values[0]
            #expect(best.iterations == 8 && best.residualNorms[0] > tolerance)
            #expect(best.values[0] >= exact && best.values[0] < exact + best.residualNorms[0])
        }
    }

    @Test("bad requests are named")
    func badRequests() throws {
        let apply = blockOperator(Matrix.identity(3))
        #expect { try lowestEigenpairs(4, dimension: 3, apply: apply) } throws: { "\($0)".contains("ask for 1 to 3") }
        #expect(throws: DenseAlgebraError.self) { try lowestEigenpairs(1, dimension: 0, apply: apply) }
        #expect(throws: DenseAlgebraError.self) { try lowestEigenpairs(0, dimension: 3, apply: apply) }
        #expect(throws: DenseAlgebraError.self) {
            try lowestEigenpairs(1, dimension: 3, diagonal: [1, 2], apply: apply)
        }
        #expect(throws: DenseAlgebraError.self) { try lowestEigenpairs(1, dimension: 3, start: [[1]], apply: apply) }
        for n in [3, 100] {
            let nan: BlockOperator<Double> = { _, products, _ in products.update(repeating: .nan) }
            #expect { try lowestEigenpairs(1, dimension: n, apply: nan) } throws: { "\($0)".contains("NaN") }
        }
    }

    @Test("an operator that is not Hermitian, one that throws, a memory limit, a bad option")
    func refusals() throws {
        let skew = try Matrix(rows: 2, columns: 2, elements: [0, 1, -1, 0])
        #expect(throws: DenseAlgebraError.self) { try lowestEigenpairs(1, dimension: 2, apply: blockOperator(skew)) }
        struct Stop: Error {}
        let stopping: BlockOperator<Double> = { _, _, _ in throw Stop() }
        #expect { try lowestEigenpairs(1, dimension: 100, apply: stopping) } throws: { "\($0)".contains("Stop") }
        let small = EigensolverOptions(memoryLimitBytes: 1000)
        #expect { try lowestEigenpairs(1, dimension: 100, options: small, apply: stopping) } throws: {
            "\($0)".contains("1000 bytes")
        }
        let options = EigensolverOptions(residualTolerance: .nan)
        #expect(throws: DenseAlgebraError.self) {
            try lowestEigenpairs(1, dimension: 100, options: options, apply: stopping)
        }
        #expect(eigensolverByteCount(count: 1, dimension: 1000, isComplex: false) == 8 * 1000 * (2 * 40 + 3 + 1))
    }
}
