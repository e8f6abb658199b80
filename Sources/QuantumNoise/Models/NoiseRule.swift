internal import OperatorAlgebra
public import QuantumCircuits

/// One rule of a noise model: which gates it follows or precedes, and with what channel.
public struct NoiseRule: Hashable, Sendable {
    /// Where the channel stands.
    public enum Place: String, Hashable, Sendable {
        /// Before the gate.
        case before
        /// After the gate.
        case after
    }

    /// What happens.
    public enum Effect: Hashable, Sendable {
        /// A channel as wide as the gate, on its qubits in the gate's order.
        case onGate(QuantumChannel)
        /// A channel of one qubit on each qubit of the gate.
        case onEach(QuantumChannel)
        /// Relaxation of each qubit of the gate for as long as the gate takes by the model's durations.
        case relaxation(RelaxationTimes)
    }

    /// The gates it is for, by name; nil for all. See ``NoisyGate`` for the names of gates with controls.
    public var gates: Set<String>?
    /// The qubits it is for, each entry all qubits of a gate in the gate's order; nil for all.
    public var qubits: [[Int]]?
    /// How many qubits the gates have that it is for.
    public var widths: ClosedRange<Int>
    /// Whether the channel stands before or after the gate.
    public var place: Place
    /// What happens.
    public var effect: Effect

    /// A rule; without selectors it is for all gates.
    public init(
        _ effect: Effect, gates: Set<String>? = nil, qubits: [[Int]]? = nil, widths: ClosedRange<Int> = 1...Int.max,
        place: Place = .after
    ) {
        self.gates = gates
        self.qubits = qubits
        self.widths = widths
        self.place = place
        self.effect = effect
    }

    /// Whether the rule is for a gate.
    ///
    /// Measurements and resets have to be named.
    public func applies(to gate: NoisyGate) -> Bool {
        widths ~= gate.qubits.count && (gates?.contains(gate.name) ?? gate.isGate)
            && qubits?.contains(gate.qubits) != false
    }
}

/// What noise rules see of an operation: a name and the qubits in order.
///
/// Controls count as qubits and stand first: `x` under one control is `cx`, under two `ccx`; where the table of gates has
/// no such row, a `c` for each control is put before the name. Controls by 0 count alike. Pauli rotations are called
/// `rotation`, gates by their matrix `matrix`; measurements `measure`, resets `reset`.
public struct NoisyGate: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The qubits, controls first.
    public let qubits: [Int]
    /// Whether it is a gate, and neither a measurement nor a reset.
    public let isGate: Bool

    /// The view of an operation, of the inner one if it is conditional; nil for barriers.
    public init?(_ operation: CircuitOperation) {
        switch operation {
        case .gate(let gate):
            self.init(Self.name(of: gate), gate.controls.map(\.qubit) + gate.qubits)
        case .pauliRotation(let rotation): self.init("rotation", Array(rotation.string.support))
        case .matrix(let gate):
            self.init(
                String(repeating: "c", count: gate.controls.count) + "matrix",
                gate.controls.map(\.qubit) + gate.qubits)
        case .measure(let measurement): self.init("measure", measurement.qubits, isGate: false)
        case .reset(let qubit): self.init("reset", [qubit], isGate: false)
        case .barrier: return nil
        case .conditional(_, let inner): self.init(inner)
        }
    }

    /// A measurement qubit by qubit; else the gate itself.
    var readOneByOne: [NoisyGate] {
        name == "measure" ? qubits.map { NoisyGate(name, [$0], isGate: false) } : [self]
    }

    private init(_ name: String, _ qubits: [Int], isGate: Bool = true) {
        self.name = name
        self.qubits = qubits
        self.isGate = isGate
    }

    private static func name(of gate: Gate) -> String {
        guard !gate.controls.isEmpty else { return gate.definition.name }
        let own = gate.definition.controlled
        let (count, base) = (gate.controls.count + (own?.count ?? 0), own?.base ?? gate.definition.name)
        let row = GateTable.all.first { $0.controlled?.count == count && $0.controlled?.base == base }
        return row?.name ?? String(repeating: "c", count: count) + base
    }
}
