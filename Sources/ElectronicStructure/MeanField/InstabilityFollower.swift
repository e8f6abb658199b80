internal import DenseAlgebra

/// Leaves solutions that are no minima for lower ones.
struct InstabilityFollower {
    let field: SelfConsistentField
    let options: HartreeFockOptions

    private var counts: [Int] { [field.electrons.up, field.electrons.down] }

    /// Analyses a solution and, if asked to, follows its instabilities until there is none.
    func finish(_ solution: SelfConsistentField.Solution) throws(ElectronicStructureError) -> MeanField {
        guard options.stability != .skip else { return MeanField(field, solution, nil) }
        var current = solution
        var report = StabilityReport()
        for step in 0...Self.largestStepCount {
            let rotations: OrbitalHessian.Rotations = field.reference == .unrestricted ? .separate : .shared
            let hessian = OrbitalHessian(field.system, current, counts, rotations)
            let lowest = try hessian.lowest()
            report.withinReference = lowest?.value ?? 0
            report.stepsFollowed = step
            guard options.stability == .follow, let lowest, lowest.value <= StabilityReport.threshold,
                step < Self.largestStepCount, let lower = try lower(current, hessian, lowest.rotation)
            else { break }
            current = lower
        }
        if field.reference == .restricted {
            let hessian = OrbitalHessian(field.system, current, counts, .opposite)
            report.towardsUnrestricted = try hessian.lowest()?.value ?? 0
        }
        return MeanField(field, current, report)
    }

    private static let largestStepCount = 6

    /// The solution reached from orbitals rotated along an instability: the first that is lower.
    private func lower(
        _ solution: SelfConsistentField.Solution, _ hessian: OrbitalHessian, _ rotation: [Double]
    ) throws(ElectronicStructureError) -> SelfConsistentField.Solution? {
        let generators = hessian.generators(rotation)
        var trials: [(energy: Double, densities: [Matrix])] = []
        for angle in [0.2, -0.2, 0.5, -0.5, 0.8, -0.8, 1.2, -1.2, 1.57] {
            var orbitals: [Matrix] = []
            for (spin, matrix) in solution.orbitals.enumerated() {
                orbitals.append(matrix.times(try generators[spin].scaled(by: angle).rotation()))
            }
            let densities = field.densities(orbitals)
            trials.append((field.focks(densities).energy, densities))
        }
        for trial in trials.sorted(by: { $0.energy < $1.energy }).prefix(3) {
            var found = try field.run(from: trial.densities)
            if !found.isConverged || found.energy > solution.energy - 1e-7 {
                // A shift keeps the iteration in the valley it starts in.
                var steady = field
                steady.options.levelShift = max(0.5, options.levelShift)
                found = try steady.run(from: trial.densities)
            }
            if found.isConverged, found.energy < solution.energy - 1e-7 { return found }
        }
        return nil
    }
}
