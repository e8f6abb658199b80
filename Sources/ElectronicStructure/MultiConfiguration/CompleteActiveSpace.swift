public import DenseAlgebra
public import FockSpace

/// A state of all configurations of some electrons in some active orbitals, above doubly occupied core orbitals:
/// CASCI over given orbitals, CASSCF (B. O. Roos, P. R. Taylor, P. E. M. Siegbahn, Chem. Phys. 48, 157, 1980) where the
/// orbitals are those of lowest energy.
public struct CompleteActiveSpace: Sendable {
    /// The molecule in its basis.
    public let system: ElectronicSystem
    /// The total energy in hartree; the weighted mean where several states were averaged.
    public let energy: Double
    /// The energy of the core orbitals in hartree, the repulsion of the nuclei included.
    public let coreEnergy: Double
    /// Coefficients of the orbitals (columns) over basis functions (rows): core, active, empty ones.
    public let orbitals: Matrix
    /// The number of core orbitals.
    public let coreCount: Int
    /// The Hamiltonian of the active electrons in the active orbitals.
    public let hamiltonian: ElectronicHamiltonian
    /// The determinants of the active electrons.
    public let space: DeterminantSpace
    /// The states over them, from the lowest: one, unless several were averaged.
    public let states: [ConfigurationInteractionState]
    /// What each state counts in the mean; they sum to 1.
    public let weights: [Double]
    /// The density matrices of the active electrons in the active orbitals, the weighted mean of those of the states.
    public let densities: DensityMatrices
    /// Iterations of the orbitals; none for CASCI.
    public let iterations: Int
    /// The largest element of the gradient with respect to rotations of orbitals, in hartree; not zero for CASCI.
    public let gradient: Double
    /// The lowest eigenvalue of the second derivatives, in hartree, as far as it was asked for: negative where the orbitals
    /// are a saddle point.
    public let curvature: Double?

    /// The lowest of the states.
    public var state: ConfigurationInteractionState { states[0] }
    /// The number of active orbitals.
    public var activeCount: Int { hamiltonian.orbitalCount }
    /// The places of the active orbitals.
    public var active: Range<Int> { coreCount..<coreCount + activeCount }

    /// The electrons in each active natural orbital, from the fullest.
    ///
    /// - Throws: `calculationFailed`.
    public func naturalOccupations() throws(ElectronicStructureError) -> [Double] {
        let values = try linear("Finding natural orbitals") { () throws(DenseAlgebraError) in
            try densities.oneParticle.symmetrized.symmetricEigen().values
        }
        return values.reversed()
    }

    /// D_pq over all orbitals: 2 for core ones.
    public var oneParticle: Matrix { oneParticle(densities) }

    private func oneParticle(_ densities: DensityMatrices) -> Matrix {
        var matrix = Matrix(rows: orbitals.columns, columns: orbitals.columns)
        for i in 0..<coreCount { matrix[i, i] = 2 }
        for u in 0..<activeCount {
            for v in 0..<activeCount { matrix[coreCount + u, coreCount + v] = densities.oneParticle[u, v] }
        }
        return matrix
    }

    /// The one- and two-particle density matrices over all orbitals, core, active and empty: with i, j over core orbitals
    /// d_ijkl = 4 δ_ij δ_kl - 2 δ_il δ_jk, d_ijuv = 2 δ_ij D_uv and d_iuvj = -δ_ij D_uv, those with pairs exchanged
    /// alike.
    ///
    /// - Throws: `outOfMemory`.
    /// - Complexity: n⁴ values.
    public func fullDensities() throws(ElectronicStructureError) -> DensityMatrices {
        let (n, occupied) = (orbitals.columns, coreCount + activeCount)
        try AvailableMemory.check(
            "The two-particle density matrix of \(n) orbitals", doubles: Double(n * n) * Double(n * n)
        ) { "\(Int($0.squareRoot().squareRoot())) orbitals" }
        let one = oneParticle
        var two = Matrix(rows: n * n, columns: n * n)
        for p in 0..<occupied {
            for q in 0..<occupied {
                for r in 0..<occupied {
                    for s in 0..<occupied {
                        let value: Double
                        if min(p, q, r, s) >= coreCount {
                            value = densities.twoParticle(p - coreCount, q - coreCount, r - coreCount, s - coreCount)
                        } else {
                            // A pair of core orbitals factors; what is not zero has one.
                            value = one[p, q] * one[r, s] - 0.5 * one[p, s] * one[r, q]
                        }
                        two[p * n + q, r * n + s] = value
                    }
                }
            }
        }
        return try inFockSpace("Making density matrices") { () throws(FockSpaceError) in
            try DensityMatrices(oneParticle: one, twoParticle: two)
        }
    }

    /// The density of both spins over the basis functions.
    public var density: Matrix { orbitals.times(oneParticle).timesTransposed(orbitals) }

    /// The dipole moment in atomic units.
    public func dipoleMoment() throws(ElectronicStructureError) -> SIMD3<Double> {
        try system.dipoleMoment(density: density)
    }

    /// The density matrices of the active electrons in one of the states, 0 the lowest.
    ///
    /// - Precondition: the state is among `states`.
    /// - Throws: `calculationFailed`.
    public func densities(ofState number: Int) throws(ElectronicStructureError) -> DensityMatrices {
        try inFockSpace { () throws(FockSpaceError) in
            try space.densityMatrices(of: states[number].coefficients)
        }
    }

    /// The dipole moment of one of the states, 0 the lowest, in atomic units.
    ///
    /// - Precondition: the state is among `states`.
    /// - Throws: `calculationFailed`.
    public func dipoleMoment(ofState number: Int) throws(ElectronicStructureError) -> SIMD3<Double> {
        let one = oneParticle(try densities(ofState: number))
        return try system.dipoleMoment(density: orbitals.times(one).timesTransposed(orbitals))
    }
}

/// The orbitals of a molecule divided for a complete active space.
public struct ActiveOrbitals: Sendable {
    /// Coefficients over basis functions: core, active, empty orbitals.
    public let coefficients: Matrix
    /// The number of core orbitals, doubly occupied.
    public let coreCount: Int
    /// The number of active orbitals.
    public let activeCount: Int

    /// Orbitals in another order: those that `core` and `active` name come first.
    ///
    /// - Throws: `impossibleActiveSpace` for orbitals that do not exist or are named twice.
    public init(
        _ coefficients: Matrix, core: [Int], active: [Int]
    ) throws(ElectronicStructureError) {
        var seen: Set<Int> = []
        for orbital in core + active {
            guard 0..<coefficients.columns ~= orbital, seen.insert(orbital).inserted else {
                throw .impossibleActiveSpace(
                    reason: "orbital \(orbital) does not exist or is named twice; expected numbers from 0 to "
                        + "\(coefficients.columns - 1), each once")
            }
        }
        let rest = (0..<coefficients.columns).filter { !seen.contains($0) }
        self.coefficients = coefficients.columns(core + active + rest)
        coreCount = core.count
        activeCount = active.count
    }

    var partition: OrbitalPartition {
        OrbitalPartition(
            core: coreCount, active: activeCount, empty: coefficients.columns - coreCount - activeCount)
    }

    /// The active electrons of a molecule.
    ///
    /// - Throws: `impossibleActiveSpace` if the core holds more than there are, or the active orbitals fewer.
    func electrons(of total: SpinCounts) throws(ElectronicStructureError) -> SpinCounts {
        let (up, down) = (total.up - coreCount, total.down - coreCount)
        guard min(up, down) >= 0, max(up, down) <= activeCount, activeCount > 0 else {
            throw .impossibleActiveSpace(
                reason: "\(coreCount) core and \(activeCount) active orbitals for \(total.up) electrons of spin up and "
                    + "\(total.down) of spin down; expected core orbitals to hold at most the pairs, and active ones the "
                    + "rest")
        }
        return SpinCounts(up: up, down: down)
    }
}

extension MeanField {
    /// So many electrons in so many orbitals around the Fermi level; for an unrestricted reference the orbitals of spin up.
    ///
    /// - Throws: `impossibleActiveSpace`.
    public func activeOrbitals(_ space: ActiveSpace) throws(ElectronicStructureError) -> ActiveOrbitals {
        let frozen = electrons.total - space.electrons
        guard space.electrons >= 0, frozen >= 0, frozen.isMultiple(of: 2),
            frozen / 2 + space.orbitals <= orbitals[0].columns
        else {
            throw .impossibleActiveSpace(
                reason: "\(space.electrons) electrons in \(space.orbitals) orbitals; there are \(electrons.total) "
                    + "electrons, frozen in pairs, and \(orbitals[0].columns) orbitals")
        }
        let core = frozen / 2
        let chosen = try ActiveOrbitals(
            orbitals[0], core: Array(0..<core), active: Array(core..<core + space.orbitals))
        _ = try chosen.electrons(of: electrons)
        return chosen
    }

    /// The Hamiltonian of the active electrons over orbitals that were chosen, the core folded into the constant and the
    /// one-body integrals.
    ///
    /// - Throws: `impossibleActiveSpace`, `outOfMemory`.
    public func hamiltonian(over chosen: ActiveOrbitals) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        try ActiveSpaceIntegrals(
            system, repulsions: storedRepulsions(), orbitals: chosen.coefficients, partition: chosen.partition
        ).hamiltonian(electrons: chosen.electrons(of: electrons))
    }

    /// Compares the constant of a folded Hamiltonian with the energy of its core determinant over basis functions,
    /// E_nuc + Σ_i (h_ii + F_ii): two ways to the core energy that share no step.
    ///
    /// - Throws: `calculationFailed` where they differ.
    public func checkCore(
        of hamiltonian: ElectronicHamiltonian, over chosen: ActiveOrbitals
    ) throws(ElectronicStructureError) {
        let core = chosen.coefficients.density(occupied: chosen.coreCount)
        let (coulomb, exchange) = system.contraction.coulombExchange([core])
        let fock = system.coreHamiltonian + coulomb[0].scaled(by: 2) - exchange[0]
        let energy = system.molecule.nuclearRepulsion + core.dot(system.coreHamiltonian + fock)
        guard abs(energy - hamiltonian.constant) < 1e-7 * max(1, abs(energy)) else {
            throw .calculationFailed(
                step: "Checking the core energy of an active space",
                reason: "folding gives \(hamiltonian.constant) Eh, the determinant of the core \(energy) Eh")
        }
    }

    /// Configuration interaction of all active electrons in the active orbitals (CASCI), for the lowest state of the
    /// molecule's multiplicity.
    ///
    /// - Throws: `impossibleActiveSpace`, `outOfMemory`, `notConverged`; `unsupportedMethod` without such a state.
    /// - Complexity: the transformation of the integrals, and that of full configuration interaction.
    public func casci(_ chosen: ActiveOrbitals) throws(ElectronicStructureError) -> CompleteActiveSpace {
        try casci(chosen, stateCount: 1)
    }

    /// The same for the lowest states of the molecule's multiplicity, each of the same weight in the densities.
    ///
    /// - Throws: what ``casci(_:)`` throws.
    public func casci(
        _ chosen: ActiveOrbitals, stateCount: Int
    ) throws(ElectronicStructureError) -> CompleteActiveSpace {
        let weights = [Double](repeating: 1, count: max(1, stateCount))
        return try CompleteActiveSpaceSolver(self, chosen, options: CompleteActiveSpaceOptions(weights: weights))
            .result()
    }

    /// Orbitals and configurations of lowest energy together (CASSCF), by Newton's method with second derivatives that
    /// couple both, in steps that lower the energy (H. J. Aa. Jensen and P. Jørgensen, J. Chem. Phys. 80, 1204, 1984).
    ///
    /// Every step keeps the symmetry that the start has; a stationary point that is no minimum is then left along its
    /// negative curvature. Other minima may lie lower: they depend on the active orbitals chosen.
    ///
    /// With several ``CompleteActiveSpaceOptions/weights`` the orbitals are those of the lowest weighted mean energy of as
    /// many lowest states of the molecule's multiplicity, all over the same orbitals (H.-J. Werner and W. Meyer,
    /// J. Chem. Phys. 74, 5794, 1981).
    /// - Throws: `notConverged` with the energy so far; `impossibleActiveSpace` for weights that are not positive; what
    ///   ``casci(_:)`` throws.
    public func casscf(
        _ chosen: ActiveOrbitals, options: CompleteActiveSpaceOptions = CompleteActiveSpaceOptions()
    ) throws(ElectronicStructureError) -> CompleteActiveSpace {
        var solver = try CompleteActiveSpaceSolver(self, chosen, options: options)
        try solver.optimize()
        return try solver.result()
    }
}

extension ActiveOrbitals {
    /// The density of both spins over the basis functions of a state with D_uv over the active orbitals, the core filled.
    ///
    /// - Throws: `wrongCount` unless D has as many rows and columns as there are active orbitals.
    public func density(oneParticle: Matrix) throws(ElectronicStructureError) -> Matrix {
        guard oneParticle.rows == activeCount, oneParticle.columns == activeCount else {
            throw .wrongCount(
                quantity: "elements of the density matrix", found: oneParticle.elements.count,
                expected: activeCount * activeCount)
        }
        let active = coefficients.columns(partition.activeRange)
        return active.times(oneParticle).timesTransposed(active)
            .adding(coefficients.density(occupied: coreCount), scaled: 2)
    }
}
