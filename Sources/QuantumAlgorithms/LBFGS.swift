/// Minimization of a smooth function by the limited-memory BFGS method: two-loop recursion over the last steps, and a
/// line search that satisfies the strong Wolfe conditions.
///
/// Deterministic. Values that are not finite are stepped back from. Source: D. C. Liu and J. Nocedal, Math. Program.
/// 45, 503 (1989).
public struct LBFGS: Hashable, Sendable {
    /// How many steps the approximation of the Hessian remembers.
    public var memory: Int
    /// Converged when the Euclidean norm of the gradient is at most this.
    public var gradientTolerance: Double
    /// Iterations before giving up.
    public var maximumIterations: Int

    /// Settings.
    ///
    /// Near a minimum of curvature h the value is off by about g² / 2h for a gradient g: with 1e-6 hartree and h of 0.1
    /// to 10, less than 1e-11 hartree.
    public init(memory: Int = 20, gradientTolerance: Double = 1e-6, maximumIterations: Int = 500) {
        self.memory = memory
        self.gradientTolerance = gradientTolerance
        self.maximumIterations = maximumIterations
    }

    /// A function's value and gradient at a point.
    public typealias Evaluation = (value: Double, gradient: [Double])

    /// The minimum that is reached from a point.
    ///
    /// - Parameters:
    ///   - curvatures: about the diagonal of the Hessian, up to a common factor; positive. Ones by default.
    ///   - shouldStop: asked before every evaluation; when true, the best point so far is returned.
    ///   - onIteration: called after every iteration.
    ///   - objective: the function and its gradient; what it throws ends the minimization.
    /// - Returns: the lowest point found, with the reason for ending there; the value never exceeds that of the start.
    /// - Complexity: O(memory · parameters) an iteration beside the evaluations, 1 to 2 of them on average.
    public func minimize<Failure: Error>(
        from start: [Double], curvatures: [Double]? = nil, shouldStop: () -> Bool = { false },
        onIteration: (Minimization.Step) -> Void = { _ in }, objective: ([Double]) throws(Failure) -> Evaluation
    ) throws(Failure) -> Minimization {
        precondition(curvatures.map { $0.count == start.count } ?? true, "one curvature a parameter")
        let first = try objective(start)
        var run = Run(
            parameters: start, value: first.value, gradient: first.gradient,
            model: HessianModel(memory: memory, inverseDiagonal: curvatures?.map { 1 / $0 }))
        run.history.append(run.step)
        while run.outcome == nil {
            if !(run.gradientNorm > gradientTolerance) {
                run.outcome = run.gradientNorm.isNaN || run.value.isNaN ? .noProgress : .converged
            } else if run.iterations >= maximumIterations {
                run.outcome = .iterationLimit
            } else if !run.gradientNorm.isFinite || !run.value.isFinite {
                run.outcome = .noProgress
            } else if try run.iterate(shouldStop, objective) {
                onIteration(run.step)
            }
        }
        return run.result
    }
}

extension LBFGS {
    /// A minimization in progress.
    private struct Run {
        var parameters: [Double]
        var value: Double
        var gradient: [Double]
        var model: HessianModel
        var history: [Minimization.Step] = []
        var iterations = 0
        var evaluations = 1
        var outcome: Minimization.Outcome?

        var gradientNorm: Double { dot(gradient, gradient).squareRoot() }
        var step: Minimization.Step { .init(value: value, gradientNorm: gradientNorm) }

        var result: Minimization {
            Minimization(
                parameters: parameters, value: value, gradientNorm: gradientNorm, outcome: outcome ?? .noProgress,
                iterations: iterations, evaluations: evaluations, history: history)
        }

        init(parameters: [Double], value: Double, gradient: [Double], model: HessianModel) {
            self.parameters = parameters
            self.value = value
            self.gradient = gradient
            self.model = model
        }

        /// Searches one line; whether a lower point was found.
        mutating func iterate<Failure: Error>(
            _ shouldStop: () -> Bool, _ objective: ([Double]) throws(Failure) -> Evaluation
        ) throws(Failure) -> Bool {
            var direction = model.direction(against: gradient)
            var slope = dot(gradient, direction)
            if !(slope < 0) {
                model.forget()
                direction = model.direction(against: gradient)
                slope = dot(gradient, direction)
            }
            guard let next = try search(direction, slope, shouldStop, objective) else {
                if outcome == nil, model.isEmpty { outcome = .noProgress }
                model.forget()
                return false
            }
            model.learn(
                step: zip(next.parameters, parameters).map { $0 - $1 },
                change: zip(next.gradient, gradient).map { $0 - $1 })
            (parameters, value, gradient) = (next.parameters, next.value, next.gradient)
            iterations += 1
            history.append(step)
            return true
        }

        private mutating func search<Failure: Error>(
            _ direction: [Double], _ slope: Double, _ shouldStop: () -> Bool,
            _ objective: ([Double]) throws(Failure) -> Evaluation
        ) throws(Failure) -> LinePoint? {
            let origin = LinePoint(step: 0, value: value, slope: slope, parameters: parameters, gradient: gradient)
            // Without memory the length of the direction means nothing: begin with a step of length 1 at most.
            let length = dot(direction, direction).squareRoot()
            let firstStep = model.isEmpty ? min(1, 1 / length) : 1
            var (count, stopped) = (0, false)
            let line = WolfeLineSearch<Failure>(origin: origin)
            let found = try line.search(firstStep: firstStep) { step throws(Failure) in
                if shouldStop() {
                    stopped = true
                    return nil
                }
                count += 1
                let point = zip(origin.parameters, direction).map { $0 + step * $1 }
                let trial = try objective(point)
                return LinePoint(
                    step: step, value: trial.value, slope: dot(trial.gradient, direction), parameters: point,
                    gradient: trial.gradient)
            }
            evaluations += count
            if stopped { outcome = .stopped }
            return found
        }
    }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}
