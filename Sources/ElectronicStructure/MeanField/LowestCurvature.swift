internal import DenseAlgebra

/// The lowest eigenvalue of a matrix of second derivatives and its vector, to the accuracy that tells its sign.
///
/// - Parameters:
///   - diagonal: its diagonal, or what is near.
///   - step: what it is computed for, to be named in an error.
///   - apply: the product with a vector.
/// - Throws: `calculationFailed`.
func lowestCurvature(
    diagonal: [Double], step: String, apply: ([Double]) throws -> [Double]
) throws(ElectronicStructureError) -> (value: Double, vector: [Double]) {
    let dimension = diagonal.count
    let options = EigensolverOptions(
        residualTolerance: 1e-4, maximumIterations: 60, guardCount: min(1, dimension - 1), guardTolerance: 1e-2)
    do {
        let pairs = try lowestEigenpairs(
            1, dimension: dimension, diagonal: diagonal, options: options
        ) { vectors, products, count in
            for k in 0..<count {
                let range = k * dimension..<(k + 1) * dimension
                for (i, value) in zip(range, try apply(Array(vectors[range]))) { products[i] = value }
            }
        }
        return (pairs.values[0], pairs.vectors[0])
    } catch {
        // A sign is wanted, not digits: the best so far tells it.
        if case .notConverged(best: let best, tolerance: _) = error { return (best.values[0], best.vectors[0]) }
        throw .calculationFailed(step: step, reason: error.description)
    }
}
