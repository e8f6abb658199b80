internal import RealModule

extension NoiseExtrapolation {
    /// a + b e^(−cλ) with a known: a straight line through ln |E − a|, weighted as the values are.
    static func exponential(_ values: [ScaledEstimate], asymptote: Double) throws(NoiseError) -> Estimate {
        guard asymptote.isFinite else { throw .notFinite(what: "the asymptote of the noise", value: asymptote) }
        let sign = (values.first?.estimate.value ?? 0) >= asymptote ? 1.0 : -1.0
        var logarithms: [ScaledEstimate] = []
        for value in values {
            let distance = sign * (value.estimate.value - asymptote)
            guard distance > 0 else {
                throw .outOfRange(
                    what: "the value at noise scale \(value.scale)", found: value.estimate.value,
                    expected: "one on the same side of the asymptote \(asymptote) as the others; take less noise or "
                        + "more shots, or extrapolate linearly")
            }
            let error = value.estimate.standardError / distance
            logarithms.append(ScaledEstimate(scale: value.scale, Estimate(.log(distance), standardError: error)))
        }
        // Exact values count alike as values, so with their squares as logarithms.
        let areExact =
            LinearFit.weights(values).allSatisfy { $0 == 1 }
            && values.contains {
                $0.estimate.standardError == 0
            }
        let weighted =
            areExact
            ? logarithms.map {
                ScaledEstimate(scale: $0.scale, Estimate($0.estimate.value, standardError: .exp(-$0.estimate.value)))
            } : logarithms
        let line = try LinearFit(weighted) { [1, $0] }
        let constant = line.combination(logarithms, of: [1, 0])
        let b = sign * Double.exp(constant.value)
        return Estimate(asymptote + b, standardError: abs(b) * constant.standardError)
    }

    /// a + b e^(−cλ): for a rate c the others are a linear fit, so that only c is searched for.
    static func exponential(_ values: [ScaledEstimate]) throws(NoiseError) -> Estimate {
        let scales = values.map(\.scale)
        guard let first = scales.min(), let last = scales.max() else {
            throw .count(what: "the number of noise scales", found: 0, expected: "3 or more")
        }
        func fit(_ logarithm: Double) throws(NoiseError) -> LinearFit {
            // e^(−cλ) − e^(−c λ_first), divided by its span: well conditioned for any rate.
            let rate = Double.exp(logarithm) / (last - first)
            let span = -Double.expMinusOne(-rate * (last - first))
            return try LinearFit(values) { [1, -Double.expMinusOne(-rate * ($0 - first)) / span] }
        }
        // Rates from a hundredth to ten e-foldings over the scales; beyond, the curve is a line or a step.
        let (low, high) = (Double.log(0.01), Double.log(10.0))
        let grid = (0...60).map { low + (high - low) * Double($0) / 60 }
        var residuals: [Double] = []
        for logarithm in grid { residuals.append(try fit(logarithm).weightedResidual) }
        let best = residuals.indices.min { residuals[$0] < residuals[$1] } ?? 0
        guard best > 0, best < grid.count - 1 else {
            throw .unsupported(
                what: "the values do not bend as an exponential does, of any rate between 0.01 and 10 over the scales",
                instead: "extrapolate linearly, or give the asymptote")
        }
        let logarithm = try minimum(grid[best - 1], grid[best + 1]) { x throws(NoiseError) in
            try fit(x).weightedResidual
        }
        return try result(values, fit(logarithm), rate: .exp(logarithm) / (last - first), first: first, last: last)
    }

    /// Golden-section search for the least value between two points.
    private static func minimum(
        _ low: Double, _ high: Double, _ function: (Double) throws(NoiseError) -> Double
    ) throws(NoiseError) -> Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (a, b) = (low, high)
        var (x, y) = (b - ratio * (b - a), a + ratio * (b - a))
        var (fx, fy) = (try function(x), try function(y))
        while b - a > 1e-9 {
            if fx < fy {
                (b, y, fy) = (y, x, fx)
                x = b - ratio * (b - a)
                fx = try function(x)
            } else {
                (a, x, fx) = (x, y, fy)
                y = a + ratio * (b - a)
                fy = try function(y)
            }
        }
        return (a + b) / 2
    }

    /// The value at 0, its error from the fit linearized in all three numbers: f = u + v g(λ, c), with derivatives 1, g and
    /// v ∂g/∂c.
    private static func result(
        _ values: [ScaledEstimate], _ fit: LinearFit, rate: Double, first: Double, last: Double
    ) throws(NoiseError) -> Estimate {
        let (u, v) = (fit.coefficients[0], fit.coefficients[1])
        let span = -Double.expMinusOne(-rate * (last - first))
        func g(_ scale: Double) -> Double { -Double.expMinusOne(-rate * (scale - first)) / span }
        func slope(_ scale: Double) -> Double {
            let rise = (scale - first) * Double.exp(-rate * (scale - first))
            return v * (rise - g(scale) * (last - first) * Double.exp(-rate * (last - first))) / span
        }
        let value = u + v * g(0)
        guard values.contains(where: { $0.estimate.standardError != 0 }) else { return Estimate(value) }
        let tangent = try LinearFit(values) { [1, g($0), slope($0)] }
        let error = tangent.combination(values, of: [1, g(0), slope(0)]).standardError
        return Estimate(value, standardError: error)
    }
}
