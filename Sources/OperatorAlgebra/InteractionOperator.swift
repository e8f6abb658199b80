public import ComplexModule
public import RealModule

/// A fermion operator of one- and two-body terms that keep the number of particles, as tensors over spin orbitals:
///
/// H = c + Σ_pq h_pq a†_p a_q + Σ_pqrs h_pqrs a†_p a†_q a_r a_s
///
/// The factor ½ of two-body Hamiltonians is part of h_pqrs, as in OpenFermion's `InteractionOperator`.
public struct InteractionOperator: Hashable, Sendable {
    /// The constant c.
    public var constant: Complex<Double>
    /// The one-body tensor h_pq.
    public var oneBody: OneBodyTensor
    /// The two-body tensor h_pqrs.
    public var twoBody: TwoBodyTensor

    /// The zero operator.
    public init(modeCount: Int) {
        constant = .zero
        oneBody = OneBodyTensor(modeCount: modeCount)
        twoBody = TwoBodyTensor(modeCount: modeCount)
    }

    /// The number of modes.
    public var modeCount: Int { oneBody.modeCount }

    /// The electronic Hamiltonian of the given integrals on interleaved spin orbitals: h_(pσ)(qσ) = h_pq and
    /// h_(pσ)(rτ)(sτ)(qσ) = ½ (pq|rs).
    ///
    /// - Complexity: O(n⁴) for n orbitals.
    public init(_ integrals: some ElectronicIntegrals) {
        let orbitals = 0..<integrals.orbitalCount
        self.init(modeCount: 2 * orbitals.count)
        constant = Complex(integrals.constant, 0)
        for p in orbitals {
            for q in orbitals {
                for spin in 0..<2 { oneBody[2 * p + spin, 2 * q + spin] = Complex(integrals.oneBody(p, q), 0) }
                for r in orbitals {
                    for s in orbitals {
                        let value = Complex(0.5 * integrals.twoBody(p, q, r, s), 0)
                        for spin in 0..<4 {
                            let (first, second) = (spin / 2, spin % 2)
                            twoBody[2 * p + first, 2 * r + second, 2 * s + second, 2 * q + first] = value
                        }
                    }
                }
            }
        }
    }

    /// The tensors of a Hermitian fermion operator: each coefficient of its normal order stands at the indices of its term.
    ///
    /// - Parameter modeCount: At least the operator's width, which it is by default.
    /// - Throws: ``OperatorError/notTwoBody(term:)``, ``OperatorError/notHermitian(term:)`` or
    ///   ``OperatorError/registerTooSmall(width:given:)``.
    public init(_ fermions: FermionOperator, modeCount: Int? = nil) throws(OperatorError) {
        let modeCount = modeCount ?? fermions.width
        guard fermions.width <= modeCount else {
            throw .registerTooSmall(width: fermions.width, given: modeCount)
        }
        let ordered = fermions.normalOrdered()
        if let term = ordered.firstTermBeyondTwoBody(conservingSpin: false) {
            throw .notTwoBody(term: term.description)
        }
        try ordered.checkHermitian()
        self.init(modeCount: modeCount)
        for (term, coefficient) in ordered {
            let modes = term.factors.map(\.mode)
            switch modes.count {
            case 0: constant = coefficient
            case 2: oneBody[modes[0], modes[1]] = coefficient
            default: twoBody[modes[0], modes[1], modes[2], modes[3]] = coefficient
            }
        }
    }

    /// The operator as a sum of products, not reordered.
    public var fermionOperator: FermionOperator {
        var accumulator = TermAccumulator<FermionProduct>(capacity: 1)
        accumulator.add(.identity, constant)
        for p in 0..<modeCount {
            for q in 0..<modeCount where oneBody[p, q] != .zero {
                accumulator.add(FermionProduct([.creation(p), .annihilation(q)]), oneBody[p, q])
            }
        }
        for (p, q, r, s) in twoBody.indices {
            let product = FermionProduct([.creation(p), .creation(q), .annihilation(r), .annihilation(s)])
            accumulator.add(product, twoBody[p, q, r, s])
        }
        return accumulator.sum()
    }

    /// The operator in new modes A = Σ_a R_aA a, R unitary: a†_A = Σ_a R_aA a†_a.
    ///
    /// - Throws: ``OperatorError/tensorSize(found:expected:)``. Whether R is unitary is not checked.
    /// - Complexity: O(n⁵).
    public func rotated(by rotation: OneBodyTensor) throws(OperatorError) -> InteractionOperator {
        guard rotation.modeCount == modeCount else {
            throw .tensorSize(found: rotation.modeCount, expected: modeCount)
        }
        var result = self
        result.oneBody = oneBody.rotated(by: rotation)
        result.twoBody = twoBody.rotated(by: rotation)
        return result
    }

    /// The terms that act within the given modes, on all modes; the constant stays.
    public func projected(onto modes: QubitMask) -> InteractionOperator {
        var result = InteractionOperator(modeCount: modeCount)
        result.constant = constant
        for p in modes where p < modeCount {
            for q in modes where q < modeCount { result.oneBody[p, q] = oneBody[p, q] }
        }
        for (p, q, r, s) in twoBody.indices where [p, q, r, s].allSatisfy(modes.contains) {
            result.twoBody[p, q, r, s] = twoBody[p, q, r, s]
        }
        return result
    }
}

extension LinearCombination<FermionProduct> {
    /// - Throws: ``OperatorError/notHermitian(term:)`` if A − A† is not negligible against the largest coefficient.
    func checkHermitian() throws(OperatorError) {
        let difference = (self - adjoint).normalOrdered().pruned(below: 1e-10 * Swift.max(1, largestMagnitude))
        if let term = difference.first?.term { throw .notHermitian(term: term.description) }
    }
}
