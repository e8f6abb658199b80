import Foundation
import OperatorAlgebra
import TestSupport

/// Integrals of a test: lower triangles packed, so that they have the 8-fold symmetry by construction.
struct PackedIntegrals: ElectronicIntegrals {
    let orbitalCount: Int
    let constant: Double
    var one: [Double]
    var two: [Double]

    func oneBody(_ p: Int, _ q: Int) -> Double { one[Self.packed(p, q)] }

    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        two[Self.packed(Self.packed(p, q), Self.packed(r, s))]
    }

    static func packed(_ p: Int, _ q: Int) -> Int { max(p, q) * (max(p, q) + 1) / 2 + min(p, q) }

    static func random(orbitalCount n: Int, using generator: inout SeededGenerator) -> PackedIntegrals {
        let pairs = n * (n + 1) / 2
        return PackedIntegrals(
            orbitalCount: n, constant: Double.random(in: -1...1, using: &generator),
            one: (0..<pairs).map { _ in Double.random(in: -1...1, using: &generator) },
            two: (0..<(pairs * (pairs + 1) / 2)).map { _ in Double.random(in: -1...1, using: &generator) })
    }
}

/// A molecule of `Resources/molecules.json`: integrals and full configuration interaction energies by PySCF.
struct ReferenceMolecule: Decodable, CustomStringConvertible, Sendable {
    struct Sector: Decodable, Sendable {
        let alpha: Int
        let beta: Int
        let energies: [Double]
        let squaredSpin: [Double]
    }

    let name: String
    let orbitalCount: Int
    let constant: Double
    let oneBody: [Double]
    let twoBody: [Double]
    let sectors: [Sector]

    var description: String { name }
    var integrals: PackedIntegrals {
        PackedIntegrals(orbitalCount: orbitalCount, constant: constant, one: oneBody, two: twoBody)
    }

    private struct Collection: Decodable { let molecules: [ReferenceMolecule] }

    static func all() throws -> [ReferenceMolecule] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/molecules.json")
        return try JSONDecoder().decode(Collection.self, from: Data(contentsOf: url)).molecules
    }

    static func named(_ name: String) throws -> ReferenceMolecule {
        guard let found = try all().first(where: { $0.name == name }) else { throw CocoaError(.fileNoSuchFile) }
        return found
    }
}
