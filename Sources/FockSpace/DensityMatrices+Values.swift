public import DenseAlgebra
public import OperatorAlgebra

extension DensityMatrices {
    /// Density matrices of given values.
    ///
    /// - Parameters:
    ///   - oneParticle: D, n × n.
    ///   - twoParticle: d, n² × n², row p n + q and column r n + s.
    /// - Throws: `FockSpaceError.vectorLength` unless d has n² rows and columns.
    public init(oneParticle: Matrix, twoParticle: Matrix) throws(FockSpaceError) {
        let n = oneParticle.rows
        guard oneParticle.columns == n, twoParticle.rows == n * n, twoParticle.columns == n * n else {
            throw .vectorLength(found: twoParticle.elements.count, dimension: n * n * n * n)
        }
        self.init(orbitalCount: n, oneParticle: oneParticle, twoParticle: twoParticle)
    }

    /// The energy c + Σ h_pq D_pq + ½ Σ (pq|rs) d_pqrs in hartree of a state with these densities.
    ///
    /// - Throws: `FockSpaceError.orbitalCount` for integrals over another number of orbitals.
    /// - Complexity: O(n⁴).
    public func energy(_ integrals: some ElectronicIntegrals) throws(FockSpaceError) -> Double {
        guard integrals.orbitalCount == orbitalCount else { throw .orbitalCount(integrals.orbitalCount) }
        var energy = integrals.constant
        for p in 0..<orbitalCount {
            for q in 0..<orbitalCount {
                energy += integrals.oneBody(p, q) * oneParticle[p, q]
                for r in 0..<orbitalCount {
                    for s in 0..<orbitalCount {
                        energy += 0.5 * integrals.twoBody(p, q, r, s) * twoParticle(p, q, r, s)
                    }
                }
            }
        }
        return energy
    }
}
