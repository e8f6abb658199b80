import DenseAlgebra
import FockSpace
import TestSupport
import Testing

@testable import ElectronicStructure

/// Densities at every level: PySCF's dipole moments and natural occupations, and energies recomputed.
@Suite struct DensityMatrixTests {
    @Test(arguments: StateCase.all("density")) func againstPySCF(_ reference: StateCase) throws {
        let field = try reference.field()
        let hamiltonian = try SpinOrbitalHamiltonian(field)
        func check(_ method: String, _ energy: Double, _ density: CorrelatedDensity) throws {
            guard let expected = reference.reference.expect[method] else { return }
            #expect(abs(energy - (try #require(expected["energy"]?.double))) < 1e-7, "\(method) \(energy)")
            #expect(abs(hamiltonian.energy(of: density) - energy) < 1e-7, "\(method)")
            let dipole = try field.dipoleMoment(of: density)
            let wanted = try #require(expected["dipole"]?.list).compactMap(\.double)
            #expect(largestDifference([dipole.x, dipole.y, dipole.z], wanted) < 2e-6, "\(method) \(dipole) \(wanted)")
            let natural = try field.naturalOrbitals(of: density)
            let occupations = try #require(expected["occupations"]?.list).compactMap(\.double)
            #expect(largestDifference(natural.occupations, occupations) < 2e-6, "\(method)")
            // D C = C n, with C orthonormal.
            let overlap = field.system.overlap
            let back = try field.density(of: density).transformed(by: overlap.times(natural.orbitals))
            for p in 0..<back.rows {
                for q in 0..<back.rows {
                    #expect(abs(back[p, q] - (p == q ? natural.occupations[p] : 0)) < 1e-8)
                }
            }
        }
        try check("hf", field.energy, hamiltonian.referenceDensity())
        if reference.reference.expect["mp2"] != nil {
            try check("mp2", hamiltonian.mp2Energy(), hamiltonian.mp2Density())
        }
        let interaction = try hamiltonian.cisd()
        try check("cisd", interaction.energy, interaction.density)
        let options = CorrelationOptions(energyTolerance: 1e-11, residualTolerance: 1e-9)
        let cluster = try hamiltonian.ccsd(options: options)
        try check("ccsd", cluster.energy, hamiltonian.density(of: cluster, options: options))
        if let expected = reference.reference.expect["fci"] {
            let full = try field.hamiltonian()
            let exact = try fullConfigurationInteraction(
                full, alphaCount: full.electrons.up, betaCount: full.electrons.down)
            let densities = try exact.densityMatrices()
            #expect(abs(exact.states[0].energy - (expected["energy"]?.double ?? 0)) < 1e-7)
            #expect(abs(try densities.energy(full) - exact.states[0].energy) < 1e-9)
            let dipole = try field.dipoleMoment(oneParticle: densities.oneParticle)
            let wanted = try #require(expected["dipole"]?.list).compactMap(\.double)
            #expect(largestDifference([dipole.x, dipole.y, dipole.z], wanted) < 1e-6)
        }
    }

    /// One- and two-particle densities of every method, of closed shells and open ones: dipoles, and Σ x₁ x₂ over pairs of
    /// electrons, in which every element of the two-particle density has a share.
    @Test(arguments: StateCase.all("pairs")) func pairsAgainstPySCF(_ reference: StateCase) throws {
        let field = try reference.field()
        let hamiltonian = try SpinOrbitalHamiltonian(field)
        let options = CorrelationOptions(energyTolerance: 1e-12, residualTolerance: 1e-10)
        func check(_ method: String, _ energy: Double, _ density: CorrelatedDensity) throws {
            guard reference.reference.expect[method] != nil else { return }
            #expect(abs(hamiltonian.energy(of: density) - energy) < 1e-9, "\(method)")
            let dipole = try field.dipoleMoment(of: density)
            try compare(
                reference, method, energy, [dipole.x, dipole.y, dipole.z],
                pairs(density, field.system, [field.orbitals[0], field.orbitals[field.orbitals.count - 1]]))
        }
        if reference.reference.expect["mp2"] != nil {
            try check("mp2", hamiltonian.mp2Energy(), hamiltonian.mp2Density())
        }
        let interaction = try hamiltonian.cisd(options: options)
        try check("cisd", interaction.energy, interaction.density)
        let cluster = try hamiltonian.ccsd(options: options)
        try check("ccsd", cluster.energy, hamiltonian.density(of: cluster, options: options))
        if reference.reference.expect["ccsd(t)"] != nil {
            try check(
                "ccsd(t)", cluster.energyWithTriples(), hamiltonian.densityWithTriples(of: cluster, options: options))
        }
        if reference.reference.expect["fci"] != nil {
            let full = try field.hamiltonian()
            let exact = try fullConfigurationInteraction(
                full, alphaCount: full.electrons.up, betaCount: full.electrons.down)
            let densities = try exact.densityMatrices()
            let dipole = try field.dipoleMoment(oneParticle: densities.oneParticle)
            let sums = try field.system.basis.dipole().map { matrix in
                let x = matrix.transformed(by: field.orbitals[0]).elements
                return Matrix(1, x.count, x).times(densities.twoParticle).times(Matrix(x.count, 1, x))[0, 0]
            }
            try compare(reference, "fci", exact.states[0].energy, [dipole.x, dipole.y, dipole.z], sums)
        }
    }

    private func compare(
        _ reference: StateCase, _ method: String, _ energy: Double, _ dipole: [Double], _ pairs: [Double]
    ) throws {
        let expected = try #require(reference.reference.expect[method])
        #expect(abs(energy - (try #require(expected["energy"]?.double))) < 1e-8, "\(method) \(energy)")
        let wanted = try #require(expected["dipole"]?.list).compactMap(\.double)
        #expect(largestDifference(dipole, wanted) < 2e-7, "\(method) \(dipole) \(wanted)")
        let sums = try #require(expected["pairs"]?.list).compactMap(\.double)
        #expect(largestDifference(pairs, sums) < 1e-6, "\(method) \(pairs) \(sums)")
    }

    /// Σ ⟨p†σ q†τ sτ rσ⟩ x_pr x_qs for x, y and z.
    private func pairs(
        _ density: CorrelatedDensity, _ system: ElectronicSystem, _ orbitals: [Matrix]
    ) throws -> [Double] {
        try system.basis.dipole().map { matrix in
            let x = orbitals.map { matrix.transformed(by: $0) }
            let n = density.orbitalCount
            var sum = 0.0
            for sigma in 0..<2 {
                for tau in 0..<2 {
                    for p in 0..<n {
                        for r in 0..<n where abs(x[sigma][p, r]) > 1e-12 {
                            for q in 0..<n {
                                for s in 0..<n where abs(x[tau][q, s]) > 1e-12 {
                                    sum += density.twoParticle(sigma, tau, p, q, r, s) * x[sigma][p, r] * x[tau][q, s]
                                }
                            }
                        }
                    }
                }
            }
            return sum
        }
    }

    /// Second order over semicanonical orbitals of open shells.
    @Test(arguments: StateCase.all("rohf_pairs")) func openShellSecondOrder(_ reference: StateCase) throws {
        let field = try reference.field()
        let (turned, rotations) = try SpinOrbitalHamiltonian.semicanonicalWithRotations(field.hamiltonian())
        let density = try turned.mp2Density()
        let orbitals = rotations.map { field.orbitals[0].times($0) }
        #expect(largestDifference(try pairs(density, field.system, orbitals), try reference.values("pairs")) < 1e-6)
        let one = try SpinOrbitalHamiltonian.semicanonicalSecondOrderDensity(field.hamiltonian())
        let dipole = try field.dipoleMoment(oneParticle: one)
        #expect(largestDifference([dipole.x, dipole.y, dipole.z], try reference.values("dipole")) < 1e-7)
    }

    /// CCSD(T) densities of open shells that share their orbitals, over semicanonical ones: the derivative of the energy
    /// with respect to a field that acts on fixed orbitals, and the energy again.
    @Test func openShellTriples() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; H 0 0.1 0.97", multiplicity: 2, basis: "6-31g")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: .restrictedOpenShell)
        let plain = try field.hamiltonian()
        let options = CorrelationOptions(energyTolerance: 1e-13, residualTolerance: 1e-11)
        let (turned, rotations) = try SpinOrbitalHamiltonian.semicanonicalWithRotations(plain)
        let cluster = try turned.ccsd(options: options)
        let density = try turned.densityWithTriples(of: cluster, options: options)
        #expect(abs(turned.energy(of: density) - (try cluster.energyWithTriples())) < 1e-9)
        let z = try field.system.basis.dipole()[2].transformed(by: field.orbitals[0])
        func energy(_ strength: Double) throws -> Double {
            let moved = try ElectronicHamiltonian(
                constant: plain.constant,
                oneBody: zip(plain.oneBodyIntegrals, z.elements).map { $0 + strength * $1 },
                twoBody: plain.twoBodyIntegrals, electrons: plain.electrons)
            return try SpinOrbitalHamiltonian(moved, rotations: rotations).ccsd(options: options).energyWithTriples()
        }
        let h = 2e-5
        let slope = try (energy(h) - energy(-h)) / (2 * h)
        let one = try SpinOrbitalHamiltonian.semicanonicalTriplesDensity(plain, options: options)
        #expect(abs(slope - one.dot(z)) < 1e-6, "\(slope) \(one.dot(z))")
        let electrons = (0..<one.rows).reduce(0.0) { $0 + one[$1, $1] }
        #expect(abs(electrons - 9) < 1e-9)
    }

    /// Summed over spin, the densities give the energy with spatial integrals; frozen orbitals are full.
    @Test(arguments: [0, 1]) func summedOverSpin(frozen: Int) throws {
        let molecule = try Molecule(geometry: "Li 0 0 0; H 0.1 0 1.6", basis: "6-31g")
        let field = try HartreeFock.restricted(molecule, options: HartreeFockOptions(stability: .skip))
        let hamiltonian = try SpinOrbitalHamiltonian(field, frozen: frozen)
        let full = try field.hamiltonian()
        let cluster = try hamiltonian.ccsd()
        let interaction = try hamiltonian.cisd()
        let states = [
            (field.energy, hamiltonian.referenceDensity()),
            (try hamiltonian.mp2Energy(), try hamiltonian.mp2Density()),
            (interaction.energy, interaction.density), (cluster.energy, try hamiltonian.density(of: cluster)),
            (try cluster.energyWithTriples(), try hamiltonian.densityWithTriples(of: cluster)),
        ]
        for (energy, density) in states {
            let summed = try density.spinSummed()
            #expect(abs(try summed.energy(full) - energy) < 1e-7)
            let n = summed.orbitalCount
            #expect(abs((0..<n).reduce(0) { $0 + summed.oneParticle[$1, $1] } - 4) < 1e-9)
            if frozen == 1 { #expect(abs(summed.oneParticle[0, 0] - 2) < 1e-12) }
        }
    }

    /// With two electrons CISD, CCSD and exact diagonalization are one.
    @Test func twoElectrons() throws {
        let molecule = try Molecule(geometry: "H 0 0 0; He 0 0 0.9", charge: 1, basis: "6-31g**")
        let field = try HartreeFock.restricted(molecule)
        let hamiltonian = try SpinOrbitalHamiltonian(field)
        let exact = try fullConfigurationInteraction(field.hamiltonian(), alphaCount: 1, betaCount: 1)
            .densityMatrices()
        let options = CorrelationOptions(energyTolerance: 1e-12, residualTolerance: 1e-10)
        let interaction = try hamiltonian.cisd(options: options).density.spinSummed()
        let cluster = try hamiltonian.density(of: hamiltonian.ccsd(options: options), options: options).spinSummed()
        for found in [interaction, cluster] {
            #expect((found.oneParticle - exact.oneParticle).largestMagnitude < 1e-6)
            // The derivative density of coupled cluster is symmetrized: so is the other here.
            let (a, b) = (symmetric(found), symmetric(exact))
            #expect(largestDifference(a, b) < 1e-6)
        }
    }

    /// d_pqrs with its eight equal places averaged.
    private func symmetric(_ d: DensityMatrices) -> [Double] {
        let n = d.orbitalCount
        var result: [Double] = []
        for p in 0..<n {
            for q in 0..<n {
                for r in 0..<n {
                    for s in 0..<n {
                        result.append(
                            (d.twoParticle(p, q, r, s) + d.twoParticle(q, p, r, s) + d.twoParticle(p, q, s, r)
                                + d.twoParticle(q, p, s, r)) / 4)
                    }
                }
            }
        }
        return result
    }

    /// The recorded residuals are those that coupled cluster makes vanish.
    @Test func recordedResidualsVanish() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; H 0 0 0.97", multiplicity: 2, basis: "6-31g")
        for reference in [HartreeFockReference.unrestricted, .restrictedOpenShell] {
            let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: reference)
            let hamiltonian = try SpinOrbitalHamiltonian(field)
            let cluster = try hamiltonian.ccsd(options: CorrelationOptions(residualTolerance: 1e-9))
            let g = try CorrelationIntegrals(hamiltonian, method: "test")
            let response = CoupledClusterResponse(
                g, (Tensor([g.o, g.v], cluster.singles), Tensor([g.o, g.o, g.v, g.v], cluster.doubles)))
            let (one, two) = response.residuals
            #expect(one.elements.allSatisfy { abs($0) < 1e-7 } && two.elements.allSatisfy { abs($0) < 1e-7 })
        }
    }

    @Test func wrongShapes() throws {
        #expect(throws: FockSpaceError.self) {
            try DensityMatrices(oneParticle: .identity(2), twoParticle: .identity(3))
        }
        let densities = try DensityMatrices(oneParticle: .identity(2), twoParticle: .identity(4))
        var generator = SeededGenerator(seed: 1)
        let integrals = try randomIntegrals(orbitals: 3, using: &generator)
        #expect(throws: FockSpaceError.self) { try densities.energy(integrals) }
        let molecule = try Molecule(geometry: "H 0 0 0; H 0 0 0.7", basis: "sto-3g")
        let field = try HartreeFock.restricted(molecule)
        #expect(throws: ElectronicStructureError.self) {
            try field.activeOrbitals(ActiveSpace(electrons: 2, orbitals: 2)).density(oneParticle: .identity(3))
        }
    }

    @Test func wrongOrbitals() throws {
        let small = try HartreeFock.restricted(Molecule(geometry: "H 0 0 0; H 0 0 0.7", basis: "sto-3g"))
        let large = try HartreeFock.restricted(Molecule(geometry: "H 0 0 0; H 0 0 0.7", basis: "6-31g"))
        let density = try SpinOrbitalHamiltonian(small).referenceDensity()
        #expect(throws: ElectronicStructureError.self) { try large.dipoleMoment(of: density) }
    }
}
