public import ComplexModule
public import RealModule

extension ReducedDensityTensors {
    /// D_pq = Σ_r D_prrq / (N − 1): the one-particle matrix that a two-particle matrix of N > 1 particles implies.
    ///
    /// - Precondition: `particleNumber` is not 1.
    /// - Complexity: O(n³).
    public static func oneBody(contracting twoBody: TwoBodyTensor, particleNumber: Double) -> OneBodyTensor {
        precondition(particleNumber != 1, "one particle has no pairs")
        return OneBodyTensor(modeCount: twoBody.modeCount) { p, q in
            let sum = (0..<twoBody.modeCount).reduce(Complex<Double>.zero) { $0 + twoBody[p, $1, $1, q] }
            return Complex(1 / (particleNumber - 1), 0) * sum
        }
    }

    /// The one-hole matrix ⟨a_p a†_q⟩ = δ_pq − D_qp.
    ///
    /// OpenFermion's `map_one_pdm_to_one_hole_dm` is its transpose, the same for real states.
    public var oneHole: OneBodyTensor {
        OneBodyTensor(modeCount: oneBody.modeCount) { p, q in Complex(p == q ? 1 : 0, 0) - oneBody[q, p] }
    }

    /// The two-hole matrix ⟨a_p a_q a†_r a†_s⟩.
    ///
    /// - Complexity: O(n⁴).
    public var twoHole: TwoBodyTensor {
        let one = Complex<Double>(1, 0)
        return mapped { p, q, r, s in
            // Of a_p a_q a†_r a†_s in normal order, D_srqp and what contractions leave.
            var value = twoBody[s, r, q, p]
            if q == r { value -= oneBody[s, p] }
            if p == s { value -= oneBody[r, q] }
            if p == r { value += oneBody[s, q] }
            if q == s { value += oneBody[r, p] }
            if p == s && q == r { value += one }
            if p == r && q == s { value -= one }
            return value
        }
    }

    /// The particle-hole matrix ⟨a†_p a_q a†_r a_s⟩ = δ_qr D_ps − D_prqs.
    ///
    /// - Complexity: O(n⁴).
    public var particleHole: TwoBodyTensor {
        mapped { p, q, r, s in (q == r ? oneBody[p, s] : .zero) - twoBody[p, r, q, s] }
    }

    private func mapped(_ element: (Int, Int, Int, Int) -> Complex<Double>) -> TwoBodyTensor {
        let modes = 0..<oneBody.modeCount
        var result = TwoBodyTensor(modeCount: modes.count)
        for p in modes {
            for q in modes {
                for r in modes {
                    for s in modes { result[p, q, r, s] = element(p, q, r, s) }
                }
            }
        }
        return result
    }

    /// ⟨A⟩ of an operator of at most two creations and two annihilations a term, in a state of a definite number of
    /// particles: terms that change the number count as zero.
    ///
    /// - Throws: ``OperatorError/notTwoBody(term:)`` or ``OperatorError/registerTooSmall(width:given:)``.
    public func expectation(of fermions: FermionOperator) throws(OperatorError) -> Complex<Double> {
        let ordered = fermions.normalOrdered()
        guard ordered.width <= oneBody.modeCount else {
            throw .registerTooSmall(width: ordered.width, given: oneBody.modeCount)
        }
        var sum = Complex<Double>.zero
        for (term, coefficient) in ordered where term.conservesNumber {
            let modes = term.factors.map(\.mode)
            switch modes.count {
            case 0: sum += coefficient
            case 2: sum += coefficient * oneBody[modes[0], modes[1]]
            case 4: sum += coefficient * twoBody[modes[0], modes[1], modes[2], modes[3]]
            default: throw .notTwoBody(term: term.description)
            }
        }
        return sum
    }
}
