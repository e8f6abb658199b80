internal import DenseAlgebra

extension SpinOrbitalHamiltonian {
    /// The densities of the reference determinant.
    public func referenceDensity() -> CorrelatedDensity {
        CorrelatedDensity(self, .reference(o: occupiedCount, v: emptyCount))
    }

    /// The unrelaxed densities of second-order perturbation theory: with first-order amplitudes t,
    /// γ_ij = -½ Σ t_ik^ab t_jk^ab - Σ t_i^a t_j^a, γ_ab = ½ Σ t_ij^ac t_ij^bc + Σ t_i^a t_i^b, γ_ia = t_i^a,
    /// Γ_ijab = t_ij^ab.
    ///
    /// - Throws: what ``mp2Energy()`` throws; `outOfMemory`.
    public func mp2Density() throws(ElectronicStructureError) -> CorrelatedDensity {
        _ = try mp2Energy()
        let (o, v) = (occupiedCount, emptyCount)
        try AvailableMemory.check(
            "MP2 densities of \(o) occupied and \(v) empty spin orbitals", doubles: 4 * Double(o * v) * Double(o * v)
        ) { "o v = \(Int(($0 / 4).squareRoot()))" }
        let energies = orbitals.indices.map { fock[$0, $0] }
        let one = Tensor(
            [o, v], (0..<o).flatMap { i in (o..<o + v).map { fock[i, $0] / (energies[i] - energies[$0]) } })
        let two = Tensor([o, o, v, v]) {
            antisymmetrized($0, $1, o + $2, o + $3)
                / (energies[$0] + energies[$1] - energies[o + $2] - energies[o + $3])
        }
        return CorrelatedDensity(
            self,
            NormalOrderedDensity(
                o: o, v: v, oo: contract("ikab,jkab->ij", two, two, scale: -0.5) - contract("ia,ja->ij", one, one),
                ov: one, vv: contract("ijac,ijbc->ab", two, two, scale: 0.5) + contract("ia,ib->ab", one, one),
                oovv: two))
    }

    /// The energy of configuration interaction with singles and doubles and its density matrices.
    ///
    /// - Throws: `notConverged` with the energies so far, or `outOfMemory`.
    public func cisd(
        options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> (energy: Double, density: CorrelatedDensity) {
        let g = try CorrelationIntegrals(
            self, method: "CISD densities", copies: CorrelationIntegrals.recordCopies)
        let matrix = SinglesDoublesMatrix(g: g)
        let diagonal = matrix.diagonal
        var reference = [Double](repeating: 0, count: diagonal.count)
        reference[0] = 1
        var search = LowestStateSearch(diagonal: diagonal, start: reference)
        // Densities are linear in the error of the vector, the energy is quadratic: more is asked than for the energy.
        let tolerance = min(1e-8, options.residualTolerance)
        for iteration in 1... {
            let (energy, residual) = try search.step { (vector) throws(ElectronicStructureError) in
                matrix.apply(vector)
            }
            if residual < tolerance {
                return (referenceEnergy + energy, density(SinglesDoublesVector(search.best, g)))
            }
            guard iteration < options.maximumIterations else {
                throw .notConverged(
                    method: "CISD", iterations: iteration, residual: residual, tolerance: tolerance,
                    energies: ["hf": referenceEnergy, "cisd": referenceEnergy + energy])
            }
        }
        return (referenceEnergy, referenceDensity())
    }

    private func density(_ vector: SinglesDoublesVector) -> CorrelatedDensity {
        let tape = ContractionTape()
        let integrals = RecordedIntegrals(vector.g, on: tape)
        tape.differentiate(vector.expectation(integrals, on: tape))
        return CorrelatedDensity(self, integrals.densities)
    }

    /// The densities of coupled cluster with singles and doubles, after solving the Λ equations.
    ///
    /// - Parameter cluster: a solution of this Hamiltonian's ``ccsd(options:)``.
    /// - Throws: `notConverged` with the energy, or `outOfMemory`.
    /// - Complexity: about three times the time of as many iterations of ``ccsd(options:)``.
    public func density(
        of cluster: CoupledCluster, options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> CorrelatedDensity {
        try density(cluster, options, withTriples: false)
    }

    /// The densities of CCSD(T): derivatives of its energy, with Λ equations that know of the triples (A. P. Rendell and
    /// T. J. Lee, J. Chem. Phys. 94, 6219, 1991); the orbitals do not respond. Off the diagonal the triples themselves leave
    /// ⟨i† j⟩ and ⟨a† b⟩ as they are, since only orbital energies are in their denominators; PySCF does the same.
    ///
    /// - Parameter cluster: a solution of this Hamiltonian's ``ccsd(options:)``.
    /// - Throws: `unsupportedMethod` for orbitals that are neither canonical nor semicanonical, `notConverged` with the
    ///   energies, or `outOfMemory`.
    /// - Complexity: O(o³ v⁴) operations beside those of ``density(of:options:)``.
    public func densityWithTriples(
        of cluster: CoupledCluster, options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> CorrelatedDensity {
        try cluster.checkOrbitalsForTriples()
        return try density(cluster, options, withTriples: true)
    }

    private func density(
        _ cluster: CoupledCluster, _ options: CorrelationOptions, withTriples: Bool
    ) throws(ElectronicStructureError) -> CorrelatedDensity {
        let g = try CorrelationIntegrals(
            self, method: "CCSD densities", copies: CorrelationIntegrals.recordCopies)
        let t = (
            one: Tensor([g.o, g.v], cluster.singles), two: Tensor([g.o, g.o, g.v, g.v], cluster.doubles)
        )
        var triples: TriplesDerivative?
        if withTriples {
            triples = try TriplesDerivative(
                TriplesTerms(integrals: g, singles: cluster.singles, doubles: cluster.doubles))
        }
        var equations = CoupledClusterResponse(g, t, triples: triples)
        try equations.solve(options: options, energies: ["hf": referenceEnergy, "ccsd": cluster.energy])
        return CorrelatedDensity(self, equations.densities)
    }
}

extension SpinOrbitalHamiltonian {
    /// The energy E_reference + Σ f_pq γ_pq + ¼ Σ ⟨pq||rs⟩ Γ_pqrs in hartree of densities made with this Hamiltonian: that
    /// of the method they came from.
    ///
    /// - Precondition: the densities were made with this Hamiltonian.
    /// - Complexity: O(n⁴) for n spin orbitals.
    public func energy(of density: CorrelatedDensity) -> Double {
        let n = orbitals.count
        var energy = referenceEnergy
        for p in 0..<n {
            for q in 0..<n {
                energy += fock[p, q] * density.changes.one(p, q)
                for r in 0..<p {
                    // Every pair of different orbitals twice, on both sides.
                    for s in 0..<q {
                        energy += antisymmetrized(p, r, q, s) * density.changes.two(p, r, q, s)
                    }
                }
            }
        }
        return energy
    }
}

/// A vector (c₀, c_i^a, c_ij^ab) of configuration interaction.
struct SinglesDoublesVector {
    let g: CorrelationIntegrals
    private let zero: Double
    private let one: Tensor
    private let two: Tensor

    init(_ vector: [Double], _ g: CorrelationIntegrals) {
        self.g = g
        zero = vector[0]
        one = Tensor([g.o, g.v], Array(vector[1..<1 + g.o * g.v]))
        two = g.unpacked(Array(vector[(1 + g.o * g.v)...]))
    }

    /// ⟨c|H - E|c⟩ as weights of recorded tensors: c times each line of ``SinglesDoublesMatrix``.
    func expectation(
        _ h: RecordedIntegrals, on tape: ContractionTape
    ) -> [(tensor: RecordedTensor, weight: Tensor)] {
        let (c1, c2) = (tape.leaf(one), tape.leaf(two))
        func both(_ a: RecordedTensor) -> RecordedTensor {
            tape.antisymmetrized(tape.antisymmetrized(a, 0, 1), 2, 3)
        }
        let singles = tape.sum([
            tape.scaled(h.fov, by: zero), tape.contract("ie,ae->ia", c1, h.fvv),
            tape.contract("ma,mi->ia", c1, h.foo, scale: -1), tape.contract("imae,me->ia", c2, h.fov),
            tape.contract("nf,nafi->ia", c1, h.ovvo), tape.contract("imef,maef->ia", c2, h.ovvv, scale: -0.5),
            tape.contract("mnae,nmie->ia", c2, h.ooov, scale: 0.5),
        ])
        let doubles = tape.sum([
            tape.scaled(h.oovv, by: zero),
            tape.antisymmetrized(tape.contract("ijae,be->ijab", c2, h.fvv), 2, 3),
            tape.antisymmetrized(tape.contract("imab,mj->ijab", c2, h.foo, scale: -1), 0, 1),
            tape.contract("mnab,mnij->ijab", c2, h.oooo, scale: 0.5), tape.ladder(c2, h.vvvv, h.g),
            both(tape.contract("imae,mbej->ijab", c2, h.ovvo)),
            tape.antisymmetrized(tape.contract("ie,jeab->ijab", c1, h.ovvv, scale: -1), 0, 1),
            tape.antisymmetrized(tape.contract("ma,ijmb->ijab", c1, h.ooov, scale: -1), 2, 3),
            both(tape.contract("ia,jb->ijab", c1, h.fov)),
        ])
        return [
            (h.fov, one.scaled(by: zero)), (h.oovv, two.scaled(by: 0.25 * zero)), (singles, one),
            (doubles, two.scaled(by: 0.25)),
        ]
    }
}
