internal import ArgumentParser
internal import ElectronicStructure
internal import FockSpace

/// The flags of several states: `--roots`, `--average`.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Optimize the orbitals of casscf for the mean of the lowest states of the molecule's multiplicity: so many of \
            equal weights, or the weights from the lowest state on, such as 0.5,0.3,0.2.
            """,
            valueName: "N|W,W"))
    var average: StateWeights?

    @Option(
        help: ArgumentHelp(
            "The lowest states of fci or casci, of any spin: their energies, excitation energies and S^2.",
            valueName: "N"))
    var roots: Int?

    mutating func validate() throws {
        if let roots, !(1...100).contains(roots) {
            throw ValidationError("--roots is \(roots); expected 1 to 100.")
        }
    }

    /// Checks what the methods must be for the flags.
    func check(_ methods: [ElectronicMethod]) throws {
        if average != nil, !methods.contains(.casscf) {
            throw ValidationError("--average belongs to --methods casscf.")
        }
        if roots != nil, !methods.contains(.fci), !methods.contains(.casci) {
            throw ValidationError("--roots belongs to --methods fci or casci.")
        }
    }

    /// The weights, one for one state.
    var weights: [Double] { average?.weights ?? [1] }
}

/// What states count in a mean.
struct StateWeights: ExpressibleByArgument {
    private static let mostStates = 100

    let weights: [Double]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        if parts.count == 1 {
            guard let count = Int(argument), 1...Self.mostStates ~= count else { return nil }
            weights = [Double](repeating: 1 / Double(count), count: count)
            return
        }
        let values = parts.compactMap { Double($0) }
        guard values.count == parts.count, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        weights = values
    }
}

extension MoleculeReport {
    /// One of the lowest states of all configurations.
    struct RootReport: Encodable {
        var energy: Double
        /// Above the lowest, in hartree.
        var excitation: Double
        var squaredSpin: Double

        /// Electronvolts in a hartree (CODATA 2018).
        private static let electronvolts = 27.211386245988

        func text(_ number: Int) -> String {
            "state \(number)".padding(to: 20) + "\(energy) Eh".padding(to: 26)
                + "excitation \(excitation) Eh".padding(to: 36)
                + "\((excitation * Self.electronvolts * 10_000).rounded() / 10_000) eV".padding(to: 12)
                + "S^2 \((squaredSpin * 10_000).rounded() / 10_000 + 0)"
        }
    }

    /// One of the states over the orbitals of their mean.
    struct StateReport: Encodable {
        var energy: Double
        var weight: Double
        var squaredSpin: Double
        /// In atomic units.
        var dipole: [Double]

        /// All states of a mean; `nil` where there is but one.
        static func all(_ space: CompleteActiveSpace?) throws -> [StateReport]? {
            guard let space, space.states.count > 1 else { return nil }
            return try space.states.enumerated().map { number, state in
                let dipole = try space.dipoleMoment(ofState: number)
                return StateReport(
                    energy: state.energy, weight: space.weights[number], squaredSpin: state.squaredSpin,
                    dipole: [dipole.x, dipole.y, dipole.z])
            }
        }
    }
}
