import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule

/// A second oracle for registers that the reference backend is too slow for: the same definition, gate by gate, but each
/// group of amplitudes that a gate mixes is read once.
enum PlainSimulation {
    static func run(_ operations: [CircuitOperation], from initial: [Complex<Double>]) -> [Complex<Double>] {
        var amplitudes = initial
        for operation in operations {
            switch operation {
            case .gate(let gate):
                let angles = gate.angles.compactMap(\.constant)
                apply(gate.definition.matrix(angles), gate.qubits, gate.controls, to: &amplitudes)
            case .matrix(let gate): apply(gate.matrix, gate.qubits, gate.controls, to: &amplitudes)
            case .pauliRotation(let rotation): rotate(rotation, &amplitudes)
            default: break
            }
        }
        return amplitudes
    }

    private static func apply(
        _ matrix: GateMatrix, _ qubits: [Int], _ controls: [Control], to amplitudes: inout [Complex<Double>]
    ) {
        let operands = qubits.reduce(0) { $0 | 1 << $1 }
        let mask = controls.reduce(0) { $0 | 1 << $1.qubit }
        let wanted = controls.reduce(0) { $0 | ($1.value ? 1 << $1.qubit : 0) }
        let offsets = (0..<matrix.dimension).map { local in
            qubits.enumerated().reduce(0) { $0 | (local >> $1.offset & 1) << $1.element }
        }
        var group = [Complex<Double>](repeating: .zero, count: matrix.dimension)
        for base in amplitudes.indices where base & operands == 0 && base & mask == wanted {
            for (local, offset) in offsets.enumerated() { group[local] = amplitudes[base | offset] }
            for (row, offset) in offsets.enumerated() {
                var sum = Complex<Double>.zero
                for column in group.indices { sum += matrix.elements[row * group.count + column] * group[column] }
                amplitudes[base | offset] = sum
            }
        }
    }

    /// cos θ/2 ψ - i sin θ/2 P ψ, where P|j⟩ = i^(number of Y) (-1)^(j·z) |j xor x⟩.
    private static func rotate(_ rotation: PauliRotation, _ amplitudes: inout [Complex<Double>]) {
        guard let angle = rotation.angle.constant else { return }
        let (x, z) = (Int(rotation.string.x.word), Int(rotation.string.z.word))
        let powers = [Complex(1.0, 0), Complex(0.0, 1), Complex(-1.0, 0), Complex(0.0, -1)]
        let factor = Complex(0, -Double.sin(angle / 2)) * powers[(x & z).nonzeroBitCount % 4]
        let cosine = Complex(Double.cos(angle / 2), 0)
        let old = amplitudes
        for index in old.indices {
            let source = index ^ x
            let sign = Complex((source & z).nonzeroBitCount % 2 == 0 ? 1.0 : -1, 0)
            amplitudes[index] = cosine * old[index] + factor * sign * old[source]
        }
    }
}
