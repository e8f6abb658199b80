internal import ElectronicStructure
internal import FockSpace
internal import Foundation
internal import MolecularFiles

/// A molecule ready for computing: its Hamiltonian over the chosen orbitals, and where that came from.
struct MoleculeCalculation {
    /// `nil` where a mean field is all that was asked for: the transformation of the integrals would take longer.
    private let known: ElectronicHamiltonian?
    /// The orbitals that are neither frozen nor left out.
    let orbitalCount: Int
    /// The electrons in them.
    let electrons: SpinCounts
    let field: MeanField?
    /// How long the steps took that made it.
    private(set) var seconds: [String: Double] = [:]
    private let input: MoleculeInput
    /// Over all orbitals of a geometry.
    private let integrals: MolecularIntegrals?
    /// Of an unrestricted mean field: its own orbitals, the core left out if that was asked.
    let unrestricted: SpinOrbitalHamiltonian?
    /// The orbitals of a geometry's mean field that the calculation is over.
    let choice: OrbitalChoice?
    /// States over determinants.
    var states = DeterminantStates()
    private(set) var optimized: CompleteActiveSpace?
    /// Total energies that a program of others found.
    private let external: [String: Double]
    /// The irreducible representations of all orbitals, where they have some.
    private let symmetry: OrbitalSymmetry?
    private let space: ActiveSpaceOptions

    private let weights: [Double]
    private let steps: StepLine

    init(
        _ input: MoleculeInput, _ options: MoleculeCommand, _ steps: StepLine, external: [String: Double] = [:]
    ) throws {
        self.input = input
        self.steps = steps
        let space = options.space
        self.space = space
        weights = options.states.weights
        self.external = space.isRestricting ? [:] : external
        switch input {
        case .record(let read):
            (field, integrals, unrestricted, symmetry, choice) = (nil, nil, nil, nil, nil)
            known = try space.hamiltonian(of: read)
        case .integrals(let file):
            (field, integrals, symmetry, choice) = (nil, nil, nil, nil)
            guard file.unrestricted == nil || space.isRestricting else {
                (known, unrestricted) = (nil, try file.spinOrbitals())
                (orbitalCount, electrons) = (file.integrals.orbitalCount, file.electrons)
                return
            }
            unrestricted = nil
            known = try space.restricted(file.hamiltonian()) {
                throw CommandFailure(
                    .usage, "--freeze-core needs the atoms, which an FCIDUMP file does not have; use --orbitals")
            }
        case .geometry(let molecule):
            let stopwatch = Stopwatch()
            steps.show("integrals over basis functions")
            let system = try ElectronicSystem(molecule, repulsion: options.meanField.repulsion)
            seconds["integrals"] = stopwatch.seconds
            var settings = options.meanField.settings
            settings.report = steps.report("Hartree-Fock")
            let (field, symmetry) = try HartreeFock.solve(
                system, reference: options.meanField.reference, options: settings
            ).symmetryAdapted()
            self.symmetry = symmetry
            seconds["hartree_fock"] = stopwatch.seconds - (seconds["integrals"] ?? 0)
            self.field = field
            guard options.needsHamiltonian(orbitals: system.orbitalCount) else {
                (known, integrals, unrestricted, choice) = (nil, nil, nil, nil)
                (orbitalCount, electrons) = (system.orbitalCount, field.electrons)
                return
            }
            steps.show("integrals over orbitals")
            let all = try field.integrals()
            integrals = all
            let choice = try OrbitalChoice(field, all, space)
            self.choice = choice
            known = choice.hamiltonian
            seconds["transformation"] =
                stopwatch.seconds - (seconds["integrals"] ?? 0) - (seconds["hartree_fock"] ?? 0)
            unrestricted = try Self.unrestricted(field, space)
        }
        orbitalCount = known?.orbitalCount ?? 0
        electrons = known?.electrons ?? SpinCounts(up: 0, down: 0)
    }

    /// Over the orbitals of each spin, unless an active space was chosen.
    private static func unrestricted(
        _ field: MeanField, _ space: ActiveSpaceOptions
    ) throws -> SpinOrbitalHamiltonian? {
        guard field.reference == .unrestricted, space.active == nil, space.avas == nil,
            space.orbitals == nil
        else { return nil }
        let frozen = space.freezeCore ? field.system.molecule.coreOrbitalCount : 0
        return try SpinOrbitalHamiltonian(field, frozen: frozen)
    }

    /// Whether the integrals of a file are over orbitals of their own for each spin.
    var hasOwnOrbitals: Bool { field == nil && unrestricted != nil }

    /// The Hamiltonian over the chosen orbitals.
    func hamiltonian() throws -> ElectronicHamiltonian {
        if let known { return known }
        if hasOwnOrbitals {
            throw CommandFailure(
                .usage, "each spin has orbitals of its own in this file: only hf, mp2, cisd, ccsd and ccsd(t) are there"
            )
        }
        throw CommandFailure(.internalError, "the integrals over orbitals were not computed")
    }

    /// The total energy of a method in hartree.
    mutating func energy(_ method: ElectronicMethod) throws -> Double {
        if let found = external[method.rawValue] { return found }
        steps.show(method.rawValue)
        return switch method {
        case .hf:
            try field?.energy ?? (hasOwnOrbitals ? unrestricted : nil)?.referenceEnergy ?? hamiltonian().referenceEnergy
        case .fci, .casci: try states.state(method, hamiltonian()).state.energy
        case .casscf: try casscf().energy
        case .mp2: try secondOrder()
        case .cisd: try spinOrbitals(method).cisdEnergy(options: settings(method))
        case .ccsd: try coupledCluster().energy
        case .ccsdT: try triples()
        }
    }

    /// Default settings that tell of the iterations.
    private func settings(_ method: ElectronicMethod) -> CorrelationOptions {
        var settings = CorrelationOptions()
        settings.report = steps.report(method.rawValue)
        return settings
    }

    private var cluster: CoupledCluster?

    /// Open shells that share their orbitals take semicanonical ones.
    private func secondOrder() throws -> Double {
        if hasOwnOrbitals || field?.reference == .unrestricted { return try spinOrbitals(.mp2).mp2Energy() }
        return try SpinOrbitalHamiltonian.semicanonical(hamiltonian()).mp2Energy()
    }

    /// Open shells that share their orbitals, and turned orbitals, take semicanonical ones for triples.
    var takesSemicanonical: Bool {
        let isTurned = choice.map { $0.source != .meanField } ?? false
        return !(hasOwnOrbitals || field?.reference == .unrestricted || (electrons.up == electrons.down && !isTurned))
    }

    private mutating func triples() throws -> Double {
        guard takesSemicanonical else { return try coupledCluster().energyWithTriples() }
        return try SpinOrbitalHamiltonian.semicanonical(hamiltonian()).ccsd(options: settings(.ccsd))
            .energyWithTriples()
    }

    /// Orbitals of lowest energy, from the chosen ones.
    mutating func casscf() throws -> CompleteActiveSpace {
        if let optimized { return optimized }
        guard let field, let choice else {
            throw CommandFailure(
                .usage, "casscf needs basis functions, which a file of integrals does not have; start from a geometry")
        }
        let found = try field.casscf(choice.orbitals, options: CompleteActiveSpaceOptions(weights: weights))
        optimized = found
        return found
    }

    mutating func coupledCluster() throws -> CoupledCluster {
        if let cluster { return cluster }
        let found = try spinOrbitals(.ccsd).ccsd(options: settings(.ccsd))
        cluster = found
        return found
    }

    func spinOrbitals(_ method: ElectronicMethod) throws -> SpinOrbitalHamiltonian {
        if let unrestricted { return unrestricted }
        if field?.reference == .unrestricted {
            throw CommandFailure(
                .usage,
                "\(method.rawValue) in an active space takes orbitals shared by both spins; use --reference rohf")
        }
        return SpinOrbitalHamiltonian(try hamiltonian())
    }

    /// The methods computed when none is named: exact diagonalization where it takes moments.
    var defaultMethods: [ElectronicMethod] {
        if hasOwnOrbitals { return [.hf, .mp2] }
        let space = try? DeterminantSpace(
            orbitalCount: orbitalCount, alphaCount: electrons.up, betaCount: electrons.down)
        if let space, space.dimension <= 300_000 { return [.hf, .fci] }
        return field == nil ? [.hf] : [.hf, .mp2]
    }

    /// What an HDF5 file will hold; `nil` for integrals without a molecule.
    private func record() -> MolecularRecord? {
        if case .record(let read) = input { return read }
        guard let field, let integrals else { return nil }
        return MolecularRecord(field, integrals: integrals)
    }

    /// What an FCIDUMP file will hold.
    private func dump() throws -> FCIDumpFile {
        if let field, field.reference == .unrestricted, !space.isRestricting {
            // Labels are those of spin up; where the spins differ in them there are none.
            let labels = symmetry.flatMap { $0.labels[0] == $0.labels[1] ? $0.labels[0] : nil }
            return try FCIDumpFile(
                unrestricted: field.unrestrictedIntegrals(), electrons: field.electrons, orbitalSymmetries: labels,
                stateSymmetry: stateSymmetry(labels, field.electrons))
        }
        if case .integrals(let file) = input, !space.isRestricting { return file }
        let hamiltonian = try hamiltonian()
        let integrals = try MolecularIntegrals(
            nuclearRepulsion: hamiltonian.constant, oneBody: hamiltonian.oneBodyIntegrals,
            twoBody: hamiltonian.twoBodyIntegrals)
        var labels: [Int]?
        if let symmetry, let field {
            let chosen = space.activeOrbitals(
                of: field.electrons, orbitalCount: symmetry.labels[0].count,
                core: field.system.molecule.coreOrbitalCount)
            labels = chosen.count == orbitalCount ? chosen.map { symmetry.labels[0][$0] } : nil
        }
        return FCIDumpFile(
            integrals: integrals, electrons: hamiltonian.electrons, orbitalSymmetries: labels,
            stateSymmetry: stateSymmetry(labels, hamiltonian.electrons))
    }

    /// The representation of the determinant of the lowest orbitals: of those with one electron.
    private func stateSymmetry(_ labels: [Int]?, _ electrons: SpinCounts) -> Int {
        labels.map { OrbitalSymmetry.product($0[electrons.down..<electrons.up]) } ?? 1
    }

    /// OpenFermion's layout has all n⁴ integrals, held twice while they are written.
    private func checkMemory() throws {
        let needed = 16 * pow(Double(integrals?.orbitalCount ?? 0), 4)
        let available = ElectronicSystem.repulsionPlan(functionCount: 1).available
        guard needed <= Double(available) else {
            throw CommandFailure(
                .outOfMemory,
                "an HDF5 file of \(integrals?.orbitalCount ?? 0) orbitals takes \(Int(needed)) bytes of memory; "
                    + "\(available) bytes are there, enough for \(Int(pow(Double(available) / 16, 0.25))) orbitals; "
                    + "write .fcidump, or take a smaller basis")
        }
    }

    /// Writes what `--output` asked for.
    ///
    /// - Parameter drawn: the field whose orbitals a viewer is to see, where it is not the one computed with.
    func write(to path: String, energies: [String: Double], drawing drawn: MeanField? = nil) throws {
        switch MoleculeOutput(path: path) {
        case .fcidump:
            try dump().write(to: path)
        case .molden:
            guard let field = drawn ?? field else {
                throw CommandFailure(.usage, "a Molden file needs basis functions: start from a geometry")
            }
            try MoldenFile.write(field, to: path)
        case .hdf5:
            try checkMemory()
            guard var record = record() else {
                throw CommandFailure(.usage, "an HDF5 file needs the atoms, which an FCIDUMP file does not have")
            }
            // Amplitudes have four indices of spin orbitals: they are kept for small molecules only.
            if let cluster, orbitalCount == record.orbitalCount, orbitalCount <= 12 {
                record.setAmplitudes(cluster)
            }
            for (method, energy) in energies { record.energies.set(method, energy) }
            try OpenFermionFile.write(record, to: path)
        }
    }
}

extension MolecularEnergies {
    /// Stores a computed energy under the method's name.
    fileprivate mutating func set(_ method: String, _ energy: Double) {
        switch ElectronicMethod(rawValue: method) {
        case .hf: hartreeFock = energy
        case .mp2: mp2 = energy
        case .cisd: cisd = energy
        case .ccsd: ccsd = energy
        case .fci: fci = energy
        case .ccsdT, .casci, .casscf, nil: break
        }
    }
}
