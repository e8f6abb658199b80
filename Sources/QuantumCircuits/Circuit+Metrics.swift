extension Circuit {
    /// The number of steps when every operation starts as early as its qubits and classical bits allow.
    ///
    /// A barrier takes no step, but what follows it on its qubits starts after all that precedes it on them. A global
    /// phase takes no step.
    ///
    /// - Complexity: O(total number of operands).
    public var depth: Int {
        var qubitDepth = [Int](repeating: 0, count: qubitCount)
        var bitDepth = [Int](repeating: 0, count: classicalBitCount)
        for operation in operations {
            let qubits = operation.qubits
            let bits = operation.bits
            let start = max(qubits.map { qubitDepth[$0] }.max() ?? 0, bits.map { bitDepth[$0] }.max() ?? 0)
            let end = if case .barrier = operation { start } else { start + 1 }
            for qubit in qubits { qubitDepth[qubit] = end }
            for bit in operation.writtenBits { bitDepth[bit] = end }
        }
        return max(qubitDepth.max() ?? 0, bitDepth.max() ?? 0)
    }

    /// How often each kind of operation occurs, in the order of their names.
    public var operationCounts: [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for operation in operations { counts[operation.name, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// How many gates there are: everything but measurements, resets and barriers.
    public var gateCount: Int { operations.count { $0.isGate } }

    /// How many gates act on exactly two qubits, controls included.
    public var twoQubitGateCount: Int { operations.count { $0.isGate && $0.qubits.count == 2 } }
}

extension CircuitOperation {
    /// The classical bits it reads or writes.
    public var bits: [Int] {
        switch self {
        case .measure(let measurement): measurement.bits
        case .conditional(let condition, let operation): Array(condition.bits) + operation.bits
        case .gate, .pauliRotation, .matrix, .reset, .barrier: []
        }
    }

    /// The classical bits it writes.
    var writtenBits: [Int] {
        switch self {
        case .measure(let measurement): measurement.bits
        case .conditional(_, let operation): operation.writtenBits
        case .gate, .pauliRotation, .matrix, .reset, .barrier: []
        }
    }

    /// Whether it is a gate, possibly one that depends on classical bits.
    var isGate: Bool {
        switch self {
        case .gate, .pauliRotation, .matrix: true
        case .conditional(_, let operation): operation.isGate
        case .measure, .reset, .barrier: false
        }
    }
}
