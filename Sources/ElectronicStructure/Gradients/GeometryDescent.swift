internal import DenseAlgebra

/// The iteration of a geometry optimization.
struct GeometryDescent {
    let calculation: EnergyCalculation
    let options: GeometryOptimizationOptions
    private var molecule: Molecule
    private var hessian: Matrix
    private var radius: Double
    private var steps: [GeometryOptimization.Step] = []

    init(calculation: EnergyCalculation, options: GeometryOptimizationOptions, molecule: Molecule) {
        self.calculation = calculation
        self.options = options
        self.molecule = molecule
        radius = options.trustRadius
        hessian = ModelHessian(molecule).matrix(Self.coordinates(molecule))
    }

    private static func coordinates(_ molecule: Molecule) -> [Double] {
        molecule.atoms.flatMap { [$0.position.x, $0.position.y, $0.position.z] }
    }

    mutating func run(
        _ progress: (GeometryOptimization.Step) -> Void
    ) throws(ElectronicStructureError) -> GeometryOptimization {
        var gradient = try calculation.gradient(of: molecule)
        while true {
            record(gradient)
            progress(steps[steps.count - 1])
            let slope = gradient.values.flatMap { [$0.x, $0.y, $0.z] }
            let step = try self.step(slope)
            let isConverged = isConverged(gradient, step)
            if isConverged || steps.count > options.maximumSteps {
                return GeometryOptimization(
                    molecule: molecule, gradient: gradient, steps: steps, isConverged: isConverged)
            }
            guard let (next, point, taken) = try advance(step, slope, gradient.point) else {
                return GeometryOptimization(molecule: molecule, gradient: gradient, steps: steps, isConverged: false)
            }
            let moved = try calculation.gradient(of: next, around: point)
            update(taken, zip(moved.values.flatMap { [$0.x, $0.y, $0.z] }, slope).map { $0 - $1 })
            (molecule, gradient) = (next, moved)
        }
    }

    private mutating func record(_ gradient: MolecularGradient) {
        steps.append(
            GeometryOptimization.Step(
                energy: gradient.point.energy, largestGradient: gradient.largest,
                positions: molecule.atoms.map(\.position)))
    }

    private func isConverged(_ gradient: MolecularGradient, _ step: [Double]) -> Bool {
        let largest = step.reduce(0) { max($0, $1.magnitude) }
        let mean = (step.reduce(0) { $0 + $1 * $1 } / Double(max(1, step.count))).squareRoot()
        let isFlat = gradient.largest < options.largestGradient && gradient.rootMeanSquare < options.meanGradient
        // A gradient far below its limit says enough where a soft motion makes steps long.
        let isVeryFlat = gradient.largest < 0.01 * options.largestGradient
        return isFlat && (isVeryFlat || (largest < options.largestStep && mean < options.meanStep))
    }

    /// -(H - λ)⁻¹ g with λ the lowest eigenvalue of H bordered by g, at most as long as trusted.
    private func step(_ slope: [Double]) throws(ElectronicStructureError) -> [Double] {
        let n = slope.count
        var bordered = Matrix(rows: n + 1, columns: n + 1)
        for i in 0..<n {
            for j in 0..<n { bordered[i, j] = hessian[i, j] }
            bordered[i, n] = slope[i]
            bordered[n, i] = slope[i]
        }
        let vectors = try linear("Finding a step") { () throws(DenseAlgebraError) in
            try bordered.symmetrized.symmetricEigen().vectors
        }
        let leader = vectors[n, 0]
        guard abs(leader) > 1e-8 else { return slope.map { -$0 } }
        let step = (0..<n).map { vectors[$0, 0] / leader }
        let length = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > radius ? step.map { $0 * radius / length } : step
    }

    /// The next geometry: the step, or a part of it, that does not raise the energy; `nil` where none does.
    private mutating func advance(
        _ step: [Double], _ slope: [Double], _ center: EnergyCalculation.Point
    ) throws(ElectronicStructureError) -> (Molecule, EnergyCalculation.Point, [Double])? {
        var step = step
        for _ in 0..<8 {
            var atoms = molecule.atoms
            for i in step.indices { atoms[i / 3].position[i % 3] += step[i] }
            let next = try molecule.moved(to: atoms)
            let point = try calculation.point(next, beside: center)
            let change = point.energy - center.energy
            let predicted = predictedChange(step, slope)
            let length = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if change < 1e-7 {
                let ratio = predicted < 0 ? change / predicted : 1
                if ratio > 0.75, length > 0.9 * radius { radius = min(1, 2 * radius) }
                if ratio < 0.25 { radius = max(1e-3, length / 2) }
                return (next, point, step)
            }
            radius = length / 3
            step = step.map { $0 / 3 }
        }
        return nil
    }

    /// g·s + ½ s·H s.
    private func predictedChange(_ step: [Double], _ slope: [Double]) -> Double {
        var sum = 0.0
        for i in step.indices {
            sum += slope[i] * step[i]
            for j in step.indices { sum += 0.5 * step[i] * hessian[i, j] * step[j] }
        }
        return sum
    }

    /// The update of Broyden, Fletcher, Goldfarb and Shanno, damped so that H stays positive (M. J. D. Powell, 1978).
    private mutating func update(_ step: [Double], _ change: [Double]) {
        let n = step.count
        let product = (0..<n).map { i in (0..<n).reduce(0) { $0 + hessian[i, $1] * step[$1] } }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let (curvature, expected) = (dot(step, change), dot(step, product))
        guard expected > 1e-14 else { return }
        let share = curvature >= 0.2 * expected ? 1 : 0.8 * expected / (expected - curvature)
        let bent = (0..<n).map { share * change[$0] + (1 - share) * product[$0] }
        let along = dot(step, bent)
        guard along > 1e-14 else { return }
        for i in 0..<n {
            for j in 0..<n { hessian[i, j] += bent[i] * bent[j] / along - product[i] * product[j] / expected }
        }
    }
}
