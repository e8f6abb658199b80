import DenseAlgebra
import FockSpace
import TestSupport
import Testing

@testable import ElectronicStructure

/// Active spaces chosen by occupations and by atomic orbitals.
@Suite struct ActiveSpaceChoiceTests {
    @Test(arguments: StateCase.all("avas")) func atomicOrbitalsAsPySCF(_ reference: StateCase) throws {
        let field = try reference.field()
        let labels = try #require(reference.reference.input["labels"]?.list).compactMap(\.string)
        let choice = try field.activeSpace(ofAtomicOrbitals: labels)
        #expect(choice.orbitals.activeCount == (try reference.value("orbitals")).rounded().integer)
        #expect(choice.electrons.total == (try reference.value("electrons")).rounded().integer)
        let (occupied, empty) = (try reference.values("occupied_weights"), try reference.values("empty_weights"))
        let wanted = (occupied + empty).filter { $0 > 0.2 }
        #expect(largestDifference(choice.weights.sorted(), wanted.sorted()) < 1e-6)
        let energy = try field.casci(choice.orbitals).energy
        #expect(abs(energy - (try reference.value("casci"))) < 1e-7, "\(energy)")
        // Turned orbitals are orthonormal still.
        let metric = field.system.overlap.transformed(by: choice.orbitals.coefficients)
        #expect((metric - .identity(metric.rows)).largestMagnitude < 1e-8)
    }

    @Test(
        arguments: [
            ("N 2p", nil, 2, 1, nil), ("1 C 2pz", 0, 2, 1, 2), ("Fe 3d", nil, 3, 2, nil), ("h 1s", nil, 1, 0, nil),
            ("2 O 2PX", 1, 2, 1, 0),
        ] as [(String, Int?, Int, Int, Int?)])
    func labels(text: String, atom: Int?, n: Int, l: Int, component: Int?) throws {
        let label = try AtomicOrbitalLabel(text)
        #expect(label.atom == atom && label.principal == n && label.angularMomentum == l)
        #expect(label.component == component)
    }

    @Test(arguments: ["N", "N 2", "N 1p", "N 2d", "N 3dx", "Qq 2p", "0 N 2p", "N 2pw", "", "N p", "7 2p"])
    func wrongLabels(_ text: String) {
        #expect(throws: ElectronicStructureError.self) { try AtomicOrbitalLabel(text) }
    }

    @Test func labelsThatMeanNothingHere() throws {
        let field = try HartreeFock.restricted(Molecule(geometry: "Li 0 0 0; H 0 0 1.6", basis: "6-31g"))
        for labels in [["N 2p"], ["Li 3d"], ["3 H 1s"]] {
            let error = #expect(throws: ElectronicStructureError.self) {
                try field.activeSpace(ofAtomicOrbitals: labels)
            }
            #expect(error?.description.contains(labels[0]) == true)
        }
        #expect(throws: ElectronicStructureError.self) {
            try field.activeSpace(ofAtomicOrbitals: ["Li 2s"], threshold: 1.1)
        }
        let broken = try HartreeFock.solve(field.system, reference: .unrestricted)
        #expect(throws: ElectronicStructureError.self) { try broken.activeSpace(ofAtomicOrbitals: ["Li 2s"]) }
    }

    /// Valence orbitals of the triple bond, and the pair of a broken one.
    @Test func automatic() throws {
        let nitrogen = try HartreeFock.restricted(Molecule(geometry: "N 0 0 0; N 0 0 1.1", basis: "6-31g"))
        let choice = try nitrogen.automaticActiveSpace()
        #expect(choice.source == .secondOrderNaturalOrbitals)
        #expect(choice.electrons.total == 6 && choice.orbitals.activeCount == 6, "\(choice.weights)")
        #expect(choice.weights.allSatisfy { $0 > 0.02 && $0 < 1.98 })
        let energy = try nitrogen.casci(choice.orbitals).energy
        // Natural orbitals are better than canonical ones, and worse than optimized ones.
        #expect(energy < -108.947011 && energy > -109.015944)
        let stretched = try HartreeFock.restricted(Molecule(geometry: "H 0 0 0; H 0 0 2.5", basis: "cc-pvdz"))
        let pair = try stretched.automaticActiveSpace()
        #expect(pair.source == .unrestrictedNaturalOrbitals && pair.electrons == SpinCounts(up: 1, down: 1))
        #expect(pair.orbitals.activeCount == 2)
        let helium = try HartreeFock.restricted(Molecule(geometry: "He 0 0 0", basis: "6-31g"))
        let least = try helium.automaticActiveSpace()
        #expect(least.orbitals.activeCount == 2 && least.electrons.total == 2)
        let few = try nitrogen.automaticActiveSpace(options: .init(largestCount: 4))
        #expect(few.orbitals.activeCount == 4 && few.electrons.total == 4)
        #expect(throws: ElectronicStructureError.self) {
            try nitrogen.automaticActiveSpace(options: .init(threshold: 2))
        }
    }

    @Test func automaticForOpenShells() throws {
        let molecule = try Molecule(geometry: "O 0 0 0; O 0 0 1.2075", multiplicity: 3, basis: "6-31g")
        for reference in [HartreeFockReference.restrictedOpenShell, .unrestricted] {
            let field = try HartreeFock.solve(ElectronicSystem(molecule), reference: reference)
            let choice = try field.automaticActiveSpace()
            #expect(choice.electrons.up - choice.electrons.down == 2)
            #expect(choice.orbitals.activeCount >= 4 && choice.orbitals.activeCount <= 12, "\(choice.weights)")
            #expect(try field.casci(choice.orbitals).energy < field.energy + 0.02)
        }
    }
}

extension Double {
    fileprivate var integer: Int { Int(self) }
}
