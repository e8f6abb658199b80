internal import DenseAlgebra
internal import FockSpace

/// Methods that give a molecule an energy.
public enum ElectronicMethod: String, CaseIterable, Sendable {
    /// Hartree-Fock.
    case hf
    /// Second-order perturbation theory; over semicanonical orbitals where open shells share theirs, as for `ccsdT`.
    case mp2
    /// Configuration interaction with singles and doubles.
    case cisd
    /// Coupled cluster with singles and doubles.
    case ccsd
    /// The same with triples added afterwards.
    case ccsdT = "ccsd(t)"
    /// All configurations.
    case fci
    /// All configurations of an active space.
    case casci
    /// The same with orbitals of lowest energy.
    case casscf
}

/// How the energy of a molecule is computed, for any geometry of it.
public struct EnergyCalculation: Sendable {
    /// The method.
    public var method: ElectronicMethod
    /// The determinant; by default restricted, or restricted open-shell with unpaired electrons.
    public var reference: HartreeFockReference?
    /// The electrons and orbitals around the Fermi level that are correlated; all by default.
    public var activeSpace: ActiveSpace?
    /// Whether the cores of the atoms are frozen; counts where no active space is given.
    public var freezesCore: Bool
    /// How repulsions are kept.
    public var repulsion: ElectronicSystem.RepulsionStorage
    /// What is done about a Hartree-Fock solution that is no minimum. Points beside another one take its solution over
    /// and follow nothing.
    public var stability: HartreeFockOptions.Stability

    /// A calculation; see the properties.
    public init(
        _ method: ElectronicMethod, reference: HartreeFockReference? = nil, activeSpace: ActiveSpace? = nil,
        freezesCore: Bool = false, repulsion: ElectronicSystem.RepulsionStorage = .automatic,
        stability: HartreeFockOptions.Stability = .follow
    ) {
        self.method = method
        self.reference = reference
        self.activeSpace = activeSpace
        self.freezesCore = freezesCore
        self.repulsion = repulsion
        self.stability = stability
    }

    /// An energy with what its neighbours may start from.
    public struct Point: Sendable {
        /// The total energy in hartree.
        public let energy: Double
        /// The mean field.
        public let field: MeanField
        /// The state of a complete active space, where that is the method.
        public let space: CompleteActiveSpace?
    }

    /// The energy of a molecule.
    ///
    /// - Parameter neighbour: the same molecule in a geometry close by, whose orbitals are taken to start from.
    /// - Throws: what the method throws; `unsupportedMethod` for an active space over orbitals that differ for the spins,
    ///   `impossibleActiveSpace` for CASCI and CASSCF without one.
    public func point(
        _ molecule: Molecule, beside neighbour: Point? = nil
    ) throws(ElectronicStructureError) -> Point {
        let options = HartreeFockOptions(
            energyTolerance: 1e-11, gradientTolerance: 1e-8, stability: neighbour == nil ? stability : .skip)
        let field = try HartreeFock.solve(
            ElectronicSystem(molecule, repulsion: repulsion), reference: reference, options: options,
            start: neighbour?.field)
        switch method {
        case .hf: return Point(energy: field.energy, field: field, space: nil)
        case .casci, .casscf:
            let space = try completeActiveSpace(field, beside: neighbour)
            return Point(energy: space.energy, field: field, space: space)
        case .fci:
            let hamiltonian = try restricted(field)
            return Point(energy: try hamiltonian.lowestStateOfItsSpin().state.energy, field: field, space: nil)
        case .mp2, .cisd, .ccsd, .ccsdT:
            return Point(energy: try correlated(field), field: field, space: nil)
        }
    }

    private func completeActiveSpace(
        _ field: MeanField, beside neighbour: Point?
    ) throws(ElectronicStructureError) -> CompleteActiveSpace {
        guard let activeSpace else {
            throw .impossibleActiveSpace(reason: "\(method.rawValue) needs one: say how many electrons and orbitals")
        }
        let chosen = try field.activeOrbitals(activeSpace)
        guard method == .casscf else { return try field.casci(chosen) }
        let options = CompleteActiveSpaceOptions(
            gradientTolerance: 1e-6, energyTolerance: 1e-10, followsInstability: neighbour == nil)
        guard let known = neighbour?.space,
            let orbitals = try field.system.orthonormalized(known.orbitals)
        else { return try field.casscf(chosen, options: options) }
        let start = try ActiveOrbitals(
            orbitals, core: Array(0..<chosen.coreCount), active: Array(chosen.partition.activeRange))
        return try field.casscf(start, options: options)
    }

    private func restricted(_ field: MeanField) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        let full = try field.hamiltonian(activeSpace: activeSpace)
        guard activeSpace == nil, freezesCore else { return full }
        return try full.freezingCore(of: field.system.molecule)
    }

    private func correlated(_ field: MeanField) throws(ElectronicStructureError) -> Double {
        let options = CorrelationOptions(energyTolerance: 1e-11, residualTolerance: 1e-8)
        let hamiltonian = try spinOrbitals(field)
        switch method {
        case .mp2: return try hamiltonian.mp2Energy()
        case .cisd: return try hamiltonian.cisdEnergy(options: options)
        case .ccsdT: return try hamiltonian.ccsd(options: options).energyWithTriples()
        default: return try hamiltonian.ccsd(options: options).energy
        }
    }

    private func spinOrbitals(_ field: MeanField) throws(ElectronicStructureError) -> SpinOrbitalHamiltonian {
        if field.reference == .unrestricted {
            guard activeSpace == nil else {
                throw .unsupportedMethod(
                    method: "\(method.rawValue) in an active space",
                    reason: "both spins have orbitals of their own; take rohf")
            }
            return try SpinOrbitalHamiltonian(
                field, frozen: freezesCore ? field.system.molecule.coreOrbitalCount : 0)
        }
        let hamiltonian = try restricted(field)
        let isPerturbative = method == .mp2 || method == .ccsdT
        return isPerturbative ? try .semicanonical(hamiltonian) : SpinOrbitalHamiltonian(hamiltonian)
    }
}

extension ElectronicSystem {
    /// Orbitals of another geometry made orthonormal here, C (CᵀSC)^(-1/2); `nil` where that fails or the bases differ.
    func orthonormalized(_ orbitals: Matrix) throws(ElectronicStructureError) -> Matrix? {
        guard orbitals.rows == basis.functionCount, orbitals.columns == orbitalCount else { return nil }
        let metric = overlap.transformed(by: orbitals).symmetrized
        let (values, vectors) = try linear("Carrying orbitals over") { () throws(DenseAlgebraError) in
            try metric.symmetricEigen()
        }
        guard let least = values.first, least > 1e-6 else { return nil }
        var scaled = vectors
        for column in values.indices {
            for row in 0..<scaled.rows { scaled[row, column] /= values[column].squareRoot() }
        }
        return orbitals.times(scaled.timesTransposed(vectors))
    }
}
