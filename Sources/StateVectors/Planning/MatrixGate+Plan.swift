internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

extension MatrixGate {
    /// The same gate with its controls as further operands of a larger matrix.
    var withControlsInside: MatrixGate {
        if controls.isEmpty { return self }
        let values = controls.enumerated().reduce(0) { $0 | ($1.element.value ? 1 : 0) << $1.offset }
        return MatrixGate(
            matrix.controlled(by: controls.count, values: values), on: qubits + controls.map(\.qubit))
    }

    /// The pass that applies it: diagonal where the matrix is.
    var step: PlanStep {
        if qubits.isEmpty, controls.isEmpty { return .phase(matrix[0, 0]) }
        if qubits.isEmpty { return withControlsInside.step }
        return matrix.isDiagonal
            ? .diagonal(
                entries: (0..<matrix.dimension).map { matrix[$0, $0] }, qubits: qubits, controls: controls)
            : .dense(self)
    }
}

extension PauliString {
    /// Strings of so few letters are rotated by as a matrix, which merges with its neighbours.
    private static let fewLetters = 2

    /// exp(−i θ/2 P) = cos(θ/2) − i sin(θ/2) P as a matrix on the string's qubits, if they are few.
    func matrixGate(rotatingBy angle: Double) -> MatrixGate? {
        let qubits = Array(support)
        guard 1...Self.fewLetters ~= qubits.count else { return nil }
        let (cosine, sine) = (Complex(Double.cos(angle / 2), 0), Complex(0, -Double.sin(angle / 2)))
        var matrix = GateMatrix.identity(qubitCount: qubits.count)
        for index in matrix.elements.indices { matrix.elements[index] *= cosine }
        let local = { (mask: QubitMask) in
            qubits.enumerated().reduce(0) { $0 | (mask.contains($1.element) ? 1 : 0) << $1.offset }
        }
        let (flips, signs) = (local(x), local(z))
        for column in 0..<matrix.dimension {
            // P|b⟩ = i^|y| (-1)^{|z∧b|} |b^x⟩
            let phase = QuarterTurn(exponent: yCount + 2 * (signs & column).nonzeroBitCount)
            matrix[column ^ flips, column] += phase.multiplying(sine)
        }
        return MatrixGate(matrix, on: qubits)
    }
}

extension GateMatrix {
    /// Whether every element off the diagonal is exactly zero.
    var isDiagonal: Bool {
        for row in 0..<dimension {
            for column in 0..<dimension where row != column && self[row, column] != .zero { return false }
        }
        return true
    }

    /// Replaces this matrix A by B A, where B acts as `gate` on the operands at `positions`.
    ///
    /// - Complexity: O(4^k 2^m) for this matrix on k qubits and a gate on m.
    mutating func apply(_ gate: GateMatrix, at positions: [Int]) {
        if positions.count == 1 { return apply(OneQubitMatrix(gate), at: positions[0]) }
        let n = dimension
        let mask = positions.reduce(0) { $0 | 1 << $1 }
        let offsets = (0..<gate.dimension).map { local in
            positions.enumerated().reduce(0) { $0 | (local >> $1.offset & 1) << $1.element }
        }
        var column = [Complex<Double>](repeating: .zero, count: gate.dimension)
        for base in 0..<n where base & mask == 0 {
            for j in 0..<n {
                for (local, offset) in offsets.enumerated() { column[local] = elements[(base | offset) * n + j] }
                for (row, offset) in offsets.enumerated() {
                    var sum = Complex<Double>.zero
                    for local in 0..<gate.dimension where gate[row, local] != .zero {
                        sum += gate[row, local] * column[local]
                    }
                    elements[(base | offset) * n + j] = sum
                }
            }
        }
    }

    /// The same for one qubit, where most gates are and nothing needs the heap.
    private mutating func apply(_ gate: OneQubitMatrix, at position: Int) {
        let (n, offset) = (dimension, 1 << position)
        elements.withUnsafeMutableBufferPointer { elements in
            for base in 0..<n where base & offset == 0 {
                for j in 0..<n {
                    let (x, y) = (elements[base * n + j], elements[(base | offset) * n + j])
                    elements[base * n + j] = gate.a * x + gate.b * y
                    elements[(base | offset) * n + j] = gate.c * x + gate.d * y
                }
            }
        }
    }
}
