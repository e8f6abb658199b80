import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct BosonTests {
    typealias Case = ReferenceVectors.Case

    // MARK: OpenFermion's results

    @Test(arguments: try ReferenceVectors.cases("boson_to_quad"))
    func bosonsInQuadratures(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(BosonProduct.self)
        let expected = try #require(test.expect["op"]).operatorSum(QuadratureProduct.self)
        let hbar = try #require(test.input["hbar"]?.double)
        #expect(QuadratureOperator(operand, hbar: hbar).isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("quad_to_boson"))
    func quadraturesInBosons(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(QuadratureProduct.self)
        let expected = try #require(test.expect["op"]).operatorSum(BosonProduct.self)
        let hbar = try #require(test.input["hbar"]?.double)
        #expect(BosonOperator(operand, hbar: hbar).isClose(to: expected, tolerance: test.tol))
    }

    /// OpenFermion puts 1 in place of the coefficient.
    @Test(arguments: try ReferenceVectors.cases("symmetric_ordering"))
    func symmetricOrder(_ test: Case) throws {
        let operand = try #require(test.input["a"]).operatorSum(BosonProduct.self).mapCoefficients { _ in Complex(1, 0)
        }
        let expected = try #require(test.expect["op"]).operatorSum(BosonProduct.self)
        #expect(operand.symmetricallyOrdered().isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("weyl_polynomial"))
    func weylQuantization(_ test: Case) throws {
        let found = try QuadratureOperator(weylQuantizing: #require(test.input["string"]?.string))
        let expected = try #require(test.expect["op"]).operatorSum(QuadratureProduct.self)
        #expect(found.isClose(to: expected, tolerance: test.tol))
    }

    @Test(arguments: try ReferenceVectors.cases("mccoy"))
    func mcCoy(_ test: Case) throws {
        #expect(test.input["op_a"]?.string == "q" && test.input["op_b"]?.string == "p")
        let (m, n) = (try #require(test.input["m"]?.int), try #require(test.input["n"]?.int))
        let expected = try #require(test.expect["op"]).operatorSum(QuadratureProduct.self)
        let found = QuadratureOperator.weylQuantization(positions: m, momenta: n)
        #expect(found.isClose(to: expected, tolerance: test.tol))
    }

    // MARK: Properties

    /// Exchanges neighbours until nothing is out of order: the oracle of normal ordering.
    static func exchanged<Term: ModePairProduct>(
        _ operand: LinearCombination<Term>, commutator: Complex<Double>
    ) -> LinearCombination<Term> {
        var (result, pending) = (TermAccumulator<Term>(), Array(operand))
        while let (term, coefficient) = pending.popLast() {
            let position = term.factors.indices.dropLast().first { index in
                let (left, right) = (term.factors[index], term.factors[index + 1])
                return left.mode == right.mode && !left.standsLeft && right.standsLeft
            }
            guard let position else {
                result.add(term, coefficient)
                continue
            }
            var factors = term.factors
            factors.swapAt(position, position + 1)
            pending.append((Term(sorted: factors), coefficient))
            factors.removeSubrange(position...position + 1)
            pending.append((Term(sorted: factors), coefficient * commutator))
        }
        return result.sum()
    }

    @Test func normalOrderIsThatOfExchanges() {
        forSeededCases(100) { generator in
            let bosons = generator.bosonOperator(width: 3, terms: 3, upTo: 7)
            let expected = Self.exchanged(bosons, commutator: Complex(1, 0))
            #expect(bosons.normalOrdered().isClose(to: expected, tolerance: 1e-10), generator.comment)
            #expect(bosons.normalOrdered().isNormalOrdered, generator.comment)
            let hbar = Double.random(in: 0.1...3, using: &generator)
            let quadratures = QuadratureOperator(generator.bosonOperator(width: 2, terms: 1, upTo: 4), hbar: hbar)
            let ordered = Self.exchanged(quadratures, commutator: Complex(0, -hbar))
            #expect(quadratures.normalOrdered(hbar: hbar).isClose(to: ordered, tolerance: 1e-10), generator.comment)
        }
    }

    @Test func conversionsAreInverse() {
        forSeededCases(50) { generator in
            let bosons = generator.bosonOperator(width: 3, terms: 3, upTo: 4)
            let hbar = Double.random(in: 0.1...3, using: &generator)
            let back = BosonOperator(QuadratureOperator(bosons, hbar: hbar), hbar: hbar)
            let difference = (back.normalOrdered() - bosons.normalOrdered()).largestMagnitude
            #expect(difference < 1e-10, generator.comment)
        }
    }

    /// [q, p] = iħ through the ladder operators and as quadratures.
    @Test func canonicalCommutators() throws {
        let (q, p) = (try QuadratureOperator("q0"), try QuadratureOperator("p0"))
        for hbar in [1, 0.5, 2] {
            let expected = QuadratureOperator(.identity, Complex(0, hbar))
            #expect(q.commutator(with: p).normalOrdered(hbar: hbar).isClose(to: expected, tolerance: 1e-15))
            let bosons = BosonOperator(q, hbar: hbar).commutator(with: BosonOperator(p, hbar: hbar)).normalOrdered()
            #expect(bosons.isClose(to: BosonOperator(.identity, Complex(0, hbar)), tolerance: 1e-15))
        }
        #expect(try q.commutes(with: QuadratureOperator("p1")) && !q.commutes(with: p))
        #expect(try BosonOperator("0").commutator(with: BosonOperator("0^")).normalOrdered() == .identity)
    }

    /// Weyl's rule: McCoy's sum is the average over all orders of the factors.
    @Test func symmetricOrderIsTheAverageOfAllOrders() {
        func orders(_ m: Int, _ n: Int) -> [[Quadrature]] {
            if m == 0 && n == 0 { return [[]] }
            return (m > 0 ? orders(m - 1, n).map { [.position(0)] + $0 } : [])
                + (n > 0 ? orders(m, n - 1).map { [.momentum(0)] + $0 } : [])
        }
        for (m, n) in [(1, 1), (2, 1), (2, 3), (4, 2), (3, 3)] {
            let all = orders(m, n)
            let average = QuadratureOperator(all.map { (QuadratureProduct($0), Complex(1 / Double(all.count), 0)) })
            let mcCoy = QuadratureOperator.weylQuantization(positions: m, momenta: n)
            #expect(mcCoy.isHermitian(hbar: 0.7))
            let difference = mcCoy.normalOrdered(hbar: 0.7) - average.normalOrdered(hbar: 0.7)
            #expect(difference.largestMagnitude < 1e-12)
        }
    }

    @Test func classification() throws {
        let hopping = try BosonOperator("[0^ 1] + [1^ 0] + 2 [0^ 0^ 0 0]")
        #expect(hopping.conservesNumber && !hopping.isGaussian && hopping.isHermitian())
        let squeezing = try BosonOperator("[0^ 0^] + [0 0] + 3 []")
        #expect(!squeezing.conservesNumber && squeezing.isGaussian)
        #expect(try QuadratureOperator("q0 p1 + q2").isGaussian && !QuadratureOperator("q0 q1 q2").isGaussian)
        #expect(try QuadratureOperator("q0 p0 - 0.5j []").isHermitian() && !QuadratureOperator("q0 p0").isHermitian())
        #expect(try !QuadratureOperator("q0 p0 - 0.5j []").isHermitian(hbar: 2))
        #expect(try BosonOperator.number(modeCount: 2) == BosonOperator("[0^ 0] + [1^ 1]"))
        #expect(try BosonOperator("3^ 1 3 1^").first?.term.description == "1 1^ 3^ 3")
        #expect(throws: OperatorError.self) { try QuadratureOperator(weylQuantizing: "q0^x") }
        #expect(throws: OperatorError.self) { try QuadratureOperator(weylQuantizing: "r0") }
    }
}
