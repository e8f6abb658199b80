internal import ArgumentParser
internal import ElectronicStructure

/// The flags that move atoms: `--gradient`, `--optimize`, `--xyz`.
struct GradientOptions: ParsableArguments {
    @Flag(help: "The gradient of the last of --methods with respect to the nuclei, by differences.")
    var gradient = false

    @Flag(help: "Move the atoms to a minimum of the last of --methods first; everything else is of that geometry.")
    var optimize = false

    @Option(help: ArgumentHelp("Steps of --optimize before giving up (default: 100).", valueName: "N"))
    var steps: Int?

    @Option(help: ArgumentHelp("Write the geometry, the optimized one with --optimize.", valueName: "F.xyz"))
    var xyz: String?

    /// Whether any of them is there.
    var isGiven: Bool { gradient || optimize || xyz != nil }

    mutating func validate() throws {
        if let steps, steps < 1 { throw ValidationError("--steps is \(steps); expected 1 or more.") }
        if steps != nil, !optimize { throw ValidationError("--steps belongs to --optimize.") }
    }

    /// What an optimization left.
    struct Outcome {
        var geometry: MoleculeReport.GeometryReport
        var failure: ElectronicStructureError?
    }

    /// The geometry that was asked for: the input's, or the optimized one. `note` tells what goes on.
    func resolve(
        _ input: MoleculeInput, _ options: MoleculeCommand, note: (String) -> Void
    ) throws -> (input: MoleculeInput, outcome: Outcome?) {
        guard isGiven else { return (input, nil) }
        guard case .geometry(let molecule) = input else {
            throw CommandFailure(
                .usage, "--gradient, --optimize and --xyz need a geometry; a file of integrals has none that can move")
        }
        var outcome = Outcome(geometry: .init(molecule), failure: nil)
        var result = molecule
        if optimize {
            let calculation = try calculation(options)
            let limits = GeometryOptimizationOptions(maximumSteps: steps ?? 100)
            var step = 0
            let found = try calculation.optimize(molecule, options: limits) { point in
                note("step \(step): \(point.energy) Eh, gradient \(point.largestGradient) Eh/bohr")
                step += 1
            }
            result = found.molecule
            outcome.geometry = .init(result)
            outcome.geometry.steps = found.steps.count - 1
            outcome.geometry.gradient = Self.rows(found.gradient)
            if !found.isConverged {
                outcome.failure = .notConverged(
                    method: "Geometry optimization (\(calculation.method.rawValue))",
                    iterations: found.steps.count - 1, residual: found.gradient.largest,
                    tolerance: limits.largestGradient, energies: [calculation.method.rawValue: found.energy])
            }
        } else if gradient {
            outcome.geometry.gradient = Self.rows(try calculation(options).gradient(of: molecule))
        }
        if let xyz { try TextFile.write(result.xyz(comment: result.name), to: xyz) }
        return (.geometry(result), outcome)
    }

    private static func rows(_ gradient: MolecularGradient) -> [[Double]] {
        gradient.values.map { [$0.x, $0.y, $0.z] }
    }

    /// The last method, over the orbitals that the flags choose.
    private func calculation(_ options: MoleculeCommand) throws -> EnergyCalculation {
        let space = options.space
        guard !space.turnsOrbitals, space.orbitals == nil else {
            throw CommandFailure(
                .usage,
                "--gradient and --optimize take --active Ne,Mo or --freeze-core: other choices may change from one geometry "
                    + "to the next")
        }
        let name = options.methods?.methods.last?.rawValue ?? ElectronicMethod.hf.rawValue
        guard let method = ElectronicMethod(rawValue: name) else {
            throw CommandFailure(.usage, "there is no gradient of \(name)")
        }
        return EnergyCalculation(
            method, reference: options.meanField.reference,
            activeSpace: space.counts.map { ActiveSpace(electrons: $0.first, orbitals: $0.second) },
            freezesCore: space.freezeCore, repulsion: options.meanField.repulsion,
            stability: options.meanField.stability.setting)
    }
}

extension MoleculeReport {
    /// Where the atoms are, and what pulls at them.
    struct GeometryReport: Encodable {
        var symbols: [String]
        /// Positions in angstrom.
        var positions: [[Double]]
        /// ∂E/∂R in hartree per bohr.
        var gradient: [[Double]]?
        /// The steps of an optimization.
        var steps: Int?

        init(_ molecule: Molecule) {
            symbols = molecule.atoms.map(\.element.symbol)
            positions = molecule.atoms.map { atom in
                let place = atom.positionInAngstroms
                return [place.x, place.y, place.z]
            }
        }

        func printText() {
            if let steps {
                Console.result("geometry".padding(to: 20) + "in angstrom, after \(steps) steps")
                for (symbol, place) in zip(symbols, positions) {
                    Console.result("  \(symbol)".padding(to: 20) + place.map { "\($0)" }.joined(separator: " "))
                }
            }
            if let gradient {
                Console.result("gradient".padding(to: 20) + "in Eh/bohr")
                for (symbol, row) in zip(symbols, gradient) {
                    Console.result("  \(symbol)".padding(to: 20) + row.map { "\($0)" }.joined(separator: " "))
                }
            }
        }
    }
}
