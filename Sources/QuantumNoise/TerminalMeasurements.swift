internal import QuantumCircuits

extension NoisyCircuit {
    /// The circuit in two parts: what happens to the state, and the measurements at the end.
    ///
    /// A measurement is at the end if nothing later touches its qubits and no later condition or measurement that is not
    /// at the end uses its bits.
    var partsAtMeasurements: (before: [Step], measurements: [QubitMeasurement]) {
        var (blocked, blockedBits) = (Set<Int>(), Set<Int>())
        var before: [Step] = []
        var measurements: [QubitMeasurement] = []
        for step in steps.reversed() {
            switch step {
            case .operation(.barrier): continue
            case .operation(.measure(let measurement))
            where blocked.isDisjoint(with: measurement.qubits) && blockedBits.isDisjoint(with: measurement.bits):
                measurements.append(measurement)
                continue
            case .operation(let operation):
                blocked.formUnion(operation.qubits)
                blockedBits.formUnion(operation.usedBits)
            case .channel(_, let qubits): blocked.formUnion(qubits)
            case .conditionalChannel(let condition, _, let qubits):
                blocked.formUnion(qubits)
                blockedBits.formUnion(condition.bits)
            }
            before.append(step)
        }
        return (before.reversed(), measurements.reversed())
    }
}

extension CircuitOperation {
    /// Classical bits that it reads or writes.
    fileprivate var usedBits: [Int] {
        switch self {
        case .measure(let measurement): measurement.bits
        case .conditional(let condition, let operation): Array(condition.bits) + operation.usedBits
        case .gate, .matrix, .pauliRotation, .reset, .barrier: []
        }
    }
}

extension ReadoutNoise {
    /// The probabilities that a 0, and that a 1, of a qubit is read as the other, where it is read by itself.
    func misreading(of qubit: Int) -> [Double] {
        guard let confusion = confusions.first(where: { $0.qubits == [qubit] }) else { return [0, 0] }
        return [confusion.probabilities[2], confusion.probabilities[1]]
    }
}
