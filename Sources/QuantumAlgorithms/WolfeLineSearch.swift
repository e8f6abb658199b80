/// A point on a line x + α d, with the function's value and slope there.
struct LinePoint {
    let step: Double
    let value: Double
    let slope: Double
    let parameters: [Double]
    let gradient: [Double]

    var isFinite: Bool { value.isFinite && slope.isFinite }
}

/// A search for a step that satisfies the strong Wolfe conditions
///
/// - f(α) ≤ f(0) + c₁ α f'(0), or, where differences of values drown in rounding, f(α) ≤ f(0) + ε|f(0)| and
///   f'(α) ≤ −(1 − 2δ) f'(0) (W. Hager and H. Zhang, SIAM J. Optim. 16, 170, 2005);
/// - |f'(α)| ≤ c₂ |f'(0)|,
///
/// by bracketing and cubic interpolation (J. Nocedal and S. Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and
/// 3.6). A value that is not finite counts as too high, so that the search turns back from it.
struct WolfeLineSearch<Failure: Error> {
    let origin: LinePoint

    /// The function on the line at a step; `nil` asks to stop.
    typealias Evaluate = (_ step: Double) throws(Failure) -> LinePoint?

    private let sufficientDecrease = 1e-4
    private let curvature = 0.9
    private let approximateDecrease = 0.1
    private let trialLimit = 30

    init(origin: LinePoint) {
        self.origin = origin
    }

    /// An acceptable point, or else the lowest one found below the origin, or `nil`.
    func search(firstStep: Double, _ evaluate: Evaluate) throws(Failure) -> LinePoint? {
        var (previous, step) = (origin, firstStep)
        for trial in 0..<trialLimit {
            guard let point = try evaluate(step) else { return below(previous) }
            if isAcceptable(point) { return point }
            if isTooHigh(point) || (trial > 0 && point.value >= previous.value) {
                return try zoom(low: previous, high: point, trialsLeft: trialLimit - trial, evaluate)
            }
            if point.slope >= 0 {
                return try zoom(low: point, high: previous, trialsLeft: trialLimit - trial, evaluate)
            }
            (previous, step) = (point, 3 * step)
        }
        return below(previous)
    }

    /// Narrows an interval that holds acceptable points; `low` is its end with the lower value.
    private func zoom(
        low: LinePoint, high: LinePoint, trialsLeft: Int, _ evaluate: Evaluate
    ) throws(Failure) -> LinePoint? {
        var (low, high) = (low, high)
        for _ in 0..<trialsLeft {
            guard let point = try evaluate(interpolated(low, high)) else { return below(low) }
            if isAcceptable(point) { return point }
            if isTooHigh(point) || point.value >= low.value {
                high = point
            } else {
                if point.slope * (high.step - low.step) >= 0 { high = low }
                low = point
            }
        }
        return below(low)
    }

    private func below(_ point: LinePoint) -> LinePoint? { point.value < origin.value ? point : nil }

    private func isTooHigh(_ point: LinePoint) -> Bool {
        !point.isFinite || point.value > origin.value + sufficientDecrease * point.step * origin.slope
    }

    private func isAcceptable(_ point: LinePoint) -> Bool {
        guard point.isFinite, abs(point.slope) <= -curvature * origin.slope else { return false }
        if !isTooHigh(point) { return true }
        let noise = 4 * Double.ulpOfOne * abs(origin.value)
        return point.value <= origin.value + noise
            && point.slope <= (2 * approximateDecrease - 1) * origin.slope
    }

    /// The minimum of the cubic through both values and slopes, kept within the middle 80 % of the interval; the middle
    /// where there is no cubic.
    private func interpolated(_ a: LinePoint, _ b: LinePoint) -> Double {
        let width = b.step - a.step
        let middle = a.step + width / 2
        guard a.isFinite, b.isFinite else { return middle }
        let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
        let discriminant = d1 * d1 - a.slope * b.slope
        guard discriminant >= 0 else { return middle }
        let d2 = discriminant.squareRoot() * (width < 0 ? -1 : 1)
        let position = b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
        guard position.isFinite else { return middle }
        let (first, last) = (a.step + 0.1 * width, a.step + 0.9 * width)
        return min(max(position, min(first, last)), max(first, last))
    }
}
