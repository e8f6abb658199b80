internal import QuantumCircuits

// Channels that apply Pauli strings at random. All are mixtures of unitaries.

extension QuantumChannel {
    /// The Pauli channel: each string hits with its probability, and nothing happens with what is left of 1.
    ///
    /// ρ → (1 − Σ p_s) ρ + Σ p_s P_s ρ P_s. The j-th letter of a string acts on the j-th qubit, so
    /// `pauli(["XI": 0.01, "ZZ": 0.02])` is a correlated two-qubit channel. The identity may be listed; its probability
    /// then has to fit.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` for letters other than I, X, Y, Z and for strings of
    ///   different lengths; ``NoiseError/probability(what:found:expected:)`` unless every probability is from 0 to 1 and
    ///   all together are at most 1; ``NoiseError/channelSize(name:found:expected:)``.
    public static func pauli(
        _ probabilities: [String: Double], name: String? = nil
    ) throws(NoiseError) -> QuantumChannel {
        let terms = probabilities.sorted { $0.key < $1.key }
        let name = name ?? "pauli(\(terms.map { "\($0.key): \($0.value)" }.joined(separator: ", ")))"
        guard let width = terms.first?.key.count else { throw .emptyChannel(name: name) }
        guard 1...largestQubitCount ~= width else {
            throw .channelSize(name: name, found: width, expected: "1 to \(largestQubitCount) qubits")
        }
        var mixture: [(probability: Double, unitary: GateMatrix)] = []
        var total = 0.0
        for (string, probability) in terms {
            guard string.count == width else {
                throw .specification(
                    at: name, found: "the Pauli string '\(string)'", expected: "\(width) letters, as in the others")
            }
            try NoiseError.check(probability: probability, "the probability of \(string) in \(name)")
            mixture.append((probability, try PauliLetters.matrix(string)))
            total += probability
        }
        let identity = String(repeating: "I", count: width)
        if probabilities[identity] == nil {
            guard total <= 1 + tolerance else {
                throw .probability(what: "the sum of the probabilities of \(name)", found: total, expected: "at most 1")
            }
            mixture.insert((Swift.max(0, 1 - total), .identity(qubitCount: width)), at: 0)
        }
        return try QuantumChannel(mixture: mixture, name: name)
    }

    /// The Pauli channel of one qubit: X, Y and Z with probabilities `x`, `y` and `z` (asymmetric depolarizing).
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func pauli(x: Double, y: Double, z: Double) throws(NoiseError) -> QuantumChannel {
        try pauli(["X": x, "Y": y, "Z": z], name: "pauli(x: \(x), y: \(y), z: \(z))")
    }

    /// Depolarizing as Cirq defines it: with probability p one of the 4ⁿ − 1 non-identity Pauli strings hits, each
    /// equally likely.
    ///
    /// ρ → (1 − p) ρ + p/(4ⁿ − 1) Σ P ρ P. It takes the state to 1/2ⁿ at p = (4ⁿ − 1)/4ⁿ, not at 1. Qiskit's parameter
    /// λ is p·4ⁿ/(4ⁿ − 1); see ``uniformDepolarizing(_:qubitCount:)``.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``,
    ///   ``NoiseError/channelSize(name:found:expected:)`` for other than 1 to ``largestQubitCount`` qubits.
    public static func depolarizing(_ p: Double, qubitCount: Int = 1) throws(NoiseError) -> QuantumChannel {
        let name = qubitCount == 1 ? "depolarizing(\(p))" : "depolarizing(\(p), qubits: \(qubitCount))"
        try NoiseError.check(probability: p, "the probability of \(name)")
        return try depolarizing(p, qubitCount: qubitCount, name: name)
    }

    /// Depolarizing as Qiskit defines it: ρ → (1 − λ) ρ + λ 1/2ⁿ.
    ///
    /// The state is replaced by the maximally mixed one with "probability" λ, which may be up to 4ⁿ/(4ⁿ − 1). A
    /// non-identity Pauli string hits with p = λ(4ⁿ − 1)/4ⁿ, the parameter of ``depolarizing(_:qubitCount:)``.
    ///
    /// - Throws: As ``depolarizing(_:qubitCount:)``.
    public static func uniformDepolarizing(_ lambda: Double, qubitCount: Int = 1) throws(NoiseError) -> QuantumChannel {
        let name = "uniformDepolarizing(\(lambda)\(qubitCount == 1 ? "" : ", qubits: \(qubitCount)"))"
        try check(width: qubitCount, of: name)
        let strings = Double(1 << (2 * qubitCount))
        guard lambda.isFinite else { throw .notFinite(what: "the parameter of \(name)", value: lambda) }
        let largest = strings / (strings - 1)
        guard 0...largest ~= lambda else {
            throw .probability(
                what: "the parameter of \(name)", found: lambda, expected: "a number from 0 to \(largest)")
        }
        return try depolarizing(Swift.min(1, lambda / largest), qubitCount: qubitCount, name: name)
    }

    /// X with probability p.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func bitFlip(_ p: Double) throws(NoiseError) -> QuantumChannel {
        try pauli(["X": p], name: "bitFlip(\(p))")
    }

    /// Z with probability p.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func phaseFlip(_ p: Double) throws(NoiseError) -> QuantumChannel {
        try pauli(["Z": p], name: "phaseFlip(\(p))")
    }

    /// Y with probability p.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func bitPhaseFlip(_ p: Double) throws(NoiseError) -> QuantumChannel {
        try pauli(["Y": p], name: "bitPhaseFlip(\(p))")
    }

    private static func depolarizing(
        _ p: Double, qubitCount: Int, name: String
    ) throws(NoiseError) -> QuantumChannel {
        try check(width: qubitCount, of: name)
        let strings = PauliLetters.strings(qubitCount)
        var mixture: [(probability: Double, unitary: GateMatrix)] = []
        for (index, string) in strings.enumerated() {
            let share = index == 0 ? 1 - p : p / Double(strings.count - 1)
            mixture.append((share, try PauliLetters.matrix(string)))
        }
        return try QuantumChannel(mixture: mixture, name: name)
    }

    static func check(width: Int, of name: String) throws(NoiseError) {
        guard 1...largestQubitCount ~= width else {
            throw .channelSize(name: name, found: width, expected: "1 to \(largestQubitCount) qubits")
        }
    }
}
