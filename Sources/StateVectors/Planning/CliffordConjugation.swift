internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// Rewrites a circuit as Pauli rotations followed by what is left of its Clifford gates.
///
/// Every Clifford gate is pushed to the end: exp(−i θ/2 P) C = C exp(−i θ/2 C†PC). Circuits of chemistry are ladders of
/// Clifford gates around one rotation, and the ladders cancel in pairs once nothing stands between them, exactly: so a
/// rotation costs one pass instead of a ladder. Gates that are neither Clifford nor rotations by commuting strings
/// make the rewriting impossible.
struct CliffordConjugation {
    /// The operations that do the same: rotations, then Clifford gates.
    private(set) var operations: [CircuitOperation] = []

    private var frame: PauliFrame
    private var phase = 0.0
    private var remaining: [Gate?] = []
    /// For each qubit the places in `remaining` of the gates on it, the latest last.
    private var places: [[Int]]
    /// Few enough that a search in order beats hashing.
    private var actions: [(key: ActionKey, action: LocalClifford?)] = []

    private struct ActionKey: Equatable {
        let definition: ObjectIdentifier
        let quarterTurns: Int
    }

    /// The rewritten circuit, or `nil` where a gate does not allow it.
    static func rewritten(_ operations: [CircuitOperation], qubitCount: Int) -> [CircuitOperation]? {
        var conjugation = CliffordConjugation(qubitCount: qubitCount)
        for operation in operations {
            guard conjugation.add(operation) else { return nil }
        }
        return conjugation.operations + conjugation.remaining.compactMap { $0 }.map { .gate($0) }
            + conjugation.globalPhase
    }

    private var globalPhase: [CircuitOperation] {
        if phase == 0 { return [] }
        return [.matrix(MatrixGate(GateMatrix([Complex(length: 1, phase: phase)]), on: []))]
    }

    private init(qubitCount: Int) {
        frame = PauliFrame(qubitCount: qubitCount)
        places = [[Int]](repeating: [], count: qubitCount)
    }

    private mutating func add(_ operation: CircuitOperation) -> Bool {
        switch operation {
        case .barrier: return true
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { return false }
            rotate(rotation.string, by: angle)
            return true
        case .gate(let gate):
            guard gate.controls.isEmpty else { return false }
            if let action = action(of: gate) {
                append(gate, action)
                return true
            }
            return addRotations(of: gate)
        default: return false
        }
    }

    /// The action of a Clifford gate on at most two qubits; parametrized gates are Clifford at quarter turns.
    private mutating func action(of gate: Gate) -> LocalClifford? {
        guard 1...2 ~= gate.qubits.count, gate.definition.parameterCount <= 1 else { return nil }
        var turns = 0
        if let angle = gate.angles.first {
            guard let value = angle.constant, abs(value) < 1e3 else { return nil }
            let quarters = value / (.pi / 2)
            guard quarters == quarters.rounded() else { return nil }
            turns = Int(quarters)
        }
        let key = ActionKey(definition: ObjectIdentifier(gate.definition), quarterTurns: turns)
        if let known = actions.first(where: { $0.key == key }) { return known.action }
        let action = LocalClifford(gate.definition.matrix(gate.angles.compactMap(\.constant)))
        actions.append((key: key, action: action))
        return action
    }

    private mutating func append(_ gate: Gate, _ action: LocalClifford) {
        frame.append(action, on: gate.qubits)
        let qubits = gate.qubits
        if let top = places[qubits[0]].last, qubits.count == 1 || places[qubits[1]].last == top,
            let last = remaining[top], gate.undoes(last)
        {
            remaining[top] = nil
            for qubit in gate.qubits { places[qubit].removeLast() }
            return
        }
        for qubit in gate.qubits { places[qubit].append(remaining.count) }
        remaining.append(gate)
    }

    /// Rotations by the strings of the generator, if they commute; a multiple of the identity is a global phase.
    private mutating func addRotations(of gate: Gate) -> Bool {
        guard let generator = gate.definition.generator, let angle = gate.angles.first?.constant,
            gate.angles.count == 1, generator.allCommute
        else { return false }
        for (string, coefficient) in generator.relabeled(to: gate.qubits) {
            if string == .identity {
                phase -= angle / 2 * coefficient.real
            } else {
                rotate(string, by: angle * coefficient.real)
            }
        }
        return true
    }

    private mutating func rotate(_ string: PauliString, by angle: Double) {
        let (x, z) = (string.x.word, string.z.word)
        let image = frame.image(of: PhasedPauli(x: x, z: z, k: (x & z).nonzeroBitCount & 3))
        let rotated = PauliString(x: QubitMask(word: image.x), z: QubitMask(word: image.z))
        var angle = angle * image.sign
        if case .pauliRotation(let last)? = operations.last, last.string == rotated, let before = last.angle.constant {
            angle += before
            operations.removeLast()
        }
        operations.append(.pauliRotation(PauliRotation(rotated, angle: .value(angle))))
    }
}

extension Gate {
    /// Whether this gate after `other` is the identity, exactly and by what the table says.
    fileprivate func undoes(_ other: Gate) -> Bool {
        if definition === other.definition, qubits == other.qubits, case .itself = definition.inverse {
            return controls.isEmpty && other.controls.isEmpty
        }
        let sameQubits =
            qubits == other.qubits
            || (definition.traits.contains(.symmetric) && Set(qubits) == Set(other.qubits))
        guard sameQubits, controls.isEmpty, other.controls.isEmpty else { return false }
        let inverse = other.definition.inverted(other.angles)
        return inverse.definition == definition && inverse.angles == angles
    }
}

extension PauliSum {
    fileprivate var allCommute: Bool {
        indices.allSatisfy { i in indices.allSatisfy { j in j >= i || self[i].term.commutes(with: self[j].term) } }
    }
}
