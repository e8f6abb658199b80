/// How long gates take: by name and qubits, else by name, else a default.
public struct GateDurations: Hashable, Sendable {
    /// The duration of a gate on certain qubits.
    public struct Place: Hashable, Sendable {
        /// The gate's name, as ``NoisyGate`` has it.
        public let gate: String
        /// Its qubits in order.
        public let qubits: [Int]

        /// A gate on its qubits.
        public init(gate: String, qubits: [Int]) {
            self.gate = gate
            self.qubits = qubits
        }
    }

    /// Durations of gates on certain qubits.
    public var byPlace: [Place: Double] = [:]
    /// Durations by name.
    public var byName: [String: Double] = [:]
    /// The duration of all other gates.
    public var other: Double?

    /// No durations, or one for all gates.
    public init(other: Double? = nil) { self.other = other }

    /// How long a gate takes.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` if the gate has none;
    ///   ``NoiseError/outOfRange(what:found:expected:)``, ``NoiseError/notFinite(what:value:)`` if it is negative or not a
    ///   number.
    public func duration(of gate: NoisyGate) throws(NoiseError) -> Double {
        let place = Place(gate: gate.name, qubits: gate.qubits)
        guard let duration = byPlace[place] ?? byName[gate.name] ?? other else {
            throw .unsupported(
                what: "the noise model has no duration for the gate \(gate.name) on \(gate.qubits)",
                instead: "give one for \(gate.name), or a default")
        }
        guard duration.isFinite else { throw .notFinite(what: "the duration of \(gate.name)", value: duration) }
        guard duration >= 0 else {
            throw .outOfRange(what: "the duration of \(gate.name)", found: duration, expected: "0 or more")
        }
        return duration
    }
}
