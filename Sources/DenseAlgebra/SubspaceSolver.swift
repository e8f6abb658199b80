/// The state of a block Davidson iteration: a basis V, its products W = H V, and A = V†W.
struct SubspaceSolver<Scalar: SubspaceScalar> {
    let plan: SubspacePlan
    let diagonal: [Double]?
    let n: Int
    /// Basis vectors one after another; `size` of them are in use, the first `applied` have their products.
    var basis: [Scalar]
    var products: [Scalar]
    var size = 0
    var applied = 0
    /// A by columns, `capacity` apart, for the applied vectors.
    var projected: [Scalar]
    let capacity: Int
    var ritzValues: [Double] = []
    var ritzVectors: [Scalar] = []
    var residuals: [Scalar] = []
    var residualNorms: [Double] = []
    var generator = SplitMix64(seed: 0x0A0F_BA0D)
    /// The basis index of the newest vector of the probe: a chain grown from a pseudo-random vector beside the
    /// corrections, because corrections never leave the symmetry of the pairs they correct.
    var probe: Int?
    var probeSteps = 0
    static var wantedProbeSteps: Int { 8 }
    var iterations = 0
    var applications = 0

    init(plan: SubspacePlan, diagonal: [Double]?) {
        self.plan = plan
        self.diagonal = diagonal
        n = plan.dimension
        capacity = plan.basisSize
        basis = Array(repeating: .zero, count: plan.basisSize * plan.dimension)
        products = basis
        projected = Array(repeating: .zero, count: capacity * capacity)
    }

    mutating func run(_ apply: BlockOperator<Scalar>) throws(DenseAlgebraError) -> Eigenpairs<Scalar> {
        for iteration in 1...plan.options.maximumIterations {
            iterations = iteration
            let new = size - applied
            try applyChecked(
                apply, basis[(applied * n)..<(size * n)], &products, from: applied * n, count: new)
            applications += new
            extendProjection()
            try rayleighRitz()
            computeResiduals()
            if isConverged { return result() }
            if iteration == plan.options.maximumIterations || !expand() { break }
        }
        throw Scalar.notConverged(result(), tolerance: plan.options.residualTolerance)
    }

    private func tolerance(_ pair: Int) -> Double {
        pair < plan.count
            ? plan.options.residualTolerance : max(plan.options.guardTolerance, plan.options.residualTolerance)
    }

    private var isConverged: Bool {
        (size == n || probe == nil || probeSteps >= Self.wantedProbeSteps) && residualNorms.count == plan.followed
            && residualNorms.indices.allSatisfy { residualNorms[$0] <= tolerance($0) }
    }

    /// Adds the columns of A that belong to the newly applied vectors.
    private mutating func extendProjection() {
        let new = size - applied
        var block = [Scalar](repeating: .zero, count: size * new)
        products.withUnsafeBufferPointer { w in
            guard let w = w.baseAddress else { return }
            Scalar.project(basis, size, w + applied * n, new, length: n, into: &block)
        }
        for j in 0..<new {
            for i in 0..<size {
                let value = block[j * size + i]
                projected[(applied + j) * capacity + i] = value
                projected[i * capacity + applied + j] = value.conjugated
            }
        }
        applied = size
    }

    private mutating func rayleighRitz() throws(DenseAlgebraError) {
        var matrix = [Scalar](repeating: .zero, count: size * size)
        for j in 0..<size {
            for i in 0..<size { matrix[j * size + i] = projected[j * capacity + i] }
        }
        (ritzValues, ritzVectors) = try Scalar.eigen(order: size, matrix)
    }

    /// r = W y − θ V y for every followed pair.
    private mutating func computeResiduals() {
        let pairs = min(plan.followed, size)
        if residuals.count != pairs * n { residuals = Array(repeating: .zero, count: pairs * n) }
        var scaled = [Scalar](ritzVectors[..<(pairs * size)])
        for j in 0..<pairs {
            for i in 0..<size { scaled[j * size + i] = scaled[j * size + i].scaled(by: ritzValues[j]) }
        }
        Scalar.combine(
            products, stride: n, size, ritzVectors, pairs, length: n, alpha: 1, beta: 0, into: &residuals,
            resultStride: n)
        Scalar.combine(
            basis, stride: n, size, scaled, pairs, length: n, alpha: -1, beta: 1, into: &residuals, resultStride: n)
        residualNorms = (0..<pairs).map { squaredNorm(residuals[($0 * n)..<(($0 + 1) * n)]).squareRoot() }
    }

    private func result() -> Eigenpairs<Scalar> {
        let pairs = min(plan.count, size)
        var vectors = [Scalar](repeating: .zero, count: pairs * n)
        Scalar.combine(
            basis, stride: n, size, ritzVectors, pairs, length: n, alpha: 1, beta: 0, into: &vectors, resultStride: n)
        return Eigenpairs(
            values: Array(ritzValues[..<pairs]), vectors: (0..<pairs).map { Array(vectors[($0 * n)..<(($0 + 1) * n)]) },
            residualNorms: Array(residualNorms[..<pairs]), iterations: iterations, operatorApplications: applications)
    }

    /// Adds a correction for every pair that needs one; false when the space has no room left.
    private mutating func expand() -> Bool {
        let unfinished = residualNorms.indices.filter { residualNorms[$0] > tolerance($0) }
        let corrections = unfinished.map { (pair: $0, value: ritzValues[$0]) }
        // A basis as large as the space is exact when full, so it never restarts.
        if size + unfinished.count + 1 > capacity, capacity < n { restart() }
        let before = size
        extendProbe()
        for (pair, value) in corrections where size < capacity {
            append(correction(Array(residuals[(pair * n)..<((pair + 1) * n)]), value))
        }
        // Every correction lay in the space already (or too few pairs fit it): a fresh direction moves it on.
        if size == before, size < capacity { append((0..<n).map { _ in Scalar.random(&generator) }) }
        return size > before
    }

    /// The next link of the probe, t = M (H p − θ p) with the preconditioner M.
    private mutating func extendProbe() {
        guard let last = probe, probeSteps < Self.wantedProbeSteps, size < capacity, let lowest = ritzValues.first
        else { return }
        let before = size
        let residual = (0..<n).map { products[last * n + $0] - basis[last * n + $0].scaled(by: lowest) }
        append(correction(residual, lowest))
        probeSteps += 1
        probe = size > before ? size - 1 : nil
    }

    /// Davidson's preconditioner t = r / (θ − d), kept away from division by zero.
    private func correction(_ residual: [Scalar], _ value: Double) -> [Scalar] {
        guard let diagonal else { return residual }
        var t = residual
        for i in 0..<n {
            let gap = value - diagonal[i]
            t[i] = t[i].scaled(by: 1 / (gap.magnitude < 1e-2 ? (gap < 0 ? -1e-2 : 1e-2) : gap))
        }
        return t
    }

    /// Shrinks the basis to its lowest Ritz vectors, in place, a stretch of components at a time.
    private mutating func restart() {
        let keep = max(plan.followed, min((capacity + plan.followed) / 2, capacity - plan.followed))
        let kept = min(keep, size)
        let stretch = 1024
        let ritz = (vectors: ritzVectors, size: size, length: n)
        var scratch = [Scalar](repeating: .zero, count: kept * stretch)
        for first in Swift.stride(from: 0, to: n, by: stretch) {
            let length = min(stretch, n - first)
            basis.withUnsafeMutableBufferPointer { combineInPlace($0, from: first, length, ritz, kept, &scratch) }
            products.withUnsafeMutableBufferPointer { combineInPlace($0, from: first, length, ritz, kept, &scratch) }
        }
        projected = Array(repeating: .zero, count: capacity * capacity)
        for i in 0..<kept { projected[i * capacity + i] = Scalar(real: ritzValues[i]) }
        size = kept
        applied = kept
        probe = nil
    }
}

/// Replaces `length` components of the first `kept` vectors of a block by those of the Ritz vectors.
private func combineInPlace<Scalar: SubspaceScalar>(
    _ block: UnsafeMutableBufferPointer<Scalar>, from first: Int, _ length: Int,
    _ ritz: (vectors: [Scalar], size: Int, length: Int), _ kept: Int, _ scratch: inout [Scalar]
) {
    guard let start = block.baseAddress else { return }
    let n = ritz.length
    Scalar.combine(
        start + first, stride: n, ritz.size, ritz.vectors, kept, length: length, alpha: 1, beta: 0, into: &scratch,
        resultStride: length)
    for j in 0..<kept {
        for i in 0..<length { start[j * n + first + i] = scratch[j * length + i] }
    }
}
