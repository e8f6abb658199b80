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
        let (space, states, _) = try lowestStatesOfTheirSpin(1, options)
        return (space, states[0])
    }

    /// The lowest states with S = (N↑ - N↓)/2, and those of other spin below the highest of them.
    ///
    /// - Throws: `unsupportedMethod` if the `count + 9` lowest states do not have so many of that spin; `outOfMemory`,
    ///   `notConverged`.
    func lowestStatesOfTheirSpin(
        _ count: Int, _ options: ConfigurationInteractionOptions
    ) throws(ElectronicStructureError) -> (
        space: DeterminantSpace, states: [ConfigurationInteractionState], others: [ConfigurationInteractionState]
    ) {
        let spin = Double(electrons.up - electrons.down).magnitude / 2
        let wanted = spin * (spin + 1)
        let space = try inFockSpace { () throws(FockSpaceError) in
            try DeterminantSpace(orbitalCount: orbitalCount, alphaCount: electrons.up, betaCount: electrons.down)
        }
        var searched = 0
        for more in [0, 3, Self.statesSearched - 1] where searched < space.dimension {
            searched = min(count + more, space.dimension)
            let result = try inFockSpace { () throws(FockSpaceError) in
                try fullConfigurationInteraction(
                    self, alphaCount: electrons.up, betaCount: electrons.down, stateCount: searched, options: options)
            }
            let numbers = result.states.indices.filter { abs(result.states[$0].squaredSpin - wanted) < 0.1 }
                .prefix(count)
            if let last = numbers.last, numbers.count == count {
                let others = (0..<last).filter { !numbers.contains($0) }
                return (space, numbers.map { result.states[$0] }, others.map { result.states[$0] })
            }
        }
        let states = count == 1 ? "A state" : "\(count) states"
        throw .unsupportedMethod(
            method: "\(states) of multiplicity \(electrons.up - electrons.down + 1)",
            reason:
                "the lowest \(searched) states of this active space, of \(space.dimension) in all, do not have that "
                + "many of that spin; take another multiplicity or active space")
    }
}
