import ComplexModule
import QuantumCircuits
@testable import QuantumNoise

/// The oracle: density matrices as plain 2^n × 2^n matrices, one for each content of the classical bits, multiplied by
/// whole matrices.
struct ReferenceMixture {
    let circuit: NoisyCircuit
    private(set) var parts: [[Bool]: GateMatrix] = [:]

    init(_ circuit: NoisyCircuit) {
        self.circuit = circuit
        var start = GateMatrix([Complex<Double>](repeating: .zero, count: 1 << (2 * circuit.qubitCount)))
        start[0, 0] = Complex(1, 0)
        parts[[Bool](repeating: false, count: circuit.classicalBitCount)] = start
        for step in circuit.partsAtMeasurements.before { add(step) }
    }

    /// The sum of all parts.
    var matrix: GateMatrix {
        var sum = GateMatrix([Complex<Double>](repeating: .zero, count: 1 << (2 * circuit.qubitCount)))
        for part in parts.values { for index in sum.elements.indices { sum.elements[index] += part.elements[index] } }
        return sum
    }

    /// Tr(ρ M).
    func expectation(of operator: GateMatrix) -> Double {
        let product = matrix * `operator`
        return (0..<product.dimension).reduce(0) { $0 + product[$1, $1].real }
    }

    private mutating func add(_ step: NoisyCircuit.Step) {
        switch step {
        case .channel(let channel, let qubits): apply(channel.kraus.map { whole($0, qubits, []) }) { _ in true }
        case .conditionalChannel(let condition, let channel, let qubits):
            apply(channel.kraus.map { whole($0, qubits, []) }) { condition.holds(for: $0) }
        case .operation(let operation): add(operation) { _ in true }
        }
    }

    private mutating func add(_ operation: CircuitOperation, where isMeant: ([Bool]) -> Bool) {
        switch operation {
        case .gate(let gate):
            let matrix = gate.definition.matrix(gate.angles.map { $0.constant ?? .nan })
            apply([whole(matrix, gate.qubits, gate.controls)], where: isMeant)
        case .matrix(let gate): apply([whole(gate.matrix, gate.qubits, gate.controls)], where: isMeant)
        case .reset(let qubit):
            apply([[1, 0, 0, 0], [0, 1, 0, 0]].map { whole(GateMatrix(real: $0), [qubit], []) }, where: isMeant)
        case .measure(let measurement):
            for (qubit, bit) in zip(measurement.qubits, measurement.bits) { measure(qubit, bit) }
        case .conditional(let condition, let inner): add(inner) { condition.holds(for: $0) }
        case .pauliRotation, .barrier: break
        }
    }

    private func whole(_ matrix: GateMatrix, _ qubits: [Int], _ controls: [Control]) -> GateMatrix {
        let values = controls.enumerated().reduce(0) { $0 | ($1.element.value ? 1 : 0) << $1.offset }
        return matrix.controlled(by: controls.count, values: values)
            .expanded(to: circuit.qubitCount, positions: qubits + controls.map(\.qubit))
    }

    private mutating func apply(_ kraus: [GateMatrix], where isMeant: ([Bool]) -> Bool) {
        for (bits, matrix) in parts where isMeant(bits) { parts[bits] = Self.mapped(matrix, by: kraus) }
    }

    private static func mapped(_ matrix: GateMatrix, by kraus: [GateMatrix]) -> GateMatrix {
        var sum = GateMatrix([Complex<Double>](repeating: .zero, count: matrix.elements.count))
        for operation in kraus {
            let term = operation * matrix * operation.adjoint
            for index in sum.elements.indices { sum.elements[index] += term.elements[index] }
        }
        return sum
    }

    private mutating func measure(_ qubit: Int, _ bit: Int) {
        let error = circuit.readout.misreading(of: qubit)
        let projectors = [[1.0, 0, 0, 0], [0, 0, 0, 1]].map { whole(GateMatrix(real: $0), [qubit], []) }
        var next: [[Bool]: GateMatrix] = [:]
        for (bits, matrix) in parts {
            for outcome in 0...1 {
                let projected = Self.mapped(matrix, by: [projectors[outcome]])
                for read in 0...1 {
                    let weight = Complex(read == outcome ? 1 - error[outcome] : error[outcome], 0)
                    var target = bits
                    target[bit] = read == 1
                    let zero = [Complex<Double>](repeating: .zero, count: matrix.elements.count)
                    let sum = zip(next[target]?.elements ?? zero, projected.elements).map { $0 + weight * $1 }
                    next[target] = GateMatrix(sum)
                }
            }
        }
        parts = next
    }
}
