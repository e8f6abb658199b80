internal import ComplexModule
internal import Foundation
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// A step of a circuit that acts on at most two qubits, as mapping to a processor takes it.
struct SimpleOperation {
    /// What it does.
    enum Kind {
        /// A unitary of as many qubits as there are.
        case unitary(GateMatrix)
        /// A measurement into a classical bit.
        case measure(bit: Int)
        /// A reset.
        case reset
        /// Nothing moves across it.
        case barrier
    }

    /// What it does.
    var kind: Kind
    /// Its qubits; bit j of a unitary belongs to the j-th.
    var qubits: [Int]
    /// The condition under which it happens.
    var condition: ClassicalCondition?

    /// The classical bits it reads or writes.
    var bits: [Int] {
        let read = condition.map { Array($0.bits) } ?? []
        if case .measure(let bit) = kind { return read + [bit] }
        return read
    }
}

/// Takes the operations of a circuit apart into steps on at most two qubits.
struct SimpleOperations {
    private(set) var steps: [SimpleOperation] = []

    /// The steps of a circuit without free parameters.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for free parameters and for matrices of more than two qubits
    ///   that no rule takes apart.
    init(_ circuit: Circuit) throws(NoiseError) {
        guard circuit.parameterCount == 0 else {
            throw .unsupported(
                what: "the circuit has the free parameters \(circuit.parameterNames.joined(separator: ", "))",
                instead: "give them values before it is mapped to a processor")
        }
        for operation in circuit.operations { try add(operation, if: nil) }
    }

    private mutating func add(
        _ operation: CircuitOperation, if condition: ClassicalCondition?
    ) throws(NoiseError) {
        switch operation {
        case .gate(let gate): try add(gate, if: condition)
        case .pauliRotation(let rotation): for gate in rotation.gates() { try add(gate, if: condition) }
        case .matrix(let gate):
            try add(gate.matrix, name: "a matrix", on: gate.qubits, controls: gate.controls, if: condition)
        case .measure(let measurement):
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) {
                steps.append(SimpleOperation(kind: .measure(bit: bit), qubits: [qubit], condition: condition))
            }
        case .reset(let qubit): steps.append(SimpleOperation(kind: .reset, qubits: [qubit], condition: condition))
        case .barrier(let qubits): steps.append(SimpleOperation(kind: .barrier, qubits: qubits, condition: nil))
        case .conditional(let outer, let inner):
            guard condition == nil else {
                throw .unsupported(
                    what: "a condition within a condition", instead: "join both into one condition")
            }
            try add(inner, if: outer)
        }
    }

    private mutating func add(_ gate: Gate, if condition: ClassicalCondition?) throws(NoiseError) {
        let (definition, controls) = (gate.definition, gate.controls)
        if gate.qubits.isEmpty, controls.isEmpty { return }
        if gate.qubits.count + controls.count > 2 {
            if definition.name == "swap" {
                // The outer two undo each other where the middle one does not act.
                let (a, b) = (gate.qubits[0], gate.qubits[1])
                let x = PauliLetters.x
                let outer = [Control(b)]
                try add(x, name: "swap", on: [a], controls: outer, if: condition)
                try add(x, name: "swap", on: [b], controls: controls + [Control(a)], if: condition)
                return try add(x, name: "swap", on: [a], controls: outer, if: condition)
            }
            if let controlled = definition.controlled, let base = definition.base {
                let own = gate.qubits.prefix(controlled.count).map { Control($0) }
                let rest = Array(gate.qubits.dropFirst(controlled.count))
                return try add(Gate(base, gate.angles, on: rest, controls: own + controls), if: condition)
            }
            if let sequence = definition.sequence(gate.angles, on: gate.qubits) {
                for var step in sequence {
                    step.controls += controls
                    try add(step, if: condition)
                }
                return
            }
            if gate.qubits.count > 1, let generator = definition.generator, let angle = gate.angles.first {
                return try add(rotations: generator, by: angle, of: gate, if: condition)
            }
        }
        let matrix = definition.matrix(gate.angles.map { $0.value(for: []) })
        try add(matrix, name: definition.name, on: gate.qubits, controls: controls, if: condition)
    }

    private mutating func add(
        _ matrix: GateMatrix, name: String, on qubits: [Int], controls: [Control], if condition: ClassicalCondition?
    ) throws(NoiseError) {
        let width = qubits.count + controls.count
        if width <= 2 {
            let values = controls.enumerated().reduce(0) { $0 | ($1.element.value ? 1 << $1.offset : 0) }
            let whole = controls.isEmpty ? matrix : matrix.controlled(by: controls.count, values: values)
            guard width > 0 else { return }
            steps.append(
                SimpleOperation(
                    kind: .unitary(whole), qubits: qubits + controls.map(\.qubit), condition: condition))
            return
        }
        if qubits.isEmpty, let last = controls.last {
            // A phase under controls is a phase gate under one fewer.
            let phase = GateMatrix.diagonal(
                last.value ? [Complex(1, 0), matrix[0, 0]] : [matrix[0, 0], Complex(1, 0)])
            return try add(phase, name: name, on: [last.qubit], controls: controls.dropLast(), if: condition)
        }
        guard qubits.count == 1, let last = controls.last else {
            throw .unsupported(
                what: "\(name) acts on \(width) qubits and no rule takes it apart",
                instead: "write it in gates of one and two qubits")
        }
        // C^k U = C V · C^{k−1} X · C V† · C^{k−1} X · C^{k−1} V with V² = U.
        // Source: A. Barenco et al., Phys. Rev. A 52, 3457 (1995), lemma 7.5.
        let root = Self.squareRoot(matrix)
        let rest = Array(controls.dropLast())
        let undone = root.adjoint
        // X on the last control's qubit exchanges its values, so the second step acts where exactly one holds.
        try add(root, name: name, on: qubits, controls: [last], if: condition)
        try add(PauliLetters.x, name: name, on: [last.qubit], controls: rest, if: condition)
        try add(undone, name: name, on: qubits, controls: [last], if: condition)
        try add(PauliLetters.x, name: name, on: [last.qubit], controls: rest, if: condition)
        try add(root, name: name, on: qubits, controls: rest, if: condition)
    }

    /// exp(−i θ/2 Σ c P) of commuting strings under controls.
    private mutating func add(
        rotations generator: PauliSum, by angle: Angle, of gate: Gate, if condition: ClassicalCondition?
    ) throws(NoiseError) {
        for (coefficient, string) in generator.map({ ($0.coefficient.real, $0.term) }) {
            let letters = string.letters.map { (qubit: gate.qubits[$0.qubit], letter: $0.letter) }
            var moved = PauliString()
            for (qubit, letter) in letters { moved[qubit] = letter }
            let rotation = PauliRotation(moved, angle: .value(coefficient * angle.value(for: [])))
            for step in rotation.gates(controls: gate.controls) { try add(step, if: condition) }
        }
    }

    /// A unitary V with V² = U: with U = e^{iα} W, det W = 1 and Re tr W ≥ 0, √W = (W + 1)/√(2 + tr W).
    static func squareRoot(_ matrix: GateMatrix) -> GateMatrix {
        let determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
        var alpha = atan2(determinant.imaginary, determinant.real) / 2
        var special = matrix.scaled(by: Complex(cos(alpha), -sin(alpha)))
        if (special[0, 0] + special[1, 1]).real < 0 {
            special = special.scaled(by: Complex(-1, 0))
            alpha += .pi
        }
        let norm = (2 + (special[0, 0] + special[1, 1]).real).squareRoot()
        special[0, 0] += Complex(1, 0)
        special[1, 1] += Complex(1, 0)
        return special.scaled(by: Complex(cos(alpha / 2) / norm, sin(alpha / 2) / norm))
    }
}
