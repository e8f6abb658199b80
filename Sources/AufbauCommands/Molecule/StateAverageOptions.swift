internal import ArgumentParser
internal import ElectronicStructure
internal import FockSpace

/// The flag that averages states: `--average`.
struct StateAverageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Optimize the orbitals of casscf for the mean of the lowest states of the molecule's multiplicity: so many of \
            equal weights, or the weights from the lowest state on, such as 0.5,0.3,0.2.
            """,
            valueName: "N|W,W"))
    var average: StateWeights?

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
