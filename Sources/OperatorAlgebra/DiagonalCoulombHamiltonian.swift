internal import ComplexModule
internal import RealModule

/// A Hamiltonian whose two-body part is diagonal: H = c + Σ_pq T_pq a†_p a_q + Σ_pq V_pq n_p n_q.
///
/// T is Hermitian, V real and symmetric without diagonal: V_pp n_p n_p is V_pp n_p, part of T. As OpenFermion's
/// `DiagonalCoulombHamiltonian`; Hubbard models and plane waves in the dual basis have this form.
public struct DiagonalCoulombHamiltonian: Hashable, Sendable {
    /// The constant c.
    public let constant: Double
    /// T_pq.
    public let oneBody: OneBodyTensor
    private let interactions: [Double]

    /// The Hamiltonian of T and V; the diagonal of V joins T.
    ///
    /// - Parameter twoBody: V_pq; asked for all p and q, and must be symmetric.
    /// - Throws: ``OperatorError/notHermitian(term:)`` for T, ``OperatorError/notSymmetric(p:q:)`` for V.
    public init(
        constant: Double, oneBody: OneBodyTensor, twoBody: (_ p: Int, _ q: Int) -> Double
    ) throws(OperatorError) {
        let modeCount = oneBody.modeCount
        guard oneBody.hermiticityError <= 1e-10 else { throw .notHermitian(term: "the one-body tensor") }
        var (diagonalMoved, values) = (oneBody, [Double]())
        for p in 0..<modeCount {
            for q in 0..<modeCount {
                guard abs(twoBody(p, q) - twoBody(q, p)) <= 1e-10 else { throw .notSymmetric(p: p, q: q) }
                values.append(p == q ? 0 : twoBody(p, q))
            }
            diagonalMoved[p, p] += Complex(twoBody(p, p), 0)
        }
        self.constant = constant
        self.oneBody = diagonalMoved
        interactions = values
    }

    /// The tensors of a Hermitian fermion operator with terms a†_p a_q and n_p n_q only, in any order.
    ///
    /// - Throws: ``OperatorError/notDiagonalCoulomb(term:)``, ``OperatorError/notHermitian(term:)`` or
    ///   ``OperatorError/registerTooSmall(width:given:)``.
    public init(_ fermions: FermionOperator, modeCount: Int? = nil) throws(OperatorError) {
        let modeCount = modeCount ?? fermions.width
        guard fermions.width <= modeCount else {
            throw .registerTooSmall(width: fermions.width, given: modeCount)
        }
        let ordered = fermions.normalOrdered()
        try ordered.checkHermitian()
        var (constant, oneBody) = (0.0, OneBodyTensor(modeCount: modeCount))
        var values = [Double](repeating: 0, count: modeCount * modeCount)
        for (term, coefficient) in ordered {
            let modes = term.factors.map(\.mode)
            switch modes.count {
            case 0:
                constant = coefficient.real
            case 2 where term.factors[0].isCreation && !term.factors[1].isCreation:
                oneBody[modes[0], modes[1]] = coefficient
            case 4 where modes[0] == modes[2] && modes[1] == modes[3] && term.conservesNumber:
                // p† q† p q = −n_p n_q, half of it for either order of the indices.
                values[modes[0] * modeCount + modes[1]] = -coefficient.real / 2
                values[modes[1] * modeCount + modes[0]] = -coefficient.real / 2
            default:
                throw .notDiagonalCoulomb(term: term.description)
            }
        }
        self.constant = constant
        self.oneBody = oneBody
        interactions = values
    }

    /// The number of modes.
    public var modeCount: Int { oneBody.modeCount }

    /// V_pq; zero for p = q.
    public func twoBody(_ p: Int, _ q: Int) -> Double { interactions[p * modeCount + q] }

    /// The Hamiltonian as a sum of products a†_p a_q and a†_p a_p a†_q a_q.
    public var fermionOperator: FermionOperator {
        var accumulator = TermAccumulator<FermionProduct>(capacity: modeCount * modeCount)
        accumulator.add(.identity, Complex(constant, 0))
        for p in 0..<modeCount {
            for q in 0..<modeCount {
                accumulator.add(FermionProduct([.creation(p), .annihilation(q)]), oneBody[p, q])
                let numbers: [LadderOperator] = [.creation(p), .annihilation(p), .creation(q), .annihilation(q)]
                accumulator.add(FermionProduct(numbers), Complex(twoBody(p, q), 0))
            }
        }
        return accumulator.sum()
    }
}
