internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// A number that tells circuits apart: equal for equal operations, and different for different ones but for one pair in
/// 2^64.
///
/// Every number of every operation is mixed in by the finalizer of SplitMix64 (Steele, Lea, Flood 2014), so that it is the
/// same on every machine and in every run, unlike a `Hasher`.
struct CircuitFingerprint {
    private(set) var value: UInt64 = 0

    init(_ circuit: Circuit) {
        add(circuit.qubitCount)
        add(circuit.operations.count)
        for operation in circuit.operations { add(operation) }
    }

    mutating func add(_ word: UInt64) { value = Checksum.mix(value &+ 0x9E37_79B9_7F4A_7C15 ^ Checksum.mix(word)) }

    private mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

    private mutating func add(_ number: Double) { add(number.bitPattern) }

    private mutating func add(_ numbers: [Int]) {
        add(numbers.count)
        for number in numbers { add(number) }
    }

    private mutating func add(_ text: String) {
        add(text.utf8.count)
        for byte in text.utf8 { add(UInt64(byte)) }
    }

    private mutating func add(_ controls: [Control]) {
        add(controls.map(\.qubit))
        for control in controls { add(control.value ? 1 : 0) }
    }

    private mutating func add(_ angle: Angle) {
        switch angle {
        case .value(let value): add(value)
        case .parameter(let index, let factor, let offset):
            add(index)
            add(factor)
            add(offset)
        }
    }

    private mutating func add(_ operation: CircuitOperation) {
        add(operation.name)
        switch operation {
        case .gate(let gate):
            for angle in gate.angles { add(angle) }
            add(gate.qubits)
            add(gate.controls)
        case .pauliRotation(let rotation):
            add(rotation.angle)
            for (qubit, letter) in rotation.string.letters {
                add(qubit)
                add("\(letter)")
            }
        case .matrix(let gate):
            for element in gate.matrix.elements {
                add(element.real)
                add(element.imaginary)
            }
            add(gate.qubits)
            add(gate.controls)
        case .measure(let measurement):
            add(measurement.qubits)
            add(measurement.bits)
        case .reset(let qubit): add(qubit)
        case .barrier(let qubits): add(qubits)
        case .conditional(let condition, let inner):
            add([condition.bits.lowerBound, condition.bits.upperBound])
            add(condition.value)
            add(inner)
        }
    }
}
