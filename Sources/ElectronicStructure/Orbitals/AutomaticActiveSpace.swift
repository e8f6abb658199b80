internal import DenseAlgebra

/// Where the active orbitals of a choice come from.
public enum ActiveSpaceSource: Equatable, Sendable {
    /// Orbitals of the mean field, by their numbers.
    case meanField
    /// Natural orbitals of second-order perturbation theory.
    case secondOrderNaturalOrbitals
    /// Natural orbitals of an unrestricted determinant.
    case unrestrictedNaturalOrbitals
    /// Orbitals of the mean field turned towards atomic orbitals.
    case atomicOrbitals([String])

    /// The source in words.
    public var title: String {
        switch self {
        case .meanField: "Hartree-Fock orbitals"
        case .secondOrderNaturalOrbitals: "MP2 natural orbitals"
        case .unrestrictedNaturalOrbitals: "UHF natural orbitals"
        case .atomicOrbitals(let labels): "orbitals with a share in \(labels.joined(separator: ", "))"
        }
    }
}

/// Active orbitals that were chosen by a rule.
public struct ActiveSpaceChoice: Sendable {
    /// The orbitals: core, active, empty.
    public let orbitals: ActiveOrbitals
    /// The active electrons of spin up and down.
    public let electrons: SpinCounts
    /// What decided, for each active orbital: the electrons in a natural orbital, or its share, 0 to 1, in the atomic
    /// orbitals asked for.
    public let weights: [Double]
    /// Where the orbitals come from.
    public let source: ActiveSpaceSource
}

/// When a natural orbital is active.
public struct AutomaticActiveSpaceOptions: Sendable {
    /// Orbitals with more electrons than this and fewer than 2 minus this are active (the criterion of P. Pulay and
    /// T. P. Hamilton, J. Chem. Phys. 88, 4926, 1988).
    public var threshold: Double
    /// The most active orbitals; of more, those with an occupation nearest to one are kept.
    public var largestCount: Int

    /// Settings; see the properties.
    public init(threshold: Double = 0.02, largestCount: Int = 12) {
        self.threshold = threshold
        self.largestCount = largestCount
    }
}

extension MeanField {
    /// An active space of the natural orbitals whose occupation is neither nearly two nor nearly none.
    ///
    /// The occupations are those of second-order perturbation theory (over semicanonical orbitals for open shells); where
    /// the determinant is unstable towards unrestricted ones, as at stretched bonds, perturbation theory means nothing, and
    /// those of the unrestricted determinant are taken. Where no orbital is in between, the weakest occupied and the
    /// strongest empty one are active. Unpaired electrons stay active in any case.
    ///
    /// - Throws: `impossibleActiveSpace` for a threshold outside 0...1; what the methods throw.
    public func automaticActiveSpace(
        options: AutomaticActiveSpaceOptions = AutomaticActiveSpaceOptions()
    ) throws(ElectronicStructureError) -> ActiveSpaceChoice {
        guard options.threshold > 0, options.threshold < 1, options.largestCount > 0 else {
            throw .impossibleActiveSpace(
                reason: "a threshold of \(options.threshold) electrons and at most \(options.largestCount) orbitals; "
                    + "expected a threshold between 0 and 1 and at least one orbital")
        }
        let (natural, source) = try correlatedNaturalOrbitals()
        let range = activeRange(natural.occupations, options)
        let chosen = try ActiveOrbitals(
            natural.orbitals, core: Array(0..<range.lowerBound), active: Array(range))
        return ActiveSpaceChoice(
            orbitals: chosen, electrons: try chosen.electrons(of: electrons),
            weights: range.map { natural.occupations[$0] }, source: source)
    }

    private func correlatedNaturalOrbitals() throws(ElectronicStructureError) -> (NaturalOrbitals, ActiveSpaceSource) {
        if stability?.isStableTowardsUnrestricted == false {
            let broken = try HartreeFock.solve(
                system, reference: .unrestricted, options: HartreeFockOptions(stability: .follow))
            return (try broken.naturalOrbitals(), .unrestrictedNaturalOrbitals)
        }
        if reference == .restrictedOpenShell {
            return (
                try system.naturalOrbitals(density: semicanonicalSecondOrderDensity()), .secondOrderNaturalOrbitals
            )
        }
        let density = try SpinOrbitalHamiltonian(self).mp2Density()
        return (try naturalOrbitals(of: density), .secondOrderNaturalOrbitals)
    }

    /// The MP2 density over basis functions, for orbitals that both spins of an open shell share.
    private func semicanonicalSecondOrderDensity() throws(ElectronicStructureError) -> Matrix {
        let one = try SpinOrbitalHamiltonian.semicanonicalSecondOrderDensity(hamiltonian())
        return orbitals[0].times(one).timesTransposed(orbitals[0])
    }

    /// Occupations descend: the active ones follow one another.
    private func activeRange(_ occupations: [Double], _ options: AutomaticActiveSpaceOptions) -> Range<Int> {
        let count = occupations.count
        var first = occupations.firstIndex { $0 < 2 - options.threshold } ?? count
        var end = (occupations.lastIndex { $0 > options.threshold } ?? -1) + 1
        // Unpaired electrons, and the core's pairs, decide what is possible.
        first = min(first, electrons.down)
        end = max(end, electrons.up)
        if first == end || (first == electrons.down && end == electrons.up && electrons.up == electrons.down) {
            (first, end) = (max(0, electrons.down - 1), min(count, electrons.up + 1))
        }
        while end - first > max(options.largestCount, electrons.up - electrons.down) {
            let canRaise = first < electrons.down
            let canLower = end > electrons.up
            // The orbital farther from one electron goes.
            if canRaise, !canLower || abs(occupations[first] - 1) > abs(occupations[end - 1] - 1) {
                first += 1
            } else {
                end -= 1
            }
        }
        return first..<end
    }
}
