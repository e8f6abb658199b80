internal import DenseAlgebra

/// The densities of a correlated state relative to its reference determinant: with n_i = 1 for occupied spin orbitals,
///
/// ⟨p† q⟩ = n_p δ_pq + γ_pq,
/// ⟨p† q† s r⟩ = Γ_pqrs + (1 - P_pq)(1 - P_rs) [γ_pr n_q δ_qs + n_p δ_pr γ_qs] + n_p n_q (δ_pr δ_qs - δ_ps δ_qr),
///
/// where the bracket's first term is antisymmetrized in all and the energy is E_reference + Σ f_pq γ_pq
/// + ¼ Σ ⟨pq||rs⟩ Γ_pqrs. Both are symmetric, as those of real orbitals can be made. Occupied spin orbitals come first.
/// A block of Γ without elements is zero.
struct NormalOrderedDensity: Sendable {
    let o: Int
    let v: Int
    /// γ_ij, γ_ia, γ_ab.
    let oo: Tensor
    let ov: Tensor
    let vv: Tensor
    /// Γ_ijkl, Γ_ijka, Γ_ijab, Γ_iabj, Γ_iabc.
    let oooo: Tensor
    let ooov: Tensor
    let oovv: Tensor
    let ovvo: Tensor
    let ovvv: Tensor
    /// Γ_abcd over a > b, c > d: a matrix.
    let vvvv: [Double]

    /// Densities of which Γ_ijab is the only block of Γ.
    init(o: Int, v: Int, oo: Tensor, ov: Tensor, vv: Tensor, oovv: Tensor) {
        let none = Tensor([0])
        self.init(
            o: o, v: v, oo: oo, ov: ov, vv: vv, oooo: none, ooov: none, oovv: oovv, ovvo: none, ovvv: none, vvvv: [])
    }

    init(
        o: Int, v: Int, oo: Tensor, ov: Tensor, vv: Tensor, oooo: Tensor, ooov: Tensor, oovv: Tensor, ovvo: Tensor,
        ovvv: Tensor, vvvv: [Double]
    ) {
        (self.o, self.v) = (o, v)
        (self.oo, self.ov, self.vv) = (oo, ov, vv)
        (self.oooo, self.ooov, self.oovv) = (oooo, ooov, oovv)
        (self.ovvo, self.ovvv, self.vvvv) = (ovvo, ovvv, vvvv)
    }

    /// That of the reference itself.
    static func reference(o: Int, v: Int) -> NormalOrderedDensity {
        NormalOrderedDensity(
            o: o, v: v, oo: Tensor([o, o]), ov: Tensor([o, v]), vv: Tensor([v, v]), oovv: Tensor([0]))
    }

    /// γ_pq.
    func one(_ p: Int, _ q: Int) -> Double {
        switch (p < o, q < o) {
        case (true, true): oo.elements[p * o + q]
        case (true, false): ov.elements[p * v + q - o]
        case (false, true): ov.elements[q * v + p - o]
        case (false, false): vv.elements[(p - o) * v + q - o]
        }
    }

    /// Γ_pqrs.
    func two(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        // Within pairs occupied orbitals come first; the pair with more of them comes first.
        if p >= o, q < o { return -two(q, p, r, s) }
        if r >= o, s < o { return -two(p, q, s, r) }
        let (bra, ket) = ((p < o ? 0 : 1) + (q < o ? 0 : 1), (r < o ? 0 : 1) + (s < o ? 0 : 1))
        if bra > ket { return two(r, s, p, q) }
        func element(_ block: Tensor, _ index: Int) -> Double { block.elements.isEmpty ? 0 : block.elements[index] }
        switch (bra, ket) {
        case (0, 0): return element(oooo, ((p * o + q) * o + r) * o + s)
        case (0, 1): return element(ooov, ((p * o + q) * o + r) * v + s - o)
        case (0, 2): return element(oovv, ((p * o + q) * v + r - o) * v + s - o)
        case (1, 1): return -element(ovvo, ((p * v + q - o) * v + s - o) * o + r)
        case (1, 2): return element(ovvv, ((p * v + q - o) * v + r - o) * v + s - o)
        default: return empty(p - o, q - o, r - o, s - o)
        }
    }

    private func empty(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
        guard a != b, c != d, !vvvv.isEmpty else { return 0 }
        let row = max(a, b) * (max(a, b) - 1) / 2 + min(a, b)
        let column = max(c, d) * (max(c, d) - 1) / 2 + min(c, d)
        return ((a > b) == (c > d) ? 1 : -1) * vvvv[row * (v * (v - 1) / 2) + column]
    }
}
