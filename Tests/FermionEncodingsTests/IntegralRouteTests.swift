import ComplexModule
import FermionEncodings
import Foundation
import OperatorAlgebra
import RealModule
import TestSupport
import Testing

/// The route from integrals to Pauli strings against the one through the fermion operator.
@Suite struct IntegralRouteTests {
    @Test(arguments: 0...5)
    func equalsTheOperatorRoute(_ orbitalCount: Int) {
        forSeededCases(orbitalCount < 5 ? 4 : 1) { generator in
            let integrals = TestIntegrals.random(orbitalCount: orbitalCount, using: &generator)
            let fermions = integrals.fermionOperator
            // More modes than spin orbitals reach the paths for 65 to 128 and beyond 128 qubits.
            for modeCount in [2 * orbitalCount, 2 * orbitalCount + 1, 64, 65, 128, 129] {
                for encoding in try EncodingPropertyTests.encodings(modeCount: modeCount, using: &generator) {
                    let comment: Comment = "\(encoding.name), \(modeCount) modes, \(generator.comment)"
                    let direct = try encoding.encode(integrals, threshold: 1e-14)
                    let expected = try encoding.encode(fermions)
                    #expect(direct.isClose(to: expected, tolerance: 1e-12), comment)
                    #expect(direct.count == expected.pruned(below: 1e-14).count, comment)
                    #expect(zip(direct, direct.dropFirst()).allSatisfy { $0.term < $1.term }, comment)
                }
            }
        }
    }

    /// Every product of Majorana operators that can occur does, once.
    @Test(arguments: 1...5)
    func termCountWithoutZeros(_ n: Int) throws {
        var generator = SeededGenerator(seed: 7)
        let integrals = TestIntegrals.random(orbitalCount: n, zeros: 0, using: &generator)
        let expected = n * n * n * n + n * n * (n - 1) * (n - 1) / 2 + 2 * n * n + 1
        #expect(try JordanWigner(modeCount: 2 * n).encode(integrals).count == expected)
        #expect(try BravyiKitaev(modeCount: 2 * n).encode(integrals).count == expected)
    }

    @Test func thresholdDropsSmallTermsOnly() {
        forSeededCases(10) { generator in
            let integrals = TestIntegrals.random(orbitalCount: 3, using: &generator)
            let whole = try JordanWigner(modeCount: 6).encode(integrals, threshold: 0)
            let pruned = try JordanWigner(modeCount: 6).encode(integrals, threshold: 0.1)
            #expect(pruned == whole.pruned(below: 0.1), generator.comment)
            #expect(pruned.count < whole.count, generator.comment)
            #expect(try JordanWigner(modeCount: 6).encode(integrals, threshold: -1) == whole, generator.comment)
        }
    }

    /// What the literature and OpenFermion count, from integrals with their rounding noise.
    @Test func termCountsOfMolecules() throws {
        struct Molecule: Decodable {
            let label: String
            let orbitals: Int
            let constant: Double
            let h1: [Double]
            let eriS8: [Double]
            let terms: Int
            enum CodingKeys: String, CodingKey {
                case label, orbitals, constant, h1, terms
                case eriS8 = "eri_s8"
            }
        }
        let url = try #require(Bundle.module.url(forResource: "Resources/term_counts", withExtension: "json"))
        let molecules = try JSONDecoder().decode([Molecule].self, from: Data(contentsOf: url))
        #expect(molecules.map(\.label) == ["LiH", "H2O", "N2"])
        func pair(_ p: Int, _ q: Int) -> Int { max(p, q) * (max(p, q) + 1) / 2 + min(p, q) }
        for molecule in molecules {
            let integrals = TestIntegrals(
                orbitalCount: molecule.orbitals, constant: molecule.constant,
                oneBody: { molecule.h1[pair($0, $1)] }, twoBody: { molecule.eriS8[pair(pair($0, $1), pair($2, $3))] })
            for (key, encoding) in TransformVectorTests.encodings(modeCount: 2 * molecule.orbitals) {
                #expect(try encoding.encode(integrals).count == molecule.terms, "\(molecule.label) \(key)")
            }
            let noisy = try JordanWigner(modeCount: 2 * molecule.orbitals).encode(integrals, threshold: 0)
            #expect(noisy.count > molecule.terms, "without a threshold, noise stays")
        }
    }

    @Test func errors() throws {
        var generator = SeededGenerator(seed: 1)
        var integrals = TestIntegrals.random(orbitalCount: 2, using: &generator)
        let tooMany = EncodingError.tooManyModes(encoding: "parity", found: 4, modeCount: 3)
        #expect(throws: tooMany) { try Parity(modeCount: 3).encode(integrals) }
        integrals.twoBodyValues[15] = .nan
        #expect(throws: EncodingError.nonFiniteIntegral("(1 1|1 1)")) {
            try JordanWigner(modeCount: 4).encode(integrals)
        }
        integrals.oneBodyValues[0] = .infinity
        #expect(throws: EncodingError.nonFiniteIntegral("h[0,0]")) { try JordanWigner(modeCount: 4).encode(integrals) }
    }
}
