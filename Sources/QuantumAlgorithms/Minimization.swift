/// How a minimization ended, and where.
public struct Minimization: Hashable, Sendable {
    /// Why it ended.
    public enum Outcome: String, Hashable, Sendable {
        /// The gradient is small enough.
        case converged
        /// The limit of iterations came first.
        case iterationLimit
        /// No step along the last direction lowered the function enough: rounding, a kink, or values that are not
        /// finite all around.
        case noProgress
        /// The caller asked to stop.
        case stopped
    }

    /// The function after an iteration.
    public struct Step: Hashable, Sendable {
        /// The value.
        public let value: Double
        /// The norm of the gradient.
        public let gradientNorm: Double
    }

    /// The best point found.
    public let parameters: [Double]
    /// The value there.
    public let value: Double
    /// The Euclidean norm of the gradient there.
    public let gradientNorm: Double
    /// Why it ended.
    public let outcome: Outcome
    /// How often a line was searched.
    public let iterations: Int
    /// How often value and gradient were computed.
    public let evaluations: Int
    /// The start, then one step an iteration.
    public let history: [Step]

    /// Whether the gradient is small enough.
    public var isConverged: Bool { outcome == .converged }
}
