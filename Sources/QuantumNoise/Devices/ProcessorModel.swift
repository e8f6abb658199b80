/// A processor: its qubits and couplings, and what a calibration measured of them.
///
/// From it follow where a circuit is put, which gates it becomes, and the noise of each, as Google's device models build
/// it; see ``applied(to:)``. Times are in nanoseconds.
public struct ProcessorModel: Hashable, Sendable {
    /// A gate of two qubits that processors have.
    public enum EntanglingGate: String, Hashable, Sendable, CaseIterable {
        /// √iSWAP = exp(i π/8 (XX + YY)).
        case sqrtISwap = "sqrt-iswap"
        /// Google's Sycamore gate: fSim(π/2, π/6).
        case sycamore
        /// diag(1, 1, 1, −1).
        case cz
        /// X on the second where the first is 1.
        case cx
    }

    /// One qubit.
    public struct Qubit: Hashable, Sendable {
        /// Its name, for Google's `row_column`.
        public let name: String
        /// The lifetime T1.
        public let t1: Double
        /// The time Tφ of pure dephasing, 1/Tφ = 1/T2 − 1/(2·T1); may be infinite.
        public let tPhi: Double
        /// The measured Pauli error of a gate of one qubit.
        public let pauliError: Double
        /// The probability to read a 0 as 1.
        public let zeroAsOne: Double
        /// The probability to read a 1 as 0.
        public let oneAsZero: Double
    }

    /// What is known of a gate on a pair.
    public struct Calibration: Hashable, Sendable {
        /// The measured Pauli error of a cycle.
        public let pauliError: Double
        /// The errors of the angles of the phased fSim gate, χ being 0: θ, ζ, γ and φ.
        public let angles: CoherentAngles
        /// The angles that Cirq uses, where it loses measured ones.
        public let cirqAngles: CoherentAngles
    }

    /// Two coupled qubits.
    public struct Pair: Hashable, Sendable {
        /// The qubit that angles count as the first.
        public let first: Int
        /// The other one.
        public let second: Int
        /// The gates there are on the pair.
        public let gates: [EntanglingGate: Calibration]
    }

    /// Which ζ and γ are used.
    public enum ZPhases: Hashable, Sendable {
        /// As Cirq uses them: those of half the pairs are lost, and ζ, which changes its sign when the qubits are
        /// exchanged, keeps it.
        case asCirq
        /// As they were measured.
        case measured
    }

    /// The name.
    public let name: String
    /// Where the numbers come from.
    public let source: String
    /// The gate of two qubits that circuits are written in.
    public var nativeGate: EntanglingGate
    /// How long gates of one qubit take.
    public let oneQubitDuration: Double
    /// How long gates of two qubits take.
    public let durations: [EntanglingGate: Double]
    /// How long a measurement takes.
    public let measurementDuration: Double
    /// How long a reset takes.
    public let resetDuration: Double
    /// The qubits.
    public let qubits: [Qubit]
    /// The couplings.
    public let pairs: [Pair]
    /// Which ζ and γ are used.
    public var zPhases = ZPhases.asCirq

    private let places: [Int: Int]

    /// A processor from its parts.
    ///
    /// - Throws: ``NoiseError`` if a number is out of its range, a pair names qubits that are not there, or the native
    ///   gate has no duration.
    init(
        name: String, source: String, nativeGate: EntanglingGate, oneQubitDuration: Double,
        durations: [EntanglingGate: Double], measurementDuration: Double, resetDuration: Double, qubits: [Qubit],
        pairs: [Pair]
    ) throws(NoiseError) {
        self.name = name
        self.source = source
        self.nativeGate = nativeGate
        self.oneQubitDuration = oneQubitDuration
        self.durations = durations
        self.measurementDuration = measurementDuration
        self.resetDuration = resetDuration
        self.qubits = qubits
        self.pairs = pairs
        var places: [Int: Int] = [:]
        for (index, pair) in pairs.enumerated() {
            guard qubits.indices.contains(pair.first), qubits.indices.contains(pair.second), pair.first != pair.second,
                places.updateValue(index, forKey: Self.key(pair.first, pair.second)) == nil
            else {
                throw .qubits(
                    what: "a coupling of \(name)", found: [pair.first, pair.second],
                    expected: "two different qubits, each pair once")
            }
        }
        self.places = places
        try check()
    }

    /// The coupling of two qubits.
    public func pair(_ a: Int, _ b: Int) -> Pair? { places[Self.key(a, b)].map { pairs[$0] } }

    /// The qubits coupled to each by the native gate, ascending.
    var neighbours: [[Int]] {
        var result = [[Int]](repeating: [], count: qubits.count)
        for pair in pairs where pair.gates[nativeGate] != nil {
            result[pair.first].append(pair.second)
            result[pair.second].append(pair.first)
        }
        return result.map { $0.sorted() }
    }

    private static func key(_ a: Int, _ b: Int) -> Int { Swift.min(a, b) << 32 | Swift.max(a, b) }

    private func check() throws(NoiseError) {
        guard !qubits.isEmpty else {
            throw .count(what: "the number of qubits of \(name)", found: 0, expected: "1 or more")
        }
        for qubit in qubits {
            for (value, what) in [(qubit.t1, "T1"), (qubit.tPhi, "Tphi")] where value.isNaN || value <= 0 {
                throw .outOfRange(what: "\(what) of qubit \(qubit.name)", found: value, expected: "more than 0")
            }
            for probability in [qubit.pauliError, qubit.zeroAsOne, qubit.oneAsZero] {
                try NoiseError.check(probability: probability, "an error probability of qubit \(qubit.name)")
            }
        }
        let times = [oneQubitDuration, measurementDuration, resetDuration] + durations.values
        for time in times where !(time.isFinite && time >= 0) {
            throw .outOfRange(what: "a duration of \(name)", found: time, expected: "0 or more")
        }
        for pair in pairs {
            for (gate, calibration) in pair.gates {
                let place = "\(gate.rawValue) on \(qubits[pair.first].name), \(qubits[pair.second].name)"
                try NoiseError.check(probability: calibration.pauliError, "the error of \(place)")
                guard durations[gate] != nil else {
                    throw .unsupported(
                        what: "\(name) has no duration for \(gate.rawValue)", instead: "give one under 'durations'")
                }
            }
        }
    }
}

/// The angles of a coherent error of two qubits.
public struct CoherentAngles: Hashable, Sendable {
    /// The angle of exchange.
    public var theta = 0.0
    /// Half the difference of the qubits' phases.
    public var zeta = 0.0
    /// Half the sum of the qubits' phases.
    public var gamma = 0.0
    /// The phase of |11⟩.
    public var phi = 0.0

    /// Angles in radians.
    public init(theta: Double = 0, zeta: Double = 0, gamma: Double = 0, phi: Double = 0) {
        self.theta = theta
        self.zeta = zeta
        self.gamma = gamma
        self.phi = phi
    }
}
