internal import RealModule

/// A sampled number with its standard error: σ/√N for the mean of N independent values.
public struct Estimate: Hashable, Sendable {
    /// The number.
    public let value: Double
    /// Its standard error; 0 for a number that is exact.
    public let standardError: Double

    /// A number with its standard error.
    public init(_ value: Double, standardError: Double = 0) {
        self.value = value
        self.standardError = standardError
    }

    /// The mean of independent values, with the standard error √(Σ(x − x̄)² / (N(N − 1))); infinite for one value.
    ///
    /// - Precondition: there is a value.
    public init(meanOf values: [Double]) {
        precondition(!values.isEmpty, "a mean has values")
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.init(mean, standardError: values.count > 1 ? (squares / (count * (count - 1))).squareRoot() : .infinity)
    }
}
