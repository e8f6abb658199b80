import TestSupport
import Testing

@testable import ElectronicStructure

/// Numerical gradients against PySCF's analytical ones, and minima.
@Suite struct GradientTests {
    @Test(arguments: StateCase.all("gradient")) func againstPySCF(_ reference: StateCase) throws {
        let molecule = try reference.molecule()
        for method in [ElectronicMethod.hf, .mp2, .ccsd, .casscf] {
            guard reference.reference.expect[method.rawValue] != nil else { continue }
            let space = ActiveSpace(electrons: reference.count("electrons"), orbitals: reference.count("orbitals"))
            let calculation = EnergyCalculation(
                method, activeSpace: method == .casscf ? space : nil, stability: .skip)
            let found = try calculation.gradient(of: molecule).values
            for (atom, expected) in zip(found, try reference.rows(method.rawValue)) {
                let difference = largestDifference([atom.x, atom.y, atom.z], expected)
                #expect(difference < 5e-6, "\(method) \(difference)")
            }
            // Nothing pulls the molecule as a whole.
            let total = found.reduce(SIMD3<Double>.zero, +)
            #expect(total.length < 1e-5)
        }
    }

    @Test(arguments: StateCase.all("minimum")) func minima(_ reference: StateCase) throws {
        let method = try #require(ElectronicMethod(rawValue: reference.text("method")))
        let calculation = EnergyCalculation(method, stability: .skip)
        let options = GeometryOptimizationOptions(
            largestGradient: 5e-5, meanGradient: 3e-5, largestStep: 3e-4, meanStep: 2e-4)
        let found = try calculation.optimize(try reference.molecule(), options: options)
        #expect(found.isConverged && found.steps.count < 20, "\(found.steps.count) steps")
        #expect(abs(found.energy - (try reference.value("energy"))) < 1e-7, "\(found.energy)")
        let atoms = found.molecule.atoms
        let distances = atoms.indices.flatMap { i in
            (0..<i).map { atoms[i].distance(to: atoms[$0]) * LengthUnit.bohrInAngstrom }
        }
        #expect(largestDifference(distances, try reference.values("distances_angstrom")) < 5e-4)
        // The way only leads down, and what was written is read back.
        for (before, after) in zip(found.steps, found.steps.dropFirst()) {
            #expect(after.energy < before.energy + 1e-7)
        }
        let again = try Molecule(geometry: found.molecule.xyz(comment: "minimum"))
        for (a, b) in zip(again.atoms, atoms) { #expect(a.distance(to: b) < 1e-12 && a.element == b.element) }
    }

    /// The symmetric stretch of a diatomic at every level: one parabola's worth of steps.
    @Test(
        arguments: [
            (ElectronicMethod.hf, nil), (.cisd, nil), (.fci, nil), (.casci, ActiveSpace(electrons: 2, orbitals: 2)),
            (.ccsdT, nil),
        ] as [(ElectronicMethod, ActiveSpace?)])
    func everyMethod(method: ElectronicMethod, space: ActiveSpace?) throws {
        let start = try Molecule(geometry: "Li 0 0 0; H 0 0 1.5", basis: "sto-3g")
        let calculation = EnergyCalculation(method, activeSpace: space)
        let found = try calculation.optimize(start)
        #expect(found.isConverged && found.energy < found.steps[0].energy)
        let distance = found.molecule.atoms[0].distance(to: found.molecule.atoms[1])
        func energy(_ r: Double) throws -> Double {
            let atoms = [start.atoms[0], Atom.bohr(start.atoms[1].element, SIMD3(0, 0, r))]
            return try calculation.point(start.moved(to: atoms)).energy
        }
        let (left, middle, right) = try (energy(distance - 0.05), energy(distance), energy(distance + 0.05))
        #expect(middle < left && middle < right, "\(method) at \(distance)")
    }

    /// An oxygen atom and a hydrogen molecule far apart in bend and stretch come to water; too few steps are told.
    @Test func farStartsAndTooFewSteps() throws {
        let start = try Molecule(geometry: "O 0 0 0; H 0 0.4 1.4; H 0 1.2 -0.1", basis: "sto-3g")
        let calculation = EnergyCalculation(.hf)
        let found = try calculation.optimize(start)
        let best = try calculation.optimize(
            Molecule(geometry: "O 0 0 0.12; H 0 0.76 -0.47; H 0 -0.76 -0.47", basis: "sto-3g"))
        #expect(found.isConverged && abs(found.energy - best.energy) < 1e-6)
        let few = try calculation.optimize(start, options: GeometryOptimizationOptions(maximumSteps: 1))
        #expect(!few.isConverged && few.steps.count == 2 && few.energy < few.steps[0].energy)
    }

    @Test func impossibleRequests() throws {
        let molecule = try Molecule(geometry: "H 0 0 0; H 0 0 0.7", basis: "sto-3g")
        #expect(throws: ElectronicStructureError.self) {
            try EnergyCalculation(.hf).gradient(of: molecule, step: 0)
        }
        #expect(throws: ElectronicStructureError.self) { try EnergyCalculation(.casscf).gradient(of: molecule) }
        #expect(throws: ElectronicStructureError.self) {
            let calculation = EnergyCalculation(
                .mp2, reference: .unrestricted, activeSpace: ActiveSpace(electrons: 2, orbitals: 2))
            _ = try calculation.gradient(of: molecule)
        }
    }
}
