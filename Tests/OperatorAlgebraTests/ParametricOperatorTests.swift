import ComplexModule
import Foundation
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

@Suite struct ParametricOperatorTests {
    static let values = ["x": 0.7, "y": -1.3, "theta_1": 2.1]

    @Test(arguments: [
        ("1 + 2*3", Complex(7, 0)), ("2^3^2", Complex(512, 0)), ("-x^2", Complex(-0.49, 0)),
        ("(1 + 2j)*(1 - 2j)", Complex(5, 0)), ("6/3/2", Complex(1, 0)), ("2 - 3 - 4", Complex(-5, 0)),
        ("x*y", Complex(-0.91, 0)), ("x/y", Complex(0.7 / -1.3, 0)), ("-(-x)", Complex(0.7, 0)),
        ("cos(theta_1)^2 + sin(theta_1)^2", Complex(1, 0)), ("exp(1j*pi)", Complex(-1, 0)),
        ("sqrt(y)", Complex(0, 1.3.squareRoot())), ("conj(sqrt(y))", Complex(0, -(1.3.squareRoot()))),
        ("conj(2j*x)", Complex(0, -1.4)), ("x^-2", Complex(1 / 0.49, 0)), ("x^0.5", Complex(0.7.squareRoot(), 0)),
        (" x \n * 2e1 # end", Complex(14, 0)), ("2*(x+y) - -1", Complex(-0.2, 0)), ("0*x", .zero),
    ])
    func evaluation(_ text: String, _ expected: Complex<Double>) throws {
        let expression = try ParameterExpression(text)
        #expect((try expression.evaluate(Self.values) - expected).length < 1e-14)
        let readBack = try ParameterExpression(expression.description)
        #expect((try readBack.evaluate(Self.values) - expected).length < 1e-14, "\(expression)")
    }

    static func random(_ generator: inout SeededGenerator, depth: Int) -> ParameterExpression {
        if depth == 0 {
            let name = ["x", "y", "theta_1"].randomElement(using: &generator) ?? "x"
            return Bool.random(using: &generator) ? .parameter(name) : .number(generator.coefficient())
        }
        let (a, b) = (random(&generator, depth: depth - 1), random(&generator, depth: depth - 1))
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return a + b
        case 1: return a - b
        case 2: return a * b
        case 3: return a / b
        case 4: return a.power(ParameterExpression(Double(Int.random(in: -2...3, using: &generator))))
        case 5: return a.power(b)
        default:
            let function = ParameterExpression.Function.allCases.randomElement(using: &generator) ?? .sin
            return a.applying(function)
        }
    }

    @Test func whatIsPrintedReadsBack() {
        forSeededCases(300) { generator in
            let expression = Self.random(&generator, depth: Int.random(in: 0...4, using: &generator))
            let readBack = try ParameterExpression(expression.description)
            let (a, b) = (try expression.evaluate(Self.values), try readBack.evaluate(Self.values))
            guard a.isFinite else { return }
            let isClose = (a - b).length <= 1e-9 * max(1, a.length)
            #expect(isClose, "\(expression) \(readBack) \(a) \(b) \(generator.comment)")
            let numbers = Self.values.mapValues { ParameterExpression($0) }
            let bound = try expression.substituting(numbers).evaluate([:])
            #expect((bound - a).length <= 1e-9 * max(1, a.length), generator.comment)
        }
    }

    /// Binding commutes with sums, products, commutators and adjoints.
    @Test func bindingIsAHomomorphism() {
        forSeededCases(50) { generator in
            func random() -> ParametricOperator<PauliString> {
                ParametricOperator(
                    (0..<4).map { _ in
                        (generator.pauliString(width: 2), Self.random(&generator, depth: 1).applying(.cos))
                    })
            }
            let (a, b) = (random(), random())
            guard let boundA = try? a.bound(Self.values), let boundB = try? b.bound(Self.values) else { return }
            func check(_ found: ParametricOperator<PauliString>, _ expected: PauliSum) throws {
                let difference = try found.bound(Self.values) - expected
                #expect(difference.largestMagnitude <= 1e-10 * max(1, expected.largestMagnitude), generator.comment)
            }
            try check(a + b, boundA + boundB)
            try check(a - b, boundA - boundB)
            try check(a * b, boundA * boundB)
            try check(a.commutator(with: b), boundA.commutator(with: boundB))
            try check(a.adjoint, boundA.adjoint)
            try check(ParametricOperator(a.description), boundA)
            let json = try JSONEncoder().encode([a])
            try check(JSONDecoder().decode([ParametricOperator<PauliString>].self, from: json)[0], boundA)
        }
    }

    @Test func operators() throws {
        let operand = try ParametricOperator<FermionProduct>("2*g [0^ 1] + (g + 1) [1^ 0] - [] + g [0^ 1]")
        #expect(operand.parameters == ["g"])
        #expect(try operand.bound(["g": 0.5]) == FermionOperator("1.5 [0^ 1] + 1.5 [1^ 0] - 1 []"))
        #expect(try operand.bound(["g": -1]) == FermionOperator("-3 [0^ 1] - 1 []"))
        let partly = operand.substituting(["g": .parameter("h") * ParameterExpression(2)])
        #expect(partly.parameters == ["h"])
        #expect(try partly.bound(["h": 0.25]) == operand.bound(["g": 0.5]))
        #expect(ParametricOperator<PauliString>.zero.description == "0 []")
        #expect(try ParametricOperator<PauliString>("0 []") == .zero)
        #expect(try ParametricOperator<PauliString>("t [X0 Y0]").bound(["t": 2]) == PauliSum("2j Z0"))
        #expect(try ParametricOperator(PauliSum("2 X0")).bound([:]) == PauliSum("2 X0"))
    }

    @Test(arguments: [
        ("", 1, "the end of the text"), ("x +", 4, "the end of the text"), ("tan(x)", 1, "'tan'"), ("2 x", 3, "'x'"),
        ("(x", 3, "the end of the text"), ("x ? y", 3, "'?'"), ("_a", 1, "'_a'"), ("1e999", 1, "'1e999'"),
    ])
    func errors(_ text: String, _ column: Int, _ found: String) throws {
        let error = #expect(throws: OperatorError.self) { try ParameterExpression(text) }
        guard case .malformedText(1, column, found, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func badOperatorsAreNamed() throws {
        let deep = String(repeating: "(", count: 100_000)
        #expect(throws: OperatorError.self) { try ParameterExpression(deep) }
        for text in ["", "x X0", "x [X0", "[A0]", "x [X0] y [X1]", "x"] {
            #expect(throws: OperatorError.self, "\(text)") { try ParametricOperator<PauliString>(text) }
        }
        let operand = try ParametricOperator<PauliString>("a/b [X0]")
        #expect(throws: OperatorError.unboundParameter("b")) { try operand.bound(["a": 1]) }
        #expect(throws: OperatorError.nonFiniteCoefficient(term: "X0")) { try operand.bound(["a": 1, "b": 0]) }
    }
}
