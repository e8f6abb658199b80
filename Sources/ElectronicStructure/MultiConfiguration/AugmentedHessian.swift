internal import DenseAlgebra

/// A Newton step whose length is kept in bounds: the lowest eigenvector (1, x) of the matrix that has the gradient g as
/// its first row and column and the second derivatives H beside it, x = -(H - λ)⁻¹ g with λ ≤ 0 (Davidson's method,
/// started from no step at all: x keeps the symmetry of g).
struct AugmentedHessian {
    let hessian: ActiveSpaceHessian

    init(_ hessian: ActiveSpaceHessian) { self.hessian = hessian }

    /// The rotations of the orbitals.
    func step() throws(ElectronicStructureError) -> [Double] {
        let gradient = hessian.gradient
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var start = [Double](repeating: 0, count: hessian.dimension + 1)
        start[0] = 1
        var search = LowestStateSearch(diagonal: [0] + hessian.diagonal, start: start)
        let tolerance = max(1e-10, norm * min(0.05, norm))
        for _ in 0..<Self.largestIterationCount {
            let (_, residual) = try search.step { (vector) throws(ElectronicStructureError) in
                try product(vector, gradient)
            }
            if residual < tolerance { break }
        }
        let vector = search.best
        // Where curvature is negative and the gradient nearly vanishes, the first element is small: the step is bounded
        // by the caller.
        let leader = abs(vector[0]) < 1e-3 ? (vector[0] < 0 ? -1e-3 : 1e-3) : vector[0]
        return vector[1..<1 + hessian.rotationCount].map { $0 / leader }
    }

    private static let largestIterationCount = 60

    private func product(_ vector: [Double], _ gradient: [Double]) throws(ElectronicStructureError) -> [Double] {
        var result = try hessian.apply(Array(vector[1...]))
        var first = 0.0
        for i in gradient.indices {
            first += gradient[i] * vector[i + 1]
            result[i] += gradient[i] * vector[0]
        }
        return [first] + result
    }
}

extension Matrix {
    /// (1 - κ/2)⁻¹ (1 + κ/2) of an antisymmetric κ: orthogonal, and exp(κ) to second order (A. Cayley).
    func rotation() throws(ElectronicStructureError) -> Matrix {
        let one = Matrix.identity(rows)
        return try linear("Rotating orbitals") { () throws(DenseAlgebraError) in
            try one.adding(self, scaled: -0.5).solve(one.adding(self, scaled: 0.5))
        }
    }
}
