import FockSpace
import Foundation
import TestSupport
import Testing

@testable import ElectronicStructure

/// MP2, CISD, CCSD and CCSD(T) from geometry alone against PySCF, and against exact diagonalization.
@Suite struct CorrelationTests {
    /// Where PySCF's Hartree-Fock solution is a minimum, so that ours is the same.
    static let cases = HartreeFockTests.cases.filter {
        $0.expect["hf_internally_stable"]?.bool == true && ($0.expect["n_orbitals"]?.int ?? 99) <= 24
    }

    @Test(arguments: cases) func againstPySCF(_ reference: ReferenceVectors.Case) throws {
        let expect = reference.expect
        let options = HartreeFockOptions(stability: .skip)
        let field = try HartreeFock.solve(
            ElectronicSystem(HartreeFockTests.molecule(reference.input)), options: options)
        let hamiltonian = try SpinOrbitalHamiltonian(field)
        let isClosed = field.reference == .restricted
        if isClosed, let energy = expect["mp2_energy"]?.double {
            #expect(abs(try hamiltonian.mp2Energy() - energy) < 1e-7)
        }
        if let energy = expect["cisd_energy"]?.double {
            #expect(abs(try hamiltonian.cisdEnergy() - energy) < 1e-7)
        }
        if let energy = expect["ccsd_energy"]?.double {
            let cluster = try hamiltonian.ccsd()
            #expect(abs(cluster.energy - energy) < 1e-7)
            if let energy = expect["ccsd_t_energy"]?.double, isClosed {
                #expect(abs(try cluster.energyWithTriples() - energy) < 1e-7)
            }
        }
        guard let energy = expect["uhf_energy"]?.double else { return }
        let unrestricted = try HartreeFock.solve(field.system, reference: .unrestricted, options: options)
        guard abs(unrestricted.energy - energy) < 1e-8 else { return }
        let open = try SpinOrbitalHamiltonian(unrestricted)
        if let energy = expect["ump2_energy"]?.double { #expect(abs(try open.mp2Energy() - energy) < 1e-7) }
        if let energy = expect["uccsd_uhf_energy"]?.double { #expect(abs(try open.ccsd().energy - energy) < 2e-7) }
    }

    /// With two electrons singles and doubles are everything; with shared orbitals of an open shell too.
    @Test(arguments: [
        ("H 0 0 0; H 0 0 0.9", 0, 1, HartreeFockReference.restricted), ("He 0 0 0; H 0 0 0.8", 1, 1, .restricted),
        ("H 0 0 0; H 0 0 2.5", 0, 1, .unrestricted), ("He 0 0 0", 0, 3, .restrictedOpenShell),
        ("H 0 0 0; H 0 0 1.1", 0, 3, .unrestricted),
    ])
    func twoElectrons(geometry: String, charge: Int, multiplicity: Int, reference: HartreeFockReference) throws {
        let molecule = try Molecule(geometry: geometry, charge: charge, multiplicity: multiplicity, basis: "6-31g**")
        let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: reference)
        let hamiltonian = try field.hamiltonian()
        let exact = try fullConfigurationInteraction(
            hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down
        ).states[0].energy
        let spinOrbitals = try SpinOrbitalHamiltonian(field)
        #expect(abs(try spinOrbitals.cisdEnergy() - exact) < 1e-8)
        #expect(abs(try spinOrbitals.ccsd().energy - exact) < 1e-8)
    }

    /// What methods will take is known before it is taken: a closed shell takes less than its spin orbitals would.
    @Test func memoryIsPlanned() throws {
        let system = try ElectronicSystem(Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "6-31g"))
        let closed = try SpinOrbitalHamiltonian(HartreeFock.solve(system))
        let open = try SpinOrbitalHamiltonian(HartreeFock.solve(system, reference: .unrestricted))
        let (less, more) = (try #require(closed.plannedBytes(.ccsd)), try #require(open.plannedBytes(.ccsd)))
        // Amplitudes alone, and 16 of them for the extrapolation.
        #expect(less > 8 * 17 * 5 * 5 * 8 * 8 && more > 8 * 17 * 10 * 10 * 16 * 16 && less < more / 2)
        #expect(try #require(open.plannedBytes(.cisd)) < more && closed.plannedBytes(.mp2) == nil)
    }

    /// Triples of a closed shell that is no Hartree-Fock determinant: f_ia does not vanish.
    @Test func triplesWithOccupiedAndEmptyOrbitalsCoupled() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "Li 0 0 0; H 0.3 0 1.6", basis: "6-31g"))
        let plain = try field.hamiltonian()
        let n = plain.orbitalCount
        var oneBody = plain.oneBodyIntegrals
        for i in 0..<2 {
            for a in 2..<n {
                let change = 0.01 * Double((3 * i + 2 * a) % 5 - 2)
                oneBody[i * n + a] += change
                oneBody[a * n + i] += change
            }
        }
        let bent = try ElectronicHamiltonian(
            constant: plain.constant, oneBody: oneBody, twoBody: plain.twoBodyIntegrals, electrons: plain.electrons)
        let options = CorrelationOptions(energyTolerance: 1e-12, residualTolerance: 1e-10)
        let cluster = try SpinOrbitalHamiltonian(bent).ccsd(options: options)
        let found = try cluster.energyWithTriples()
        #expect(abs(found - (try cluster.spinOrbitalEnergyWithTriples())) < 1e-10)
        #expect(abs(found - cluster.energy) > 1e-6)
    }

    /// A closed shell over spatial orbitals gives what the equations over spin orbitals do, amplitude by amplitude.
    @Test(arguments: [
        ("Li 0 0 0; H 0.3 0 1.6", "6-31g", 0), ("O 0 0 0; H 0 0.76 0.59; H 0.2 -0.76 0.59", "6-31g", 1),
        ("He 0 0 0", "cc-pvdz", 0),
    ])
    func closedShellsAgreeWithSpinOrbitals(geometry: String, basis: String, frozen: Int) throws {
        let field = try HartreeFock.restricted(
            Molecule(geometry: geometry, basis: basis), options: HartreeFockOptions(stability: .skip))
        let hamiltonian = try SpinOrbitalHamiltonian(field, frozen: frozen)
        let options = CorrelationOptions(energyTolerance: 1e-11, residualTolerance: 1e-9)
        let closed = try #require(try hamiltonian.closedShellCCSD(options: options))
        let open = try hamiltonian.openShellCCSD(options: options)
        #expect(abs(closed.energy - open.energy) < 1e-9, "\(closed.energy - open.energy)")
        #expect(closed.occupied == open.occupied && closed.empty == open.empty)
        let difference = { (a: [Double], b: [Double]) in zip(a, b).map { abs($0 - $1) }.max() ?? .infinity }
        #expect(closed.singles.count == open.singles.count && closed.doubles.count == open.doubles.count)
        #expect(difference(closed.singles, open.singles) < 1e-8)
        #expect(difference(closed.doubles, open.doubles) < 1e-8)
        #expect(abs(try closed.energyWithTriples() - open.spinOrbitalEnergyWithTriples()) < 1e-9)
        // Orbitals of their own for each spin that happen to be the same.
        let separate = try SpinOrbitalHamiltonian(field.unrestrictedIntegrals(), electrons: field.electrons)
        #expect(abs(separate.referenceEnergy - field.energy) < 1e-9)
        if frozen == 0 {
            #expect(try separate.closedShellCCSD(options: options) == nil)
            #expect(abs(try separate.ccsd(options: options).energy - closed.energy) < 1e-9)
        }
    }

    /// Freezing in the Hamiltonian and leaving out of the spin orbitals are the same.
    @Test func frozenCores() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "6-31g")
        let field = try HartreeFock.restricted(molecule, options: HartreeFockOptions(stability: .skip))
        let folded = SpinOrbitalHamiltonian(try field.hamiltonian().freezingCore(of: molecule))
        let left = try SpinOrbitalHamiltonian(field, frozen: 1)
        #expect(abs(folded.referenceEnergy - left.referenceEnergy) < 1e-9)
        #expect(abs(try folded.mp2Energy() - left.mp2Energy()) < 1e-9)
        #expect(abs(try folded.ccsd().energy - left.ccsd().energy) < 1e-8)
        #expect(throws: ElectronicStructureError.self) { try SpinOrbitalHamiltonian(field, frozen: 6) }
    }

    @Test func whatDoesNotConvergeKeepsItsEnergies() throws {
        let molecule = try Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "sto-3g")
        let hamiltonian = try SpinOrbitalHamiltonian(HartreeFock.restricted(molecule))
        let options = CorrelationOptions(maximumIterations: 2)
        for error in [
            #expect(throws: ElectronicStructureError.self) { try hamiltonian.ccsd(options: options) },
            #expect(throws: ElectronicStructureError.self) { try hamiltonian.cisdEnergy(options: options) },
        ] {
            guard case .notConverged(let method, 2, _, _, let energies) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(abs((energies[method.lowercased()] ?? 0) + 7.88) < 0.02)
        }
        let oxygen = try Molecule(geometry: "O 0 0 0; O 0 0 1.2", multiplicity: 3, basis: "sto-3g")
        let open = try SpinOrbitalHamiltonian(HartreeFock.restrictedOpenShell(oxygen))
        #expect(throws: ElectronicStructureError.self) { try open.mp2Energy() }
    }
}
