import DenseAlgebra
import FockSpace
import Foundation
import TestSupport
import Testing

@testable import ElectronicStructure

/// Energies from geometry alone against PySCF.
@Suite struct HartreeFockTests {
    static let cases = (try? ReferenceVectors.cases("energies", file: "molecules", from: Bundle.module)) ?? []

    static func molecule(_ input: [String: Field]) throws -> Molecule {
        let atoms = try #require(input["geometry_angstrom"]?.list).map { entry in
            let element = try ChemicalElement(symbol: try #require(entry.list?[0].string))
            let place = try #require(entry.list?[1].list).compactMap(\.double)
            return Atom.angstroms(element, SIMD3(place[0], place[1], place[2]))
        }
        return try Molecule(
            atoms: atoms, charge: input["charge"]?.int ?? 0, multiplicity: input["multiplicity"]?.int ?? 1,
            basis: try #require(input["basis"]?.string))
    }

    /// The lower of the solutions that PySCF found, where they differ.
    @Test(arguments: cases) func energies(_ reference: ReferenceVectors.Case) throws {
        let expect = reference.expect
        let field = try HartreeFock.solve(ElectronicSystem(Self.molecule(reference.input)))
        let lowest = try #require(expect["hf_energy_lowest_found"]?.double)
        #expect(abs(field.energy - lowest) < 1e-8, "\(field.energy - lowest) \(String(describing: field.stability))")
        #expect(field.stability?.isStable == true)
        // PySCF puts the Fock matrix of a lone electron together in a way of its own.
        if expect["hf_internally_stable"]?.bool == true, field.electrons.total > 1,
            let energies = expect["orbital_energies"]?.list
        {
            for (found, expected) in zip(field.orbitalEnergies[0], energies.compactMap(\.double)) {
                #expect(abs(found - expected) < 1e-6)
            }
            let dipole = try field.dipoleMoment()
            let expected = try #require(expect["dipole_au"]?.list).compactMap(\.double)
            for axis in 0..<3 { #expect(abs(dipole[axis] - expected[axis]) < 1e-6) }
        }
        if let energy = expect["uhf_energy"]?.double {
            let unrestricted = try HartreeFock.solve(field.system, reference: .unrestricted)
            #expect(unrestricted.energy - energy < 1e-8, "\(unrestricted.energy - energy)")
            if abs(unrestricted.energy - energy) < 1e-8 {
                #expect(abs(unrestricted.squaredSpin - (expect["uhf_s_squared"]?.double ?? 9)) < 1e-6)
            }
        }
    }

    /// Exact diagonalization in the orbitals found: the transformation and the Hamiltonian are right.
    @Test(arguments: cases.filter { ($0.expect["n_orbitals"]?.int ?? 99) <= 9 })
    func fullConfigurationInteraction(_ reference: ReferenceVectors.Case) throws {
        guard let energy = reference.expect["fci_energy"]?.double else { return }
        let field = try HartreeFock.solve(ElectronicSystem(Self.molecule(reference.input)))
        let hamiltonian = try field.hamiltonian()
        #expect(abs(hamiltonian.referenceEnergy - field.energy) < 1e-9)
        let found = try FockSpace.fullConfigurationInteraction(
            hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down)
        #expect(abs(found.states[0].energy - energy) < 1e-7, "\(found.states[0].energy - energy)")
    }

    /// The dipole of the exact state is the derivative of its energy with respect to an electric field; PySCF's for LiH.
    @Test func dipoleOfACorrelatedState() throws {
        let molecule = try Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "6-31g")
        let field = try HartreeFock.restricted(molecule)
        let reference = Matrix(11, 11, (0..<121).map { $0 % 12 == 0 && $0 < 24 ? 2 : 0 })
        let uncorrelated = try field.dipoleMoment(oneParticle: reference)
        #expect(abs(uncorrelated.z - (try field.dipoleMoment()).z) < 1e-6)
        let exact = try FockSpace.fullConfigurationInteraction(field.hamiltonian(), alphaCount: 2, betaCount: 2)
        let full = try field.dipoleMoment(oneParticle: exact.densityMatrices().oneParticle)
        #expect(abs(full.z + 2.167686009129701) < 1e-6, "\(full.z)")
        let core = try field.hamiltonian().activeSpace(occupied: [0], active: Array(1..<11))
        let active = try FockSpace.fullConfigurationInteraction(core, alphaCount: 1, betaCount: 1)
        let frozen = try field.dipoleMoment(
            oneParticle: active.densityMatrices().oneParticle, active: Array(1..<11), occupied: [0])
        #expect(abs(frozen.z - full.z) < 5e-3 && abs(frozen.z - uncorrelated.z) > 1e-2)
        #expect(throws: ElectronicStructureError.self) { try field.dipoleMoment(oneParticle: .identity(3)) }
    }

    @Test func activeSpaces() throws {
        for reference in try ReferenceVectors.cases("active_space", file: "molecules", from: Bundle.module) {
            let field = try HartreeFock.solve(ElectronicSystem(Self.molecule(reference.input)))
            let (occupied, active) = (
                try #require(reference.input["occupied_indices"]?.list).compactMap(\.int),
                try #require(reference.input["active_indices"]?.list).compactMap(\.int)
            )
            let hamiltonian = try field.hamiltonian().activeSpace(occupied: occupied, active: active)
            let found = try FockSpace.fullConfigurationInteraction(
                hamiltonian, alphaCount: hamiltonian.electrons.up, betaCount: hamiltonian.electrons.down)
            let energy = try #require(reference.expect["casci_energy"]?.double)
            #expect(abs(found.states[0].energy - energy) < 1e-7, "\(reference.id)")
        }
    }
}

@Suite struct StabilityTests {
    /// The second derivatives are those of the energy, by finite differences, for every kind of reference.
    @Test(arguments: [HartreeFockReference.restricted, .restrictedOpenShell, .unrestricted])
    func secondDerivatives(_ reference: HartreeFockReference) throws {
        let multiplicity = reference == .restricted ? 1 : 3
        let molecule = try Molecule(
            geometry: "C 0 0 0; H 0 0.99 0.43; H 0.1 -0.99 0.43", multiplicity: multiplicity, basis: "sto-3g")
        let system = try ElectronicSystem(molecule)
        let field = SelfConsistentField(
            system: system, reference: reference, electrons: molecule.spinCounts, options: .init())
        let solution = try field.run(from: field.initialDensities(nil))
        let counts = [molecule.spinCounts.up, molecule.spinCounts.down]
        let kinds: [OrbitalHessian.Rotations] =
            switch reference {
            case .restricted: [.shared, .opposite]
            case .restrictedOpenShell: [.shared]
            case .unrestricted: [.separate]
            }
        for kind in kinds {
            let hessian = OrbitalHessian(system, solution, counts, kind)
            var generator = SeededGenerator(seed: 3)
            let rotation = (0..<hessian.dimension).map { _ in Double.random(in: -1...1, using: &generator) }
            let curvature = zip(rotation, hessian.apply(rotation)).reduce(0) { $0 + $1.0 * $1.1 }
            let open = SelfConsistentField(
                system: system, reference: .unrestricted, electrons: molecule.spinCounts, options: .init())
            func energy(_ step: Double) throws -> Double {
                let generators = hessian.generators(rotation)
                let orbitals = try (0..<2).map { spin in
                    let one = Matrix.identity(generators[spin].rows)
                    let half = generators[spin].scaled(by: step / 2)
                    return solution.orbitals[min(spin, solution.orbitals.count - 1)].times(
                        try (one - half).solve(one + half))
                }
                return open.focks(open.densities(orbitals)).energy
            }
            let h = 1e-3
            let difference = try (energy(h) - 2 * energy(0) + energy(-h)) / (h * h)
            #expect(abs(difference - curvature) < 1e-4 * abs(curvature), "\(kind) \(difference) \(curvature)")
        }
    }

    @Test func stretchedNitrogenIsSaidToBeUnstable() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "N 0 0 0; N 0 0 2.2", basis: "sto-3g"))
        #expect(field.stability?.isStableTowardsUnrestricted == false)
        let lower = try HartreeFock.solve(field.system, reference: .unrestricted)
        #expect(lower.energy < field.energy - 1e-3)
        #expect(lower.stability?.isStable == true && lower.squaredSpin > 0.1)
    }

    @Test func aLimitOfIterationsKeepsTheEnergySoFar() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "6-31g")
        let error = #expect(throws: ElectronicStructureError.self) {
            try HartreeFock.restricted(molecule, options: HartreeFockOptions(maximumIterations: 2))
        }
        guard case .notConverged(_, 2, _, _, let energies) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(abs((energies["hf"] ?? 0) + 75.98) < 0.5 && error?.kind == .notConverged)
    }

    @Test func wrongReferencesAndBases() throws {
        let oxygen = try Molecule(geometry: "O 0 0 0; O 0 0 1.2", multiplicity: 3, basis: "sto-3g")
        #expect(throws: ElectronicStructureError.self) { try HartreeFock.restricted(oxygen) }
        var iodine = try Molecule(geometry: "I 0 0 0; H 0 0 1.6", basis: "cc-pvdz")
        #expect(throws: ElectronicStructureError.self) { try HartreeFock.restricted(iodine) }
        iodine.basis = "no such basis"
        #expect(throws: ElectronicStructureError.self) { try HartreeFock.restricted(iodine) }
    }

    @Test func directAndStoredRepulsionsAgree() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; H 0 0.76 0.59; H 0 -0.76 0.59", basis: "6-31g**")
        let options = HartreeFockOptions(stability: .skip)
        let stored = try HartreeFock.solve(ElectronicSystem(molecule, repulsion: .stored), options: options)
        let direct = try HartreeFock.solve(ElectronicSystem(molecule, repulsion: .direct), options: options)
        #expect(abs(stored.energy - direct.energy) < 1e-9)
        #expect(abs(stored.mullikenCharges.reduce(0, +)) < 1e-9 && stored.mullikenCharges[0] < -0.3)
    }

    @Test func aNeighbouringGeometryIsAGoodStart() throws {
        func system(_ r: Double) throws -> ElectronicSystem {
            try ElectronicSystem(Molecule(geometry: "Li 0 0 0; H 0 0 \(r)", basis: "6-31g"))
        }
        let options = HartreeFockOptions(stability: .skip)
        let first = try HartreeFock.solve(system(1.6), options: options)
        let cold = try HartreeFock.solve(system(1.62), options: options)
        let warm = try HartreeFock.solve(system(1.62), options: options, start: first)
        #expect(abs(cold.energy - warm.energy) < 1e-9 && warm.iterations < cold.iterations)
    }

    /// A helium atom is lower by the functions of a ghost beside it; a nucleus without electrons has an energy too.
    @Test func ghostsAndNoElectrons() throws {
        let alone = try HartreeFock.restricted(Molecule(geometry: "He 0 0 0", basis: "6-31g"))
        let beside = try HartreeFock.restricted(Molecule(geometry: "He 0 0 0; @He 0 0 1", basis: "6-31g"))
        #expect(beside.energy < alone.energy && beside.energy > alone.energy - 0.1)
        let bare = try HartreeFock.restricted(Molecule(geometry: "H 0 0 0; H 0 0 1", charge: 2, basis: "sto-3g"))
        #expect(abs(bare.energy - 0.529177210903) < 1e-12)
    }
}
