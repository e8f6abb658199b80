import DenseAlgebra
import TestSupport
import Testing

@testable import ElectronicStructure

/// Localized orbitals, open-shell perturbation theory and fitted densities against PySCF.
@Suite struct OrbitalTests {
    @Test(arguments: StateCase.all("localization")) func localization(_ reference: StateCase) throws {
        let field = try reference.field()
        for (scheme, name) in [(LocalizationScheme.pipekMezey, "pipek_mezey"), (.boys, "boys")] {
            let local = try field.localized(scheme)
            #expect(abs(local.measure - (try reference.value(name))) < 1e-4, "\(name) \(local.measure)")
            // They span what they did: the density is the same.
            let density = local.orbitals.timesTransposed(local.orbitals)
            #expect((density - field.densities[0]).largestMagnitude < 1e-8)
        }
    }

    /// A field over localized orbitals is the same field: density, orthonormal orbitals, sum of ⟨i|F|i⟩.
    @Test(arguments: [
        ("O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", 1, HartreeFockReference.restricted),
        ("O 0 0 0; H 0 0 0.97", 2, .restrictedOpenShell), ("O 0 0 0; H 0 0 0.97", 2, .unrestricted),
    ])
    func localizedField(_ geometry: String, _ multiplicity: Int, _ reference: HartreeFockReference) throws {
        let molecule = try Molecule(geometry: geometry, multiplicity: multiplicity, basis: "6-31g")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: reference)
        for scheme in LocalizationScheme.allCases {
            let (local, measure) = try field.localizingOccupied(scheme)
            let expected = try field.localized(scheme, spin: 0).measure
            #expect(measure > expected - 1e-9)
            for (set, orbitals) in local.orbitals.enumerated() {
                let unit = field.system.overlap.transformed(by: orbitals)
                #expect((unit - Matrix.identity(unit.rows)).largestMagnitude < 1e-9)
                let count = set == 0 ? field.electrons.up : field.electrons.down
                let densities = [orbitals, field.orbitals[set]].map { $0.density(occupied: count) }
                #expect((densities[0] - densities[1]).largestMagnitude < 1e-9)
                if field.reference != .restrictedOpenShell {
                    let sums = [local, field].map { $0.orbitalEnergies[set][..<count].reduce(0, +) }
                    #expect(abs(sums[0] - sums[1]) < 1e-7)
                }
                for number in 0..<count {
                    let shares = local.mullikenShares(ofOrbital: number, spin: set)
                    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
                }
            }
            if scheme == .pipekMezey, reference == .restricted {
                // Two bonds, each with one of the hydrogens.
                let bonds = (0..<5).map { local.mullikenShares(ofOrbital: $0) }.filter { max($0[1], $0[2]) > 0.2 }
                #expect(bonds.count == 2 && bonds.allSatisfy { min($0[1], $0[2]) < 0.05 }, "\(bonds)")
            }
        }
    }

    @Test func impossibleLocalization() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "sto-3g"))
        #expect(throws: ElectronicStructureError.self) { try field.localized(.boys, orbitals: 0..<99) }
        #expect(try field.localized(.pipekMezey, orbitals: 2..<2).orbitals.columns == 0)
    }

    /// Against the formula written out over PySCF's integrals; see `make_states.py`.
    @Test(arguments: StateCase.all("rohf_mp2")) func openShellPerturbationTheory(_ reference: StateCase) throws {
        let field = try reference.field()
        #expect(abs(field.energy - (try reference.value("hf"))) < 1e-8)
        let hamiltonian = try SpinOrbitalHamiltonian.semicanonical(field.hamiltonian())
        let energy = try hamiltonian.mp2Energy()
        #expect(abs(energy - (try reference.value("mp2"))) < 1e-7, "\(energy)")
        #expect(abs(hamiltonian.energy(of: try hamiltonian.mp2Density()) - energy) < 1e-8)
        // Coupled cluster does not see rotations among occupied or among empty orbitals; its triples do.
        let turned = try hamiltonian.ccsd()
        #expect(abs(turned.energy - (try reference.value("ccsd"))) < 1e-7)
        #expect(abs(try turned.energyWithTriples() - (try reference.value("ccsd_t"))) < 1e-7)
        let plain = try SpinOrbitalHamiltonian(field).ccsd()
        #expect(abs(turned.energy - plain.energy) < 1e-7)
    }

    @Test(arguments: StateCase.all("fitted")) func fittedDensities(_ reference: StateCase) throws {
        let molecule = try reference.molecule()
        let options = HartreeFockOptions(stability: .skip)
        let system = try ElectronicSystem(molecule, repulsion: .fitted(auxiliary: reference.text("auxiliary")))
        let fitted = try HartreeFock.solve(system, options: options)
        #expect(abs(fitted.energy - (try reference.value("hf"))) < 1e-7, "\(fitted.energy)")
        let exact = try HartreeFock.solve(ElectronicSystem(molecule), options: options)
        #expect(abs(fitted.energy - exact.energy) < 1e-4 * Double(molecule.atoms.count))
        #expect(abs(fitted.energy - exact.energy) > 1e-9)
    }

    /// Fitted matrices are those of the fitted integrals, also for densities that are no determinant's.
    @Test func fittedContractions() throws {
        let molecule = try Molecule(geometry: "Li 0 0 0; H 0 0.3 1.5", basis: "6-31g")
        let basis = try MolecularBasis(molecule, BasisSet.named("6-31g"))
        let fitted = try DensityFittedRepulsion(molecule, basis, auxiliary: BasisSet.named("def2-universal-jkfit"))
        let stored = StoredRepulsion(try fitted.repulsions())
        var generator = SeededGenerator(seed: 5)
        let n = basis.functionCount
        let density = Matrix(n, n, (0..<n * n).map { _ in Double.random(in: -1...1, using: &generator) }).symmetrized
        let (found, expected) = (fitted.coulombExchange([density]), stored.coulombExchange([density]))
        #expect((found.coulomb[0] - expected.coulomb[0]).largestMagnitude < 1e-9)
        #expect((found.exchange[0] - expected.exchange[0]).largestMagnitude < 1e-9)
        let exact = try basis.repulsions().packed
        let error = largestDifference(exact, try fitted.repulsions().packed)
        #expect(error < 2e-2 && error > 1e-10, "\(error)")
    }

    @Test func fittingSetsAreNamed() throws {
        let molecule = try Molecule(geometry: "Ti 0 0 0; H 0 0 1.7", multiplicity: 2, basis: "def2-svp")
        let basis = try MolecularBasis(molecule, BasisSet.named("def2-svp"))
        // Titanium's functions reach l = 6.
        let fitted = try DensityFittedRepulsion(molecule, basis, auxiliary: BasisSet.named("def2-universal-jkfit"))
        let one = Matrix.identity(basis.functionCount)
        let exact = StoredRepulsion(try basis.repulsions()).coulombExchange([one])
        let difference = (fitted.coulombExchange([one]).coulomb[0] - exact.coulomb[0]).largestMagnitude
        #expect(difference < 0.05 && difference > 1e-10, "\(difference)")
        #expect(throws: ElectronicStructureError.self) {
            try ElectronicSystem(molecule, repulsion: .fitted(auxiliary: "cc-pvtz-jkfit"))
        }
        #expect(throws: ElectronicStructureError.self) {
            try ElectronicSystem(molecule, repulsion: .fitted(auxiliary: "no such set"))
        }
    }
}
