internal import ElectronicStructure
internal import FockSpace
internal import Foundation

/// Which step a calculation is at, on standard error: one line that changes, on a terminal only, and not before a second
/// has passed.
final class StepLine: Sendable {
    private struct State {
        var watch = Stopwatch()
        var isShown = false
    }

    private static let delay = 1.0
    private let isActive: Bool
    private let state = Locked(State())

    init(quiet: Bool) { isActive = !quiet && isatty(STDERR_FILENO) == 1 }

    /// Says what is being done.
    func show(_ text: @autoclosure () -> String) {
        guard isActive else { return }
        state.withLock { state in
            guard state.watch.seconds >= Self.delay else { return }
            state.isShown = true
            write("\r\(text()), \(ProgressLine.text(state.watch.seconds))\u{1B}[K")
        }
    }

    /// What tells this line of the iterations of a method.
    func report(_ method: String) -> IterationReport? {
        guard isActive else { return nil }
        return { iteration, energy, residual in
            self.show("\(method): iteration \(iteration), \(energy) Eh, residual \(Float(residual))")
        }
    }

    /// Removes the line.
    func clear() {
        state.withLock { state in
            if state.isShown { write("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// What a calculation will take, said before it is taken.
enum MemoryStatement {
    /// Below this nobody asks.
    private static let worthSaying = 256e6

    /// The line about the repulsions of a molecule; `nil` where they are few, or fitted.
    static func repulsions(
        of input: MoleculeInput, _ options: MeanFieldOptions
    ) throws(ElectronicStructureError) -> String? {
        guard case .geometry(let molecule) = input, options.fit == nil else { return nil }
        let functions = try MolecularBasis.functionCount(molecule, BasisSet.named(molecule.basis))
        let plan = ElectronicSystem.repulsionPlan(functionCount: functions, storage: options.repulsion)
        let size = "\(functions) basis functions: their repulsions take \(text(plan.bytes))"
        if options.direct { return "\(size) and are computed again in every iteration, as asked" }
        if !plan.isStored {
            return "\(size) of \(text(Double(plan.available))): they are computed again in every iteration"
        }
        return plan.bytes < worthSaying ? nil : "\(size) and are stored"
    }

    /// The line about a method over a calculation's orbitals; `nil` where it takes little.
    static func method(_ method: ElectronicMethod, _ calculation: MoleculeCalculation) -> String? {
        let bytes: Double
        switch method {
        case .cisd, .ccsd, .ccsdT:
            guard let planned = (try? calculation.spinOrbitals(method))?.plannedBytes(method) else { return nil }
            bytes = planned
        case .fci, .casci:
            guard
                let space = try? DeterminantSpace(
                    orbitalCount: calculation.orbitalCount, alphaCount: calculation.electrons.up,
                    betaCount: calculation.electrons.down),
                let planned = configurationInteractionByteCount(space, stateCount: 1)
            else { return nil }
            bytes = Double(planned)
        case .hf, .mp2, .casscf: return nil
        }
        return bytes < worthSaying ? nil : "\(method.rawValue) takes up to \(text(bytes))"
    }

    /// 178 MB, 2.4 GB.
    static func text(_ bytes: Double) -> String {
        let (value, unit) = bytes < 1e9 ? (bytes / 1e6, "MB") : (bytes / 1e9, "GB")
        return value < 10 ? "\((value * 10).rounded() / 10) \(unit)" : "\(Int(value.rounded())) \(unit)"
    }
}
