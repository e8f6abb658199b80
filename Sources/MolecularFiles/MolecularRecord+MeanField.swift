internal import DenseAlgebra
public import ElectronicStructure
internal import HDF5Archives

extension MolecularRecord {
    /// A record of a mean field and its integrals over orbitals, to be written to a file.
    public init(_ field: MeanField, integrals: MolecularIntegrals, energies: MolecularEnergies = .init()) {
        var energies = energies
        energies.hartreeFock = energies.hartreeFock ?? field.energy
        self.init(field.system.molecule, integrals: integrals, energies: energies)
        let orbitals = field.orbitals[0]
        orbitalEnergies = HDF5Array(field.orbitalEnergies[0])
        self.orbitals = HDF5Array(shape: [orbitals.rows, orbitals.columns], elements: orbitals.elements)
        overlap = HDF5Array(
            shape: [orbitals.rows, orbitals.rows], elements: field.system.overlap.elements)
    }

    /// Stores the amplitudes of coupled cluster as OpenFermion-PySCF does: t[a,i] and ½ t_ij^ab at [a,i,b,j].
    ///
    /// - Precondition: the record has a number of orbitals.
    public mutating func setAmplitudes(_ cluster: CoupledCluster) {
        guard let orbitalCount else { preconditionFailure("amplitudes belong to a number of orbitals") }
        let n = 2 * orbitalCount
        let (o, v) = (cluster.occupied.count, cluster.empty.count)
        var singles = [Double](repeating: 0, count: n * n)
        var doubles = [Double](repeating: 0, count: n * n * n * n)
        for i in 0..<o {
            for a in 0..<v {
                let first = cluster.empty[a] * n + cluster.occupied[i]
                singles[first] = cluster.singles[i * v + a]
                for j in 0..<o {
                    for b in 0..<v {
                        let second = cluster.empty[b] * n + cluster.occupied[j]
                        doubles[first * n * n + second] = 0.5 * cluster.doubles[((i * o + j) * v + a) * v + b]
                    }
                }
            }
        }
        ccsdSingles = HDF5Array(shape: [n, n], elements: singles)
        ccsdDoubles = HDF5Array(shape: [n, n, n, n], elements: doubles)
    }
}
