internal import ElectronicStructure

/// The orbitals of a mean field that a calculation is over, and the Hamiltonian over them.
struct OrbitalChoice {
    let orbitals: ActiveOrbitals
    let hamiltonian: ElectronicHamiltonian
    let source: ActiveSpaceSource
    /// What a rule went by, for each active orbital.
    let weights: [Double]?

    /// The orbitals that flags choose from a mean field; `all` are the integrals over its own orbitals.
    init(_ field: MeanField, _ all: MolecularIntegrals, _ options: ActiveSpaceOptions) throws {
        if options.turnsOrbitals {
            let choice = try Self.chosen(field, options)
            self.init(
                orbitals: choice.orbitals, hamiltonian: try field.hamiltonian(over: choice.orbitals),
                source: choice.source, weights: choice.weights)
            return
        }
        let full = try ElectronicHamiltonian(all, electrons: field.electrons)
        let core = field.system.molecule.coreOrbitalCount
        let hamiltonian = try options.restricted(full) { core }
        let (occupied, active) = Self.numbers(field, hamiltonian, options)
        self.init(
            orbitals: try ActiveOrbitals(field.orbitals[0], core: occupied, active: active), hamiltonian: hamiltonian,
            source: .meanField, weights: nil)
        if options.isRestricting { try field.checkCore(of: hamiltonian, over: orbitals) }
    }

    private init(
        orbitals: ActiveOrbitals, hamiltonian: ElectronicHamiltonian, source: ActiveSpaceSource, weights: [Double]?
    ) {
        self.orbitals = orbitals
        self.hamiltonian = hamiltonian
        self.source = source
        self.weights = weights
    }

    private static func chosen(_ field: MeanField, _ options: ActiveSpaceOptions) throws -> ActiveSpaceChoice {
        guard let names = options.avas else { return try field.automaticActiveSpace() }
        let labels = names.split(separator: ",").map { name in
            name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return try field.activeSpace(ofAtomicOrbitals: labels)
    }

    /// The numbers of core and active orbitals.
    private static func numbers(
        _ field: MeanField, _ hamiltonian: ElectronicHamiltonian, _ options: ActiveSpaceOptions
    ) -> (occupied: [Int], active: [Int]) {
        if let listed = options.orbitals?.numbers {
            return (options.occupied(field.electrons, besides: listed), listed)
        }
        let core = (field.electrons.total - hamiltonian.electrons.total) / 2
        return (Array(0..<core), Array(core..<core + hamiltonian.orbitalCount))
    }
}

extension MoleculeReport {
    /// The chosen orbitals.
    struct ActiveSpaceReport: Encodable {
        var electrons: Int
        var orbitals: Int
        var core: Int
        /// The energy of the core in hartree, the repulsion of the nuclei included.
        var coreEnergy: Double
        var source: String
        /// Electrons in each natural orbital, or shares in the atomic orbitals asked for.
        var weights: [Double]?
        /// Electrons in the natural orbitals of CASSCF.
        var occupations: [Double]?

        init(_ choice: OrbitalChoice) {
            electrons = choice.hamiltonian.electrons.total
            orbitals = choice.orbitals.activeCount
            core = choice.orbitals.coreCount
            coreEnergy = choice.hamiltonian.constant
            source = choice.source.title
            weights = choice.weights
        }

        func printText() {
            Console.result(
                "active space".padding(to: 20)
                    + "\(electrons) electrons in \(orbitals) of \(source), above \(core) core "
                    + "orbitals of \(coreEnergy) Eh")
            if let weights { Console.result("weights".padding(to: 20) + Self.list(weights)) }
            if let occupations { Console.result("CASSCF occupations".padding(to: 20) + Self.list(occupations)) }
        }

        private static func list(_ values: [Double]) -> String {
            values.map { "\(($0 * 10_000).rounded() / 10_000)" }.joined(separator: " ")
        }
    }
}
