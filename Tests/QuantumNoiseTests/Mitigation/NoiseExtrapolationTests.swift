import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Extrapolation to no noise")
struct NoiseExtrapolationTests {
    static func points(
        _ scales: [Double], error: Double = 0, _ curve: (Double) -> Double
    ) -> [ScaledEstimate] {
        scales.map { ScaledEstimate(scale: $0, Estimate(curve($0), standardError: error)) }
    }

    @Test("Curves of the right kind are found exactly")
    func exactCurves() {
        forSeededCases(50) { generator in
            let c = (0..<4).map { _ in Double.random(in: -1...1, using: &generator) }
            let cubic: (Double) -> Double = { c[0] + $0 * (c[1] + $0 * (c[2] + $0 * c[3])) }
            let line: (Double) -> Double = { c[0] + c[1] * $0 }
            let scales = [1, 1.5, 2, 3, 5.0]
            func value(_ method: NoiseExtrapolation, _ points: [ScaledEstimate]) throws -> Double {
                try method.extrapolated(points).value
            }
            #expect(abs(try value(.linear, Self.points(scales, line)) - c[0]) < 1e-12, generator.comment)
            #expect(
                abs(try value(.polynomial(degree: 3), Self.points(scales, cubic)) - c[0]) < 1e-10, generator.comment)
            #expect(abs(try value(.richardson, Self.points([1, 2, 3, 4], cubic)) - c[0]) < 1e-10, generator.comment)
            let rate = Double.random(in: 0.05...1.2, using: &generator)
            let decay: (Double) -> Double = { c[1] + c[0] * .exp(-rate * $0) }
            let known = NoiseExtrapolation.exponential(asymptote: c[1])
            #expect(abs(try value(known, Self.points(scales, decay)) - c[0] - c[1]) < 1e-10, generator.comment)
            let fitted = try value(.exponential(asymptote: nil), Self.points(scales, decay))
            #expect(abs(fitted - c[0] - c[1]) < 1e-5, generator.comment)
        }
    }

    /// 2000 repetitions: the deviation of a deviation is 1.6%, so 10% is more than six of them; the mean is within five
    /// standard errors but for one time in 10⁶.
    @Test(
        "The standard error is the scatter of the result",
        arguments: [
            NoiseExtrapolation.linear, .polynomial(degree: 2), .richardson, .exponential(asymptote: 0.1),
            .exponential(asymptote: nil),
        ])
    func standardErrors(_ method: NoiseExtrapolation) throws {
        var generator = SeededGenerator(seed: 5)
        let scales = [1, 1.7, 2.5, 4.0]
        let errors = [1e-4, 2e-4, 1.5e-4, 3e-4]
        let isLinear = method == .linear
        let curve: (Double) -> Double = { isLinear ? 0.9 - 0.1 * $0 : 0.1 + 0.8 * .exp(-0.6 * $0) }
        var (values, claimed) = ([Double](), [Double]())
        for _ in 0..<2000 {
            let points = zip(scales, errors).map { scale, error in
                let value = curve(scale) + error * MitigationCircuits.normal(&generator)
                return ScaledEstimate(scale: scale, Estimate(value, standardError: error))
            }
            let result = try method.extrapolated(points)
            values.append(result.value)
            claimed.append(result.standardError)
        }
        let (mean, deviation) = MitigationCircuits.moments(values)
        let error = MitigationCircuits.moments(claimed).mean
        #expect(abs(error / deviation - 1) < 0.1, "\(error) claimed, \(deviation) found")
        // Curves of another kind than the data have a bias that this is no test of.
        switch method {
        case .linear, .exponential:
            #expect(abs(mean - 0.8 - (isLinear ? 0.1 : 0.1)) < 5 * deviation / 2000.squareRoot())
        default: break
        }
    }

    @Test("Values count with the inverse squares of their errors")
    func weights() throws {
        var points = Self.points([1, 2, 3], error: 1e-3) { 1 - 0.1 * $0 }
        points.append(ScaledEstimate(scale: 4, Estimate(-5, standardError: 1e3)))
        #expect(abs(try NoiseExtrapolation.linear.extrapolated(points).value - 1) < 1e-6)
    }

    @Test("Too few scales and values that fit no curve are named")
    func badInput() {
        let two = Self.points([1, 2, 2]) { 1 - 0.1 * $0 }
        for method: NoiseExtrapolation in [.polynomial(degree: 2), .exponential(asymptote: nil)] {
            #expect(throws: NoiseError.self) { try method.extrapolated(two) }
        }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.linear.extrapolated([]) }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.richardson.extrapolated([]) }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.polynomial(degree: -1).extrapolated(two) }
        let crossing = Self.points([1, 2, 3]) { 1 - 0.4 * $0 }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.exponential(asymptote: 0).extrapolated(crossing) }
        let line = Self.points([1, 2, 3, 4]) { 1 - 0.1 * $0 }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.exponential(asymptote: nil).extrapolated(line) }
        let bad = Self.points([1, 2]) { _ in .nan }
        #expect(throws: NoiseError.self) { try NoiseExtrapolation.linear.extrapolated(bad) }
        #expect(throws: NoiseError.self) {
            try NoiseExtrapolation.linear.extrapolated(Self.points([0, 1]) { $0 })
        }
    }
}

@Suite("Zero-noise extrapolation")
struct ZeroNoiseExtrapolationTests {
    /// Exact values at each scale. Over the seeds the mean error falls by the factor of the method at least.
    @Test(
        "Against the exact density matrix the error falls by a factor",
        arguments: [
            (ZeroNoiseExtrapolation(scales: [1, 3], folding: .local, extrapolation: .linear), 4.0),
            (ZeroNoiseExtrapolation(scales: [1, 3], folding: .global, extrapolation: .linear), 4.0),
            (ZeroNoiseExtrapolation(scales: [1, 3], extrapolation: .exponential(asymptote: 0)), 5.0),
            (ZeroNoiseExtrapolation(scales: [1, 2, 3], folding: .local, extrapolation: .richardson), 10.0),
            (ZeroNoiseExtrapolation(scales: [1, 3, 5], folding: .global, extrapolation: .richardson), 10.0),
        ])
    func densityMatrix(_ method: ZeroNoiseExtrapolation, factor: Double) {
        var (before, after) = (0.0, 0.0)
        forSeededCases(6) { generator in
            let circuit = try MitigationCircuits.layered(qubits: 4, layers: 3, using: &generator)
            let observable = try PauliSum("Z0 Z1 + 0.5 [Z3] + 0.3 [X2]")
            let exact = try MitigationCircuits.exact(circuit, observable)
            let result = try method.mitigated(circuit) { folded throws(NoiseError) in
                let mixture = try MitigationCircuits.mixture(folded, "depolarizing:0.001,0.01+amplitude-damping:0.002")
                return Estimate(try mixture.expectation(of: observable))
            }
            before += abs(result.points[0].estimate.value - exact)
            after += abs(result.estimate.value - exact)
            #expect(result.points[0].scale == 1 && result.estimate.standardError == 0)
        }
        #expect(before > 0.05 && after * factor < before, "\(before) before, \(after) after")
    }

    @Test("Trajectories: the value is within five standard errors of the exact extrapolation")
    func trajectories() throws {
        var generator = SeededGenerator(seed: 11)
        let circuit = try MitigationCircuits.layered(qubits: 4, layers: 2, using: &generator)
        let observable = try PauliSum("Z0 Z1")
        let model = try NoiseModel(specification: "depolarizing:0.002,0.02")
        let method = ZeroNoiseExtrapolation(scales: [1, 2, 3], folding: .local, extrapolation: .linear)
        let exact = try method.mitigated(circuit) { folded throws(NoiseError) in
            Estimate(try MitigationCircuits.run(model.applied(to: folded)).expectation(of: observable))
        }
        var seed: UInt64 = 0
        let sampled = try method.mitigated(circuit) { folded throws(NoiseError) in
            seed += 1
            return try MitigationCircuits.trajectories(model.applied(to: folded), observable, 2000, seed: seed)
        }
        #expect(sampled.estimate.standardError > 0 && sampled.estimate.standardError < 0.05)
        let distance = abs(sampled.estimate.value - exact.estimate.value)
        #expect(distance < 5 * sampled.estimate.standardError)
    }
}
