import ComplexModule
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// A small square matrix of real numbers.
struct SmallMatrix: AdditiveArithmetic {
    var rows: [[Double]]

    static let zero = SmallMatrix(rows: [])
    static func + (lhs: SmallMatrix, rhs: SmallMatrix) -> SmallMatrix { combine(lhs, rhs, +) }
    static func - (lhs: SmallMatrix, rhs: SmallMatrix) -> SmallMatrix { combine(lhs, rhs, -) }

    private static func combine(
        _ lhs: SmallMatrix, _ rhs: SmallMatrix, _ operation: (Double, Double) -> Double
    ) -> SmallMatrix {
        SmallMatrix(rows: zip(lhs.rows, rhs.rows).map { zip($0, $1).map(operation) })
    }

    static func * (lhs: SmallMatrix, rhs: SmallMatrix) -> SmallMatrix {
        SmallMatrix(
            rows: lhs.rows.map { row in
                rhs.rows.indices.map { column in row.indices.reduce(0) { $0 + row[$1] * rhs.rows[$1][column] } }
            })
    }

    static func scaled(_ factor: Double, _ matrix: SmallMatrix) -> SmallMatrix {
        SmallMatrix(rows: matrix.rows.map { $0.map { factor * $0 } })
    }

    static func commutator(_ a: SmallMatrix, _ b: SmallMatrix) -> SmallMatrix { a * b - b * a }

    static func identity(_ size: Int) -> SmallMatrix {
        SmallMatrix(rows: (0..<size).map { i in (0..<size).map { i == $0 ? 1 : 0 } })
    }

    var exponential: SmallMatrix {
        var (sum, power) = (Self.identity(rows.count), Self.identity(rows.count))
        for k in 1..<30 {
            power = Self.scaled(1 / Double(k), power * self)
            sum = sum + power
        }
        return sum
    }

    var largestMagnitude: Double { rows.joined().reduce(0) { max($0, abs($1)) } }
}

@Suite struct BakerCampbellHausdorffTests {
    typealias Case = ReferenceVectors.Case

    @Test(arguments: try ReferenceVectors.cases("bch_expand"))
    func fermions(_ test: Case) throws {
        let factors = try #require(test.input["ops"]?.list).map { try $0.operatorSum(FermionProduct.self) }
        let order = try #require(test.input["order"]?.int)
        let found = try FermionOperator.bakerCampbellHausdorff(factors, order: order)
        let expected = try #require(test.expect["op"]).operatorSum(FermionProduct.self)
        #expect(found.isClose(to: expected, tolerance: test.tol))
    }

    static func matrix(_ field: Field?) throws -> SmallMatrix {
        let columns = try #require(field?["shape"]?.list?[1].int)
        let values = try #require(field?["re"]?.list).compactMap(\.double)
        return SmallMatrix(
            rows: stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) })
    }

    @Test(arguments: try ReferenceVectors.cases("bch_expand_matrix"))
    func matrices(_ test: Case) throws {
        let factors = try #require(test.input["ops"]?.list).map { try Self.matrix($0) }
        let series = try BakerCampbellHausdorff(order: #require(test.input["order"]?.int))
        let found = series.expansion(factors, scale: SmallMatrix.scaled, commutator: SmallMatrix.commutator)
        let difference = try found - Self.matrix(test.expect["matrix"])
        #expect(difference.largestMagnitude <= test.tol)
    }

    /// exp of the series is the product of the exponentials up to one order more, for every order.
    @Test func theErrorIsOfHigherOrder() throws {
        forSeededCases(2) { generator in
            func random() -> SmallMatrix {
                SmallMatrix(rows: (0..<4).map { _ in (0..<4).map { _ in .random(in: -1...1, using: &generator) } })
            }
            let (x, y) = (random(), random())
            for order in 1...BakerCampbellHausdorff.largestOrder {
                let series = try BakerCampbellHausdorff(order: order)
                func error(_ size: Double) -> Double {
                    let (a, b) = (SmallMatrix.scaled(size, x), SmallMatrix.scaled(size, y))
                    let sum = series.expansion(a, b, scale: SmallMatrix.scaled, commutator: SmallMatrix.commutator)
                    return (sum.exponential - a.exponential * b.exponential).largestMagnitude
                }
                let (large, small) = (error(0.2), error(0.1))
                let rate = Double.log2(large / small)
                #expect(rate > Double(order) + 0.5 || small < 1e-14, "\(order) \(large) \(small) \(generator.comment)")
            }
        }
    }

    /// [X, Y] = 2iZ: in su(2) the series is known in closed form; and nested commutators by hand.
    @Test func pauliSums() throws {
        let (x, y) = (try PauliSum("0.01j X0"), try PauliSum("0.02j Y0"))
        let found = try PauliSum.bakerCampbellHausdorff([x, y], order: 9)
        // e^(iaX) e^(ibY) = cos a cos b + i (sin a cos b X + cos a sin b Y) − i sin a sin b Z = e^(iθ n·σ).
        let (a, b) = (0.01, 0.02)
        let theta = Double.acos(.cos(a) * .cos(b))
        let scale = theta / .sin(theta)
        let expected = PauliSum([
            (PauliString([0: .x]), Complex(0, scale * .sin(a) * .cos(b))),
            (PauliString([0: .y]), Complex(0, scale * .cos(a) * .sin(b))),
            (PauliString([0: .z]), Complex(0, -scale * .sin(a) * .sin(b))),
        ])
        #expect(found.isClose(to: expected, tolerance: 1e-15))
        let nested = try PauliSum.nestedCommutator([PauliSum("X0"), PauliSum("X0"), PauliSum("Y0")])
        #expect(try nested == PauliSum("4 Y0"))
        #expect(try PauliSum.nestedCommutator([PauliSum("X0")]) == PauliSum("X0"))
    }

    /// e^(αb†) e^(βb) = e^(αb† + βb + ½[αb†, βb]), and nothing of higher order.
    @Test func displacements() throws {
        let found = try BosonOperator.bakerCampbellHausdorff(
            [BosonOperator("0.3 [0^]"), BosonOperator("0.5 [0]")], order: 5)
        #expect(try found.isClose(to: BosonOperator("0.3 [0^] + 0.5 [0] - 0.075 []"), tolerance: 1e-15))
    }

    @Test(arguments: [-1, 0, 13]) func badOrders(_ order: Int) {
        #expect(throws: OperatorError.seriesOrder(found: order, largest: 12)) {
            try PauliSum.bakerCampbellHausdorff([], order: order)
        }
    }
}
