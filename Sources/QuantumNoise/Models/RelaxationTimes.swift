/// How fast a qubit loses energy and phase.
public struct RelaxationTimes: Hashable, Sendable {
    /// The lifetime T1 of the excited state.
    public let t1: Double
    /// The lifetime T2 of coherences, at most 2·T1.
    public let t2: Double
    /// The share of |1⟩ in equilibrium.
    public let excitedPopulation: Double

    /// Lifetimes in any unit, which the durations must share.
    ///
    /// - Throws: As ``QuantumChannel/thermalRelaxation(t1:t2:time:excitedPopulation:)``.
    public init(t1: Double, t2: Double, excitedPopulation: Double = 0) throws(NoiseError) {
        _ = try QuantumChannel.thermalRelaxation(t1: t1, t2: t2, time: 0, excitedPopulation: excitedPopulation)
        self.t1 = t1
        self.t2 = t2
        self.excitedPopulation = excitedPopulation
    }

    /// The channel of a time.
    ///
    /// - Throws: ``NoiseError/outOfRange(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public func channel(time: Double) throws(NoiseError) -> QuantumChannel {
        try .thermalRelaxation(t1: t1, t2: t2, time: time, excitedPopulation: excitedPopulation)
    }
}
