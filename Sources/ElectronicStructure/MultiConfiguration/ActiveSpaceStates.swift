internal import DenseAlgebra
public import FockSpace

/// Runs a step over determinants; its failure becomes one of the calculation.
func inFockSpace<Result>(
    _ method: String = "Configuration interaction", _ body: () throws(FockSpaceError) -> Result
) throws(ElectronicStructureError) -> Result {
    do {
        return try body()
    } catch {
        switch error {
        case .memory(let needed, let limit, let determinants, let largest):
            throw .outOfMemory(
                purpose: "\(method) with \(determinants) determinants", neededBytes: needed ?? .max,
                availableBytes: limit, largest: "about \(largest) determinants; choose a smaller active space")
        case .dimensionOverflow, .orbitalCount, .electronCount:
            throw .impossibleActiveSpace(reason: error.description)
        case .eigensolver(.notConverged(best: let best, tolerance: let tolerance)):
            throw .notConverged(
                method: method, iterations: best.iterations, residual: best.residualNorms.max() ?? .infinity,
                tolerance: tolerance,
                energies: best.values.first.map { ["fci": $0] } ?? [:])
        default:
            throw .calculationFailed(step: method, reason: error.description)
        }
    }
}

extension ElectronicHamiltonian {
    /// States looked through for one of the spin wanted.
    static let statesSearched = 10

    /// The lowest state with S = (N↑ - N↓)/2, which need not be the lowest of its sector: among determinants with as many
    /// electrons up as down a triplet may lie below the singlets.
    ///
    /// - Throws: `unsupportedMethod` if none of the lowest ten states has that spin; `outOfMemory`, `notConverged`.
    public func lowestStateOfItsSpin(
        options: ConfigurationInteractionOptions = ConfigurationInteractionOptions()
    ) throws(ElectronicStructureError) -> (space: DeterminantSpace, state: ConfigurationInteractionState) {
        let (space, state, _) = try lowestStateOfItsSpin(options)
        return (space, state)
    }

    /// The same with the state's number in its sector, 0 for the lowest.
    func lowestStateOfItsSpin(
        _ options: ConfigurationInteractionOptions
    ) throws(ElectronicStructureError) -> (space: DeterminantSpace, state: ConfigurationInteractionState, number: Int) {
        let spin = Double(electrons.up - electrons.down).magnitude / 2
        let wanted = spin * (spin + 1)
        let space = try inFockSpace { () throws(FockSpaceError) in
            try DeterminantSpace(orbitalCount: orbitalCount, alphaCount: electrons.up, betaCount: electrons.down)
        }
        for count in [1, 4, Self.statesSearched] {
            let result = try inFockSpace { () throws(FockSpaceError) in
                try fullConfigurationInteraction(
                    self, alphaCount: electrons.up, betaCount: electrons.down,
                    stateCount: min(count, space.dimension), options: options)
            }
            if let number = result.states.firstIndex(where: { abs($0.squaredSpin - wanted) < 0.1 }) {
                return (space, result.states[number], number)
            }
            if count >= space.dimension { break }
        }
        throw .unsupportedMethod(
            method: "A state of multiplicity \(electrons.up - electrons.down + 1)",
            reason: "none of the lowest \(min(Self.statesSearched, space.dimension)) states of this active space has "
                + "that spin; take another multiplicity or active space")
    }
}
