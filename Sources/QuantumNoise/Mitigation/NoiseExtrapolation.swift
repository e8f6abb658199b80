internal import DenseAlgebra
internal import RealModule

/// An expectation value at a scale of the noise.
public struct ScaledEstimate: Hashable, Sendable {
    /// How many times stronger the noise was; 1 for the circuit as it is.
    public let scale: Double
    /// The value found.
    public let estimate: Estimate

    /// A value at a scale.
    public init(scale: Double, _ estimate: Estimate) {
        self.scale = scale
        self.estimate = estimate
    }
}

/// Guesses the value without noise from values with more of it: E(λ) at λ = 0 from E(λ_1), E(λ_2), … (K. Temme, S. Bravyi
/// and J. Gambetta, Phys. Rev. Lett. 119, 180509 (2017); Y. Li and S. Benjamin, Phys. Rev. X 7, 021050 (2017)).
///
/// Values are weighted with the inverse squares of their standard errors, or alike where one is exact (or of unknown error).
/// The standard error of the result is that of the values, carried through: to first order where the fit is not linear.
/// That the noise does not follow the chosen curve is not part of it.
public enum NoiseExtrapolation: Hashable, Sendable {
    /// A straight line.
    case linear
    /// A polynomial of the given degree, which is less than the number of different scales.
    case polynomial(degree: Int)
    /// The polynomial through all values: of the highest degree, and of the largest standard error.
    case richardson
    /// a + b e^(−cλ), where the value tends to `asymptote`, a, as noise grows: for an observable without identity and noise
    /// that mixes everything 0. Without it a is fitted too, and three scales are needed (S. Endo, S. Benjamin and Y. Li,
    /// Phys. Rev. X 8, 031027 (2018)).
    case exponential(asymptote: Double? = 0)
}

extension NoiseExtrapolation {
    /// The value at no noise.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for too few different scales,
    ///   ``NoiseError/notFinite(what:value:)``, ``NoiseError/outOfRange(what:found:expected:)`` for scales that are not
    ///   positive or values on both sides of an asymptote, and ``NoiseError/unsupported(what:instead:)`` for values that no
    ///   exponential fits.
    /// - Complexity: O(m d²) for m values and d coefficients; an exponential takes some hundred linear fits.
    public func extrapolated(_ values: [ScaledEstimate]) throws(NoiseError) -> Estimate {
        for value in values {
            guard value.estimate.value.isFinite else {
                throw .notFinite(what: "the value at noise scale \(value.scale)", value: value.estimate.value)
            }
            guard value.scale.isFinite, value.scale > 0 else {
                throw .outOfRange(what: "a noise scale", found: value.scale, expected: "a positive number")
            }
        }
        let different = Set(values.map(\.scale)).count
        guard different >= coefficientCount(different) else {
            throw .count(
                what: "the number of different noise scales", found: different,
                expected: "\(coefficientCount(different)) or more for this extrapolation")
        }
        switch self {
        case .linear: return try Self.polynomial(1, values)
        case .polynomial(let degree): return try Self.polynomial(degree, values)
        case .richardson: return try Self.polynomial(different - 1, values)
        case .exponential(let asymptote?): return try Self.exponential(values, asymptote: asymptote)
        case .exponential(nil): return try Self.exponential(values)
        }
    }

    /// How many numbers the curve has, at least the values that it takes.
    private func coefficientCount(_ different: Int) -> Int {
        switch self {
        case .linear: 2
        case .polynomial(let degree): Swift.max(1, degree + 1)
        case .richardson: Swift.max(1, different)
        case .exponential(let asymptote): asymptote == nil ? 3 : 2
        }
    }

    /// The fitted polynomial at 0: its constant coefficient.
    private static func polynomial(_ degree: Int, _ values: [ScaledEstimate]) throws(NoiseError) -> Estimate {
        guard degree >= 0 else {
            throw .count(what: "the degree of the polynomial", found: degree, expected: "0 or more")
        }
        let fit = try LinearFit(values) { scale in (0...degree).map { Double.pow(scale, $0) } }
        return fit.combination(values, of: [1] + [Double](repeating: 0, count: degree))
    }
}

/// A weighted linear least-squares fit Σ_k x_k f_k(λ), whose coefficients are sums of the values with fixed factors.
struct LinearFit {
    /// Row k has the factors of coefficient x_k.
    private let factors: Matrix
    /// The coefficients.
    let coefficients: [Double]
    /// Σ w (E − fit)².
    let weightedResidual: Double

    /// The fit of functions, given as their values at a scale.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` if the functions are dependent on these scales.
    init(_ values: [ScaledEstimate], functions: (Double) -> [Double]) throws(NoiseError) {
        let weights = Self.weights(values)
        let rows = values.map { functions($0.scale) }
        let count = rows.first?.count ?? 0
        do {
            // By QR: A = √w f = Q R, and x = R⁻¹ Qᵀ √w E.
            var scaled = Matrix(rows: values.count, columns: count)
            for i in values.indices {
                for k in 0..<count { scaled[i, k] = weights[i].squareRoot() * rows[i][k] }
            }
            let (q, r) = try scaled.thinQR()
            var right = q.transposed
            for k in 0..<count {
                for i in values.indices { right[k, i] *= weights[i].squareRoot() }
            }
            factors = try r.solve(right)
        } catch {
            throw .unsupported(
                what: "the noise scales do not determine the curve (\(error))",
                instead: "take more, and scales further apart")
        }
        let factors = factors
        let coefficients = (0..<count).map { k in
            values.indices.reduce(0) { $0 + factors[k, $1] * values[$1].estimate.value }
        }
        self.coefficients = coefficients
        weightedResidual = values.indices.reduce(0) { sum, i in
            let fitted = zip(coefficients, rows[i]).reduce(0) { $0 + $1.0 * $1.1 }
            return sum + weights[i] * (values[i].estimate.value - fitted) * (values[i].estimate.value - fitted)
        }
    }

    /// 1/σ², scaled so that the largest is 1; all 1 where an error is 0 or infinite.
    static func weights(_ values: [ScaledEstimate]) -> [Double] {
        let errors = values.map(\.estimate.standardError)
        guard errors.allSatisfy({ $0 > 0 && $0.isFinite }), let least = errors.min() else {
            return errors.map { _ in 1 }
        }
        return errors.map { (least / $0) * (least / $0) }
    }

    /// Σ_k c_k x_k with the standard error that the values give it.
    func combination(_ values: [ScaledEstimate], of c: [Double]) -> Estimate {
        let variance = values.indices.reduce(0.0) { sum, i in
            let factor = c.indices.reduce(0) { $0 + c[$1] * factors[$1, i] }
            let error = values[i].estimate.standardError
            return sum + (factor == 0 ? 0 : factor * factor * error * error)
        }
        return Estimate(
            zip(c, coefficients).reduce(0) { $0 + $1.0 * $1.1 }, standardError: variance.squareRoot())
    }
}
