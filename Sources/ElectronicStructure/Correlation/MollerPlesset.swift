internal import DenseAlgebra

extension SpinOrbitalHamiltonian {
    /// The total energy, in hartree, to second order of Møller-Plesset perturbation theory:
    /// E + Σ_ia f_ia²/(ε_i - ε_a) + ¼ Σ_ijab ⟨ij||ab⟩²/(ε_i + ε_j - ε_a - ε_b).
    ///
    /// - Throws: `unsupportedMethod` for orbitals that are not canonical, or where an empty orbital is not above the
    ///   occupied ones.
    /// - Complexity: O(o² v²) beside the transformation of the integrals.
    public func mp2Energy() throws(ElectronicStructureError) -> Double {
        try checkCanonical("MP2")
        let o = occupiedCount
        let energies = orbitals.indices.map { fock[$0, $0] }
        if let highest = energies[..<o].max(), let lowest = energies[o...].min(), highest >= lowest - 1e-8 {
            throw .unsupportedMethod(
                method: "MP2", reason: "an empty orbital at \(lowest) Eh is not above the occupied one at \(highest) Eh"
            )
        }
        var energy = referenceEnergy
        for i in 0..<o {
            for a in o..<orbitals.count { energy += fock[i, a] * fock[i, a] / (energies[i] - energies[a]) }
            for j in 0..<i {
                var sum = 0.0
                for a in o..<orbitals.count {
                    for b in o..<a where orbitals[i].spin + orbitals[j].spin == orbitals[a].spin + orbitals[b].spin {
                        let value = antisymmetrized(i, j, a, b)
                        sum += value * value / (energies[i] + energies[j] - energies[a] - energies[b])
                    }
                }
                energy += sum
            }
        }
        return energy
    }
}
