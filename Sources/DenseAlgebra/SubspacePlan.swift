/// What an iterative solve will hold, decided and checked before anything is allocated.
struct SubspacePlan {
    let count: Int
    let dimension: Int
    let options: EigensolverOptions

    /// Up to this dimension the operator is made a matrix.
    static let denseDimension = 64

    var isDense: Bool { dimension <= Self.denseDimension }
    /// Wanted and guard pairs together.
    var followed: Int { min(dimension, count + max(0, options.guardCount)) }
    /// Room for the basis: a restart must leave space for one more block.
    var basisSize: Int { min(dimension, options.maximumBasisSize ?? max(40, 6 * followed)) }

    /// The basis, its products, and the residuals of the followed pairs; `nil` on overflow.
    func byteCount(scalarBytes: Int) -> Int? {
        guard count > 0, dimension > 0, count <= dimension else { return 0 }
        let vectors = isDense ? 3 * dimension : 2 * basisSize + followed + count
        let (numbers, overflow) = vectors.multipliedReportingOverflow(by: dimension)
        let (bytes, overflowToo) = numbers.multipliedReportingOverflow(by: scalarBytes)
        return overflow || overflowToo ? nil : bytes
    }

    func check(diagonal: [Double]?, startLengths: [Int], scalarBytes: Int) throws(DenseAlgebraError) {
        guard count >= 1, count <= dimension else { throw .eigenpairCount(requested: count, dimension: dimension) }
        try checkOptions()
        if let wrong = startLengths.first(where: { $0 != dimension }) {
            throw .shapeMismatch(
                operation: "start vector", found: "\(wrong) numbers", expected: "\(dimension), the dimension")
        }
        if let diagonal {
            guard diagonal.count == dimension else {
                throw .shapeMismatch(
                    operation: "diagonal of the operator", found: "\(diagonal.count) numbers",
                    expected: "\(dimension), the dimension")
            }
            guard diagonal.allSatisfy(\.isFinite) else { throw .notFinite(place: "The diagonal of the operator") }
        }
        guard dimension <= Int(Int32.max), let needed = byteCount(scalarBytes: scalarBytes) else {
            throw .memory(neededBytes: .max, limitBytes: options.memoryLimitBytes ?? .max, purpose: "The eigensolver")
        }
        if let limit = options.memoryLimitBytes, needed > limit {
            throw .memory(neededBytes: needed, limitBytes: limit, purpose: "The eigensolver")
        }
    }

    private func checkOptions() throws(DenseAlgebraError) {
        guard options.residualTolerance > 0, options.residualTolerance.isFinite else {
            throw .invalidOption(
                name: "residualTolerance", found: "\(options.residualTolerance)", expected: "a positive number")
        }
        guard options.guardTolerance > 0 else {
            throw .invalidOption(
                name: "guardTolerance", found: "\(options.guardTolerance)", expected: "a positive number")
        }
        guard options.maximumIterations >= 1 else {
            throw .invalidOption(
                name: "maximumIterations", found: "\(options.maximumIterations)", expected: "1 or more")
        }
        guard options.guardCount >= 0 else {
            throw .invalidOption(name: "guardCount", found: "\(options.guardCount)", expected: "0 or more")
        }
        if let size = options.maximumBasisSize, size < min(dimension, 2 * followed + 1) {
            throw .invalidOption(
                name: "maximumBasisSize", found: "\(size)",
                expected: "at least \(min(dimension, 2 * followed + 1)) for \(count) pairs and their guards")
        }
    }
}
