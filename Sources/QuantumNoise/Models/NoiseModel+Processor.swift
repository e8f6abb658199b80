internal import QuantumCircuits

extension NoiseModel {
    /// The circuit as a processor would run it, with its noise and that of the rules.
    func applied(to circuit: Circuit, mappedTo processor: ProcessorModel) throws(NoiseError) -> NoisyCircuit {
        guard idle.isEmpty, basis == nil else {
            throw .unsupported(
                what: "the model of a processor together with idling noise or a basis",
                instead: "leave these to the processor, which has its own")
        }
        let mapped = try processor.applied(to: circuit)
        let own = try readoutNoise(qubitCount: circuit.qubitCount)
        var noisy = NoisyCircuit(like: circuit, readout: try mapped.readout.followed(by: own))
        var relaxation = RelaxationCache()
        for step in mapped.steps {
            switch step {
            case .operation(let operation) where !operation.isVirtual:
                try append(operation, to: &noisy, &relaxation)
            case .operation(let operation): noisy.append(operation)
            case .channel(let channel, let qubits): try noisy.append(channel, on: qubits)
            case .conditionalChannel(let condition, let channel, let qubits):
                try noisy.append(channel, on: qubits, if: condition)
            }
        }
        return noisy
    }
}

extension CircuitOperation {
    /// Whether a processor carries it out by counting phases: of its operations the only ones with a name in the table
    /// and one qubit.
    fileprivate var isVirtual: Bool {
        switch self {
        case .gate(let gate): gate.qubits.count == 1
        case .conditional(_, let operation): operation.isVirtual
        default: false
        }
    }
}
