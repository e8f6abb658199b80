internal import ComplexModule
internal import DenseAlgebra
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
    fileprivate func conjugated(on qubits: [Int], _ controls: [Control], shiftedBy count: Int) -> CircuitOperation {
        .matrix(
            MatrixGate(
                GateMatrix(elements.map(\.conjugate)), on: qubits.map { $0 + count },
                controls: controls.map { Control($0.qubit + count, value: $0.value) }))
    }
}

/// Superoperators as gates, each computed once for all places of its channel. They act on twice the qubits of the channel;
/// of more than three qubits they are wider than the kernels take, which then refuse them.
struct SuperoperatorGates {
    let qubitCount: Int
    private var known: [ObjectIdentifier: GateMatrix] = [:]

    init(qubitCount: Int) { self.qubitCount = qubitCount }

    /// A channel on qubits of a density matrix.
    mutating func operation(of channel: QuantumChannel, on qubits: [Int]) -> CircuitOperation {
        let matrix = known[channel.identity] ?? GateMatrix(channel.superoperator.elements)
        known[channel.identity] = matrix
        return .matrix(MatrixGate(matrix, on: qubits + qubits.map { $0 + qubitCount }))
    }
}
