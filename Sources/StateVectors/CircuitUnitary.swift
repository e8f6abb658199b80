internal import ComplexModule
public import DenseAlgebra
public import QuantumCircuits
internal import RealModule

extension VectorizedBackend {
    /// The matrix U of a circuit of gates, U_ij = ⟨i|U|j⟩, qubit q being bit q of i and j; measurements at the end are left
    /// out.
    ///
    /// The circuit runs on the low half of 2n qubits in the state Σ_j |j⟩|j⟩, whose amplitudes are then the columns of U.
    ///
    /// - Throws: ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)``, in which the
    ///   qubits are the 2n of that state, before anything is allocated; ``StateVectorError/notUnitary(operation:)``,
    ///   ``StateVectorError/unboundParameter(operation:)``.
    /// - Complexity: that of a run of 2n qubits; twice 16 · 4^n bytes.
    public func unitary(of circuit: Circuit) throws(StateVectorError) -> ComplexMatrix {
        let n = circuit.qubitCount
        try MemoryPlan(qubitCount: 2 * n, precision: .double, copies: 2).check()
        var columns = try StateVector(zeroed: 2 * n, precision: precision)
        let size = 1 << n
        for index in 0..<size { columns.setAmplitude(at: index << n | index, to: Complex(1, 0)) }
        try apply(circuit.operationsBeforeTerminalMeasurements, to: &columns)
        var matrix = ComplexMatrix(rows: size, columns: size)
        for row in 0..<size {
            for column in 0..<size { matrix[row, column] = columns[column << n | row] }
        }
        return matrix
    }
}
