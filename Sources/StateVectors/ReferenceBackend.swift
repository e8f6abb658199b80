internal import ComplexModule
public import OperatorAlgebra
public import QuantumCircuits
internal import RealModule

/// The slow, obvious simulator that every other backend must match: each gate by the definition of its matrix, each
/// Pauli string by what its letters do to a basis state. Double precision.
public struct ReferenceBackend: Backend {
    /// The reference simulator.
    public init() {}

    /// See ``Backend/makeState(qubitCount:)``.
    public func makeState(qubitCount: Int) throws(StateVectorError) -> StateVector {
        try StateVector(qubitCount: qubitCount, precision: .double)
    }

    /// See ``Backend/apply(_:to:)``.
    public func apply(_ operations: [CircuitOperation], to state: inout StateVector) throws(StateVectorError) {
        var amplitudes = state.amplitudes
        for operation in operations { amplitudes = try applied(operation, to: amplitudes) }
        state = try StateVector(amplitudes, precision: state.precision)
    }

    /// See ``Backend/expectation(of:in:)``.
    public func expectation(of observable: PauliSum, in state: StateVector) throws(StateVectorError) -> Double {
        try observable.checkObservable(qubitCount: state.qubitCount)
        let amplitudes = state.amplitudes
        var total = 0.0
        for (string, coefficient) in observable {
            let transformed = applied(string, to: amplitudes)
            for (bra, ket) in zip(amplitudes, transformed) { total += (coefficient * bra.conjugate * ket).real }
        }
        return total
    }

    private func applied(
        _ operation: CircuitOperation, to amplitudes: [Complex<Double>]
    ) throws(StateVectorError) -> [Complex<Double>] {
        switch operation {
        case .barrier: return amplitudes
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: operation.name) }
            let transformed = applied(rotation.string, to: amplitudes)
            let (cosine, sine) = (Complex(Double.cos(angle / 2), 0), Complex(0, -Double.sin(angle / 2)))
            return zip(amplitudes, transformed).map { cosine * $0 + sine * $1 }
        default:
            let gate = try operation.matrixGate()
            return applied(gate, to: amplitudes)
        }
    }

    /// Σ_column U[row, column] ψ[column], the row and column being the operands' bits of the amplitude's index.
    private func applied(_ gate: MatrixGate, to amplitudes: [Complex<Double>]) -> [Complex<Double>] {
        var result = amplitudes
        for index in amplitudes.indices where gate.controls.allSatisfy({ ($0.value ? 1 : 0) == index >> $0.qubit & 1 })
        {
            let row = gate.qubits.enumerated().reduce(0) { $0 | (index >> $1.element & 1) << $1.offset }
            var sum = Complex<Double>.zero
            for column in 0..<gate.matrix.dimension {
                var source = index
                for (position, qubit) in gate.qubits.enumerated() {
                    source = source & ~(1 << qubit) | (column >> position & 1) << qubit
                }
                sum += gate.matrix[row, column] * amplitudes[source]
            }
            result[index] = sum
        }
        return result
    }

    /// P ψ: letter by letter.
    private func applied(_ string: PauliString, to amplitudes: [Complex<Double>]) -> [Complex<Double>] {
        var result = amplitudes
        for index in amplitudes.indices {
            var target = index
            var factor = Complex<Double>(1, 0)
            for (qubit, letter) in string.letters {
                let bit = index >> qubit & 1
                switch letter {
                case .x: target ^= 1 << qubit
                case .y:
                    target ^= 1 << qubit
                    factor *= Complex(0, bit == 0 ? 1 : -1)
                case .z: factor *= Complex(bit == 0 ? 1 : -1, 0)
                }
            }
            result[target] = factor * amplitudes[index]
        }
        return result
    }
}

extension CircuitOperation {
    /// The gate as a matrix with controls.
    func matrixGate() throws(StateVectorError) -> MatrixGate {
        switch self {
        case .matrix(let gate): return gate
        case .gate(let gate):
            var parameters: [Double] = []
            for angle in gate.angles {
                guard let value = angle.constant else { throw .unboundParameter(operation: name) }
                parameters.append(value)
            }
            return MatrixGate(gate.definition.matrix(parameters), on: gate.qubits, controls: gate.controls)
        default: throw .notUnitary(operation: name)
        }
    }
}
