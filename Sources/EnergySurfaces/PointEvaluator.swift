internal import ElectronicStructure
internal import FermionEncodings
internal import FockSpace
internal import MolecularFiles
internal import OperatorAlgebra
internal import QuantumAlgorithms
internal import StateVectors

/// Computes points one after another, and remembers what the next can start from.
struct PointEvaluator {
    private let scan: MoleculeScan
    private let backend: VectorizedBackend
    private var neighbour: (names: [String], parameters: [Double])?
    private var field: MeanField?

    init(_ scan: MoleculeScan) throws(SurfaceError) {
        self.scan = scan
        do {
            backend = try VectorizedBackend(threadCount: scan.threadCount)
        } catch {
            throw .simulator(error.description)
        }
    }

    /// The point of a file, or `nil` if the caller stopped it.
    mutating func point(_ geometries: ScanGeometries, _ place: Int, _ shouldStop: () -> Bool) -> SurfacePoint? {
        var draft = PointDraft()
        if let hamiltonian = hamiltonian(geometries.sources[place], &draft) {
            for method in scan.methods {
                if shouldStop() { return nil }
                switch method {
                case .hf: draft.energies[.hf] = hamiltonian.referenceEnergy
                case .mp2, .cisd, .ccsd: correlated(method, hamiltonian, &draft)
                case .fci: fullConfigurationInteraction(hamiltonian, &draft)
                case .vqe: if !variational(hamiltonian, &draft, shouldStop) { return nil }
                }
            }
        }
        return SurfacePoint(
            at: geometries.values[place], source: geometries.names[place], energies: draft.energies,
            standardErrors: [:], problems: draft.problems, vqe: draft.vqe)
    }

    private mutating func hamiltonian(
        _ source: ScanGeometries.Source, _ draft: inout PointDraft
    ) -> ElectronicHamiltonian? {
        switch source {
        case .file(let file): return hamiltonian(file, &draft)
        case .nuclei(let molecule):
            do throws(ElectronicStructureError) {
                let found = try HartreeFock.solve(ElectronicSystem(molecule.get()), start: field)
                field = found
                return try restricted(try found.hamiltonian(), core: found.system.molecule.coreOrbitalCount)
            } catch {
                if case .notConverged(_, _, _, _, let energies) = error { draft.energies[.hf] = energies["hf"] }
                draft.problems.append(.geometry(error))
                return nil
            }
        }
    }

    private func restricted(
        _ hamiltonian: ElectronicHamiltonian, core: Int
    ) throws(ElectronicStructureError) -> ElectronicHamiltonian {
        switch scan.orbitals {
        case .all: hamiltonian
        case .frozenCore: try hamiltonian.freezingCore(core)
        case .active(let space): try hamiltonian.activeSpace(space)
        }
    }

    private func correlated(
        _ method: EnergyMethod, _ hamiltonian: ElectronicHamiltonian, _ draft: inout PointDraft
    ) {
        let spinOrbitals = SpinOrbitalHamiltonian(hamiltonian)
        do throws(ElectronicStructureError) {
            switch method {
            case .mp2: draft.energies[method] = try spinOrbitals.mp2Energy()
            case .cisd: draft.energies[method] = try spinOrbitals.cisdEnergy()
            default: draft.energies[method] = try spinOrbitals.ccsd().energy
            }
        } catch {
            if case .notConverged(_, _, _, _, let energies) = error {
                draft.energies[method] = energies[method.rawValue]
                draft.problems.append(.notConverged(method, detail: error.description))
            } else {
                draft.problems.append(.failed(method, reason: error.description))
            }
        }
    }

    private func hamiltonian(_ file: String, _ draft: inout PointDraft) -> ElectronicHamiltonian? {
        do throws(MolecularFileError) {
            let record = try OpenFermionFile.read(file)
            return try restricted(try record.hamiltonian(), record, &draft)
        } catch {
            draft.problems.append(.input(error))
            return nil
        }
    }

    private func restricted(
        _ hamiltonian: ElectronicHamiltonian, _ record: MolecularRecord, _ draft: inout PointDraft
    ) throws(MolecularFileError) -> ElectronicHamiltonian? {
        if scan.orbitals == .all { return hamiltonian }
        let molecule = scan.orbitals == .frozenCore ? try record.molecule() : nil
        do throws(ElectronicStructureError) {
            if case .active(let space) = scan.orbitals { return try hamiltonian.activeSpace(space) }
            return try molecule.map { (molecule) throws(ElectronicStructureError) in
                try hamiltonian.freezingCore(of: molecule)
            }
        } catch {
            draft.problems.append(.orbitals(error.description))
            return nil
        }
    }

    private func fullConfigurationInteraction(_ hamiltonian: ElectronicHamiltonian, _ draft: inout PointDraft) {
        do {
            let result = try FockSpace.fullConfigurationInteraction(
                hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down)
            draft.energies[.fci] = result.states[0].energy
        } catch {
            draft.problems.append(.failed(.fci, reason: error.description))
        }
    }

    /// Whether it went to its end.
    private mutating func variational(
        _ hamiltonian: ElectronicHamiltonian, _ draft: inout PointDraft, _ shouldStop: () -> Bool
    ) -> Bool {
        do {
            let vqe = try eigensolver(hamiltonian)
            let cold = try vqe.run(shouldStop: shouldStop)
            var (best, evaluations, isWarm) = (cold, cold.evaluations, false)
            if let start = try warmStart(vqe, below: cold.history[0].value), cold.outcome != .stopped {
                let warm = try vqe.run(initial: start, shouldStop: shouldStop)
                evaluations += warm.evaluations + 1
                if warm.outcome == .stopped { return false }
                if Self.isBetter(warm, than: cold) { (best, isWarm) = (warm, true) }
            }
            if best.outcome == .stopped { return false }
            if best.energy.isFinite, best.isConverged { neighbour = (vqe.ansatz.parameterNames, best.parameters) }
            draft.add(best, evaluations: evaluations, fromNeighbour: isWarm)
        } catch {
            draft.problems.append(.failed(.vqe, reason: "\(error)"))
        }
        return true
    }

    private func eigensolver(_ hamiltonian: ElectronicHamiltonian) throws -> VQE {
        let encoding = scan.encoding.encoding(modeCount: hamiltonian.spinOrbitalCount)
        let ansatz =
            switch scan.ansatz {
            case .uccsd: try UnitaryCoupledCluster.singlesAndDoubles(for: hamiltonian, encoding: encoding)
            }
        let observable = try encoding.encode(hamiltonian)
        return try VQE(ansatz, minimizing: observable, minimizer: scan.minimizer, backend: backend)
    }

    /// The neighbour's parameters, if they mean the same and their energy is below the other start's.
    private func warmStart(_ vqe: VQE, below energy: Double) throws -> [Double]? {
        guard let neighbour, neighbour.names == vqe.ansatz.parameterNames, !neighbour.names.isEmpty else { return nil }
        return try vqe.energy(at: neighbour.parameters) < energy ? neighbour.parameters : nil
    }

    /// A converged result beats one that is not; then the lower energy, by more than the rounding.
    private static func isBetter(_ warm: VQEResult, than cold: VQEResult) -> Bool {
        if warm.isConverged != cold.isConverged { return warm.isConverged && warm.energy < cold.energy + 1e-9 }
        return warm.energy < cold.energy - 1e-12
    }
}

/// A point in the making.
struct PointDraft {
    var energies: [EnergyMethod: Double] = [:]
    var problems: [PointProblem] = []
    var vqe: SurfacePoint.VQESummary?

    mutating func add(_ result: VQEResult, evaluations: Int, fromNeighbour: Bool) {
        guard result.energy.isFinite else {
            problems.append(.failed(.vqe, reason: "the energy became \(result.energy)"))
            return
        }
        energies[.vqe] = result.energy
        vqe = SurfacePoint.VQESummary(
            parameters: result.parameters, evaluations: evaluations, gradientNorm: result.gradientNorm,
            startedFromNeighbour: fromNeighbour)
        if !result.isConverged {
            let detail =
                "gradient norm \(result.gradientNorm) after \(result.iterations) iterations "
                + "(\(result.outcome.words)); the energy so far is kept"
            problems.append(.notConverged(.vqe, detail: detail))
        }
    }
}

extension Minimization.Outcome {
    fileprivate var words: String {
        switch self {
        case .converged: "converged"
        case .iterationLimit: "the limit of iterations"
        case .noProgress: "no step lowers the energy further"
        case .stopped: "stopped"
        }
    }
}
