internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// What channels and gates do to a density matrix of n qubits, as operations on its vector of 2n.
extension CircuitOperation {
    /// U on the row and U* on the column.
    ///
    /// - Throws: ``StateVectorError/notUnitary(operation:)``, ``StateVectorError/unboundParameter(operation:)``.
    func onDensityMatrix(qubitCount: Int) throws(StateVectorError) -> [CircuitOperation] {
        switch self {
        case .barrier: return []
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: "a Pauli rotation") }
            // (exp(−iθ/2 P))* = exp(iθ/2 P*), and P* = (−1)^|y| P.
            let turned = rotation.string.yCount % 2 == 0 ? -angle : angle
            let string = rotation.string.onQubits { $0 + qubitCount }
            return [self, .pauliRotation(PauliRotation(string, angle: .value(turned)))]
        case .gate(let gate):
            var angles: [Double] = []
            for angle in gate.angles {
                guard let value = angle.constant else { throw .unboundParameter(operation: gate.definition.name) }
                angles.append(value)
            }
            let matrix = gate.definition.matrix(angles)
            return [self, matrix.conjugated(on: gate.qubits, gate.controls, shiftedBy: qubitCount)]
        case .matrix(let gate):
            return [self, gate.matrix.conjugated(on: gate.qubits, gate.controls, shiftedBy: qubitCount)]
        case .measure: throw .notUnitary(operation: "measure")
        case .reset: throw .notUnitary(operation: "reset")
        case .conditional: throw .notUnitary(operation: "a condition")
        }
    }
}

extension GateMatrix {
    /// The matrix on the rows and its conjugate on the columns: index bits of the rows first. Element ((r, s), (c, d)) is
    /// Σ_k K_k[r, c] K_k[s, d]*.
    static func superoperator(of kraus: [GateMatrix]) -> GateMatrix {
        let (n, width) = (kraus[0].dimension, kraus[0].qubitCount)
        var result = GateMatrix([Complex<Double>](repeating: .zero, count: n * n * n * n))
        for matrix in kraus {
            for (r, c) in (0..<n).flatMap({ r in (0..<n).map { (r, $0) } }) where matrix[r, c] != .zero {
                for s in 0..<n {
                    for d in 0..<n {
                        result[r | s << width, c | d << width] += matrix[r, c] * matrix[s, d].conjugate
                    }
                }
            }
        }
        return result
    }

    fileprivate func conjugated(on qubits: [Int], _ controls: [Control], shiftedBy count: Int) -> CircuitOperation {
        .matrix(
            MatrixGate(
                GateMatrix(elements.map(\.conjugate)), on: qubits.map { $0 + count },
                controls: controls.map { Control($0.qubit + count, value: $0.value) }))
    }
}

extension QuantumChannel {
    /// The channel on a density matrix. Channels of more than three qubits are refused: their superoperators are wider
    /// than the kernels take.
    func onDensityMatrix(_ qubits: [Int], qubitCount: Int) -> CircuitOperation {
        .matrix(MatrixGate(.superoperator(of: kraus), on: qubits + qubits.map { $0 + qubitCount }))
    }
}
