public import QuantumCircuits

/// A step of a circuit in a processor's own gates.
public struct NativeOperation: Hashable, Sendable {
    /// What it does.
    public enum Kind: Hashable, Sendable {
        /// Any gate of one qubit, as one pulse.
        case oneQubit(GateMatrix)
        /// A gate diag(1, e^{iλ}), which is only a change of later pulses' phases: it takes no time and has no noise.
        case virtualZ(Double)
        /// A gate of two qubits.
        case entangling(ProcessorModel.EntanglingGate)
        /// A measurement into a classical bit.
        case measure(bit: Int)
        /// A reset.
        case reset
    }

    /// What it does.
    public var kind: Kind
    /// The processor's qubits.
    public var sites: [Int]
    /// The condition under which it happens.
    public var condition: ClassicalCondition?

    /// A step on qubits of a processor.
    public init(_ kind: Kind, on sites: [Int], if condition: ClassicalCondition? = nil) {
        self.kind = kind
        self.sites = sites
        self.condition = condition
    }
}

/// What happens at one time: virtual gates, then operations on different qubits that begin together.
public struct NativeMoment: Hashable, Sendable {
    /// Gates without time, in order.
    public var virtual: [NativeOperation] = []
    /// Operations that take time.
    public var physical: [NativeOperation] = []

    /// A moment of the given steps.
    public init(virtual: [NativeOperation] = [], physical: [NativeOperation] = []) {
        self.virtual = virtual
        self.physical = physical
    }
}

/// A circuit written for a processor.
public struct NativeCircuit: Hashable, Sendable {
    /// The moments.
    public var moments: [NativeMoment]
    /// The processor's qubits that the circuit's qubits start on.
    public let initialSites: [Int]
    /// Those on which they end: the j-th qubit of a noisy circuit made from this is the processor's `finalSites[j]`.
    public let finalSites: [Int]
    /// How many swaps were put in.
    public let swapCount: Int

    /// How many gates of two qubits there are.
    public var entanglingGateCount: Int {
        moments.reduce(0) { sum, moment in
            sum
                + moment.physical.reduce(0) { inner, operation in
                    if case .entangling = operation.kind { inner + 1 } else { inner }
                }
        }
    }
}
