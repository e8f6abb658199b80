/// The amplitude equations of coupled cluster with singles and doubles for a closed shell: the spin-orbital equations
/// of J. F. Stanton, J. Gauss, J. D. Watts, R. J. Bartlett, J. Chem. Phys. 94, 4334 (1991), with t_i^a the same for both
/// spins, t_ij^ab of opposite spins (i, a up; j, b down), and t_ij^ab - t_ij^ba of equal spins.
///
/// An iteration takes o² v⁴/4 products for the ladder and a dozen matrix products of o³ v³.
struct ClosedShellEquations {
    typealias Amplitudes = (one: Tensor, two: Tensor)
    let g: ClosedShellIntegrals
    private let denominators: (singles: Tensor, doubles: Tensor)
    /// ⟨ij|ab⟩ = (ia|jb), in the order of the amplitudes.
    private let direct: Tensor

    init(_ g: ClosedShellIntegrals) {
        self.g = g
        let e = (0..<g.o).map { g.foo.elements[$0 * g.o + $0] }
        let u = (0..<g.v).map { g.fvv.elements[$0 * g.v + $0] }
        denominators = (
            Tensor([g.o, g.v], e.flatMap { e in u.map { e - $0 } }),
            Tensor([g.o, g.o, g.v, g.v]) { e[$0] + e[$1] - u[$2] - u[$3] }
        )
        direct = g.ovov.permuted([0, 2, 1, 3])
    }

    /// The amplitudes of first order.
    var start: Amplitudes { (g.fov.divided(by: denominators.singles), direct.divided(by: denominators.doubles)) }

    /// 2 Σ f_ia t_i^a + Σ [2 (ia|jb) - (ib|ja)] (t_ij^ab + t_i^a t_j^b).
    func energy(_ t: Amplitudes) -> Double {
        let tau = t.two + products(t.one)
        return 2 * g.fov.dot(t.one) + g.spinSummedOvov.permuted([0, 2, 1, 3]).dot(tau)
    }

    /// t_i^a t_j^b.
    private func products(_ one: Tensor) -> Tensor { contract("ia,jb->ijab", one, one) }

    /// X_ij^ab + X_ji^ba.
    private func symmetrized(_ x: Tensor) -> Tensor { x + x.permuted([1, 0, 3, 2]) }

    /// The one-body intermediates F_me, F_ae and F_mi, the last two without the diagonal of f.
    private struct Dressed {
        var me: Tensor
        var ae: Tensor
        var mi: Tensor
    }

    /// The next amplitudes: every equation solved for its diagonal term.
    func update(_ t: Amplitudes) -> Amplitudes {
        let pairs = products(t.one)
        let tau = t.two + pairs
        let f = dressed(t.one, t.two.adding(pairs, scaled: 0.5))
        return (singles(t, f), doubles(t, tau, f))
    }

    private func dressed(_ one: Tensor, _ effective: Tensor) -> Dressed {
        var ae = g.fvv.withoutDiagonal
        ae -= contract("me,ma->ae", g.fov, one, scale: 0.5)
        ae += contract("mf,mfae->ae", one, g.spinSummedOvvv)
        ae -= contract("mnaf,menf->ae", effective, g.spinSummedOvov)
        var mi = g.foo.withoutDiagonal
        mi += contract("ie,me->mi", one, g.fov, scale: 0.5)
        mi += contract("ne,mine->mi", one, g.spinSummedOoov)
        mi += contract("inef,menf->mi", effective, g.spinSummedOvov)
        return Dressed(me: g.fov + contract("nf,menf->me", one, g.spinSummedOvov), ae: ae, mi: mi)
    }

    private func singles(_ t: Amplitudes, _ f: Dressed) -> Tensor {
        var r = g.fov
        r += contract("ie,ae->ia", t.one, f.ae)
        r -= contract("ma,mi->ia", t.one, f.mi)
        r += contract("imae,me->ia", spinSummed(t.two), f.me)
        r += contract("nf,nfia->ia", t.one, g.ovov, scale: 2)
        r -= contract("nf,niaf->ia", t.one, g.oovv)
        r += contract("imef,mfae->ia", t.two, g.spinSummedOvvv)
        r -= contract("mnae,mine->ia", t.two, g.spinSummedOoov)
        return r.divided(by: denominators.singles)
    }

    /// 2 t_ij^ab - t_ij^ba.
    private func spinSummed(_ two: Tensor) -> Tensor { two.scaled(by: 2) - two.permuted([0, 1, 3, 2]) }

    private func doubles(_ t: Amplitudes, _ tau: Tensor, _ f: Dressed) -> Tensor {
        let (one, two) = t
        let empty = f.ae - contract("mb,me->be", one, f.me, scale: 0.5)
        let occupied = f.mi + contract("je,me->mj", one, f.me, scale: 0.5)
        // What remains when i, a and j, b are exchanged together is added once for both.
        var half = contract("ijae,be->ijab", two, empty)
        half -= contract("imab,mj->ijab", two, occupied)
        half -= contract("mb,ijam->ijab", one, contract("ijef,mfae->ijam", tau, g.ovvv))
        half += rings(t)
        half -= contract("imjb,ma->ijab", contract("ie,mejb->imjb", one, g.ovov), one)
        half -= contract("jmib,ma->ijab", contract("je,mibe->jmib", one, g.oovv), one)
        half += contract("ie,jbae->ijab", one, g.ovvv)
        half -= contract("ma,mijb->ijab", one, g.ooov)
        var r = direct + symmetrized(half)
        r += contract("mnab,mnij->ijab", tau, wmnij(one, tau))
        r += g.ladder(tau)
        return r.divided(by: denominators.doubles)
    }

    private func wmnij(_ one: Tensor, _ tau: Tensor) -> Tensor {
        var w = g.oooo.permuted([0, 2, 1, 3])
        w += contract("je,mine->mnij", one, g.ooov)
        w += contract("ie,njme->mnij", one, g.ooov)
        w += contract("ijef,menf->mnij", tau, g.ovov)
        return w
    }

    /// Σ_me [(2 t_im^ae - t_im^ea) W_mbej + t_im^ae W'_mbej + t_mj^ae W'_mbei], where m, e and b, j have opposite spins in
    /// W, and m, j and b, e in W'.
    private func rings(_ t: Amplitudes) -> Tensor {
        let (one, two) = t
        let z = two.scaled(by: 0.5) + contract("jf,nb->jnfb", one, one)
        var w = g.ovov.permuted([0, 3, 1, 2])
        w += contract("jf,mebf->mbej", one, g.ovvv)
        w -= contract("nb,njme->mbej", one, g.ooov)
        w -= contract("jnfb,menf->mbej", z, g.ovov)
        w += contract("jnbf,menf->mbej", two, g.spinSummedOvov, scale: 0.5)
        var crossed = contract("jnfb,mfne->mbej", z, g.ovov) - g.oovv.permuted([0, 2, 3, 1])
        crossed -= contract("jf,mfbe->mbej", one, g.ovvv)
        crossed += contract("nb,mjne->mbej", one, g.ooov)
        var sum = contract("imae,mbej->ijab", spinSummed(two), w)
        sum += contract("imae,mbej->ijab", two, crossed)
        return sum + contract("mjae,mbei->ijab", two, crossed)
    }
}

extension SpinOrbitalHamiltonian {
    /// Coupled cluster over spatial orbitals, or `nil` where the reference is no closed shell.
    func closedShellCCSD(options: CorrelationOptions) throws(ElectronicStructureError) -> CoupledCluster? {
        guard let shell = try closedShellIntegrals() else { return nil }
        let equations = ClosedShellEquations(shell)
        let solution = try AmplitudeIteration(referenceEnergy: referenceEnergy, options: options).solve(
            start: equations.start, energy: equations.energy, update: equations.update)
        let (o, v) = (shell.o, shell.v)
        // Up before down, as the spin orbitals are.
        var singles = [Double](repeating: 0, count: 4 * o * v)
        for i in 0..<2 * o {
            for a in 0..<v { singles[i * 2 * v + i / o * v + a] = solution.one.elements[i % o * v + a] }
        }
        var doubles = [Double](repeating: 0, count: 16 * o * o * v * v)
        for i in 0..<2 * o {
            for j in 0..<2 * o {
                let (block, first, second) = ((i % o * o + j % o) * v * v, i / o * v, j / o * v)
                let start = (i * 2 * o + j) * 4 * v * v
                for a in 0..<v {
                    for b in 0..<v {
                        let value = solution.two.elements[block + a * v + b]
                        doubles[start + (first + a) * 2 * v + second + b] += value
                        doubles[start + (second + b) * 2 * v + first + a] -= value
                    }
                }
            }
        }
        return coupledCluster(solution, singles: singles, doubles: doubles)
    }
}
