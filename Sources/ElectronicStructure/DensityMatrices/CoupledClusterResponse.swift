internal import DenseAlgebra

/// The Λ equations of coupled cluster: with residuals R₁, R₂ of the amplitude equations,
/// L(t, λ) = E(t) + Σ λ_i^a R_i^a + ¼ Σ λ_ij^ab R_ij^ab is stationary in t as well as in λ. Its derivatives with respect to
/// integrals are the densities (J. Arponen, Ann. Phys. 151, 311, 1983).
///
/// Residuals are recorded once; every iteration goes back through the record. With the correction for triples, which is a
/// function of the amplitudes and the integrals, L has it in addition.
struct CoupledClusterResponse {
    private let tape = ContractionTape()
    private let h: RecordedIntegrals
    private let g: CorrelationIntegrals
    private let t1: RecordedTensor
    private let t2: RecordedTensor
    private let seeds: Seeds
    private let triples: TriplesDerivative?
    private var lambda: (one: Tensor, two: Tensor)

    /// The recorded tensors that L is linear in.
    private struct Seeds {
        let singles: RecordedTensor
        let doubles: RecordedTensor
        /// Σ_jb t_j^b ⟨ij||ab⟩.
        let field: RecordedTensor
    }

    init(_ g: CorrelationIntegrals, _ t: (one: Tensor, two: Tensor), triples: TriplesDerivative? = nil) {
        self.g = g
        self.triples = triples
        h = RecordedIntegrals(g, on: tape)
        t1 = tape.leaf(t.one)
        t2 = tape.leaf(t.two)
        let residuals = RecordedResiduals(tape: tape, h: h, t1: t1, t2: t2)
        let (singles, doubles) = residuals.record()
        seeds = Seeds(singles: singles, doubles: doubles, field: tape.contract("jb,ijab->ia", t1, h.oovv))
        lambda = t
    }

    /// The residuals of the amplitudes that were given: zero for a solution.
    var residuals: (one: Tensor, two: Tensor) { (seeds.singles.value, seeds.doubles.value) }

    /// ∂L/∂t, and into the record ∂L/∂(everything).
    private func gradient() -> (one: Tensor, two: Tensor) {
        var weights: [(tensor: RecordedTensor, weight: Tensor)] = [
            (seeds.singles, lambda.one), (seeds.doubles, lambda.two.scaled(by: 0.25)), (t1, g.fov),
            (h.fov, t1.value), (t2, g.oovv.scaled(by: 0.25)), (h.oovv, t2.value.scaled(by: 0.25)),
            (seeds.field, t1.value.scaled(by: 0.5)), (t1, seeds.field.value.scaled(by: 0.5)),
        ]
        if let triples {
            weights += [
                (t1, triples.one), (t2, triples.two), (h.foo, triples.foo), (h.fov, triples.fov),
                (h.fvv, triples.fvv), (h.ooov, triples.ooov), (h.oovv, triples.oovv), (h.ovvv, triples.ovvv),
            ]
        }
        tape.differentiate(weights)
        return (t1.adjoint, t2.adjoint.antisymmetrized(0, 1).antisymmetrized(2, 3))
    }

    /// - Throws: `notConverged` with the energies given.
    mutating func solve(
        options: CorrelationOptions, energies: [String: Double]
    ) throws(ElectronicStructureError) {
        let denominators = g.denominators
        var diis = DIIS(size: 8)
        var change = Double.infinity
        for _ in 0..<options.maximumIterations {
            let slope = gradient()
            let one = Tensor(slope.one.shape, zip(slope.one.elements, denominators.singles.elements).map { $0 / $1 })
            let two = Tensor(slope.two.shape, zip(slope.two.elements, denominators.doubles.elements).map { $0 / $1 })
            change = (one.dot(one) + two.dot(two) / 4).squareRoot()
            if change < options.residualTolerance { return }
            guard change.isFinite else { break }
            let size = two.elements.count
            func row(_ one: Tensor, _ two: Tensor) -> Matrix {
                Matrix(1, size + one.elements.count, two.elements + one.elements)
            }
            let next = row(lambda.one + one, lambda.two + two)
            let mixed = diis.extrapolate([next], error: [row(one, two)])[0].elements
            lambda = (Tensor(one.shape, Array(mixed[size...])), Tensor(two.shape, Array(mixed[..<size])))
        }
        throw .notConverged(
            method: "The response of CCSD (Λ)", iterations: options.maximumIterations, residual: change,
            tolerance: options.residualTolerance, energies: energies)
    }

    /// ∂L/∂(integrals) for the λ at hand.
    var densities: NormalOrderedDensity {
        _ = gradient()
        return h.densities
    }
}

/// The residuals of CCSD, every term with the Fock matrix's diagonal on the right-hand side, after J. F. Stanton et al.,
/// J. Chem. Phys. 94, 4334 (1991).
struct RecordedResiduals {
    let tape: ContractionTape
    let h: RecordedIntegrals
    let t1: RecordedTensor
    let t2: RecordedTensor

    func record() -> (singles: RecordedTensor, doubles: RecordedTensor) {
        let products = tape.antisymmetrized(tape.contract("ia,jb->ijab", t1, t1), 2, 3)
        let tau = tape.sum(t2, products)
        let effective = tape.sum(t2, products, scale: 0.5)
        let fme = tape.sum(h.fov, tape.contract("nf,mnef->me", t1, h.oovv))
        let fae = tape.sum([
            h.fvv, tape.contract("me,ma->ae", h.fov, t1, scale: -0.5), tape.contract("mf,mafe->ae", t1, h.ovvv),
            tape.contract("mnaf,mnef->ae", effective, h.oovv, scale: -0.5),
        ])
        let fmi = tape.sum([
            h.foo, tape.contract("ie,me->mi", t1, h.fov, scale: 0.5), tape.contract("ne,mnie->mi", t1, h.ooov),
            tape.contract("inef,mnef->mi", effective, h.oovv, scale: 0.5),
        ])
        return (singles(fae, fmi, fme), doubles(tau, fae, fmi, fme))
    }

    private func singles(_ fae: RecordedTensor, _ fmi: RecordedTensor, _ fme: RecordedTensor) -> RecordedTensor {
        tape.sum([
            h.fov, tape.contract("ie,ae->ia", t1, fae), tape.contract("ma,mi->ia", t1, fmi, scale: -1),
            tape.contract("imae,me->ia", t2, fme), tape.contract("nf,nafi->ia", t1, h.ovvo),
            tape.contract("imef,maef->ia", t2, h.ovvv, scale: -0.5),
            tape.contract("mnae,nmie->ia", t2, h.ooov, scale: 0.5),
        ])
    }

    private func doubles(
        _ tau: RecordedTensor, _ fae: RecordedTensor, _ fmi: RecordedTensor, _ fme: RecordedTensor
    ) -> RecordedTensor {
        let empty = tape.sum(fae, tape.contract("mb,me->be", t1, fme), scale: -0.5)
        let occupied = tape.sum(fmi, tape.contract("je,me->mj", t1, fme), scale: 0.5)
        let dressed = tape.contract("ijef,maef->ijma", tau, h.ovvv, scale: 0.5)
        let bare = tape.contract("ie,mbej->imbj", t1, h.ovvo)
        let rings = tape.sum(
            tape.contract("imae,mbej->ijab", t2, wmbej()), tape.contract("imbj,ma->ijab", bare, t1), scale: -1)
        return tape.sum([
            h.oovv, tape.antisymmetrized(tape.contract("ijae,be->ijab", t2, empty), 2, 3),
            tape.antisymmetrized(tape.contract("imab,mj->ijab", t2, occupied, scale: -1), 0, 1),
            tape.contract("mnab,mnij->ijab", tau, wmnij(tau), scale: 0.5), tape.ladder(tau, h.vvvv, h.g),
            tape.antisymmetrized(tape.contract("mb,ijma->ijab", t1, dressed), 2, 3),
            tape.antisymmetrized(tape.antisymmetrized(rings, 0, 1), 2, 3),
            tape.antisymmetrized(tape.contract("ie,jeab->ijab", t1, h.ovvv, scale: -1), 0, 1),
            tape.antisymmetrized(tape.contract("ma,ijmb->ijab", t1, h.ooov, scale: -1), 2, 3),
        ])
    }

    private func wmnij(_ tau: RecordedTensor) -> RecordedTensor {
        tape.sum([
            h.oooo, tape.antisymmetrized(tape.contract("je,mnie->mnij", t1, h.ooov), 2, 3),
            tape.contract("ijef,mnef->mnij", tau, h.oovv, scale: 0.5),
        ])
    }

    private func wmbej() -> RecordedTensor {
        let doubled = tape.sum(t2, tape.contract("jf,nb->jnfb", t1, t1), scale: 2)
        return tape.sum([
            h.ovvo, tape.contract("jf,mbef->mbej", t1, h.ovvv), tape.contract("nb,mnje->mbej", t1, h.ooov),
            tape.contract("jnfb,mnef->mbej", doubled, h.oovv, scale: -0.5),
        ])
    }
}
