internal import ComplexModule
public import QuantumCircuits
internal import RealModule
internal import StateVectors

/// Puts random Pauli gates around two-qubit Clifford gates so that these do the same, but their errors, whatever they are,
/// average to Pauli errors (J. Wallman and J. Emerson, Phys. Rev. A 94, 052325 (2016)).
///
/// Averages over many twirled circuits are those of the circuit whose noise is its Pauli twirl
/// (``QuantumChannel/pauliTwirled()``), which ``ProbabilisticErrorCancellation`` can undo.
public struct PauliTwirling: Hashable, Sendable {
    /// Decides the random gates together with the number of the circuit.
    public let seed: UInt64

    /// Twirling with a seed.
    public init(seed: UInt64) { self.seed = seed }

    /// The circuit with random Pauli gates P before and U P U† behind each two-qubit Clifford gate U without controls.
    ///
    /// The Pauli gates are matrices: noise by name of gate does not see them. Circuits of one seed and different numbers are
    /// independent.
    ///
    /// - Parameter number: which of the random circuits, from 0 on.
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for a negative number.
    public func twirled(_ circuit: Circuit, number: Int) throws(NoiseError) -> Circuit {
        guard number >= 0 else {
            throw .count(what: "the number of the twirled circuit", found: number, expected: "0 or more")
        }
        var random = RandomStream(seed: seed, stream: UInt64(number))
        var result = Circuit(like: circuit)
        do {
            for operation in circuit.operations {
                guard let table = Self.images(of: operation) else {
                    try result.append(operation)
                    continue
                }
                let before = Int(random.next() >> 60)
                for gate in PauliLetters.gates(before, on: operation.qubits) { try result.append(gate) }
                try result.append(operation)
                for gate in PauliLetters.gates(table[before], on: operation.qubits) { try result.append(gate) }
            }
        } catch { throw .unsupported(what: "\(error)", instead: "twirl a circuit that is whole") }
        return result
    }

    /// U P U† for each string P of two letters, up to a sign; nil for what is no two-qubit Clifford gate of the table.
    static func images(of operation: CircuitOperation) -> [Int]? {
        guard case .gate(let gate) = operation, gate.qubits.count == 2, gate.controls.isEmpty,
            gate.definition.traits.contains(.clifford)
        else { return nil }
        let angles = gate.angles.compactMap(\.constant)
        guard angles.count == gate.angles.count else { return nil }
        let (matrix, strings) = (gate.definition.matrix(angles), PauliLetters.matrices(2))
        var table: [Int] = []
        for string in strings {
            let turned = matrix * string * matrix.adjoint
            let image = strings.firstIndex { abs(QuantumChannel.traceOfProduct($0, turned).length - 4) < 1e-9 }
            guard let image else { return nil }
            table.append(image)
        }
        return table
    }
}
