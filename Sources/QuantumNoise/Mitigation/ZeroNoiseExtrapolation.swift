public import QuantumCircuits

/// Zero-noise extrapolation: a circuit is run with its noise made stronger on purpose, and the value without noise is
/// extrapolated (K. Temme, S. Bravyi and J. Gambetta, Phys. Rev. Lett. 119, 180509 (2017)).
public struct ZeroNoiseExtrapolation: Hashable, Sendable {
    /// The scales of the noise, 1 or more.
    public var scales: [Double]
    /// How circuits are made longer.
    public var folding: GateFolding
    /// The curve through the values.
    public var extrapolation: NoiseExtrapolation

    /// The method with its three choices.
    public init(
        scales: [Double] = [1, 2, 3], folding: GateFolding = .local,
        extrapolation: NoiseExtrapolation = .exponential(asymptote: 0)
    ) {
        self.scales = scales
        self.folding = folding
        self.extrapolation = extrapolation
    }

    /// What the method found.
    public struct Result: Hashable, Sendable {
        /// The value without noise.
        public let estimate: Estimate
        /// The values with it.
        public let points: [ScaledEstimate]
    }

    /// The value of a circuit without noise.
    ///
    /// - Parameters:
    ///   - circuit: the circuit without noise.
    ///   - folds: which gates may fold; all by default. Scales count these gates.
    ///   - run: estimates the value of a folded circuit: adds the noise of its gates and simulates, or asks hardware. It
    ///     must not simplify the circuit, which would undo the folding.
    /// - Throws: What ``GateFolding/folded(_:scale:where:)`` and ``NoiseExtrapolation/extrapolated(_:)`` throw, and what
    ///   `run` does.
    public func mitigated(
        _ circuit: Circuit, where folds: (CircuitOperation) -> Bool = { _ in true },
        run: (Circuit) throws(NoiseError) -> Estimate
    ) throws(NoiseError) -> Result {
        var points: [ScaledEstimate] = []
        for scale in scales {
            let folded = try folding.folded(circuit, scale: scale, where: folds)
            points.append(ScaledEstimate(scale: folded.scale, try run(folded.circuit)))
        }
        return Result(estimate: try extrapolation.extrapolated(points), points: points)
    }
}
