public import ComplexModule
public import RealModule

/// What can go wrong in dense linear algebra: each case says what was found and what was expected.
public enum DenseAlgebraError: Error, CustomStringConvertible, Sendable {
    /// Shapes that do not fit the operation.
    case shapeMismatch(operation: String, found: String, expected: String)
    /// A NaN or an infinity where a finite number belongs.
    case notFinite(place: String)
    /// A matrix or operator that should equal its own adjoint and does not, by `difference` at most.
    case notHermitian(difference: Double, tolerance: Double)
    /// A matrix that should be minus its own transpose and is not, by `sum` at most.
    case notAntisymmetric(sum: Double, tolerance: Double)
    /// A linear system without a unique solution.
    case singular(pivot: Int)
    /// A number of eigenpairs that an operator of this dimension does not have.
    case eigenpairCount(requested: Int, dimension: Int)
    /// An option that makes no sense.
    case invalidOption(name: String, found: String, expected: String)
    /// The working storage would exceed the caller's limit.
    case memory(neededBytes: Int, limitBytes: Int, purpose: String)
    /// An iterative solver for a real operator ran out of iterations; `best` is where it stood.
    case notConverged(best: Eigenpairs<Double>, tolerance: Double)
    /// An iterative solver for a complex operator ran out of iterations; `best` is where it stood.
    case notConvergedComplex(best: Eigenpairs<Complex<Double>>, tolerance: Double)
    /// A linear program whose conditions contradict each other.
    case infeasibleProgram
    /// A linear program whose objective falls without end.
    case unboundedProgram
    /// A linear program that the solver gave up.
    case unsolvedProgram(iterations: Int)
    /// The caller's own operator threw.
    case operatorFailed(any Error)
    /// A LAPACK routine reported failure.
    case lapackFailed(routine: String, code: Int)

    /// The error in words.
    public var description: String {
        switch self {
        case .shapeMismatch(let operation, let found, let expected):
            "\(operation): found \(found), expected \(expected)."
        case .notFinite(let place):
            "\(place) holds a NaN or an infinity; every number must be finite. Check the input it came from."
        case .notHermitian(let difference, let tolerance):
            "The matrix differs from its adjoint by \(difference), more than \(tolerance); "
                + "a Hermitian (or real symmetric) one was expected."
        case .notAntisymmetric(let sum, let tolerance):
            "The matrix and its transpose add up to \(sum), more than \(tolerance); an antisymmetric one was expected."
        case .singular(let pivot):
            "The linear system is singular: pivot \(pivot) is exactly zero. Remove the dependent equation."
        case .eigenpairCount(let requested, let dimension):
            "\(requested) eigenpairs were asked of an operator of dimension \(dimension); ask for 1 to \(dimension)."
        case .invalidOption(let name, let found, let expected):
            "Option \(name) is \(found); expected \(expected)."
        case .memory(let needed, let limit, let purpose):
            "\(purpose) needs \(needed) bytes; the limit is \(limit) bytes. Raise the limit or make the problem smaller."
        case .notConverged(let best, let tolerance):
            Self.notConverged(best.iterations, best.residualNorms, tolerance)
        case .notConvergedComplex(let best, let tolerance):
            Self.notConverged(best.iterations, best.residualNorms, tolerance)
        case .infeasibleProgram:
            "No point satisfies all conditions of the linear program; loosen a bound."
        case .unboundedProgram:
            "The objective of the linear program falls without end; bound the variables that have a cost."
        case .unsolvedProgram(let iterations):
            "The linear program was not solved in \(iterations) steps; allow more, or scale its rows to like sizes."
        case .operatorFailed(let error):
            "The operator given to the eigensolver failed: \(error)"
        case .lapackFailed(let routine, let code):
            "LAPACK's \(routine) failed with code \(code); the matrix may be badly scaled."
        }
    }

    private static func notConverged(_ iterations: Int, _ residuals: [Double], _ tolerance: Double) -> String {
        "The eigensolver stopped after \(iterations) iterations with the largest residual norm "
            + "\(residuals.max() ?? .nan), above the tolerance \(tolerance). Allow more iterations, "
            + "a larger basis or a looser tolerance."
    }
}
