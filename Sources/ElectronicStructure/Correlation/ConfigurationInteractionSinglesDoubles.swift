internal import DenseAlgebra

extension SpinOrbitalHamiltonian {
    /// The total energy, in hartree, of configuration interaction with singles and doubles: the lowest eigenvalue of H
    /// over the reference determinant and all that differ from it in one or two spin orbitals, by Davidson's method
    /// started from the reference.
    ///
    /// - Throws: `notConverged` with the energies so far, or `outOfMemory`.
    /// - Complexity: O(o² v⁴) operations an iteration and v⁴/4 numbers for o occupied and v empty spin orbitals.
    public func cisdEnergy(
        options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> Double {
        let matrix = SinglesDoublesMatrix(
            g: try CorrelationIntegrals(self, method: "CISD", copies: CorrelationIntegrals.interactionCopies))
        let diagonal = matrix.diagonal
        var reference = [Double](repeating: 0, count: diagonal.count)
        reference[0] = 1
        var search = LowestStateSearch(diagonal: diagonal, start: reference)
        for iteration in 1...options.maximumIterations {
            let (energy, residual) = try search.step(matrix.apply)
            options.report?(iteration, referenceEnergy + energy, residual)
            if residual < options.residualTolerance { return referenceEnergy + energy }
            if iteration == options.maximumIterations {
                throw .notConverged(
                    method: "CISD", iterations: iteration, residual: residual, tolerance: options.residualTolerance,
                    energies: ["hf": referenceEnergy, "cisd": referenceEnergy + energy])
            }
        }
        return referenceEnergy
    }
}

/// H - E_reference over vectors (c₀, c_i^a, c_ij^ab with i > j, a > b).
struct SinglesDoublesMatrix {
    let g: CorrelationIntegrals

    var diagonal: [Double] {
        let (singles, doubles) = g.denominators
        return [0] + singles.elements.map { -$0 } + g.packed(doubles).map { -$0 }
    }

    /// σ = (H - E) c; the terms are those of coupled cluster that are linear in the amplitudes, and their transposes.
    func apply(_ vector: [Double]) -> [Double] {
        let (o, v) = (g.o, g.v)
        let zero = vector[0]
        let one = Tensor([o, v], Array(vector[1..<1 + o * v]))
        let two = g.unpacked(Array(vector[(1 + o * v)...]))
        let sigmaZero = g.fov.dot(one) + 0.25 * g.oovv.dot(two)
        var s = g.fov.scaled(by: zero)
        s += contract("ie,ae->ia", one, g.fvv)
        s -= contract("ma,mi->ia", one, g.foo)
        s += contract("imae,me->ia", two, g.fov)
        s += contract("nf,nafi->ia", one, g.ovvo)
        s -= contract("imef,maef->ia", two, g.ovvv, scale: 0.5)
        s += contract("mnae,nmie->ia", two, g.ooov, scale: 0.5)
        var d = g.oovv.scaled(by: zero)
        d += contract("ijae,be->ijab", two, g.fvv).antisymmetrized(2, 3)
        d -= contract("imab,mj->ijab", two, g.foo).antisymmetrized(0, 1)
        d += contract("mnab,mnij->ijab", two, g.oooo, scale: 0.5)
        d += g.ladder(two)
        d += contract("imae,mbej->ijab", two, g.ovvo).antisymmetrized(0, 1).antisymmetrized(2, 3)
        d -= contract("ie,jeab->ijab", one, g.ovvv).antisymmetrized(0, 1)
        d -= contract("ma,ijmb->ijab", one, g.ooov).antisymmetrized(2, 3)
        d += contract("ia,jb->ijab", one, g.fov).antisymmetrized(0, 1).antisymmetrized(2, 3)
        return [sigmaZero] + s.elements + g.packed(d)
    }
}

/// Davidson's method for one state, with no vector but what the start leads to: the state keeps the symmetry of the
/// start (E. R. Davidson, J. Comput. Phys. 17, 87, 1975).
struct LowestStateSearch {
    private let diagonal: [Double]
    private var basis: [[Double]]
    private var products: [[Double]] = []
    /// The lowest vector so far, normalized.
    private(set) var best: [Double]
    private static let largestBasis = 16

    init(diagonal: [Double], start: [Double]) {
        self.diagonal = diagonal
        basis = [start]
        best = start
    }

    /// One product more; the lowest eigenvalue in the space so far and the norm of its residual.
    mutating func step(
        _ apply: ([Double]) throws(ElectronicStructureError) -> [Double]
    ) throws(ElectronicStructureError) -> (energy: Double, residual: Double) {
        products.append(try apply(basis[basis.count - 1]))
        let m = basis.count
        var small = Matrix(rows: m, columns: m)
        for i in 0..<m {
            for j in 0...i {
                small[i, j] = 0.5 * (dot(basis[i], products[j]) + dot(basis[j], products[i]))
                small[j, i] = small[i, j]
            }
        }
        let (values, vectors) = try linear("Solving in a subspace") { () throws(DenseAlgebraError) in
            try small.symmetricEigen()
        }
        let x = combine(basis, vectors.column(0))
        best = x
        let hx = combine(products, vectors.column(0))
        var correction = hx
        var norm = 0.0
        for i in x.indices {
            let residual = hx[i] - values[0] * x[i]
            norm += residual * residual
            let gap = diagonal[i] - values[0]
            correction[i] = -residual / (abs(gap) < 1e-3 ? 1e-3 : gap)
        }
        if m == Self.largestBasis {
            basis = [x]
            products = [hx]
        }
        append(correction)
        return (values[0], norm.squareRoot())
    }

    private mutating func append(_ vector: [Double]) {
        var new = vector
        for _ in 0..<2 {
            for known in basis {
                let overlap = dot(known, new)
                for i in new.indices { new[i] -= overlap * known[i] }
            }
            let norm = dot(new, new).squareRoot()
            if norm > 0 { for i in new.indices { new[i] /= norm } }
        }
        basis.append(new)
    }

    private func combine(_ vectors: [[Double]], _ coefficients: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: diagonal.count)
        for (vector, c) in zip(vectors, coefficients) {
            for i in result.indices { result[i] += c * vector[i] }
        }
        return result
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }
}
