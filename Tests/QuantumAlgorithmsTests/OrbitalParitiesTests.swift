import OperatorAlgebra
import TestSupport
import Testing

@testable import QuantumAlgorithms

@Suite struct OrbitalParitiesTests {
    /// Integrals that vanish, up to noise, exactly where given labels forbid them.
    private struct LabeledIntegrals: ElectronicIntegrals {
        let labels: [Int]
        var orbitalCount: Int { labels.count }
        var constant: Double { 0 }
        func oneBody(_ p: Int, _ q: Int) -> Double { labels[p] == labels[q] ? -0.3 : 1e-13 }
        func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
            labels[p] ^ labels[q] ^ labels[r] ^ labels[s] == 0 ? 0.2 : -1e-12
        }
    }

    @Test func excitationsAreForbiddenExactlyWhereTheLabelsForbidThem() {
        forSeededCases(60) { generator in
            let count = Int.random(in: 2...9, using: &generator)
            let bits = Int.random(in: 0...3, using: &generator)
            let labels = (0..<count).map { _ in Int.random(in: 0..<(1 << bits), using: &generator) }
            let parities = OrbitalParities(LabeledIntegrals(labels: labels))
            for _ in 0..<50 {
                let modes = Array(0..<(2 * count)).shuffled(using: &generator)
                let electrons = Int.random(in: 1...2, using: &generator)
                let (sources, targets) = (
                    Array(modes[..<electrons]), Array(modes[electrons..<(2 * electrons)])
                )
                let sum = (sources + targets).reduce(0) { $0 ^ labels[$1 / 2] }
                let allowed = parities.allow(Excitation(from: sources, to: targets))
                #expect(allowed == (sum == 0), generator.comment)
            }
        }
    }
}
