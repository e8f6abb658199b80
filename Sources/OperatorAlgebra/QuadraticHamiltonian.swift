internal import ComplexModule
internal import RealModule

/// A Hamiltonian quadratic in ladder operators:
///
/// H = c + Σ_pq (M_pq − μ δ_pq) a†_p a_q + ½ Σ_pq (Δ_pq a†_p a†_q + Δ*_pq a_q a_p)
///
/// with M Hermitian and Δ antisymmetric, as OpenFermion's `QuadraticHamiltonian`. Its ground state, orbital energies and
/// Bogoliubov transformation follow from the real antisymmetric matrix of ``majoranaForm``; finding them needs linear
/// algebra, which is above this module.
public struct QuadraticHamiltonian: Hashable, Sendable {
    /// The constant c.
    public let constant: Double
    /// M_pq without the chemical potential.
    public let hermitianPart: OneBodyTensor
    /// Δ_pq.
    public let antisymmetricPart: OneBodyTensor
    /// The chemical potential μ.
    public let chemicalPotential: Double

    /// The Hamiltonian of M and Δ; no Δ means that particles are conserved.
    ///
    /// - Throws: ``OperatorError/notHermitian(term:)`` for M, ``OperatorError/notAntisymmetric`` for Δ, or
    ///   ``OperatorError/tensorSize(found:expected:)``.
    public init(
        constant: Double = 0, hermitianPart: OneBodyTensor, antisymmetricPart: OneBodyTensor? = nil,
        chemicalPotential: Double = 0
    ) throws(OperatorError) {
        let pairing = antisymmetricPart ?? OneBodyTensor(modeCount: hermitianPart.modeCount)
        guard pairing.modeCount == hermitianPart.modeCount else {
            throw .tensorSize(found: pairing.modeCount, expected: hermitianPart.modeCount)
        }
        guard hermitianPart.hermiticityError <= 1e-10 else { throw .notHermitian(term: "the Hermitian part") }
        guard pairing.antisymmetryError <= 1e-10 else { throw .notAntisymmetric }
        self.constant = constant
        self.hermitianPart = hermitianPart
        self.antisymmetricPart = pairing
        self.chemicalPotential = chemicalPotential
    }

    /// The tensors of a Hermitian fermion operator with at most two factors a term, an even number of them.
    ///
    /// The chemical potential stays in M unless one is given to take out.
    ///
    /// - Throws: ``OperatorError/notQuadratic(term:)``, ``OperatorError/notHermitian(term:)`` or
    ///   ``OperatorError/registerTooSmall(width:given:)``.
    public init(
        _ fermions: FermionOperator, modeCount: Int? = nil, chemicalPotential: Double = 0
    ) throws(OperatorError) {
        let modeCount = modeCount ?? fermions.width
        guard fermions.width <= modeCount else {
            throw .registerTooSmall(width: fermions.width, given: modeCount)
        }
        let ordered = fermions.normalOrdered()
        try ordered.checkHermitian()
        var matrix = OneBodyTensor(modeCount: modeCount) { p, q in Complex(p == q ? chemicalPotential : 0, 0) }
        var (constant, pairing) = (0.0, OneBodyTensor(modeCount: modeCount))
        for (term, coefficient) in ordered {
            let modes = term.factors.map(\.mode)
            switch (modes.count, term.factors.count { $0.isCreation }) {
            case (0, _):
                constant = coefficient.real
            case (2, 1):
                matrix[modes[0], modes[1]] += coefficient
            case (2, 2):
                pairing[modes[0], modes[1]] = coefficient
                pairing[modes[1], modes[0]] = -coefficient
            case (2, 0):
                continue
            default:
                throw .notQuadratic(term: term.description)
            }
        }
        try self.init(
            constant: constant, hermitianPart: matrix, antisymmetricPart: pairing,
            chemicalPotential: chemicalPotential)
    }

    /// The number of modes.
    public var modeCount: Int { hermitianPart.modeCount }

    /// Whether Δ vanishes.
    public var conservesNumber: Bool { antisymmetricPart.elements.allSatisfy { $0 == .zero } }

    /// M − μ: the matrix of the terms that keep the number of particles.
    public var combinedHermitianPart: OneBodyTensor {
        OneBodyTensor(modeCount: modeCount) { p, q in
            hermitianPart[p, q] - Complex(p == q ? chemicalPotential : 0, 0)
        }
    }

    /// The Hamiltonian as a sum of products.
    public var fermionOperator: FermionOperator {
        var accumulator = TermAccumulator<FermionProduct>(capacity: 3 * modeCount * modeCount)
        accumulator.add(.identity, Complex(constant, 0))
        let matrix = combinedHermitianPart
        for p in 0..<modeCount {
            for q in 0..<modeCount {
                accumulator.add(FermionProduct([.creation(p), .annihilation(q)]), matrix[p, q])
                let pair = Complex(0.5, 0) * antisymmetricPart[p, q]
                accumulator.add(FermionProduct([.creation(p), .creation(q)]), pair)
                accumulator.add(FermionProduct([.annihilation(q), .annihilation(p)]), pair.conjugate)
            }
        }
        return accumulator.sum()
    }

    /// H = (i/2) Σ_jk A_jk f_j f_k + constant for f_p = (a†_p + a_p)/√2 and f_(p+n) = i(a†_p − a_p)/√2, {f_j, f_k} = δ_jk:
    /// A real and antisymmetric, 2n rows one after the other, and constant = c + ½ tr(M − μ).
    ///
    /// In blocks A = [[Im(M + Δ), Re(M − Δ)], [−Re(M + Δ), Im(M − Δ)]], M without μ.
    public var majoranaForm: (matrix: [Double], constant: Double) {
        let (n, m, d) = (modeCount, combinedHermitianPart, antisymmetricPart)
        let matrix = (0..<2 * n).flatMap { row in
            (0..<2 * n).map { column in
                let (p, q) = (row % n, column % n)
                return switch (row < n, column < n) {
                case (true, true): m[p, q].imaginary + d[p, q].imaginary
                case (true, false): m[p, q].real - d[p, q].real
                case (false, true): -m[p, q].real - d[p, q].real
                case (false, false): m[p, q].imaginary - d[p, q].imaginary
                }
            }
        }
        return (matrix, constant + 0.5 * (0..<n).reduce(0) { $0 + m[$1, $1].real })
    }
}
