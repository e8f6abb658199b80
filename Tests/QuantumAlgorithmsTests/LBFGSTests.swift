import Foundation
@testable import QuantumAlgorithms
import TestSupport
import Testing

@Suite struct LBFGSTests {
    /// Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)², minimum 0 at ones.
    static func rosenbrock(_ x: [Double]) -> LBFGS.Evaluation {
        var (value, gradient) = (0.0, [Double](repeating: 0, count: x.count))
        for i in 0..<(x.count - 1) {
            let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
            value += 100 * a * a + b * b
            gradient[i] += -400 * a * x[i] - 2 * b
            gradient[i + 1] += 200 * a
        }
        return (value, gradient)
    }

    @Test(arguments: [2, 3, 10, 40])
    func rosenbrockReachesOnes(count: Int) {
        let start = (0..<count).map { $0.isMultiple(of: 2) ? -1.2 : 1.0 }
        let result = LBFGS(gradientTolerance: 1e-8).minimize(from: start, objective: Self.rosenbrock)
        #expect(result.outcome == .converged)
        #expect(result.gradientNorm <= 1e-8)
        // From this start with n ≥ 4 there is a local minimum near x₀ = −1 too; its value is about 4.
        if count < 4 { #expect(result.parameters.allSatisfy { abs($0 - 1) < 1e-6 }) }
        #expect(result.history.count == result.iterations + 1)
        #expect(zip(result.history, result.history.dropFirst()).allSatisfy { $1.value <= $0.value })
        #expect(result.evaluations < 2 * result.iterations + 30)
    }

    @Test func quadraticsOfAnyConditionReachTheirMinimum() {
        forSeededCases(30) { generator in
            let count = Int.random(in: 1...12, using: &generator)
            let curvatures = (0..<count).map { _ in Double.random(in: 0.01...100, using: &generator) }
            let center = (0..<count).map { _ in Double.random(in: -5...5, using: &generator) }
            let objective = { (x: [Double]) -> LBFGS.Evaluation in
                let gradient = x.indices.map { curvatures[$0] * (x[$0] - center[$0]) }
                return (x.indices.reduce(0) { $0 + gradient[$1] * (x[$1] - center[$1]) / 2 }, gradient)
            }
            let start = [Double](repeating: 0, count: count)
            let plain = LBFGS().minimize(from: start, objective: objective)
            let scaled = LBFGS().minimize(from: start, curvatures: curvatures, objective: objective)
            for result in [plain, scaled] {
                #expect(result.isConverged, generator.comment)
                #expect(zip(result.parameters, center).allSatisfy { abs($0 - $1) < 1e-3 }, generator.comment)
                #expect(result.value < 1e-9, generator.comment)
            }
            // The exact diagonal makes every step but the first the Newton step.
            #expect(scaled.iterations <= count + 3, generator.comment)
        }
    }

    @Test func valuesThatAreNotFiniteAreSteppedBackFrom() {
        // −ln(1 − x) − 3 ln x … has no value outside (0, 1); its minimum is at 3/4.
        let objective = { (x: [Double]) -> LBFGS.Evaluation in
            (-log(1 - x[0]) - 3 * log(x[0]), [1 / (1 - x[0]) - 3 / x[0]])
        }
        let result = LBFGS().minimize(from: [0.01], objective: objective)
        #expect(result.isConverged)
        #expect(abs(result.parameters[0] - 0.75) < 1e-6)
    }

    @Test func aFunctionWithoutMinimumEndsAtTheLimitWithItsBestPoint() {
        let result = LBFGS(maximumIterations: 7).minimize(from: [0]) { (-$0[0], [-1]) }
        #expect(result.outcome != .converged)
        #expect(result.value < -1)
        #expect(result.value == -result.parameters[0])
    }

    @Test func aWrongGradientIsNoProgressAndNotConvergence() {
        let result = LBFGS().minimize(from: [1, 1]) { ($0[0] * $0[0] + $0[1] * $0[1], [-2 * $0[0], -2 * $0[1]]) }
        #expect(result.outcome == .noProgress)
        #expect(result.parameters == [1, 1])
    }

    @Test func notANumberAtTheStartIsNoProgress() {
        #expect(LBFGS().minimize(from: [1]) { _ in (.nan, [.nan]) }.outcome == .noProgress)
        #expect(LBFGS().minimize(from: [1]) { _ in (.infinity, [1]) }.outcome == .noProgress)
    }

    @Test func theIterationLimitKeepsTheBestPoint() {
        let result = LBFGS(maximumIterations: 5).minimize(from: [-1.2, 1], objective: Self.rosenbrock)
        #expect(result.outcome == .iterationLimit)
        #expect(result.iterations == 5)
        #expect(result.value == Self.rosenbrock(result.parameters).value)
        #expect(result.value < Self.rosenbrock([-1.2, 1]).value)
    }

    @Test func stoppingKeepsTheBestPoint() {
        var calls = 0
        let result = LBFGS().minimize(
            from: [-1.2, 1],
            shouldStop: {
                calls += 1
                return calls > 10
            }, objective: Self.rosenbrock)
        #expect(result.outcome == .stopped)
        #expect(result.evaluations == 11)
        #expect(result.value == Self.rosenbrock(result.parameters).value)
        #expect(result.value < Self.rosenbrock([-1.2, 1]).value)
    }

    @Test func nothingToMinimizeIsConverged() {
        let result = LBFGS().minimize(from: []) { _ in (3, []) }
        #expect(result.isConverged)
        #expect(result.value == 3)
    }

    @Test func errorsOfTheObjectivePass() {
        struct Refused: Error {}
        #expect(throws: Refused.self) {
            try LBFGS().minimize(from: [1]) { _ throws(Refused) in throw Refused() }
        }
    }

    @Test func theSameInputGivesTheSameBits() {
        let run = { LBFGS().minimize(from: [-1.2, 1, 0.3], objective: Self.rosenbrock) }
        #expect(run() == run())
    }
}
