internal import ComplexModule
public import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

/// What a state says about some of its qubits. Bit j of an index belongs to `qubits[j]`.
extension VectorizedBackend {
    /// The probability of each outcome of measuring some qubits, whatever the others give: 2^k numbers that sum to
    /// ⟨ψ|ψ⟩.
    ///
    /// - Complexity: O(k 2^n).
    /// - Throws: ``StateVectorError/badSubset(found:qubits:)`` for a qubit that does not exist or is named twice.
    public func probabilities(of qubits: [Int], in state: StateVector) throws(StateVectorError) -> [Double] {
        try state.checkSubset(qubits)
        var result = [Double](repeating: 0, count: 1 << qubits.count)
        for index in 0..<state.amplitudeCount {
            result[qubits.gather(index)] += state[index].lengthSquared
        }
        return result
    }

    /// The reduced density matrix ρ = Tr_others |ψ⟩⟨ψ| of some qubits, 2^k × 2^k.
    ///
    /// ρ_ab = Σ_r ψ_{a,r} ψ*_{b,r} over the values r of the other qubits.
    ///
    /// - Complexity: O(2^(n+k)) time, 16 · 4^k bytes.
    /// - Throws: ``StateVectorError/badSubset(found:qubits:)``, or
    ///   ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)`` for the matrix.
    public func reducedDensityMatrix(
        of qubits: [Int], in state: StateVector
    ) throws(StateVectorError) -> ComplexMatrix {
        try state.checkSubset(qubits)
        // As many numbers as a state of twice the qubits.
        try MemoryPlan(qubitCount: 2 * qubits.count, precision: .double).check()
        let size = 1 << qubits.count
        let others = (0..<state.qubitCount).filter { !qubits.contains($0) }
        let offsets = (0..<size).map { qubits.scatter($0) }
        var matrix = ComplexMatrix(rows: size, columns: size)
        var column = [Complex<Double>](repeating: .zero, count: size)
        for rest in 0..<(1 << others.count) {
            let base = others.scatter(rest)
            for (index, offset) in offsets.enumerated() { column[index] = state[base | offset] }
            for a in 0..<size where column[a] != .zero {
                for b in 0..<size { matrix[a, b] += column[a] * column[b].conjugate }
            }
        }
        return matrix
    }

    /// The entanglement entropy −Tr ρ log₂ ρ in bits between some qubits and the others of a normalized state.
    ///
    /// - Complexity: that of the smaller side's density matrix and its eigenvalues.
    public func entanglementEntropy(
        of qubits: [Int], in state: StateVector
    ) throws(StateVectorError) -> Double {
        try state.checkSubset(qubits)
        // Both sides have the same entropy.
        let others = (0..<state.qubitCount).filter { !qubits.contains($0) }
        let side = qubits.count <= others.count ? qubits : others
        let matrix = try reducedDensityMatrix(of: side, in: state)
        do {
            return try matrix.hermitianEigen().values.reduce(0) { $1 > 0 ? $0 - $1 * .log2($1) : $0 }
        } catch {
            throw .eigenvalues(error.description)
        }
    }

    /// The variance ⟨H²⟩ − ⟨H⟩² of a Hermitian Pauli sum in a normalized state, as ‖(H − ⟨H⟩)ψ‖², which is never
    /// negative and loses no digits near an eigenstate.
    ///
    /// - Complexity: two passes a distinct X mask, one more state in memory.
    public func variance(of observable: PauliSum, in state: StateVector) throws(StateVectorError) -> Double {
        let mean = try expectation(of: observable, in: state)
        return try squaredNorm(applied(observable - mean * PauliSum.identity, to: state))
    }
}

extension StateVector {
    fileprivate func checkSubset(_ qubits: [Int]) throws(StateVectorError) {
        guard Set(qubits).count == qubits.count, qubits.allSatisfy({ 0..<qubitCount ~= $0 }) else {
            throw .badSubset(found: qubits, qubits: qubitCount)
        }
    }
}

extension [Int] {
    /// The bits of an index at these qubits, the first lowest.
    fileprivate func gather(_ index: Int) -> Int {
        var result = 0
        for (position, qubit) in enumerated() { result |= (index >> qubit & 1) << position }
        return result
    }

    /// The index whose bits at these qubits are those of `value`.
    fileprivate func scatter(_ value: Int) -> Int {
        var result = 0
        for (position, qubit) in enumerated() { result |= (value >> position & 1) << qubit }
        return result
    }
}
