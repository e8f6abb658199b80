import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import OperatorAlgebra

@Suite struct LinearCombinationTests {
    @Test func canonicalForm() {
        forSeededCases(100) { generator in
            let terms = (0..<60).map { _ in (generator.pauliString(width: 2), generator.coefficient()) }
            let sum = PauliSum(terms)
            #expect(zip(sum, sum.dropFirst()).allSatisfy { $0.term < $1.term }, generator.comment)
            for (term, coefficient) in sum {
                let expected = terms.filter { $0.0 == term }.reduce(Complex<Double>.zero) { $0 + $1.1 }
                #expect(coefficient == expected, generator.comment)
                #expect(sum[term] == expected, generator.comment)
            }
            #expect((sum - sum).isEmpty, generator.comment)
        }
    }

    /// Enough terms to grow the table several times, against a dictionary.
    @Test func accumulationTableEqualsDictionary() {
        forSeededCases(5) { generator in
            var accumulator = TermAccumulator<PauliString>()
            var expected: [PauliString: Complex<Double>] = [:]
            for _ in 0..<20_000 {
                let term = PauliString(
                    x: QubitMask(word: .random(in: 0..<128, using: &generator)),
                    z: QubitMask(low: 0, high: .random(in: 0..<64, using: &generator)))
                let coefficient = generator.coefficient()
                accumulator.add(term, coefficient)
                expected[term, default: .zero] += coefficient
            }
            let sum = accumulator.sum()
            #expect(sum.count == expected.count, generator.comment)
            #expect(sum.allSatisfy { expected[$0.term] == $0.coefficient }, generator.comment)
        }
    }

    @Test func subscriptWritesKeepTheOrder() {
        forSeededCases(50) { generator in
            var sum = PauliSum.zero
            for _ in 0..<30 {
                let term = generator.pauliString(width: 2)
                let value: Complex<Double> = Bool.random(using: &generator) ? .zero : generator.coefficient()
                sum[term] = value
                #expect(sum[term] == value, generator.comment)
            }
            #expect(zip(sum, sum.dropFirst()).allSatisfy { $0.term < $1.term }, generator.comment)
            #expect(sum.allSatisfy { $0.coefficient != .zero }, generator.comment)
        }
    }

    @Test func ringIdentities() {
        func check<Term: OperatorProduct>(
            _ a: LinearCombination<Term>, _ b: LinearCombination<Term>, _ c: LinearCombination<Term>, _ comment: Comment
        ) throws {
            #expect(((a * b) * c).isClose(to: a * (b * c), tolerance: 1e-12), comment)
            #expect((a * (b + c)).isClose(to: a * b + a * c, tolerance: 1e-12), comment)
            #expect((a * b).adjoint.isClose(to: b.adjoint * a.adjoint, tolerance: 1e-12), comment)
            #expect(a.adjoint.adjoint == a, comment)
            #expect(a.commutator(with: b).isClose(to: a * b - b * a, tolerance: 1e-12), comment)
            #expect(a.anticommutator(with: b).isClose(to: a * b + b * a, tolerance: 1e-12), comment)
            #expect(try a.power(3).isClose(to: a * a * a, tolerance: 1e-12), comment)
            #expect(try a.power(0) == .identity, comment)
            #expect(a * .identity == a && .identity * a == a, comment)
            #expect((2 * a / 2).isClose(to: a, tolerance: 1e-15), comment)
            #expect((a + a.adjoint).adjoint == a + a.adjoint, comment)
        }
        forSeededCases(40) { generator in
            let width = [3, 65, 130].randomElement(using: &generator) ?? 3
            let g = generator.comment
            try check(
                generator.pauliSum(width: width, terms: 4), generator.pauliSum(width: width, terms: 4),
                generator.pauliSum(width: width, terms: 4), g)
            try check(
                generator.majoranaOperator(width: width, terms: 4), generator.majoranaOperator(width: width, terms: 4),
                generator.majoranaOperator(width: width, terms: 4), g)
            try check(
                generator.fermionOperator(width: width, terms: 4), generator.fermionOperator(width: width, terms: 4),
                generator.fermionOperator(width: width, terms: 4), g)
        }
    }

    /// Machine words against masks of any width, to the last bit.
    @Test func packedProductsEqualProductsOfAnyWidth() {
        forSeededCases(60) { generator in
            let width = [2, 5, 63, 64, 65, 127, 128].randomElement(using: &generator) ?? 2
            let (a, b) = (generator.pauliSum(width: width, terms: 12), generator.pauliSum(width: width, terms: 12))
            #expect(a * b == a.productOfAnyWidth(with: b, pairs: .all), generator.comment)
            #expect(a.commutator(with: b) == a.productOfAnyWidth(with: b, pairs: .anticommuting), generator.comment)
            #expect(a.anticommutator(with: b) == a.productOfAnyWidth(with: b, pairs: .commuting), generator.comment)
        }
    }

    @Test func jacobiIdentity() {
        forSeededCases(30) { generator in
            let a = generator.pauliSum(width: 3, terms: 5)
            let b = generator.pauliSum(width: 3, terms: 5)
            let c = generator.pauliSum(width: 3, terms: 5)
            let sum =
                a.doubleCommutator(with: b, c) + b.doubleCommutator(with: c, a) + c.doubleCommutator(with: a, b)
            #expect(sum.largestMagnitude < 1e-12, generator.comment)
        }
    }

    @Test func fermionsToMajoranasAndBack() {
        forSeededCases(60) { generator in
            let operand = generator.fermionOperator(width: 4, terms: 5, upTo: 5)
            let back = FermionOperator(MajoranaOperator(operand))
            #expect((back - operand).normalOrdered().largestMagnitude < 1e-13, generator.comment)
            let majoranas = generator.majoranaOperator(width: 8, terms: 4)
            let there = MajoranaOperator(FermionOperator(majoranas))
            #expect(there.isClose(to: majoranas, tolerance: 1e-13), generator.comment)
            let product = MajoranaOperator(operand * operand)
            let expected = MajoranaOperator(operand) * MajoranaOperator(operand)
            #expect(product.isClose(to: expected, tolerance: 1e-12), generator.comment)
            #expect(MajoranaOperator(operand + operand.adjoint).isHermitian(tolerance: 1e-12), generator.comment)
        }
    }

    @Test func hermiticitySeesThroughSpelling() throws {
        #expect(try FermionOperator("0 0^").isHermitian())
        #expect(try FermionOperator("1 [0^ 1] - 1 [0 1^]").isHermitian())
        #expect(try !FermionOperator("1 [0^ 1] + 1 [0 1^]").isHermitian())
        #expect(try !MajoranaOperator("0 1").isHermitian() && MajoranaOperator("1j [0 1]").isHermitian())
    }

    @Test func diagonalElements() throws {
        let number = FermionOperator.number(modeCount: 4)
        #expect(number.expectation(occupied: [0, 2, 3]) == Complex(3, 0))
        #expect(try FermionOperator("1^ 0").expectation(occupied: [0]) == .zero)
        let sum = try PauliSum("0.5 [] + 2 [Z0] + 4 [Z0 Z1] + 8 [X0]")
        #expect(sum.expectation(inBasisState: []) == Complex(6.5, 0))
        #expect(sum.expectation(inBasisState: [0]) == Complex(-5.5, 0))
        #expect(sum.expectation(inBasisState: [0, 1]) == Complex(2.5, 0))
    }

    @Test func spinAlgebra() {
        let (x, y) = (FermionOperator.spinX(orbitalCount: 2), FermionOperator.spinY(orbitalCount: 2))
        let z = FermionOperator.spinZ(orbitalCount: 2)
        let commutator = x.commutator(with: y).normalOrdered()
        #expect(commutator.isClose(to: (Complex(0, 1) * z).normalOrdered(), tolerance: 1e-14))
        let square = (x * x + y * y + z * z).normalOrdered()
        #expect(square.isClose(to: FermionOperator.spinSquared(orbitalCount: 2).normalOrdered(), tolerance: 1e-14))
        #expect(FermionOperator.spinSquared(orbitalCount: 2).commutes(with: z))
    }

    @Test func errors() throws {
        #expect(throws: OperatorError.negativePower(-1)) { try PauliSum.identity.power(-1) }
        #expect(throws: OperatorError.nonFiniteCoefficient(term: "X0")) {
            try PauliSum(product: "X0", coefficient: Complex(.nan, 0))
        }
    }

    @Test func norms() throws {
        let sum = try PauliSum("3 [X0] + 4j [Z1] + 1e-9 [Y0]")
        #expect(abs(sum.norm() - 7) < 1e-8 && abs(sum.norm(order: 2) - 5) < 1e-8)
        #expect(sum.largestMagnitude == 4)
        #expect(try sum.pruned(below: 1e-8) == PauliSum("3 [X0] + 4j [Z1]"))
        #expect(try PauliSum("(1+1e-9j) [X0] + 1e-9j [Z0]").compressed() == PauliSum("X0"))
        #expect(PauliSum.zero.normalized().isEmpty)
    }
}
