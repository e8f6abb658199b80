internal import DenseAlgebra

/// Settings of coupled cluster and of configuration interaction with singles and doubles.
public struct CorrelationOptions: Sendable {
    /// The energy of two iterations may differ by this, in hartree.
    public var energyTolerance: Double
    /// The norm of the change of the amplitudes, or of the residual vector.
    public var residualTolerance: Double
    /// Iterations before giving up.
    public var maximumIterations: Int
    /// Told of every iteration: its number, the total energy in hartree and the residual.
    public var report: IterationReport?

    /// Settings; see the properties.
    public init(energyTolerance: Double = 1e-9, residualTolerance: Double = 1e-7, maximumIterations: Int = 200) {
        self.energyTolerance = energyTolerance
        self.residualTolerance = residualTolerance
        self.maximumIterations = maximumIterations
    }
}

/// A solution of the coupled-cluster equations with singles and doubles, |Ψ⟩ = exp(T₁ + T₂) |Φ⟩,
/// T₁ = Σ t_i^a a†_a a_i, T₂ = ¼ Σ t_ij^ab a†_a a†_b a_j a_i over spin orbitals.
public struct CoupledCluster: Sendable {
    /// The total energy in hartree.
    public let energy: Double
    /// t_i^a, o × v row-major, in the order of the Hamiltonian's spin orbitals.
    public let singles: [Double]
    /// t_ij^ab, o × o × v × v row-major, antisymmetric.
    public let doubles: [Double]
    /// The occupied and the empty spin orbitals as numbers 2p (up) and 2p + 1 (down).
    public let occupied: [Int]
    /// The empty spin orbitals as numbers 2p (up) and 2p + 1 (down).
    public let empty: [Int]
    /// The iterations used.
    public let iterations: Int
    /// What the amplitudes belong to.
    let hamiltonian: SpinOrbitalHamiltonian
}

extension SpinOrbitalHamiltonian {
    /// Coupled cluster with singles and doubles for any reference determinant: the spin-orbital equations of
    /// J. F. Stanton, J. Gauss, J. D. Watts, R. J. Bartlett, J. Chem. Phys. 94, 4334 (1991), for a closed shell over
    /// spatial orbitals, extrapolated by DIIS.
    ///
    /// - Throws: `notConverged` with the energies so far, or `outOfMemory`.
    /// - Complexity: O(o² v⁴) operations an iteration and v⁴/4 numbers for o occupied and v empty spin orbitals; for a
    ///   closed shell o² v⁴/4 operations and v⁴/2 numbers for o and v spatial ones.
    public func ccsd(
        options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> CoupledCluster {
        if let closed = try closedShellCCSD(options: options) { return closed }
        return try openShellCCSD(options: options)
    }

    /// The same over spin orbitals, whatever the reference.
    func openShellCCSD(options: CorrelationOptions) throws(ElectronicStructureError) -> CoupledCluster {
        let equations = CoupledClusterEquations(
            g: try CorrelationIntegrals(self, method: "CCSD", copies: CorrelationIntegrals.clusterCopies))
        let solution = try AmplitudeIteration(referenceEnergy: referenceEnergy, options: options).solve(
            start: equations.start, energy: equations.energy, update: equations.update)
        return coupledCluster(solution, singles: solution.one.elements, doubles: solution.two.elements)
    }

    func coupledCluster(
        _ solution: AmplitudeIteration.Solution, singles: [Double], doubles: [Double]
    ) -> CoupledCluster {
        let numbers = orbitals.map { 2 * $0.index + $0.spin }
        return CoupledCluster(
            energy: referenceEnergy + solution.energy, singles: singles, doubles: doubles,
            occupied: Array(numbers[..<occupiedCount]), empty: Array(numbers[occupiedCount...]),
            iterations: solution.iterations, hamiltonian: self)
    }
}

/// The iteration of amplitude equations, each solved for its diagonal term, extrapolated by DIIS.
struct AmplitudeIteration {
    let referenceEnergy: Double
    let options: CorrelationOptions

    struct Solution {
        /// Of correlation, in hartree.
        let energy: Double
        let one: Tensor
        let two: Tensor
        let iterations: Int
    }

    /// - Throws: `notConverged` with the energies so far.
    func solve(
        start: (one: Tensor, two: Tensor), energy energyOf: ((one: Tensor, two: Tensor)) -> Double,
        update: ((one: Tensor, two: Tensor)) -> (one: Tensor, two: Tensor)
    ) throws(ElectronicStructureError) -> Solution {
        var t = start
        var energy = energyOf(t)
        var diis = DIIS(size: 8)
        var change = Double.infinity
        var iteration = 0
        while iteration < options.maximumIterations {
            iteration += 1
            let next = update(t)
            let step = (next.one - t.one, next.two - t.two)
            change = (step.0.dot(step.0) + step.1.dot(step.1) / 4).squareRoot()
            let size = t.two.elements.count
            func row(_ one: Tensor, _ two: Tensor) -> Matrix {
                Matrix(1, size + one.elements.count, two.elements + one.elements)
            }
            let mixed = diis.extrapolate([row(next.one, next.two)], error: [row(step.0, step.1)])[0].elements
            t = (Tensor(t.one.shape, Array(mixed[size...])), Tensor(t.two.shape, Array(mixed[..<size])))
            let former = energy
            energy = energyOf(t)
            guard energy.isFinite else { break }
            options.report?(iteration, referenceEnergy + energy, change)
            if change < options.residualTolerance, abs(energy - former) < options.energyTolerance {
                return Solution(energy: energy, one: t.one, two: t.two, iterations: iteration)
            }
        }
        throw .notConverged(
            method: "CCSD", iterations: iteration, residual: change, tolerance: options.residualTolerance,
            energies: ["hf": referenceEnergy, "ccsd": referenceEnergy + energy])
    }
}

/// The amplitude equations over blocks of integrals; the letters are those of Stanton et al.
struct CoupledClusterEquations {
    typealias Amplitudes = (one: Tensor, two: Tensor)
    let g: CorrelationIntegrals
    private let denominators: (singles: Tensor, doubles: Tensor)

    init(g: CorrelationIntegrals) {
        self.g = g
        denominators = g.denominators
    }

    /// The amplitudes of first order.
    var start: Amplitudes {
        (g.fov.divided(by: denominators.singles), g.oovv.divided(by: denominators.doubles))
    }

    /// Σ f_ia t_i^a + ¼ Σ ⟨ij||ab⟩ t_ij^ab + ½ Σ ⟨ij||ab⟩ t_i^a t_j^b.
    func energy(_ t: Amplitudes) -> Double {
        g.fov.dot(t.one) + 0.25 * g.oovv.dot(t.two) + 0.5 * contract("jb,ijab->ia", t.one, g.oovv).dot(t.one)
    }

    /// t_i^a t_j^b - t_i^b t_j^a.
    private func products(_ one: Tensor) -> Tensor { contract("ia,jb->ijab", one, one).antisymmetrized(2, 3) }

    /// The next amplitudes: every equation solved for its diagonal term.
    func update(_ t: Amplitudes) -> Amplitudes {
        let pairs = products(t.one)
        let tau = t.two + pairs
        let effective = t.two.adding(pairs, scaled: 0.5)
        let fme = g.fov + contract("nf,mnef->me", t.one, g.oovv)
        let fae = fae(t.one, effective)
        let fmi = fmi(t.one, effective)
        return (singles(t, fae, fmi, fme), doubles(t, tau, fae, fmi, fme))
    }

    private func fae(_ one: Tensor, _ effective: Tensor) -> Tensor {
        var f = g.fvv.withoutDiagonal
        f -= contract("me,ma->ae", g.fov, one, scale: 0.5)
        f += contract("mf,mafe->ae", one, g.ovvv)
        f -= contract("mnaf,mnef->ae", effective, g.oovv, scale: 0.5)
        return f
    }

    private func fmi(_ one: Tensor, _ effective: Tensor) -> Tensor {
        var f = g.foo.withoutDiagonal
        f += contract("ie,me->mi", one, g.fov, scale: 0.5)
        f += contract("ne,mnie->mi", one, g.ooov)
        f += contract("inef,mnef->mi", effective, g.oovv, scale: 0.5)
        return f
    }

    private func singles(_ t: Amplitudes, _ fae: Tensor, _ fmi: Tensor, _ fme: Tensor) -> Tensor {
        var r = g.fov
        r += contract("ie,ae->ia", t.one, fae)
        r -= contract("ma,mi->ia", t.one, fmi)
        r += contract("imae,me->ia", t.two, fme)
        r += contract("nf,nafi->ia", t.one, g.ovvo)
        r -= contract("imef,maef->ia", t.two, g.ovvv, scale: 0.5)
        r += contract("mnae,nmie->ia", t.two, g.ooov, scale: 0.5)
        return r.divided(by: denominators.singles)
    }

    private func doubles(_ t: Amplitudes, _ tau: Tensor, _ fae: Tensor, _ fmi: Tensor, _ fme: Tensor) -> Tensor {
        var r = g.oovv
        let empty = fae - contract("mb,me->be", t.one, fme, scale: 0.5)
        r += contract("ijae,be->ijab", t.two, empty).antisymmetrized(2, 3)
        let occupied = fmi + contract("je,me->mj", t.one, fme, scale: 0.5)
        r -= contract("imab,mj->ijab", t.two, occupied).antisymmetrized(0, 1)
        r += contract("mnab,mnij->ijab", tau, wmnij(t.one, tau), scale: 0.5)
        r += g.ladder(tau)
        // The part of W_abef that is linear in t₁, contracted with τ first.
        let dressed = contract("ijef,maef->ijma", tau, g.ovvv, scale: 0.5)
        r += contract("mb,ijma->ijab", t.one, dressed).antisymmetrized(2, 3)
        var rings = contract("imae,mbej->ijab", t.two, wmbej(t))
        let bare = contract("ie,mbej->imbj", t.one, g.ovvo)
        rings -= contract("imbj,ma->ijab", bare, t.one)
        r += rings.antisymmetrized(0, 1).antisymmetrized(2, 3)
        r -= contract("ie,jeab->ijab", t.one, g.ovvv).antisymmetrized(0, 1)
        r -= contract("ma,ijmb->ijab", t.one, g.ooov).antisymmetrized(2, 3)
        return r.divided(by: denominators.doubles)
    }

    /// W_mnij, with the quadratic part of W_abef folded in: hence ½ in place of ¼.
    private func wmnij(_ one: Tensor, _ tau: Tensor) -> Tensor {
        var w = g.oooo
        w += contract("je,mnie->mnij", one, g.ooov).antisymmetrized(2, 3)
        w += contract("ijef,mnef->mnij", tau, g.oovv, scale: 0.5)
        return w
    }

    private func wmbej(_ t: Amplitudes) -> Tensor {
        var w = g.ovvo
        w += contract("jf,mbef->mbej", t.one, g.ovvv)
        // - t_n^b ⟨mn||ej⟩ = + t_n^b ⟨mn||je⟩.
        w += contract("nb,mnje->mbej", t.one, g.ooov)
        w -= contract("jnfb,mnef->mbej", t.two.adding(doubledProduct(t.one), scaled: 1), g.oovv, scale: 0.5)
        return w
    }

    /// 2 t_j^f t_n^b.
    private func doubledProduct(_ one: Tensor) -> Tensor { contract("jf,nb->jnfb", one, one, scale: 2) }
}
