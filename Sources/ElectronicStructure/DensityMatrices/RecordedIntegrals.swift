internal import DenseAlgebra

/// The blocks of the Hamiltonian as variables of a tape: the derivatives of an energy with respect to them are its
/// density matrices.
struct RecordedIntegrals {
    let g: CorrelationIntegrals
    let foo, fov, fvv, oooo, ooov, oovv, ovvo, ovvv, vvvv: RecordedTensor

    init(_ g: CorrelationIntegrals, on tape: ContractionTape) {
        self.g = g
        let pairs = g.v * (g.v - 1) / 2
        foo = tape.leaf(g.foo)
        fov = tape.leaf(g.fov)
        fvv = tape.leaf(g.fvv)
        oooo = tape.leaf(g.oooo)
        ooov = tape.leaf(g.ooov)
        oovv = tape.leaf(g.oovv)
        ovvo = tape.leaf(g.ovvo)
        ovvv = tape.leaf(g.ovvv)
        vvvv = tape.leaf(Tensor([pairs, pairs], g.vvvv))
    }

    /// γ and Γ with E - E_reference = Σ f_pq γ_pq + ¼ Σ ⟨pq||rs⟩ Γ_pqrs, from the derivatives of that energy. A block that
    /// stands for several, equal by symmetry, shares its derivative among them.
    var densities: NormalOrderedDensity {
        func symmetric(_ t: Tensor, _ order: [Int]) -> Tensor { (t + t.permuted(order)).scaled(by: 0.5) }
        func antisymmetric(_ t: Tensor, _ first: Int, _ second: Int) -> Tensor {
            t.antisymmetrized(first, second).scaled(by: 0.5)
        }
        let occupied = antisymmetric(antisymmetric(oooo.adjoint, 0, 1), 2, 3).scaled(by: 4)
        return NormalOrderedDensity(
            o: g.o, v: g.v, oo: symmetric(foo.adjoint, [1, 0]), ov: fov.adjoint.scaled(by: 0.5),
            vv: symmetric(fvv.adjoint, [1, 0]), oooo: symmetric(occupied, [2, 3, 0, 1]),
            ooov: antisymmetric(ooov.adjoint, 0, 1),
            oovv: antisymmetric(antisymmetric(oovv.adjoint, 0, 1), 2, 3).scaled(by: 2),
            ovvo: symmetric(ovvo.adjoint, [3, 2, 1, 0]), ovvv: antisymmetric(ovvv.adjoint, 2, 3),
            vvvv: symmetric(vvvv.adjoint, [1, 0]).elements)
    }
}
