import ComplexModule
import Foundation
import OperatorAlgebra
import TestSupport
import Testing

/// Integrals held densely, for tests.
struct TestIntegrals: ElectronicIntegrals {
    let orbitalCount: Int
    var constant: Double
    var oneBodyValues: [Double]
    var twoBodyValues: [Double]

    func oneBody(_ p: Int, _ q: Int) -> Double { oneBodyValues[p * orbitalCount + q] }

    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        twoBodyValues[((p * orbitalCount + q) * orbitalCount + r) * orbitalCount + s]
    }

    /// Integrals from functions that are called for every index.
    init(
        orbitalCount n: Int, constant: Double, oneBody: (Int, Int) -> Double,
        twoBody: (Int, Int, Int, Int) -> Double
    ) {
        orbitalCount = n
        self.constant = constant
        oneBodyValues = (0..<n * n).map { oneBody($0 / n, $0 % n) }
        twoBodyValues = (0..<n * n * n * n).map { twoBody($0 / (n * n * n), $0 / (n * n) % n, $0 / n % n, $0 % n) }
    }

    /// Random integrals with 8-fold symmetry, a share of them zero.
    static func random(
        orbitalCount n: Int, zeros: Double = 0.2, using generator: inout SeededGenerator
    ) -> TestIntegrals {
        var values: [Int: Double] = [:]
        func value(_ key: Int) -> Double {
            if let known = values[key] { return known }
            let isZero = Double.random(in: 0..<1, using: &generator) < zeros
            let fresh = isZero ? 0 : Double.random(in: -1...1, using: &generator)
            values[key] = fresh
            return fresh
        }
        func pair(_ p: Int, _ q: Int) -> Int { max(p, q) * (max(p, q) + 1) / 2 + min(p, q) }
        return TestIntegrals(
            orbitalCount: n, constant: Double.random(in: -1...1, using: &generator),
            oneBody: { value(-1 - pair($0, $1)) }, twoBody: { value(pair(pair($0, $1), pair($2, $3))) })
    }

    /// The spatial integrals of a molecule case: `h2_physicist_of[p,q,r,s]` = (ps|qr).
    init(_ test: ReferenceVectors.Case) throws {
        let h1 = try #require(test.input["h1"])
        let h2 = try #require(test.input["h2_physicist_of"]?["re"]?.list).compactMap(\.double)
        let n = try #require(h1["shape"]?.list?.first?.int)
        let values = try #require(h1["re"]?.list).compactMap(\.double)
        let constant = try #require(test.input["constant"]?.double)
        self.init(
            orbitalCount: n, constant: constant, oneBody: { values[$0 * n + $1] },
            twoBody: { p, q, r, s in h2[((p * n + r) * n + s) * n + q] })
    }

    /// The second-quantized Hamiltonian term by term, as the protocol defines it.
    var fermionOperator: FermionOperator {
        var terms: [FermionOperator.Element] = [(.identity, .init(constant, 0))]
        let orbitals = 0..<orbitalCount
        func up(_ p: Int, _ spin: Int) -> LadderOperator { .creation(2 * p + spin) }
        func down(_ p: Int, _ spin: Int) -> LadderOperator { .annihilation(2 * p + spin) }
        for p in orbitals {
            for q in orbitals {
                for sigma in 0...1 {
                    terms.append((FermionProduct([up(p, sigma), down(q, sigma)]), .init(oneBody(p, q), 0)))
                    for r in orbitals {
                        for s in orbitals {
                            for tau in 0...1 {
                                let product = [up(p, sigma), up(r, tau), down(s, tau), down(q, sigma)]
                                terms.append((FermionProduct(product), .init(0.5 * twoBody(p, q, r, s), 0)))
                            }
                        }
                    }
                }
            }
        }
        return FermionOperator(terms)
    }
}
