internal import DenseAlgebra

extension MeanField {
    /// The repulsions over basis functions: those stored, or else computed for the occasion; fitted ones where the field
    /// is of fitted ones, so that both go together.
    func storedRepulsions() throws(ElectronicStructureError) -> TwoBodyIntegrals {
        if let stored = system.repulsions { return stored }
        if let fitted = system.contraction as? DensityFittedRepulsion { return try fitted.repulsions() }
        return try system.basis.repulsions()
    }

    /// The integrals over all orbitals; for an unrestricted reference over those of spin up.
    ///
    /// - Throws: `outOfMemory`.
    /// - Complexity: about 2 n⁵ operations for n basis functions.
    public func integrals() throws(ElectronicStructureError) -> MolecularIntegrals {
        let twoBody = try OrbitalTransform(repulsions: try storedRepulsions()).packed(orbitals[0])
        return try MolecularIntegrals(
            nuclearRepulsion: system.molecule.nuclearRepulsion,
            oneBody: system.coreHamiltonian.transformed(by: orbitals[0]).symmetrized.elements, twoBody: twoBody)
    }

    /// The Hamiltonian of all electrons in all orbitals, or of an active space around the Fermi level; for an
    /// unrestricted reference over the orbitals of spin up.
    ///
    /// - Throws: `impossibleActiveSpace` or `outOfMemory`.
    public func hamiltonian(activeSpace space: ActiveSpace? = nil) throws(ElectronicStructureError)
        -> ElectronicHamiltonian
    {
        let full = try ElectronicHamiltonian(try integrals(), electrons: electrons)
        return try space.map { (space) throws(ElectronicStructureError) in try full.activeSpace(space) } ?? full
    }
}

extension MeanField {
    /// The integrals over the orbitals of each spin; for shared orbitals the same for both.
    ///
    /// - Throws: `outOfMemory`.
    /// - Complexity: about 6 n⁵ operations for n basis functions.
    public func unrestrictedIntegrals() throws(ElectronicStructureError) -> UnrestrictedIntegrals {
        let transform = OrbitalTransform(repulsions: try storedRepulsions())
        let (up, down) = (orbitals[0], orbitals[orbitals.count - 1])
        return UnrestrictedIntegrals(
            constant: system.molecule.nuclearRepulsion,
            oneBody: [up, down].map { system.coreHamiltonian.transformed(by: $0).symmetrized.elements },
            upUp: try transform.packed(up), downDown: try transform.packed(down),
            upDown: try transform.square(up, down))
    }
}
