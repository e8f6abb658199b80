internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

extension GateMatrix {
    /// The matrix as a sum of Pauli strings on the given qubits: c_P = Tr(P M) / 2^k.
    ///
    /// - Complexity: O(8^k).
    func pauliSum(on qubits: [Int]) -> PauliSum {
        let n = dimension
        var terms: [(PauliString, Complex<Double>)] = []
        for x in 0..<n {
            for z in 0..<n {
                // ⟨i|X^x Z^z|j⟩ = [i = j ^ x] (−1)^{|z∧j|}, and the string is i^{|x∧z|} X^x Z^z.
                var sum = Complex<Double>.zero
                for j in 0..<n {
                    let element = self[j, j ^ x]
                    sum += (z & j).nonzeroBitCount % 2 == 0 ? element : -element
                }
                sum = QuarterTurn(exponent: (x & z).nonzeroBitCount).multiplying(sum)
                guard sum.length > 1e-15 else { continue }
                terms.append((string(x: x, z: z, on: qubits), sum / Complex(Double(n), 0)))
            }
        }
        return PauliSum(terms.lazy.map { (term: $0.0, coefficient: $0.1) })
    }

    private func string(x: Int, z: Int, on qubits: [Int]) -> PauliString {
        var (xMask, zMask) = (QubitMask(), QubitMask())
        for (operand, qubit) in qubits.enumerated() {
            if x >> operand & 1 == 1 { xMask.insert(qubit) }
            if z >> operand & 1 == 1 { zMask.insert(qubit) }
        }
        return PauliString(x: xMask, z: zMask)
    }
}
