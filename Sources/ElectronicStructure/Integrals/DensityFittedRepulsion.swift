internal import DenseAlgebra
internal import Dispatch

/// Repulsions approximated by products of densities that are fitted with auxiliary functions P,
///
/// (μν|κλ) ≈ Σ_P B^P_μν B^P_κλ, B = V^(-1/2) (P|μν), V_PQ = (P|Q)
///
/// (J. L. Whitten, J. Chem. Phys. 58, 4496, 1973; O. Vahtras, J. Almlöf, M. W. Feyereisen, Chem. Phys. Lett. 213, 514,
/// 1993; auxiliary functions for J and K: F. Weigend, Phys. Chem. Chem. Phys. 4, 4285, 2002).
struct DensityFittedRepulsion: RepulsionContraction {
    private let n: Int
    /// B, row P, pairs packed.
    private let factors: Matrix

    /// Eigenvalues of V below this share of the largest are left out.
    private static let dependenceThreshold = 1e-10

    /// - Throws: `missingBasisFunctions`, `outOfMemory`.
    /// - Complexity: N_aux n²/2 numbers; N_aux² n² operations once.
    init(
        _ molecule: Molecule, _ basis: MolecularBasis, auxiliary set: BasisSet
    ) throws(ElectronicStructureError) {
        n = basis.functionCount
        let auxiliary = try AuxiliaryBasis(molecule, set)
        let doubles = Double(auxiliary.functionCount) * Double(n * (n + 1))
        try AvailableMemory.check(
            "Fitting densities of \(n) basis functions with \(auxiliary.functionCount) auxiliary ones", doubles: doubles
        ) { "\(Int(($0 / Double(auxiliary.functionCount)).squareRoot())) basis functions" }
        let metric = try auxiliary.metric()
        let (values, vectors) = try linear("Inverting the metric of the fit") { () throws(DenseAlgebraError) in
            try metric.symmetricEigen()
        }
        let largest = values.last ?? 1
        let kept = values.indices.filter { values[$0] > Self.dependenceThreshold * largest }
        var scaled = vectors.columns(kept)
        for (column, index) in kept.enumerated() {
            let factor = 1 / values[index].squareRoot()
            for row in 0..<scaled.rows { scaled[row, column] *= factor }
        }
        factors = scaled.transposed.times(try auxiliary.threeCenter(basis))
    }

    /// The fitted repulsions themselves.
    ///
    /// - Complexity: N_aux n⁴/4 operations and n⁴/8 numbers.
    func repulsions() throws(ElectronicStructureError) -> TwoBodyIntegrals {
        let pairs = factors.columns
        try AvailableMemory.check(
            "Storing the fitted repulsions of \(n) basis functions", doubles: Double(pairs) * Double(pairs)
        ) { "\(Int(($0 * 4).squareRoot().squareRoot())) functions" }
        let product = factors.transposed.times(factors).elements
        var result = TwoBodyIntegrals(orbitalCount: n)
        result.withUnsafeMutablePacked { packed in
            for pq in 0..<pairs {
                for rs in 0...pq { packed[pq * (pq + 1) / 2 + rs] = product[pq * pairs + rs] }
            }
        }
        return result
    }

    func coulombExchange(_ densities: [Matrix]) -> (coulomb: [Matrix], exchange: [Matrix]) {
        (densities.map(coulomb), densities.map(exchange))
    }

    /// J = Σ_P B^P (B^P · D).
    private func coulomb(_ density: Matrix) -> Matrix {
        var packed: [Double] = []
        packed.reserveCapacity(factors.columns)
        for mu in 0..<n {
            for nu in 0...mu { packed.append(mu == nu ? density[mu, mu] : density[mu, nu] + density[nu, mu]) }
        }
        let weights = factors.times(Matrix(factors.columns, 1, packed))
        let sums = weights.transposed.times(factors).elements
        var result = Matrix(rows: n, columns: n)
        for mu in 0..<n {
            for nu in 0...mu {
                result[mu, nu] = sums[mu * (mu + 1) / 2 + nu]
                result[nu, mu] = result[mu, nu]
            }
        }
        return result
    }

    /// K = Σ_P Σ_k λ_k (B^P v_k) (B^P v_k)ᵀ over the eigenvectors v of D whose eigenvalue λ is not zero: as many as there
    /// are occupied orbitals.
    private func exchange(_ density: Matrix) -> Matrix {
        guard let (values, vectors) = try? density.symmetrized.symmetricEigen() else {
            preconditionFailure("a finite symmetric matrix has eigenvectors")
        }
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        let kept = values.indices.filter { values[$0].magnitude > 1e-12 * largest && largest > 0 }
        guard !kept.isEmpty else { return Matrix(rows: n, columns: n) }
        let chosen = vectors.columns(kept)
        let weights = kept.map { values[$0] }
        let parts = min(8, factors.rows)
        var sums = [[Double]](repeating: [], count: parts)
        sums.withUnsafeMutableBufferPointer { buffer in
            // Safe: every part has its own place; the parts are added in order.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: parts) { part in
                let rows = factors.rows * part / parts..<factors.rows * (part + 1) / parts
                target[part] = exchange(rows, chosen, weights)
            }
        }
        var total = sums[0]
        for part in sums.dropFirst() {
            for i in total.indices { total[i] += part[i] }
        }
        return Matrix(n, n, total).symmetrized
    }

    /// The share of some auxiliary functions.
    private func exchange(_ rows: Range<Int>, _ vectors: Matrix, _ weights: [Double]) -> [Double] {
        let k = weights.count
        let (columns, pairs) = (vectors.elements, factors.columns)
        var result = [Double](repeating: 0, count: n * n)
        var full = [Double](repeating: 0, count: n * n)
        var half = [Double](repeating: 0, count: n * k)
        var weighted = half
        for row in rows {
            factors.elements.withUnsafeBufferPointer { packed in
                var next = row * pairs
                for mu in 0..<n {
                    for nu in 0...mu {
                        full[mu * n + nu] = packed[next]
                        full[nu * n + mu] = packed[next]
                        next += 1
                    }
                }
            }
            multiplyBlocks(rows: n, columns: k, inner: n, full, columns, into: &half)
            for mu in 0..<n {
                for column in 0..<k { weighted[mu * k + column] = half[mu * k + column] * weights[column] }
            }
            multiplyBlocksTransposingRight(
                rows: n, columns: n, inner: k, weighted, half, addingScaled: 1, into: &result)
        }
        return result
    }
}
