internal import CClp

extension LinearProgram {
    /// The optimal vertex, feasible to 10⁻⁹.
    ///
    /// - Throws: ``DenseAlgebraError/notFinite(place:)``, ``DenseAlgebraError/infeasibleProgram``,
    ///   ``DenseAlgebraError/unboundedProgram`` or ``DenseAlgebraError/unsolvedProgram(iterations:)`` when it takes more than
    ///   `maximumIterations` steps.
    public func minimized(maximumIterations: Int = 1_000_000) throws(DenseAlgebraError) -> Solution {
        try checkFinite()
        guard let model = Clp_newModel() else { throw .unsolvedProgram(iterations: 0) }
        defer { Clp_deleteModel(model) }
        Clp_setLogLevel(model, 0)
        Clp_setPrimalTolerance(model, 1e-9)
        Clp_setDualTolerance(model, 1e-9)
        Clp_setMaximumIterations(model, Int32(clamping: maximumIterations))
        Clp_loadProblem(
            model, Int32(variableCount), Int32(rows.count), starts.map { CoinBigIndex($0) }, entryRows, entryValues,
            bounds.map { Self.clamped($0.lowerBound) }, bounds.map { Self.clamped($0.upperBound) }, costs,
            rows.map { Self.clamped($0.lowerBound) }, rows.map { Self.clamped($0.upperBound) })
        Clp_initialSolve(model)
        switch Clp_status(model) {
        case 0: break
        case 1: throw .infeasibleProgram
        case 2: throw .unboundedProgram
        default: throw .unsolvedProgram(iterations: Int(Clp_numberIterations(model)))
        }
        return Solution(
            objective: Clp_objectiveValue(model),
            values: Self.copied(Clp_primalColumnSolution(model), variableCount),
            rowMultipliers: Self.copied(Clp_dualRowSolution(model), rows.count),
            iterations: Int(Clp_numberIterations(model)))
    }

    /// CLP takes the largest number for infinity.
    private static func clamped(_ bound: Double) -> Double {
        Swift.min(Swift.max(bound, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
    }

    private static func copied(_ numbers: UnsafeMutablePointer<Double>?, _ count: Int) -> [Double] {
        Array(UnsafeBufferPointer(start: numbers, count: numbers == nil ? 0 : count))
    }

    private func checkFinite() throws(DenseAlgebraError) {
        guard costs.allSatisfy(\.isFinite) else { throw .notFinite(place: "The costs of the linear program") }
        guard entryValues.allSatisfy(\.isFinite) else { throw .notFinite(place: "The matrix of the linear program") }
    }
}
