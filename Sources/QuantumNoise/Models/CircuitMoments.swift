internal import QuantumCircuits

/// The moments of a circuit: every operation in the first moment in which its qubits, and the classical bits it reads or
/// writes, are free. Operations of a moment act on different qubits.
struct CircuitMoments {
    /// Indices of operations, in the circuit's order within each moment. Barriers are in none.
    private(set) var moments: [[Int]] = []
    private var qubitIsFree: [Int]
    private var bitIsFree: [Int]

    init(_ circuit: Circuit) {
        qubitIsFree = [Int](repeating: 0, count: circuit.qubitCount)
        bitIsFree = [Int](repeating: 0, count: circuit.classicalBitCount)
        for (index, operation) in circuit.operations.enumerated() { place(operation, index) }
    }

    private mutating func place(_ operation: CircuitOperation, _ index: Int) {
        let (qubits, bits) = (operation.qubits, operation.classicalBits)
        let moment = max(qubits.map { qubitIsFree[$0] }.max() ?? 0, bits.map { bitIsFree[$0] }.max() ?? 0)
        if case .barrier = operation {
            for qubit in qubits { qubitIsFree[qubit] = moment }
            return
        }
        while moments.count <= moment { moments.append([]) }
        moments[moment].append(index)
        for qubit in qubits { qubitIsFree[qubit] = moment + 1 }
        for bit in bits { bitIsFree[bit] = moment + 1 }
    }
}

extension CircuitOperation {
    /// The classical bits it reads or writes.
    var classicalBits: [Int] {
        switch self {
        case .measure(let measurement): measurement.bits
        case .conditional(let condition, let inner): Array(condition.bits) + inner.classicalBits
        case .gate, .pauliRotation, .matrix, .reset, .barrier: []
        }
    }
}
