import ElectronicStructure
import FockSpace
import Foundation
import TestSupport
import Testing

@Suite struct ActiveSpaceTests {
    /// `Resources/active_space_n2.json`: OpenFermion's active space of N2.
    private struct Reference: Decodable {
        let occupied: [Int]
        let active: [Int]
        let nuclear_repulsion: Double
        let one_body: [Double]
        let two_body_packed: [Double]
        let core_adjustment: Double
        let active_one_body: [Double]
        let active_two_body_packed: [Double]
        let active_electrons: Int
        let casci_energy: Double
    }

    @Test func nitrogenAgreesWithOpenFermion() throws {
        let url = try #require(Bundle.module.url(forResource: "Resources/active_space_n2", withExtension: "json"))
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
        let integrals = try MolecularIntegrals(
            nuclearRepulsion: reference.nuclear_repulsion, oneBody: reference.one_body,
            twoBody: TwoBodyIntegrals(orbitalCount: 10, packed: reference.two_body_packed))
        let full = try ElectronicHamiltonian(integrals, electrons: SpinCounts(electrons: 14, multiplicity: 1))
        let chosen = try full.activeSpace(occupied: reference.occupied, active: reference.active)
        #expect(abs(chosen.constant - reference.nuclear_repulsion - reference.core_adjustment) < 1e-10)
        #expect(chosen.electrons.total == reference.active_electrons)
        #expect(largestDifference(chosen.oneBodyIntegrals, reference.active_one_body) < 1e-10)
        #expect(largestDifference(chosen.twoBodyIntegrals.packed, reference.active_two_body_packed) < 1e-12)
        #expect(abs(chosen.referenceEnergy - full.referenceEnergy) < 1e-10)
        #expect(try full.activeSpace(ActiveSpace(electrons: 6, orbitals: 6)) == chosen)
        let exact = try fullConfigurationInteraction(
            chosen, alphaCount: chosen.electrons.up, betaCount: chosen.electrons.down)
        #expect(abs(exact.states[0].energy - reference.casci_energy) < 1e-8)
    }

    private func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
        left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    /// A determinant has the same energy in the full space and in an active space that contains it.
    @Test func determinantsKeepTheirEnergy() {
        forSeededCases(50) { generator in
            let n = Int.random(in: 2...6, using: &generator)
            let integrals = try randomIntegrals(orbitals: n, using: &generator)
            let shuffled = Array(0..<n).shuffled(using: &generator)
            let frozen = Array(shuffled.prefix(Int.random(in: 0..<n, using: &generator)))
            let active = Array(shuffled.dropFirst(frozen.count).prefix(Int.random(in: 1...n, using: &generator)))
            let up = active.indices.filter { _ in Bool.random(using: &generator) }
            let down = active.indices.filter { _ in Bool.random(using: &generator) }
            let electrons = SpinCounts(up: frozen.count + up.count, down: frozen.count + down.count)
            let full = try ElectronicHamiltonian(integrals, electrons: electrons)
            let reduced = try full.activeSpace(occupied: frozen, active: active)
            #expect(reduced.electrons == SpinCounts(up: up.count, down: down.count), generator.comment)
            let inFull = full.determinantEnergy(
                up: frozen + up.map { active[$0] }, down: frozen + down.map { active[$0] })
            #expect(abs(reduced.determinantEnergy(up: up, down: down) - inFull) < 1e-11, generator.comment)
        }
    }

    /// Freezing in two steps is freezing at once.
    @Test func activeSpacesNest() {
        forSeededCases(20) { generator in
            let integrals = try randomIntegrals(orbitals: 6, using: &generator)
            let full = try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: 3, down: 3))
            let once = try full.activeSpace(occupied: [1, 4], active: [5, 0])
            let twice = try full.activeSpace(occupied: [4], active: [1, 0, 5])
                .activeSpace(occupied: [0], active: [2, 1])
            #expect(abs(once.constant - twice.constant) < 1e-12, generator.comment)
            #expect(largestDifference(once.oneBodyIntegrals, twice.oneBodyIntegrals) < 1e-12, generator.comment)
            #expect(once.twoBodyIntegrals == twice.twoBodyIntegrals, generator.comment)
        }
    }

    @Test func coresAreFrozen() throws {
        var generator = SeededGenerator(seed: 1)
        let integrals = try randomIntegrals(orbitals: 6, using: &generator)
        let molecule = try Molecule(geometry: "Li 0 0 0; H 0 0 1.45")
        let full = try ElectronicHamiltonian(integrals, electrons: molecule.spinCounts)
        #expect(try full.freezingCore(of: molecule) == full.activeSpace(occupied: [0], active: [1, 2, 3, 4, 5]))
        let heavy = try Molecule(geometry: "Rn 0 0 0")
        #expect(throws: ElectronicStructureError.self) { try full.freezingCore(of: heavy) }
    }

    @Test(arguments: [
        ([0], [6], "does not exist"), ([-1], [1], "does not exist"), ([0], [0, 1], "named twice"),
        ([0, 1, 2], [3], "Freeze fewer"), ([], [0], "more orbitals"),
    ])
    func impossibleSpaces(occupied: [Int], active: [Int], reason: String) throws {
        var generator = SeededGenerator(seed: 1)
        let integrals = try randomIntegrals(orbitals: 6, using: &generator)
        let full = try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: 3, down: 2))
        let error = #expect(throws: ElectronicStructureError.self) {
            try full.activeSpace(occupied: occupied, active: active)
        }
        #expect(try #require(error).description.contains(reason))
    }

    @Test(arguments: [(4, 4), (7, 6), (-1, 2), (3, 6), (5, 7), (3, -1)])
    func impossibleCounts(electrons: Int, orbitals: Int) throws {
        var generator = SeededGenerator(seed: 1)
        let integrals = try randomIntegrals(orbitals: 6, using: &generator)
        let full = try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: 3, down: 2))
        #expect(throws: ElectronicStructureError.self) {
            try full.activeSpace(ActiveSpace(electrons: electrons, orbitals: orbitals))
        }
        #expect(throws: ElectronicStructureError.tooManyElectrons(spinUp: 7, spinDown: 0, orbitals: 6)) {
            try ElectronicHamiltonian(integrals, electrons: SpinCounts(up: 7, down: 0))
        }
    }
}
