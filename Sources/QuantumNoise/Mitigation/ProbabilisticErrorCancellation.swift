internal import QuantumCircuits
internal import StateVectors

/// Probabilistic error cancellation: behind every Pauli channel of a circuit a Pauli string is drawn from |q_s|/γ, and the
/// result counts with the signs of the q_s and the product of the γ; on average the channels are undone (K. Temme, S. Bravyi
/// and J. Gambetta, Phys. Rev. Lett. 119, 180509 (2017)).
///
/// The answer has no bias. Its cost is ``samplingOverhead`` times as many samples. Errors of readout are not touched: see
/// ``ReadoutMitigation``.
public struct ProbabilisticErrorCancellation: Sendable {
    /// The circuit with its noise.
    public let circuit: NoisyCircuit
    /// Π γ over the channels.
    public let gamma: Double
    private let inverses: [Inverse]

    /// What to draw behind one step.
    private struct Inverse: Sendable {
        let step: Int
        let qubits: [Int]
        let condition: ClassicalCondition?
        let quasi: PauliQuasiProbabilities
    }

    /// Cancellation of all channels of a circuit.
    ///
    /// - Parameter twirls: as for ``PauliQuasiProbabilities/init(inverting:twirls:)``.
    /// - Throws: as ``PauliQuasiProbabilities/init(inverting:twirls:)``.
    public init(_ circuit: NoisyCircuit, twirls: Bool = false) throws(NoiseError) {
        var known: [QuantumChannel: PauliQuasiProbabilities] = [:]
        var inverses: [Inverse] = []
        for (index, step) in circuit.steps.enumerated() {
            let (channel, qubits, condition): (QuantumChannel, [Int], ClassicalCondition?)
            switch step {
            case .operation: continue
            case .channel(let found, let places): (channel, qubits, condition) = (found, places, nil)
            case .conditionalChannel(let when, let found, let places):
                (channel, qubits, condition) = (found, places, when)
            }
            var quasi = known[channel]
            if quasi == nil { quasi = try PauliQuasiProbabilities(inverting: channel, twirls: twirls) }
            guard let quasi else { continue }
            known[channel] = quasi
            inverses.append(Inverse(step: index, qubits: qubits, condition: condition, quasi: quasi))
        }
        self.circuit = circuit
        self.inverses = inverses
        gamma = inverses.reduce(1) { $0 * $1.quasi.gamma }
    }

    /// γ²: how many times more samples the same standard error needs.
    public var samplingOverhead: Double { gamma * gamma }

    /// One sample: a circuit and the number its result counts with.
    public struct Realization: Hashable, Sendable {
        /// The noisy circuit with Pauli gates behind its channels.
        public let circuit: NoisyCircuit
        /// ± γ.
        public let weight: Double
    }

    /// The letters drawn behind each channel, an index of ``PauliQuasiProbabilities/values`` each.
    ///
    /// Sample number s depends on the seed and s alone.
    func letters(ofSample sample: Int, seed: UInt64) -> [Int] {
        var random = RandomStream(seed: seed, stream: UInt64(sample))
        return inverses.map { inverse in
            let place = random.uniform() * inverse.quasi.gamma
            var sum = 0.0
            for (index, value) in inverse.quasi.values.enumerated() {
                sum += abs(value)
                if place < sum { return index }
            }
            return inverse.quasi.values.lastIndex { $0 != 0 } ?? 0
        }
    }

    /// The circuit with given letters.
    func realization(_ letters: [Int]) throws(NoiseError) -> Realization {
        var result = NoisyCircuit(like: circuit)
        var (next, isNegative) = (0, false)
        for (index, step) in circuit.steps.enumerated() {
            switch step {
            case .operation(let operation): result.append(operation)
            case .channel(let channel, let qubits): try result.append(channel, on: qubits)
            case .conditionalChannel(let condition, let channel, let qubits):
                try result.append(channel, on: qubits, if: condition)
            }
            guard next < inverses.count, inverses[next].step == index else { continue }
            let inverse = inverses[next]
            for gate in PauliLetters.gates(letters[next], on: inverse.qubits) {
                result.append(inverse.condition.map { .conditional($0, gate) } ?? gate)
            }
            if inverse.quasi.values[letters[next]] < 0 { isNegative.toggle() }
            next += 1
        }
        return Realization(circuit: result, weight: isNegative ? -gamma : gamma)
    }
}
