internal import ComplexModule
internal import RealModule

extension DOCIHamiltonian {
    /// The Hamiltonian that a sum of Pauli strings is: constants, Z_p, Z_p Z_q and X_p X_q + Y_p Y_q with real coefficients,
    /// the inverse of ``pauliSum``; w_pp is 0.
    ///
    /// - Parameter orbitalCount: as many as qubits; by default the sum's own.
    /// - Throws: ``OperatorError/notPaired(term:)``, ``OperatorError/notHermitian(term:)`` or
    ///   ``OperatorError/registerTooSmall(width:given:)``.
    public init(_ sum: PauliSum, orbitalCount: Int? = nil) throws(OperatorError) {
        let n = orbitalCount ?? sum.width
        guard sum.width <= n else { throw .registerTooSmall(width: sum.width, given: n) }
        self.init(orbitalCount: n)
        var (fields, flips) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n * n))
        for (term, coefficient) in sum {
            guard abs(coefficient.imaginary) <= 1e-10 else { throw .notHermitian(term: term.description) }
            let (value, qubits) = (coefficient.real, Array(term.support))
            switch (qubits.count, term.isDiagonal) {
            case (0, _): constant += value
            case (1, true): fields[qubits[0]] = value
            case (2, true): setPair(&interaction, qubits, 2 * value)
            case (2, false) where term.x == term.support && (term.z.isEmpty || term.z == term.x):
                // X X counts 1 and Y Y counts −1: what is left must cancel.
                flips[qubits[0] * n + qubits[1]] += term.z.isEmpty ? value : -value
                setPair(&hopping, qubits, 2 * value)
            default: throw .notPaired(term: term.description)
            }
        }
        let largest = sum.largestMagnitude
        for index in flips.indices where abs(flips[index]) > 1e-10 * Swift.max(1, largest) {
            throw .notPaired(term: "X\(index / n) X\(index % n)")
        }
        for p in 0..<n {
            let neighbours = (0..<n).reduce(0) { $0 + interaction[p * n + $1] }
            single[p] = -2 * fields[p] - neighbours
            constant -= 0.5 * single[p] + 0.25 * neighbours
        }
    }

    private func setPair(_ tensor: inout [Double], _ pair: [Int], _ value: Double) {
        (tensor[pair[0] * orbitalCount + pair[1]], tensor[pair[1] * orbitalCount + pair[0]]) = (value, value)
    }
}
