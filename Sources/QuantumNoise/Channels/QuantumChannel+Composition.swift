internal import ComplexModule
internal import DenseAlgebra
internal import QuantumCircuits
internal import RealModule

extension QuantumChannel {
    /// This channel, then another: ρ → Λ₂(Λ₁(ρ)).
    ///
    /// Mixtures of unitaries stay mixtures of unitaries: products that are equal up to a phase become one. Else the
    /// Kraus operators are those of the product's Choi matrix, at most 4ⁿ.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)`` unless both act on as many qubits.
    public func composed(with next: QuantumChannel, name: String? = nil) throws(NoiseError) -> QuantumChannel {
        let name = name ?? "\(self.name), then \(next.name)"
        guard next.qubitCount == qubitCount else {
            throw .channelSize(name: name, found: next.qubitCount, expected: "\(qubitCount), as the first channel")
        }
        if isUnitaryMixture, next.isUnitaryMixture, kraus.count * next.kraus.count <= 4096 {
            return try QuantumChannel(kraus: Self.merged(Self.products(kraus, next.kraus)), name: name)
        }
        return try QuantumChannel(superoperator: Self.product(next.superoperator, superoperator), name: name)
    }

    /// Both channels side by side: this one on the first qubits, the other on those after them.
    ///
    /// - Throws: ``NoiseError/channelSize(name:found:expected:)`` if both together act on more than
    ///   ``largestQubitCount`` qubits.
    public func tensor(_ other: QuantumChannel, name: String? = nil) throws(NoiseError) -> QuantumChannel {
        let name = name ?? "\(self.name) ⊗ \(other.name)"
        try Self.check(width: qubitCount + other.qubitCount, of: name)
        return try QuantumChannel(kraus: kraus.flatMap { a in other.kraus.map { a.tensor($0) } }, name: name)
    }

    /// What remains when random Pauli strings are put around the channel: the Pauli channel with the diagonal of its
    /// Pauli transfer matrix, p_s = Σ_k |Tr(P_s K_k)|²/4ⁿ.
    ///
    /// - Throws: Never for a channel.
    public func pauliTwirled() throws(NoiseError) -> QuantumChannel {
        try .pauli(pauliProbabilities, name: "pauliTwirled(\(name))")
    }

    /// The probabilities p_s = Σ_k |Tr(P_s K_k)|²/4ⁿ of its Pauli twirl, by string, the first letter acting on the first
    /// qubit; strings that never hit are left out. For a Pauli channel they are its own.
    public var pauliProbabilities: [String: Double] {
        var result: [String: Double] = [:]
        let scale = Double(dimension * dimension)
        for (string, pauli) in zip(PauliLetters.strings(qubitCount), PauliLetters.matrices(qubitCount)) {
            let probability = kraus.reduce(0.0) { $0 + Self.traceOfProduct(pauli, $1).lengthSquared } / scale
            if probability > 1e-18 { result[string] = probability }
        }
        return result
    }

    /// Tr(A†B).
    static func traceOfProduct(_ a: GateMatrix, _ b: GateMatrix) -> Complex<Double> {
        zip(a.elements, b.elements).reduce(.zero) { $0 + $1.0.conjugate * $1.1 }
    }

    private static func products(_ first: [GateMatrix], _ then: [GateMatrix]) -> [GateMatrix] {
        then.flatMap { b in first.map { b * $0 } }
    }

    /// Operators that differ by a factor only, as one of the same total weight.
    private static func merged(_ kraus: [GateMatrix]) -> [GateMatrix] {
        var result: [(matrix: GateMatrix, weight: Double)] = []
        for matrix in kraus {
            let weight = traceOfProduct(matrix, matrix).real
            guard weight > 0 else { continue }
            // Equality of the Cauchy-Schwarz inequality.
            let same = result.indices.first {
                let overlap = traceOfProduct(result[$0].matrix, matrix).lengthSquared
                let bound = traceOfProduct(result[$0].matrix, result[$0].matrix).real * weight
                return overlap >= bound * (1 - 1e-14)
            }
            if let same {
                result[same].weight += weight
            } else {
                result.append((matrix, weight))
            }
        }
        return result.map { matrix, weight in
            let scale = (weight / traceOfProduct(matrix, matrix).real).squareRoot()
            return GateMatrix(matrix.elements.map { $0 * Complex(scale, 0) })
        }
    }
}
