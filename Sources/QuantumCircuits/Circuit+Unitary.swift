internal import ComplexModule
internal import RealModule

extension Circuit {
    /// The widest circuit whose dense matrix is made: 4^12 numbers are 256 MiB.
    public static let widestUnitary = 12

    /// The circuit's matrix, qubit q being bit q of its indices: slow and obvious, for tests and small circuits.
    ///
    /// - Parameter parameters: The values of the free parameters.
    /// - Throws: ``CircuitError/notUnitaryCircuit(operation:purpose:)``,
    ///   ``CircuitError/tooWide(found:largest:purpose:)``, ``CircuitError/wrongParameterCount(found:expected:)``.
    /// - Complexity: O(4^n) for each operation.
    public func unitary(_ parameters: [Double] = []) throws(CircuitError) -> GateMatrix {
        guard qubitCount <= Self.widestUnitary else {
            throw .tooWide(found: qubitCount, largest: Self.widestUnitary, purpose: "a dense matrix")
        }
        var matrix = GateMatrix.identity(qubitCount: qubitCount)
        for operation in try bound(to: parameters).operations {
            guard operation.isUnitary else {
                throw .notUnitaryCircuit(operation: operation.name, purpose: "a matrix")
            }
            switch operation {
            case .gate(let gate):
                let angles = gate.angles.map { $0.value(for: []) }
                matrix.apply(gate.definition.matrix(angles), on: gate.qubits, controls: gate.controls)
            case .pauliRotation(let rotation):
                for gate in rotation.gates() {
                    matrix.apply(
                        gate.definition.matrix(gate.angles.map { $0.value(for: []) }), on: gate.qubits, controls: [])
                }
            case .matrix(let gate): matrix.apply(gate.matrix, on: gate.qubits, controls: gate.controls)
            case .measure, .reset, .barrier, .conditional: break
            }
        }
        return matrix
    }
}

extension GateMatrix {
    /// Multiplies from the left by a gate on some of the qubits.
    fileprivate mutating func apply(_ gate: GateMatrix, on qubits: [Int], controls: [Control]) {
        let old = self
        for row in 0..<dimension where controls.allSatisfy({ (row >> $0.qubit & 1 == 1) == $0.value }) {
            let local = qubits.enumerated().reduce(0) { $0 | (row >> $1.element & 1) << $1.offset }
            for column in 0..<dimension { self[row, column] = .zero }
            for source in 0..<gate.dimension where gate[local, source] != .zero {
                let other = qubits.enumerated().reduce(row) {
                    $0 & ~(1 << $1.element) | (source >> $1.offset & 1) << $1.element
                }
                for column in 0..<dimension { self[row, column] += gate[local, source] * old[other, column] }
            }
        }
    }
}
