import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct SparseMatrixTests {
    typealias Case = ReferenceVectors.Case

    // MARK: OpenFermion's results

    /// Compares with a matrix whose row and column numbers have mode 0 as the most significant digit.
    private func check(_ found: SparseMatrix, _ test: Case, levels: Int = 2) throws {
        let matrix = try #require(test.expect["matrix"])
        let size = try #require(matrix["shape"]?.list?.first?.int)
        #expect(found.rowCount == size && found.columnCount == size)
        func reversed(_ index: Int) -> Int {
            var (rest, place, result) = (index, size / levels, 0)
            while place > 0 {
                result += rest % levels * place
                (rest, place) = (rest / levels, place / levels)
            }
            return result
        }
        var expected = [Complex<Double>](repeating: .zero, count: size * size)
        let (re, im) = (try #require(matrix["re"]?.list), matrix["im"]?.list)
        for (k, place) in try #require(matrix["idx"]?.list).enumerated() {
            let (row, column) = (try #require(place.list?[0].int), try #require(place.list?[1].int))
            expected[reversed(row) * size + reversed(column)] = Complex(re[k].double ?? .nan, im?[k].double ?? 0)
        }
        let elements = (0..<size * size).map { found[$0 / size, $0 % size] }
        #expect(Self.largestDifference(elements, expected) <= test.tol)
    }

    @Test(arguments: try ReferenceVectors.cases("sparse_qubit"))
    func pauliSums(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(PauliString.self)
        try check(SparseMatrix(operand, qubitCount: #require(test.input["n_qubits"]?.int)), test)
    }

    @Test(arguments: try ReferenceVectors.cases("sparse_fermion"))
    func fermions(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(FermionProduct.self)
        try check(SparseMatrix(operand, modeCount: #require(test.input["n_modes"]?.int)), test)
    }

    @Test(arguments: try ReferenceVectors.cases("sparse_boson"))
    func bosons(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(BosonProduct.self)
        let levels = try #require(test.input["trunc"]?.int)
        let modes = try #require(test.input["n_modes"]?.int)
        try check(SparseMatrix(operand, modeCount: modes, levelCount: levels), test, levels: levels)
    }

    @Test(arguments: try ReferenceVectors.cases("sparse_quad"))
    func quadratures(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(QuadratureProduct.self)
        let (levels, hbar) = (try #require(test.input["trunc"]?.int), try #require(test.input["hbar"]?.double))
        let matrix = try SparseMatrix(operand, modeCount: operand.width, levelCount: levels, hbar: hbar)
        try check(matrix, test, levels: levels)
    }

    // MARK: Properties

    /// The matrix from the action of every term on every basis state.
    static func matrix(_ dimension: Int, _ image: (QubitMask) -> [(QubitMask, Complex<Double>)]) -> SparseMatrix {
        let entries = (0..<dimension).flatMap { column in
            image(QubitMask(word: UInt64(column))).map { (row: Int($0.word), column: column, value: $1) }
        }
        return SparseMatrix(rowCount: dimension, columnCount: dimension, entries: entries)
    }

    static func largestDifference(_ a: SparseMatrix, _ b: SparseMatrix) -> Double {
        let places = a.entries + b.entries
        return places.reduce(0) { max($0, (a[$1.row, $1.column] - b[$1.row, $1.column]).length) }
    }

    static func largestDifference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).length) } : .infinity
    }

    static func isCompressed(_ matrix: SparseMatrix) -> Bool {
        matrix.rowStarts.last == matrix.entryCount && matrix.columns.count == matrix.entryCount
            && (0..<matrix.rowCount).allSatisfy { row in
                let columns = matrix.columns[matrix.rowStarts[row]..<matrix.rowStarts[row + 1]]
                return zip(columns, columns.dropFirst()).allSatisfy(<)
            }
    }

    /// Few X masks with many Z masks each, so that tables of values have many dimensions and are split.
    @Test func pauliMatrixIsThatOfTheStrings() throws {
        forSeededCases(30) { generator in
            let width = Int.random(in: 1...10, using: &generator)
            let flips = (0..<3).map { _ in generator.mask(width: width) }
            let sum = PauliSum(
                (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                    (
                        PauliString(x: flips.randomElement(using: &generator) ?? [], z: generator.mask(width: width)),
                        generator.coefficient()
                    )
                })
            let found = try SparseMatrix(sum, qubitCount: width)
            let expected = Self.matrix(1 << width) { bits in
                sum.map { term, coefficient in
                    let image = term.applied(to: bits)
                    return (image.bits, image.phase.multiplying(coefficient))
                }
            }
            #expect(Self.largestDifference(found, expected) < 1e-12, generator.comment)
            #expect(Self.isCompressed(found), generator.comment)
            let vector = (0..<1 << width).map { _ in generator.coefficient() }
            let product = try MatrixFreePauliSum(sum, qubitCount: width).applied(to: vector)
            #expect(Self.largestDifference(product, expected * vector) < 1e-11, generator.comment)
        }
    }

    @Test func spansOfManyDimensionsAreSplit() throws {
        let width = 14
        let sum = PauliSum((0..<width).map { (PauliString(x: [0], z: [$0]), Complex(0.1 * Double($0 + 1), 0.3)) })
        let found = try SparseMatrix(sum, qubitCount: width)
        for column in [0, 1, 5000, 16383] {
            let bits = QubitMask(word: UInt64(column))
            let expected = sum.reduce(Complex<Double>.zero) {
                $0 + $1.term.applied(to: bits).phase.multiplying($1.coefficient)
            }
            #expect((found[column ^ 1, column] - expected).length < 1e-12)
        }
        let vector = (0..<1 << width).map { Complex(Double($0 % 7), Double($0 % 3)) }
        let product = try MatrixFreePauliSum(sum, qubitCount: width).applied(to: vector)
        #expect(Self.largestDifference(product, found * vector) < 1e-11)
    }

    @Test func fermionMatrixIsThatOfTheProducts() {
        forSeededCases(50) { generator in
            let width = Int.random(in: 1...7, using: &generator)
            let operand = generator.fermionOperator(width: width, terms: 12, upTo: 6)
            let found = try SparseMatrix(operand, modeCount: width)
            let expected = Self.matrix(1 << width) { occupied in
                operand.compactMap { term, coefficient in
                    term.applied(to: occupied).map { ($0.occupied, $0.phase.multiplying(coefficient)) }
                }
            }
            #expect(Self.largestDifference(found, expected) < 1e-12, generator.comment)
            #expect(Self.isCompressed(found), generator.comment)
        }
    }

    /// Matrices of sums and products of number-conserving bosons are those of the operators while no level is cut.
    @Test func bosonLadders() throws {
        let root = try SparseMatrix(BosonOperator("0"), modeCount: 1, levelCount: 5)
        for level in 1..<5 { #expect(abs(root[level - 1, level].real - Double(level).squareRoot()) < 1e-15) }
        #expect(root.entryCount == 4)
        let number = try SparseMatrix(BosonOperator("1^ 1"), modeCount: 2, levelCount: 3)
        #expect(number[8, 8] == Complex(2.0000000000000004, 0) || abs(number[8, 8].real - 2) < 1e-15)
        #expect(number.entryCount == 6)
        let cut = try SparseMatrix(BosonOperator("0 0^"), modeCount: 1, levelCount: 3)
        #expect(cut[2, 2] == .zero && cut.entryCount == 2)
    }

    /// Strings that cancel on most states leave no entries: (X0 X1 + Y0 Y1)/2 is a hop, also with rounded coefficients.
    @Test func cancelledEntriesAreNotStored() throws {
        let hop = try PauliSum("0.1 X0 X1 + 0.1 Y0 Y1")
        #expect(try SparseMatrix(hop, qubitCount: 2).entryCount == 2)
        let rounded = try PauliSum("0.3 X0 X1 Z2 + 0.1 Y0 Y1 Z2 + 0.2 Y0 Y1 Z2 + 1e-17 Y0 Y1")
        #expect(try SparseMatrix(rounded, qubitCount: 3).entryCount == 4)
        #expect(try SparseMatrix(PauliSum.zero, qubitCount: 0).entryCount == 0)
    }

    @Test func badRegistersAreNamed() throws {
        let x3 = try PauliSum("X3")
        #expect(throws: OperatorError.registerTooSmall(width: 4, given: 3)) { try SparseMatrix(x3, qubitCount: 3) }
        #expect(throws: OperatorError.registerTooLarge(given: 40, largest: 28)) { try SparseMatrix(x3, qubitCount: 40) }
        #expect(throws: OperatorError.registerTooSmall(width: 2, given: 1)) {
            try SparseMatrix(FermionOperator("1^ 0"), modeCount: 1)
        }
        #expect(throws: OperatorError.tooFewLevels(0)) {
            try SparseMatrix(BosonOperator("0"), modeCount: 1, levelCount: 0)
        }
        #expect(throws: OperatorError.registerTooLarge(given: 30, largest: 14)) {
            try SparseMatrix(BosonOperator("0"), modeCount: 30, levelCount: 4)
        }
        let free = try MatrixFreePauliSum(x3, qubitCount: 4)
        #expect(throws: OperatorError.vectorLength(found: 2, expected: 16)) {
            try free.applied(to: [.zero, .zero])
        }
        #expect(throws: OperatorError.registerTooSmall(width: 4, given: 3)) {
            try MatrixFreePauliSum(x3, qubitCount: 3)
        }
    }
}
