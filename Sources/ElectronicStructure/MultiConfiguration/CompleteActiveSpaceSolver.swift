internal import DenseAlgebra
internal import FockSpace

/// Settings of CASSCF.
public struct CompleteActiveSpaceOptions: Sendable {
    /// The largest element of the gradient with respect to rotations of orbitals, in hartree.
    public var gradientTolerance: Double
    /// The energy of two iterations may differ by this, in hartree.
    public var energyTolerance: Double
    /// Iterations before giving up.
    public var maximumIterations: Int
    /// Whether a stationary point that is no minimum is left for a lower one.
    public var followsInstability: Bool
    /// What the lowest states of the molecule's multiplicity count, from the lowest: one number for one state. Their ratios
    /// matter.
    public var weights: [Double]

    /// Settings; see the properties.
    public init(
        gradientTolerance: Double = 1e-5, energyTolerance: Double = 1e-9, maximumIterations: Int = 60,
        followsInstability: Bool = true, weights: [Double] = [1]
    ) {
        self.gradientTolerance = gradientTolerance
        self.energyTolerance = energyTolerance
        self.maximumIterations = maximumIterations
        self.followsInstability = followsInstability
        self.weights = weights
    }

    /// The weights with the sum 1.
    ///
    /// - Throws: `impossibleActiveSpace` unless all are positive.
    var normalizedWeights: [Double] {
        get throws(ElectronicStructureError) {
            let sum = weights.reduce(0, +)
            guard !weights.isEmpty, weights.allSatisfy({ $0 > 0 }), sum.isFinite else {
                throw .impossibleActiveSpace(
                    reason: "weights of states \(weights); expected one positive number a state")
            }
            return weights.map { $0 / sum }
        }
    }
}

/// The iteration of a complete active space: states for the orbitals at hand, and better orbitals for the states.
struct CompleteActiveSpaceSolver {
    let system: ElectronicSystem
    let options: CompleteActiveSpaceOptions
    private let partition: OrbitalPartition
    private let electrons: SpinCounts
    private let repulsions: TwoBodyIntegrals
    private let weights: [Double]
    private var point: Point
    private var iterations = 0
    private var curvature: Double?

    /// Orbitals and the states over them.
    private struct Point {
        let integrals: ActiveSpaceIntegrals
        let hamiltonian: ElectronicHamiltonian
        let space: DeterminantSpace
        let states: [ConfigurationInteractionState]
        /// States of other spin below the highest of them.
        let others: [ConfigurationInteractionState]
        /// The weighted mean, in hartree.
        let energy: Double
        /// The weighted mean.
        let densities: DensityMatrices
        let fock: GeneralizedFock

        var gradient: Double { fock.gradient.reduce(0) { max($0, $1.magnitude) } }
    }

    init(
        _ field: MeanField, _ chosen: ActiveOrbitals, options: CompleteActiveSpaceOptions
    ) throws(ElectronicStructureError) {
        system = field.system
        self.options = options
        partition = chosen.partition
        electrons = try chosen.electrons(of: field.electrons)
        repulsions = try field.storedRepulsions()
        weights = try options.normalizedWeights
        point = try Self.point(system, repulsions, chosen.coefficients, partition, electrons, weights)
    }

    private func point(_ orbitals: Matrix) throws(ElectronicStructureError) -> Point {
        try Self.point(system, repulsions, orbitals, partition, electrons, weights)
    }

    private static func point(
        _ system: ElectronicSystem, _ repulsions: TwoBodyIntegrals, _ orbitals: Matrix, _ partition: OrbitalPartition,
        _ electrons: SpinCounts, _ weights: [Double]
    ) throws(ElectronicStructureError) -> Point {
        let integrals = try ActiveSpaceIntegrals(
            system, repulsions: repulsions, orbitals: orbitals, partition: partition)
        let hamiltonian = try integrals.hamiltonian(electrons: electrons)
        let (space, states, others) = try hamiltonian.lowestStatesOfTheirSpin(
            weights.count, ConfigurationInteractionOptions())
        let densities = try inFockSpace { () throws(FockSpaceError) in
            try mean(of: states, weights, space)
        }
        return Point(
            integrals: integrals, hamiltonian: hamiltonian, space: space, states: states, others: others,
            energy: zip(weights, states).reduce(0) { $0 + $1.0 * $1.1.energy }, densities: densities,
            fock: GeneralizedFock(integrals, densities))
    }

    private static func mean(
        of states: [ConfigurationInteractionState], _ weights: [Double], _ space: DeterminantSpace
    ) throws(FockSpaceError) -> DensityMatrices {
        let first = try space.densityMatrices(of: states[0].coefficients)
        guard states.count > 1 else { return first }
        var (one, two) = (first.oneParticle.scaled(by: weights[0]), first.twoParticle.scaled(by: weights[0]))
        for (state, weight) in zip(states, weights).dropFirst() {
            let next = try space.densityMatrices(of: state.coefficients)
            one = one.adding(next.oneParticle, scaled: weight)
            two = two.adding(next.twoParticle, scaled: weight)
        }
        return try DensityMatrices(oneParticle: one, twoParticle: two)
    }

    /// Moves the orbitals to a minimum.
    ///
    /// - Throws: `notConverged` with the energy so far.
    mutating func optimize() throws(ElectronicStructureError) {
        try descend()
        for _ in 0..<Self.largestEscapeCount where options.followsInstability {
            guard try escape() else { return }
            try descend()
        }
    }

    private static let largestEscapeCount = 4

    /// Leaves a stationary point along its most negative curvature; false where there is none.
    private mutating func escape() throws(ElectronicStructureError) -> Bool {
        guard partition.rotations.count > 0 else { return false }
        let hessian = try hessian()
        let (value, vector) = try hessian.lowest()
        curvature = value
        guard value < StabilityReport.threshold else { return false }
        let rotation = vector[..<hessian.rotationCount]
        let largest = rotation.reduce(0) { max($0, $1.magnitude) }
        guard largest > 1e-6 else { return false }
        let generator = hessian.generator(rotation).scaled(by: 1 / largest)
        var best: Point?
        for angle in [0.15, -0.15, 0.4, -0.4, 0.8, -0.8] {
            let orbitals = point.integrals.orbitals.times(try generator.scaled(by: angle).rotation())
            let trial = try point(orbitals)
            if trial.energy < (best ?? point).energy - 1e-9 { best = trial }
        }
        guard let best else { return false }
        point = best
        return true
    }

    private func hessian() throws(ElectronicStructureError) -> ActiveSpaceHessian {
        let hamiltonian = try inFockSpace { () throws(FockSpaceError) in
            try DirectHamiltonian(point.hamiltonian, on: point.space)
        }
        return ActiveSpaceHessian(
            system, point.fock, hamiltonian, electrons,
            states: zip(point.states, weights).map { (vector: $0.coefficients, energy: $0.energy, weight: $1) },
            others: point.others.map(\.coefficients))
    }

    /// Moves the orbitals to a stationary point, downwards.
    private mutating func descend() throws(ElectronicStructureError) {
        var radius = 0.5
        var former = Double.infinity
        while true {
            let gradient = point.gradient
            if gradient < options.gradientTolerance, abs(former - point.energy) < options.energyTolerance {
                return
            }
            guard iterations < options.maximumIterations else {
                throw .notConverged(
                    method: "CASSCF", iterations: iterations, residual: gradient,
                    tolerance: options.gradientTolerance, energies: ["casscf": point.energy])
            }
            iterations += 1
            let hessian = try hessian()
            let step = try AugmentedHessian(hessian).step()
            let length = step.reduce(0) { max($0, $1.magnitude) }
            former = point.energy
            // A step that leads upwards is taken again, shorter.
            for _ in 0..<12 {
                let scale = min(1, radius / max(length, 1e-300))
                let rotation = try hessian.generator(step[...]).scaled(by: scale).rotation()
                let next = try point(point.integrals.orbitals.times(rotation))
                if next.energy <= former + 1e-10 {
                    point = next
                    radius = min(1, radius * (scale < 1 ? 1.5 : 1))
                    break
                }
                radius = min(radius, length) / 3
            }
        }
    }

    func result() throws(ElectronicStructureError) -> CompleteActiveSpace {
        try checkCoreEnergy()
        return CompleteActiveSpace(
            system: system, energy: point.energy, coreEnergy: point.integrals.coreEnergy,
            orbitals: point.integrals.orbitals, coreCount: partition.core, hamiltonian: point.hamiltonian,
            space: point.space, states: point.states, weights: weights, densities: point.densities,
            iterations: iterations, gradient: point.gradient, curvature: curvature)
    }

    /// The energy of the states computed a second way, from its density over basis functions for all that is mean field:
    /// a wrong core energy, or a wrong field of the core, would show.
    private func checkCoreEnergy() throws(ElectronicStructureError) {
        let core = point.integrals.orbitals.density(occupied: partition.core)
        let active = point.integrals.orbitals.columns(partition.activeRange)
        let moving = active.times(point.densities.oneParticle).timesTransposed(active)
        let (coulomb, exchange) = system.contraction.coulombExchange([core])
        let field = coulomb[0].scaled(by: 2) - exchange[0]
        var energy = system.molecule.nuclearRepulsion + core.dot(system.coreHamiltonian.scaled(by: 2) + field)
        energy += moving.dot(system.coreHamiltonian + field)
        let m = partition.active
        for u in 0..<m {
            for v in 0..<m {
                for x in 0..<m {
                    for y in 0..<m {
                        energy +=
                            0.5 * point.densities.twoParticle(u, v, x, y) * point.hamiltonian.twoBody(u, v, x, y)
                    }
                }
            }
        }
        guard abs(energy - point.energy) < 1e-6 * max(1, abs(energy)) else {
            throw .calculationFailed(
                step: "Checking the core energy of an active space",
                reason: "the states have \(point.energy) Eh, but their density and the core energy give \(energy) Eh")
        }
    }
}
