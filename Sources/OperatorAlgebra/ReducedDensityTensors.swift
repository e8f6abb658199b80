public import ComplexModule
public import RealModule

/// The one- and two-particle reduced density matrices of a state: D_pq = ⟨a†_p a_q⟩ and D_pqrs = ⟨a†_p a†_q a_r a_s⟩.
public struct ReducedDensityTensors: Hashable, Sendable {
    /// D_pq; its trace is the number of particles N.
    public var oneBody: OneBodyTensor
    /// D_pqrs; Σ_pq D_pqqp is N(N − 1).
    public var twoBody: TwoBodyTensor

    /// The given matrices.
    ///
    /// - Throws: ``OperatorError/tensorSize(found:expected:)`` if they have different numbers of modes.
    public init(oneBody: OneBodyTensor, twoBody: TwoBodyTensor) throws(OperatorError) {
        guard oneBody.modeCount == twoBody.modeCount else {
            throw .tensorSize(found: twoBody.modeCount, expected: oneBody.modeCount)
        }
        self.oneBody = oneBody
        self.twoBody = twoBody
    }

    /// The matrices of the determinant with the given occupied modes: D_pq = δ_pq n_p and
    /// D_pqrs = n_p n_q (δ_ps δ_qr − δ_pr δ_qs).
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)``.
    public init(occupied: QubitMask, modeCount: Int) throws(OperatorError) {
        let width = (occupied.last ?? -1) + 1
        guard width <= modeCount else { throw .registerTooSmall(width: width, given: modeCount) }
        oneBody = OneBodyTensor(modeCount: modeCount)
        twoBody = TwoBodyTensor(modeCount: modeCount)
        for p in occupied {
            oneBody[p, p] = Complex(1, 0)
            for q in occupied where q != p {
                twoBody[p, q, q, p] = Complex(1, 0)
                twoBody[p, q, p, q] = Complex(-1, 0)
            }
        }
    }

    /// ⟨H⟩ = c + Σ_pq h_pq D_pq + Σ_pqrs h_pqrs D_pqrs.
    ///
    /// - Throws: ``OperatorError/tensorSize(found:expected:)``.
    /// - Complexity: O(n⁴).
    public func expectation(of hamiltonian: InteractionOperator) throws(OperatorError) -> Complex<Double> {
        guard hamiltonian.modeCount == oneBody.modeCount else {
            throw .tensorSize(found: hamiltonian.modeCount, expected: oneBody.modeCount)
        }
        let one = zip(hamiltonian.oneBody.elements, oneBody.elements).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1 }
        let two = zip(hamiltonian.twoBody.elements, twoBody.elements).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1 }
        return hamiltonian.constant + one + two
    }

    /// The matrices in new modes A = Σ_a R_aA a, R unitary: the tensors turn with R* where Hamiltonians turn with R.
    ///
    /// - Throws: ``OperatorError/tensorSize(found:expected:)``. Whether R is unitary is not checked.
    /// - Complexity: O(n⁵).
    public func rotated(by rotation: OneBodyTensor) throws(OperatorError) -> ReducedDensityTensors {
        guard rotation.modeCount == oneBody.modeCount else {
            throw .tensorSize(found: rotation.modeCount, expected: oneBody.modeCount)
        }
        let conjugate = OneBodyTensor(modeCount: rotation.modeCount) { rotation[$0, $1].conjugate }
        return try ReducedDensityTensors(
            oneBody: oneBody.rotated(by: conjugate), twoBody: twoBody.rotated(by: conjugate))
    }

    /// The number of particles: the trace of D_pq.
    public var particleNumber: Double { (0..<oneBody.modeCount).reduce(0) { $0 + oneBody[$1, $1].real } }
}
