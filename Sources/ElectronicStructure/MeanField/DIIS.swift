internal import DenseAlgebra

/// Direct inversion in the iterative subspace: the combination of earlier Fock matrices whose error, combined the same
/// way, is smallest (P. Pulay, J. Comput. Chem. 3, 556, 1982).
struct DIIS {
    private let size: Int
    private var focks: [[Matrix]] = []
    private var errors: [[Matrix]] = []

    init(size: Int) { self.size = size }

    /// Adds Fock matrices with their errors and returns the extrapolated ones.
    mutating func extrapolate(_ fock: [Matrix], error: [Matrix]) -> [Matrix] {
        focks.append(fock)
        errors.append(error)
        if focks.count > size {
            focks.removeFirst()
            errors.removeFirst()
        }
        while focks.count > 1 {
            if let coefficients = coefficients() { return combine(coefficients) }
            // Nearly dependent errors: the oldest goes.
            focks.removeFirst()
            errors.removeFirst()
        }
        return fock
    }

    private func combine(_ coefficients: [Double]) -> [Matrix] {
        focks[0].indices.map { spin in
            var sum = focks[0][spin].scaled(by: coefficients[0])
            for k in 1..<focks.count { sum = sum.adding(focks[k][spin], scaled: coefficients[k]) }
            return sum
        }
    }

    /// The solution of Σ_l B_kl c_l = λ, Σ c_l = 1 with B_kl the products of errors, scaled by its largest one.
    private func coefficients() -> [Double]? {
        let m = focks.count
        var system = Matrix(rows: m + 1, columns: m + 1)
        for k in 0..<m {
            for l in 0...k {
                let product = zip(errors[k], errors[l]).reduce(0) { $0 + $1.0.dot($1.1) }
                system[k, l] = product
                system[l, k] = product
            }
        }
        let scale = (0..<m).map { system[$0, $0] }.min() ?? 0
        guard scale > 0 else { return nil }
        for k in 0..<m {
            for l in 0..<m { system[k, l] /= scale }
            system[k, m] = -1
            system[m, k] = -1
        }
        var right = Matrix(rows: m + 1, columns: 1)
        right[m, 0] = -1
        guard let solution = try? system.solve(right) else { return nil }
        let coefficients = (0..<m).map { solution[$0, 0] }
        guard coefficients.allSatisfy({ $0.isFinite && abs($0) < 1e4 }) else { return nil }
        return coefficients
    }
}
