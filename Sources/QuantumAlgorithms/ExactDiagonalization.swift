public import DenseAlgebra
public import OperatorAlgebra

/// The lowest eigenstate of an encoded Hamiltonian in a sector.
public struct SectorGroundState: Sendable {
    /// The lowest eigenvalue, in the unit of the operator (hartree).
    public let energy: Double
    /// The amplitude of each of the sector's basis states, normalized.
    public let amplitudes: [Double]
    /// The sector.
    public let sector: DeterminantSector
    /// ‖H x − E x‖: an exact eigenvalue is no further from the energy.
    public let residualNorm: Double
}

/// Exact diagonalization of encoded Hamiltonians, the measure of what variational methods miss.
public enum ExactDiagonalization {
    /// The ground state among the determinants of a sector, by the Davidson method on the sparse matrix of the encoded
    /// operator.
    ///
    /// For the sector of a molecule's electrons this is full configuration interaction; singlet, triplet and higher
    /// states with that S_z compete, and the lowest wins.
    /// - Throws: ``QuantumAlgorithmError/leavesSector(magnitude:)`` for an operator that does not conserve the numbers
    ///   of electrons, ``QuantumAlgorithmError/notReal(term:)`` for strings with an odd number of Y,
    ///   ``QuantumAlgorithmError/sectorTooLarge(determinants:bytesNeeded:bytesAvailable:)``,
    ///   ``QuantumAlgorithmError/eigensolver(_:)``.
    /// - Complexity: dimension · terms to make the matrix; at most dimension · (different X masks) elements.
    public static func groundState(
        of observable: PauliSum, in sector: DeterminantSector, options: EigensolverOptions = EigensolverOptions()
    ) throws(QuantumAlgorithmError) -> SectorGroundState {
        let matrix = try SectorHamiltonian(observable, in: sector)
        let dimension = sector.dimension
        let pairs: Eigenpairs<Double>
        do throws(DenseAlgebraError) {
            pairs = try lowestEigenpairs(
                1, dimension: dimension, diagonal: matrix.diagonal, options: options
            ) { vectors, products, count in
                for column in 0..<count {
                    let range = column * dimension..<(column + 1) * dimension
                    matrix.multiply(
                        UnsafeBufferPointer(rebasing: vectors[range]),
                        into: UnsafeMutableBufferPointer(rebasing: products[range]))
                }
            }
        } catch {
            throw .eigensolver(error)
        }
        return SectorGroundState(
            energy: pairs.values[0], amplitudes: pairs.vectors[0], sector: sector,
            residualNorm: pairs.residualNorms[0])
    }
}
