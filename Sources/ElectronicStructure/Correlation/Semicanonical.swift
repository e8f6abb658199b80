public import DenseAlgebra

extension SpinOrbitalHamiltonian {
    /// A Hamiltonian over semicanonical orbitals: those of each spin rotated among the occupied and among the empty ones
    /// until the Fock matrix of that spin is diagonal in both. The determinant stays the same.
    ///
    /// Perturbation theory on open shells with shared orbitals (ROHF) takes these; with single excitations, whose f_ia do
    /// not vanish, it is what P. J. Knowles et al., Chem. Phys. Lett. 186, 130 (1991) call RMP2 and W. J. Lauderdale et al.,
    /// Chem. Phys. Lett. 187, 21 (1991) ROHF-MBPT(2), and what Psi4 computes as MP2 of an ROHF reference. PySCF leaves the
    /// singles and the rotation out.
    /// - Throws: `outOfMemory`.
    /// - Complexity: three transformations of the repulsions.
    public static func semicanonical(
        _ hamiltonian: ElectronicHamiltonian
    ) throws(ElectronicStructureError) -> SpinOrbitalHamiltonian {
        let plain = SpinOrbitalHamiltonian(hamiltonian)
        if plain.largestCoupling < 1e-6 { return plain }
        return try semicanonicalWithRotations(hamiltonian).hamiltonian
    }

    /// The one-particle MP2 density of both spins over a Hamiltonian's own orbitals, by way of semicanonical ones.
    ///
    /// - Throws: what ``mp2Density()`` throws.
    public static func semicanonicalSecondOrderDensity(
        _ hamiltonian: ElectronicHamiltonian
    ) throws(ElectronicStructureError) -> Matrix {
        try turnedBack(hamiltonian) { (turned) throws(ElectronicStructureError) in try turned.mp2Density() }
    }

    /// The one-particle CCSD(T) density of both spins over a Hamiltonian's own orbitals, by way of semicanonical ones.
    ///
    /// - Throws: what ``ccsd(options:)`` and ``densityWithTriples(of:options:)`` throw.
    public static func semicanonicalTriplesDensity(
        _ hamiltonian: ElectronicHamiltonian, options: CorrelationOptions = CorrelationOptions()
    ) throws(ElectronicStructureError) -> Matrix {
        try turnedBack(hamiltonian) { (turned) throws(ElectronicStructureError) in
            try turned.densityWithTriples(of: turned.ccsd(options: options), options: options)
        }
    }

    /// A density over semicanonical orbitals, both spins, over the Hamiltonian's own orbitals.
    private static func turnedBack(
        _ hamiltonian: ElectronicHamiltonian,
        _ compute: (SpinOrbitalHamiltonian) throws(ElectronicStructureError) -> CorrelatedDensity
    ) throws(ElectronicStructureError) -> Matrix {
        let (turned, rotations) = try semicanonicalWithRotations(hamiltonian)
        let density = try compute(turned)
        return density.up.transformed(by: rotations[0].transposed)
            + density.down.transformed(by: rotations[1].transposed)
    }

    /// The same with the rotations of the orbitals of spin up and down that lead there, n × n.
    static func semicanonicalWithRotations(
        _ hamiltonian: ElectronicHamiltonian
    ) throws(ElectronicStructureError) -> (hamiltonian: SpinOrbitalHamiltonian, rotations: [Matrix]) {
        let plain = SpinOrbitalHamiltonian(hamiltonian)
        let n = hamiltonian.orbitalCount
        var rotations: [Matrix] = []
        for (spin, count) in [hamiltonian.electrons.up, hamiltonian.electrons.down].enumerated() {
            rotations.append(try plain.blockRotation(spin: spin, occupied: count, orbitals: n))
        }
        return (try SpinOrbitalHamiltonian(hamiltonian, rotations: rotations), rotations)
    }

    /// Eigenvectors of the Fock matrix of a spin among its occupied and among its empty orbitals.
    private func blockRotation(
        spin: Int, occupied: Int, orbitals count: Int
    ) throws(ElectronicStructureError) -> Matrix {
        let places = orbitals.indices.filter { orbitals[$0].spin == spin }
        var rotation = Matrix(rows: count, columns: count)
        for range in [0..<occupied, occupied..<count] where !range.isEmpty {
            let block = Matrix(
                range.count, range.count, range.flatMap { p in range.map { fock[places[p], places[$0]] } })
            let vectors = try linear("Making orbitals semicanonical") { () throws(DenseAlgebraError) in
                try block.symmetrized.symmetricEigen().vectors
            }
            for (row, p) in range.enumerated() {
                for (column, q) in range.enumerated() { rotation[p, q] = vectors[row, column] }
            }
        }
        return rotation
    }
}
