public import DenseAlgebra

/// Orbitals that diagonalize a one-particle density matrix (P.-O. Löwdin, Phys. Rev. 97, 1474, 1955).
public struct NaturalOrbitals: Sendable {
    /// The electrons in each, from the fullest: 0 to 2.
    public let occupations: [Double]
    /// Their coefficients (columns) over basis functions (rows).
    public let orbitals: Matrix
}

extension ElectronicSystem {
    /// The natural orbitals of a density of both spins over the basis functions: eigenvectors of Xᵀ S P S X for
    /// orthonormal functions X.
    ///
    /// - Throws: `calculationFailed`.
    public func naturalOrbitals(density: Matrix) throws(ElectronicStructureError) -> NaturalOrbitals {
        let half = overlap.times(orthogonalizer)
        let (values, vectors) = try linear("Finding natural orbitals") { () throws(DenseAlgebraError) in
            try density.transformed(by: half).symmetrized.symmetricEigen()
        }
        let order = Array(values.indices.reversed())
        return NaturalOrbitals(
            occupations: order.map { values[$0] },
            orbitals: orthogonalizer.times(vectors).columns(order).withPositiveLeaders)
    }
}

extension MeanField {
    /// The density of both spins over the basis functions of a correlated state over this field's orbitals.
    ///
    /// - Throws: `wrongCount` if the state is over another number of orbitals.
    public func density(of state: CorrelatedDensity) throws(ElectronicStructureError) -> Matrix {
        guard state.orbitalCount == orbitals[0].columns else {
            throw .wrongCount(
                quantity: "orbitals of the density matrix", found: state.orbitalCount, expected: orbitals[0].columns)
        }
        let (first, last) = (orbitals[0], orbitals[orbitals.count - 1])
        return first.times(state.up).timesTransposed(first) + last.times(state.down).timesTransposed(last)
    }

    /// The natural orbitals of a correlated state.
    public func naturalOrbitals(of state: CorrelatedDensity) throws(ElectronicStructureError) -> NaturalOrbitals {
        try system.naturalOrbitals(density: density(of: state))
    }

    /// The natural orbitals of this determinant; those of an unrestricted one have fractional occupations where the
    /// spins differ (P. Pulay and T. P. Hamilton, J. Chem. Phys. 88, 4926, 1988).
    public func naturalOrbitals() throws(ElectronicStructureError) -> NaturalOrbitals {
        try system.naturalOrbitals(density: densities[0] + densities[1])
    }

    /// The dipole moment in atomic units of a correlated state, about the origin of the coordinates.
    public func dipoleMoment(of state: CorrelatedDensity) throws(ElectronicStructureError) -> SIMD3<Double> {
        try system.dipoleMoment(density: density(of: state))
    }
}
