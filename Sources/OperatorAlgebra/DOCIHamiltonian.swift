internal import ComplexModule
internal import RealModule

/// A Hamiltonian on doubly occupied orbitals only (seniority zero), with P†_p = a†_p↑ a†_p↓ and n_p the number of pairs:
///
/// H = c + Σ_p h_p n_p + Σ_(p≠q) r_pq P†_p P_q + Σ_pq w_pq n_p n_q
///
/// One qubit an orbital holds it. As OpenFermion's `DOCIHamiltonian`, whose hc, hr1 and hr2 are h, r and w.
public struct DOCIHamiltonian: Hashable, Sendable {
    /// The number n of orbitals, and of qubits.
    public let orbitalCount: Int
    /// The constant c.
    public var constant: Double
    /// h_p, the energy of a pair without w_pp.
    public var single: [Double]
    /// r_pq at pn + q, with zeros for p = q.
    public var hopping: [Double]
    /// w_pq at pn + q.
    public var interaction: [Double]

    /// The Hamiltonian of the given numbers.
    ///
    /// - Throws: ``OperatorError/tensorSize(found:expected:)``, or ``OperatorError/notSymmetric(p:q:)`` unless r and w are
    ///   symmetric.
    public init(
        constant: Double, single: [Double], hopping: [Double], interaction: [Double]
    ) throws(OperatorError) {
        let n = single.count
        for tensor in [hopping, interaction] {
            guard tensor.count == n * n else { throw .tensorSize(found: tensor.count, expected: n * n) }
            for index in tensor.indices {
                let (p, q) = (index / n, index % n)
                guard abs(tensor[index] - tensor[q * n + p]) <= 1e-10 else { throw .notSymmetric(p: p, q: q) }
            }
        }
        orbitalCount = n
        self.constant = constant
        self.single = single
        self.hopping = hopping
        self.interaction = interaction
    }

    /// The Hamiltonian 0 on the given number of orbitals.
    public init(orbitalCount: Int) {
        self.orbitalCount = orbitalCount
        constant = 0
        single = [Double](repeating: 0, count: orbitalCount)
        hopping = [Double](repeating: 0, count: orbitalCount * orbitalCount)
        interaction = hopping
    }

    /// The restriction of an electronic Hamiltonian: h_p = 2 h_pp, r_pq = (pq|pq), w_pq = 2 (pp|qq) − (pq|pq).
    public init(_ integrals: some ElectronicIntegrals) {
        let orbitals = 0..<integrals.orbitalCount
        orbitalCount = orbitals.count
        constant = integrals.constant
        single = orbitals.map { 2 * integrals.oneBody($0, $0) }
        hopping = orbitals.flatMap { p in orbitals.map { q in p == q ? 0 : integrals.twoBody(p, q, p, q) } }
        interaction = orbitals.flatMap { p in
            orbitals.map { q in 2 * integrals.twoBody(p, p, q, q) - integrals.twoBody(p, q, p, q) }
        }
    }

    /// The Hamiltonian on qubits, |1⟩ for a pair: n_p = (1 − Z_p)/2 and P†_p P_q + P†_q P_p = (X_p X_q + Y_p Y_q)/2.
    public var pauliSum: PauliSum {
        var accumulator = TermAccumulator<PauliString>(capacity: 2 * orbitalCount * orbitalCount)
        func add(_ value: Double, x: QubitMask = [], z: QubitMask = []) {
            accumulator.add(PauliString(x: x, z: z), Complex(value, 0))
        }
        add(constant)
        for p in 0..<orbitalCount {
            let own = single[p] + interaction[p * orbitalCount + p]
            add(0.5 * own)
            add(-0.5 * own, z: [p])
            for q in 0..<orbitalCount where q != p {
                let w = interaction[p * orbitalCount + q]
                add(0.25 * w)
                add(-0.25 * w, z: [p])
                add(-0.25 * w, z: [q])
                add(0.25 * w, z: [p, q])
                guard p < q else { continue }
                add(0.5 * hopping[p * orbitalCount + q], x: [p, q])
                add(0.5 * hopping[p * orbitalCount + q], x: [p, q], z: [p, q])
            }
        }
        return accumulator.sum()
    }

    /// The Hamiltonian on spin orbitals 2p and 2p+1. It acts as it should where all particles are paired.
    public var fermionOperator: FermionOperator {
        var accumulator = TermAccumulator<FermionProduct>(capacity: orbitalCount * orbitalCount)
        accumulator.add(.identity, Complex(constant, 0))
        for p in 0..<orbitalCount {
            for q in 0..<orbitalCount {
                let pairs: [LadderOperator] = [
                    .creation(2 * p), .creation(2 * p + 1), .annihilation(2 * q + 1), .annihilation(2 * q),
                ]
                let own = p == q ? single[p] + interaction[p * orbitalCount + p] : hopping[p * orbitalCount + q]
                accumulator.add(FermionProduct(pairs), Complex(own, 0))
                if p == q { continue }
                for spin in 0..<4 {
                    let (a, b) = (2 * p + spin / 2, 2 * q + spin % 2)
                    let numbers: [LadderOperator] = [.creation(a), .annihilation(a), .creation(b), .annihilation(b)]
                    let quarter = 0.25 * interaction[p * orbitalCount + q]
                    accumulator.add(FermionProduct(numbers), Complex(quarter, 0))
                }
            }
        }
        return accumulator.sum()
    }
}
