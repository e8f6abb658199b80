import ComplexModule
import QuantumCircuits
import RealModule

/// The obvious simulator: every gate's matrix, controls included, applied to a list of amplitudes.
struct StateOracle {
    let qubitCount: Int
    var amplitudes: [Complex<Double>]

    /// Runs the gates of a circuit on |0…0⟩; measurements and barriers are passed over.
    init(_ circuit: Circuit) {
        qubitCount = circuit.qubitCount
        amplitudes = [Complex<Double>](repeating: .zero, count: 1 << qubitCount)
        amplitudes[0] = Complex(1, 0)
        for operation in circuit.operations {
            if case .gate(let gate) = operation { apply(gate) }
        }
    }

    private mutating func apply(_ gate: Gate) {
        let matrix = gate.definition.matrix(gate.angles.compactMap(\.constant))
        let old = amplitudes
        for index in old.indices where gate.controls.allSatisfy({ (index >> $0.qubit & 1 == 1) == $0.value }) {
            var row = 0
            for (bit, qubit) in gate.qubits.enumerated() { row |= (index >> qubit & 1) << bit }
            var sum = Complex<Double>.zero
            for column in 0..<matrix.dimension {
                var source = index
                for (bit, qubit) in gate.qubits.enumerated() {
                    source = source & ~(1 << qubit) | (column >> bit & 1) << qubit
                }
                sum += matrix[row, column] * old[source]
            }
            amplitudes[index] = sum
        }
    }

    /// The amplitude of a bit string whose character q belongs to qubit q.
    func amplitude(_ bits: String) -> Complex<Double> {
        amplitudes[bits.enumerated().reduce(0) { $0 | ($1.element == "1" ? 1 << $1.offset : 0) }]
    }

    /// ⟨Z⟩ of a qubit.
    func expectationZ(_ qubit: Int) -> Double {
        amplitudes.enumerated().reduce(0) { $0 + ($1.offset >> qubit & 1 == 0 ? 1 : -1) * $1.element.lengthSquared }
    }
}
