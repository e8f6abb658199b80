import ElectronicStructure
import TestSupport
import Testing

@Suite struct IntegralsTests {
    @Test func packingIsThatOfPySCF() {
        #expect((0...4).map(TwoBodyIntegrals.packedCount) == [0, 1, 6, 21, 55])
        var integrals = TwoBodyIntegrals(orbitalCount: 3)
        integrals[2, 1, 0, 2] = 7
        // ij = 2·3/2 + 1 = 4, kl = 2·3/2 + 0 = 3, 4·5/2 + 3 = 13.
        #expect(integrals.packed.firstIndex(of: 7) == 13)
    }

    @Test func eightFoldSymmetry() throws {
        forSeededCases(20) { generator in
            let n = Int.random(in: 1...5, using: &generator)
            let integrals = try randomIntegrals(orbitals: n, using: &generator)
            for p in 0..<n {
                for q in 0..<n {
                    for r in 0..<n {
                        for s in 0..<n {
                            let value = integrals.twoBody(p, q, r, s)
                            let mirrors = [
                                integrals.twoBody(q, p, r, s), integrals.twoBody(p, q, s, r),
                                integrals.twoBody(r, s, p, q), integrals.twoBody(s, r, q, p),
                            ]
                            #expect(mirrors.allSatisfy { $0 == value }, generator.comment)
                        }
                    }
                }
            }
            // From all n⁴ values the same packed ones come back, to the bit.
            let again = try TwoBodyIntegrals(orbitalCount: n, tolerance: 0) { integrals.twoBody($0, $1, $2, $3) }
            #expect(again == integrals.twoBodyIntegrals, generator.comment)
        }
    }

    @Test(arguments: [[1, 0, 0, 0], [0, 1, 2, 1], [1, 2, 0, 1], [2, 2, 1, 1]])
    func oneIntegralOfEightThatDiffersIsFound(_ culprit: [Int]) throws {
        var generator = SeededGenerator(seed: 3)
        let integrals = try randomIntegrals(orbitals: 3, using: &generator)
        func value(_ p: Int, _ q: Int, _ r: Int, _ s: Int, shift: Double) -> Double {
            integrals.twoBody(p, q, r, s) + ([p, q, r, s] == culprit ? shift : 0)
        }
        #expect(throws: Never.self) {
            try TwoBodyIntegrals(orbitalCount: 3, tolerance: 1e-8) { value($0, $1, $2, $3, shift: 5e-9) }
        }
        let error = #expect(throws: ElectronicStructureError.self) {
            try TwoBodyIntegrals(orbitalCount: 3, tolerance: 1e-8) { value($0, $1, $2, $3, shift: 2e-8) }
        }
        guard case .asymmetric("(pq|rs)", let index, _, let mirror, _, 1e-8) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(index == culprit || mirror == culprit)
        let nan = #expect(throws: ElectronicStructureError.self) {
            try TwoBodyIntegrals(orbitalCount: 3, tolerance: 1e-8) { value($0, $1, $2, $3, shift: .nan) }
        }
        #expect(nan == .notFinite(quantity: "(pq|rs)", index: culprit, value: "nan"))
    }

    @Test func oneBodyIntegralsAreChecked() throws {
        let twoBody = TwoBodyIntegrals(orbitalCount: 2)
        let asymmetric = #expect(throws: ElectronicStructureError.self) {
            try MolecularIntegrals(nuclearRepulsion: 0, oneBody: [1, 2, 2.1, 3], twoBody: twoBody)
        }
        #expect(
            asymmetric
                == .asymmetric(
                    quantity: "h_pq", index: [1, 0], value: 2.1, mirrorIndex: [0, 1], mirrorValue: 2, tolerance: 1e-8))
        #expect(throws: ElectronicStructureError.notFinite(quantity: "h_pq", index: [0, 1], value: "inf")) {
            try MolecularIntegrals(nuclearRepulsion: 0, oneBody: [1, .infinity, 2, 3], twoBody: twoBody)
        }
        #expect(throws: ElectronicStructureError.wrongCount(quantity: "one-body integrals", found: 3, expected: 4)) {
            try MolecularIntegrals(nuclearRepulsion: 0, oneBody: [1, 2, 2], twoBody: twoBody)
        }
        #expect(throws: ElectronicStructureError.self) {
            try MolecularIntegrals(nuclearRepulsion: .nan, oneBody: [1, 2, 2, 3], twoBody: twoBody)
        }
        #expect(throws: ElectronicStructureError.self) { try TwoBodyIntegrals(orbitalCount: 2, packed: [1, 2]) }
        #expect(throws: ElectronicStructureError.self) {
            try TwoBodyIntegrals(orbitalCount: 1, packed: [.nan])
        }
    }
}
