internal import ComplexModule
internal import ElectronicStructure
internal import FermionEncodings
internal import MolecularFiles
internal import OperatorAlgebra
internal import QuantumAlgorithms
internal import RealModule

/// What `molecule` does: load or compute integrals, choose orbitals, compute energies, encode, report.
struct MoleculeRun {
    let options: MoleculeCommand

    func run() throws {
        let loading = Stopwatch()
        var input = try MoleculeInput(options.geometry, options.meanField)
        var outcome: GradientOptions.Outcome?
        let steps = StepLine(quiet: options.printing.quiet)
        defer { steps.clear() }
        steps.show(options.engine.rawValue)
        if options.engine != .native { try options.refuseWhatIsNative() }
        let external = try options.engine.run(input, options)
        if let external { input = .record(external.record) }
        if case .integrals(let file) = input, let sorted = try file.orderedByEnergy() {
            note("the file's orbitals are sorted by energy, the occupied ones first: numbers refer to that order")
            input = .integrals(sorted)
        }
        var calculation: MoleculeCalculation
        do {
            (input, outcome) = try options.gradients.resolve(input, options, note: note)
            if let line = try MemoryStatement.repulsions(of: input, options.meanField) { note(line) }
            calculation = try MoleculeCalculation(input, options, steps, external: external?.energies ?? [:])
        } catch let error as ElectronicStructureError {
            try reportSoFar(input, error)
            throw error
        }
        var report = MoleculeReport(input, calculation)
        report.seconds = calculation.seconds
        report.seconds["load"] = loading.seconds
        steps.clear()
        report.engine = external?.version
        report.converged = external?.isConverged ?? true
        if let field = calculation.field { note(field) }

        let failure = try computeEnergies(&calculation, &report) ?? outcome?.failure
        steps.clear()
        report.geometry = outcome?.geometry
        if outcome?.failure != nil { report.converged = false }
        if calculation.hasOwnOrbitals {
            note("each spin has orbitals of its own: no qubit Hamiltonian is made of them")
        } else if options.encodes(orbitals: calculation.orbitalCount) {
            try encode(calculation.hamiltonian(), &report)
        } else {
            note("\(calculation.orbitalCount) orbitals: the qubit Hamiltonian is made with --encoding only")
        }
        let local = try options.localization.localized(calculation.field)
        report.localization = local?.report
        if let path = options.output {
            try calculation.write(to: path, energies: report.energies, drawing: local?.field)
        }
        try options.cubes.write(local?.field ?? calculation.field)
        try print(report)
        if let failure { throw failure }
    }

    /// Computes one energy after another; one that does not converge leaves the others standing.
    private func computeEnergies(
        _ calculation: inout MoleculeCalculation, _ report: inout MoleculeReport
    ) throws -> ElectronicStructureError? {
        let solving = Stopwatch()
        var failure: ElectronicStructureError?
        for method in options.methods?.methods ?? calculation.defaultMethods {
            do {
                if let line = MemoryStatement.method(method, calculation) { note(line) }
                report.energies[method.rawValue] = try calculation.energy(method)
                if options.properties {
                    report.properties = (report.properties ?? [:]).merging(
                        [method.rawValue: try calculation.properties(method)]
                    ) { $1 }
                }
            } catch let error as ElectronicStructureError {
                guard case .notConverged(_, _, _, _, let energies) = error else { throw error }
                report.energies.merge(energies) { known, _ in known }
                report.converged = false
                failure = failure ?? error
            }
        }
        report.activeSpace?.occupations = try calculation.optimized?.naturalOccupations()
        if let count = options.states.roots { report.roots = try calculation.roots(count) }
        report.states = try MoleculeReport.StateReport.all(calculation.optimized)
        report.seconds["energies"] = solving.seconds
        return failure
    }

    private func encode(_ hamiltonian: ElectronicHamiltonian, _ report: inout MoleculeReport) throws {
        let encoding = Stopwatch()
        let name = options.encoding ?? .jordanWigner
        let result = try name.encode(hamiltonian, tapers: options.taper)
        let encoded = result.sum
        report.hamiltonian = .init(
            encoding: name.rawValue, qubits: result.qubitCount, terms: encoded.count,
            oneNorm: encoded.norm(), constant: encoded.constant.real)
        report.seconds["encoding"] = encoding.seconds
        try checkSector(result, report.energies[ElectronicMethod.fci.rawValue])
        if let path = options.hamiltonian { try TextFile.write(lines(of: encoded), to: path) }
    }

    /// Registers up to here are diagonalized to check the sector of a tapering.
    private static let checkedQubits = 12

    /// Warns where the sector of the reference determinant does not hold the ground state.
    private func checkSector(_ result: MoleculeEncoding.Result, _ exact: Double?) throws {
        guard result.tapered > 0, let exact, 1...Self.checkedQubits ~= result.qubitCount else { return }
        let real = result.sum.mapCoefficients { Complex($0.real, 0) }
        let lowest = try ExactDiagonalization.lowestStates(1, of: real, qubitCount: result.qubitCount).energies[0]
        if lowest > exact + 1e-6 {
            note(
                "warning: the lowest state of the tapered Hamiltonian lies \(lowest - exact) Eh above the FCI energy; "
                    + "the ground state has other symmetries than the determinant of the lowest orbitals")
        }
    }

    /// One "coefficient [X0 Z2]" line a term.
    private func lines(of sum: PauliSum) -> String {
        sum.map { "\($0.coefficient.real) [\($0.term)]\n" }.joined()
    }

    private func note(_ text: String) { Console.note("molecule: \(text)", quiet: options.printing.quiet) }

    /// What a user should know of a mean field before trusting it.
    private func note(_ field: MeanField) {
        guard let stability = field.stability else { return }
        if stability.stepsFollowed > 0 {
            note("an instability of Hartree-Fock was followed to a lower solution (\(stability.stepsFollowed) times)")
        }
        if let value = stability.withinReference, stability.isStable == false {
            note("the Hartree-Fock solution is unstable: a lower one of its kind exists (curvature \(value) Eh)")
        }
        if let value = stability.towardsUnrestricted, stability.isStableTowardsUnrestricted == false {
            note("the Hartree-Fock solution is unstable: an unrestricted one is lower (curvature \(value) Eh); try uhf")
        }
    }

    /// The report of a mean field that did not converge, before the failure is told.
    private func reportSoFar(_ input: MoleculeInput, _ error: ElectronicStructureError) throws {
        guard case .notConverged(_, _, _, _, let energies) = error, case .geometry(let molecule) = input else { return }
        var report = MoleculeReport(molecule)
        report.energies = energies
        report.converged = false
        try print(report)
    }

    private func print(_ report: MoleculeReport) throws {
        try options.printing.json ? Console.json(report) : report.printText()
    }
}
