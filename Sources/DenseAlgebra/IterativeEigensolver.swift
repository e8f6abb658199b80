public import ComplexModule
public import RealModule

/// The lowest eigenpairs that an iterative solver found.
public struct Eigenpairs<Scalar: Sendable>: Sendable {
    /// Eigenvalues in ascending order.
    public let values: [Double]
    /// `vectors[j]` belongs to `values[j]`; orthonormal.
    public let vectors: [[Scalar]]
    /// The norms ‖H x − λ x‖, one an eigenpair. An exact eigenvalue lies no further than this from `values[j]`.
    public let residualNorms: [Double]
    /// The iterations used.
    public let iterations: Int
    /// The number of vectors the operator was applied to.
    public let operatorApplications: Int
}

/// Settings of the iterative eigensolvers.
public struct EigensolverOptions: Sendable {
    /// A pair is converged when ‖H x − λ x‖ is at most this.
    public var residualTolerance: Double
    /// Iterations before giving up; each applies the operator to at most `count + guardCount + 1` vectors.
    public var maximumIterations: Int
    /// Basis vectors held before a restart; `nil` chooses `max(40, 6 (count + guardCount))`.
    public var maximumBasisSize: Int?
    /// Extra pairs above the wanted ones, followed to `guardTolerance`. They catch a low state of another symmetry
    /// that a converged one would hide.
    public var guardCount: Int
    /// The residual norm at which a guard pair is good enough.
    public var guardTolerance: Double
    /// A limit for the solver's working storage; `nil` for none.
    public var memoryLimitBytes: Int?

    /// Settings; see the properties.
    public init(
        residualTolerance: Double = 1e-9, maximumIterations: Int = 500, maximumBasisSize: Int? = nil,
        guardCount: Int = 2, guardTolerance: Double = 1e-3, memoryLimitBytes: Int? = nil
    ) {
        self.residualTolerance = residualTolerance
        self.maximumIterations = maximumIterations
        self.maximumBasisSize = maximumBasisSize
        self.guardCount = guardCount
        self.guardTolerance = guardTolerance
        self.memoryLimitBytes = memoryLimitBytes
    }
}

/// An operator on blocks of vectors: reads `count` vectors, one after another, and overwrites `products` with H times
/// each, in the same order.
public typealias BlockOperator<Scalar> = (
    _ vectors: UnsafeBufferPointer<Scalar>, _ products: UnsafeMutableBufferPointer<Scalar>, _ count: Int
) throws -> Void

/// The lowest `count` eigenpairs of a real symmetric operator, by the block Davidson method with thick restarts
/// (E. R. Davidson, J. Comput. Phys. 17, 87, 1975).
///
/// The same input gives the same bits. Start vectors are the caller's, then unit vectors at the lowest diagonal
/// elements, each with a small pseudo-random part, then one wholly pseudo-random, which also starts a short Krylov
/// chain of its own: a state that the other vectors cannot reach by symmetry gets its chance. That is strong evidence
/// and no proof; where the symmetries are known, give a start vector in each. Operators of dimension 64 and less are diagonalized densely.
///
/// - Parameters:
///   - count: how many eigenpairs, from the lowest.
///   - dimension: the dimension of the space.
///   - diagonal: the diagonal of H for the preconditioner, or `nil` for none (then the method is block Lanczos).
///   - start: guesses, each of `dimension` numbers; may be empty.
///   - options: tolerance, limits, memory.
///   - apply: the operator.
/// - Throws: `DenseAlgebraError.notConverged` carrying the best result so far; other cases for bad input, NaN
///   produced by the operator, and memory over the limit.
public func lowestEigenpairs(
    _ count: Int, dimension: Int, diagonal: [Double]? = nil, start: [[Double]] = [],
    options: EigensolverOptions = EigensolverOptions(), apply: BlockOperator<Double>
) throws(DenseAlgebraError) -> Eigenpairs<Double> {
    try solveLowest(count, dimension, diagonal, start, options, apply)
}

/// The lowest `count` eigenpairs of a complex Hermitian operator; the same method as for real ones.
///
/// Without a `diagonal` this is the block Lanczos method with full reorthogonalization and thick restarts
/// (K. Wu and H. Simon, SIAM J. Matrix Anal. Appl. 22, 602, 2000).
///
/// - Throws: `DenseAlgebraError.notConvergedComplex` carrying the best result so far; other cases as for real ones.
public func lowestEigenpairs(
    _ count: Int, dimension: Int, diagonal: [Double]? = nil, start: [[Complex<Double>]] = [],
    options: EigensolverOptions = EigensolverOptions(), apply: BlockOperator<Complex<Double>>
) throws(DenseAlgebraError) -> Eigenpairs<Complex<Double>> {
    try solveLowest(count, dimension, diagonal, start, options, apply)
}

/// The bytes of working storage an iterative solve takes beside the operator's own.
///
/// - Returns: `nil` when the number overflows.
public func eigensolverByteCount(
    count: Int, dimension: Int, isComplex: Bool, options: EigensolverOptions = EigensolverOptions()
) -> Int? {
    SubspacePlan(count: count, dimension: dimension, options: options).byteCount(
        scalarBytes: isComplex ? Complex<Double>.byteCount : Double.byteCount)
}

private func solveLowest<Scalar: SubspaceScalar>(
    _ count: Int, _ dimension: Int, _ diagonal: [Double]?, _ start: [[Scalar]], _ options: EigensolverOptions,
    _ apply: BlockOperator<Scalar>
) throws(DenseAlgebraError) -> Eigenpairs<Scalar> {
    BlasThreads.settle()
    let plan = SubspacePlan(count: count, dimension: dimension, options: options)
    try plan.check(diagonal: diagonal, startLengths: start.map(\.count), scalarBytes: Scalar.byteCount)
    if plan.isDense { return try denseEigenpairs(plan, apply) }
    var solver = SubspaceSolver<Scalar>(plan: plan, diagonal: diagonal)
    solver.appendStart(start)
    return try solver.run(apply)
}

/// Applies the operator to the identity and diagonalizes the matrix: exact, and cheap where dimension is small.
private func denseEigenpairs<Scalar: SubspaceScalar>(
    _ plan: SubspacePlan, _ apply: BlockOperator<Scalar>
) throws(DenseAlgebraError) -> Eigenpairs<Scalar> {
    let n = plan.dimension
    var identity = [Scalar](repeating: .zero, count: n * n)
    for i in 0..<n { identity[i * n + i] = Scalar(real: 1) }
    var matrix = [Scalar](repeating: .zero, count: n * n)
    try applyChecked(apply, identity[...], &matrix, from: 0, count: n)
    var (largest, worst) = (0.0, 0.0)
    for i in 0..<n {
        for j in 0...i {
            let (a, b) = (matrix[i * n + j], matrix[j * n + i])
            largest = max(largest, a.squaredLength, b.squaredLength)
            worst = max(worst, (a - b.conjugated).squaredLength)
        }
    }
    let tolerance = 1e-8 * largest.squareRoot()
    guard worst.squareRoot() <= tolerance else {
        throw .notHermitian(difference: worst.squareRoot(), tolerance: tolerance)
    }
    let (values, vectors) = try Scalar.eigen(order: n, matrix)
    let lowest = (0..<plan.count).map { Array(vectors[($0 * n)..<(($0 + 1) * n)]) }
    let residuals = lowest.indices.map { residualNorm(matrix, lowest[$0], values[$0]) }
    return Eigenpairs(
        values: Array(values[..<plan.count]), vectors: lowest, residualNorms: residuals, iterations: 1,
        operatorApplications: n)
}

private func residualNorm<Scalar: SubspaceScalar>(_ matrix: [Scalar], _ x: [Scalar], _ value: Double) -> Double {
    var r = [Scalar](repeating: .zero, count: x.count)
    Scalar.combine(
        matrix, stride: x.count, x.count, x, 1, length: x.count, alpha: 1, beta: 0, into: &r, resultStride: x.count)
    var sum = 0.0
    for i in x.indices { sum += (r[i] - x[i].scaled(by: value)).squaredLength }
    return sum.squareRoot()
}

/// Runs the caller's operator on `count` vectors and checks what comes back.
func applyChecked<Scalar: SubspaceScalar>(
    _ apply: BlockOperator<Scalar>, _ vectors: ArraySlice<Scalar>, _ products: inout [Scalar], from first: Int,
    count: Int
) throws(DenseAlgebraError) {
    let size = vectors.count
    var sum = 0.0
    do {
        try vectors.withUnsafeBufferPointer { input in
            try products.withUnsafeMutableBufferPointer { all in
                let output = UnsafeMutableBufferPointer(rebasing: all[first..<(first + size)])
                try apply(input, output, count)
                for x in output { sum += x.squaredLength }
            }
        }
    } catch {
        throw .operatorFailed(error)
    }
    guard sum.isFinite else { throw .notFinite(place: "The product of the operator and a vector") }
}
