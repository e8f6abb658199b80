internal import DenseAlgebra

extension MeanField {
    /// The same solution with its occupied orbitals localized: the doubly occupied ones among themselves, the singly
    /// occupied ones among themselves; of an unrestricted determinant those of each spin. Empty orbitals stay.
    ///
    /// Densities and energies are the same; `orbitalEnergies` of localized orbitals are ⟨i|F|i⟩, by which they are sorted,
    /// F being the mean of both spins' where they share the orbitals.
    /// - Returns: the field, and the measure that the scheme made largest, summed over the groups.
    /// - Throws: `notConverged`, `calculationFailed`.
    public func localizingOccupied(
        _ scheme: LocalizationScheme
    ) throws(ElectronicStructureError) -> (field: MeanField, measure: Double) {
        var (turned, energies, measure) = (orbitals, orbitalEnergies, 0.0)
        for set in orbitals.indices {
            let fock = orbitals.count == 2 ? focks[set] : (focks[0] + focks[1]).scaled(by: 0.5)
            for range in occupiedGroups(set) where !range.isEmpty {
                let local = try localized(scheme, orbitals: range, spin: set)
                measure += local.measure
                let values = fock.transformed(by: local.orbitals)
                let order = (0..<range.count).sorted { values[$0, $0] < values[$1, $1] }
                let sorted = local.orbitals.columns(order).withPositiveLeaders
                for (column, place) in range.enumerated() {
                    energies[set][place] = values[order[column], order[column]]
                    for row in 0..<sorted.rows { turned[set][row, place] = sorted[row, column] }
                }
            }
        }
        return (MeanField(self, orbitals: turned, energies: energies), measure)
    }

    /// Ranges of orbitals of one occupation, none of them empty ones.
    private func occupiedGroups(_ set: Int) -> [Range<Int>] {
        if orbitals.count == 2 { return [0..<(set == 0 ? electrons.up : electrons.down)] }
        let (pairs, all) = (min(electrons.up, electrons.down), max(electrons.up, electrons.down))
        return [0..<pairs, pairs..<all]
    }

    /// The shares of the atoms in an orbital after Mulliken, Q^A_ii = Σ_{μ on A} C_μi (S C)_μi; their sum is 1.
    ///
    /// - Precondition: the orbital exists.
    public func mullikenShares(ofOrbital number: Int, spin: Int = 0) -> [Double] {
        let column = orbitals[min(spin, orbitals.count - 1)].columns(number..<number + 1)
        let overlaps = system.overlap.times(column)
        var shares = [Double](repeating: 0, count: system.molecule.atoms.count)
        for (function, atom) in system.basis.atomOfFunction.enumerated() {
            shares[atom] += column[function, 0] * overlaps[function, 0]
        }
        return shares
    }
}
