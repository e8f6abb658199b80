internal import DenseAlgebra
internal import ElectronicStructure
internal import FockSpace

extension MoleculeReport {
    /// What the density of a state says.
    struct StateProperties: Encodable {
        /// In atomic units.
        var dipole: [Double]
        /// Electrons in the natural orbitals, from the fullest.
        var naturalOccupations: [Double]
        /// Mulliken charges of the atoms.
        var charges: [Double]
    }
}

extension MoleculeCalculation {
    /// The dipole moment, natural occupations and charges of a method's state.
    mutating func properties(_ method: ElectronicMethod) throws -> MoleculeReport.StateProperties {
        guard let field else {
            throw CommandFailure(
                .usage,
                "--properties need basis functions, which a file of integrals does not have; start from a geometry")
        }
        guard let density = try density(method, field) else {
            throw CommandFailure(.usage, "there is no density of \(method.rawValue) over these orbitals")
        }
        let dipole = try field.system.dipoleMoment(density: density)
        return MoleculeReport.StateProperties(
            dipole: [dipole.x, dipole.y, dipole.z],
            naturalOccupations: try field.system.naturalOrbitals(density: density).occupations,
            charges: field.system.mullikenCharges(density: density))
    }

    /// The density of both spins over the basis functions.
    private mutating func density(_ method: ElectronicMethod, _ field: MeanField) throws -> Matrix? {
        switch method {
        case .hf: return field.density
        case .casscf: return try casscf().density
        case .fci, .casci: return try choice?.density(states.density(method, hamiltonian()))
        case .mp2, .cisd, .ccsd, .ccsdT:
            if let unrestricted { return try field.density(of: correlated(method, unrestricted)) }
            if method == .ccsdT, takesSemicanonical {
                return try choice?.density(SpinOrbitalHamiltonian.semicanonicalTriplesDensity(hamiltonian()))
            }
            if method == .mp2 {
                return try choice?.density(SpinOrbitalHamiltonian.semicanonicalSecondOrderDensity(hamiltonian()))
            }
            return try choice?.density(correlated(method, spinOrbitals(method)).oneParticle)
        }
    }

    private mutating func correlated(
        _ method: ElectronicMethod, _ hamiltonian: SpinOrbitalHamiltonian
    ) throws -> CorrelatedDensity {
        switch method {
        case .mp2: try hamiltonian.mp2Density()
        case .cisd: try hamiltonian.cisd().density
        case .ccsdT: try hamiltonian.densityWithTriples(of: coupledCluster())
        default: try hamiltonian.density(of: coupledCluster())
        }
    }
}

extension MoleculeCalculation {
    /// The lowest states of all configurations over the chosen orbitals, of any spin.
    func roots(_ count: Int) throws -> [MoleculeReport.RootReport] {
        let hamiltonian = try hamiltonian()
        let (up, down) = (hamiltonian.electrons.up, hamiltonian.electrons.down)
        let states = try fullConfigurationInteraction(
            hamiltonian, alphaCount: up, betaCount: down, stateCount: count
        ).states
        return states.map {
            MoleculeReport.RootReport(
                energy: $0.energy, excitation: $0.energy - states[0].energy, squaredSpin: $0.squaredSpin)
        }
    }
}

extension OrbitalChoice {
    /// The density over basis functions of a state with D over the active orbitals.
    func density(_ one: Matrix) throws -> Matrix { try orbitals.density(oneParticle: one) }
}

/// States over determinants, kept for their densities.
struct DeterminantStates {
    private var known: [ElectronicMethod: (space: DeterminantSpace, state: ConfigurationInteractionState)] = [:]

    /// The lowest state of the sector (fci), or of the molecule's spin (casci).
    mutating func state(
        _ method: ElectronicMethod, _ hamiltonian: ElectronicHamiltonian
    ) throws -> (space: DeterminantSpace, state: ConfigurationInteractionState) {
        if let found = known[method] { return found }
        let found: (space: DeterminantSpace, state: ConfigurationInteractionState)
        if method == .casci {
            found = try hamiltonian.lowestStateOfItsSpin()
        } else {
            let result = try fullConfigurationInteraction(
                hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down)
            found = (result.space, result.states[0])
        }
        known[method] = found
        return found
    }

    mutating func density(_ method: ElectronicMethod, _ hamiltonian: ElectronicHamiltonian) throws -> Matrix {
        let (space, state) = try state(method, hamiltonian)
        return try space.densityMatrices(of: state.coefficients).oneParticle
    }
}
