import ElectronicStructure
import TestSupport

/// Random integrals with the symmetry of real orbitals.
func randomIntegrals(
    orbitals n: Int, using generator: inout SeededGenerator
) throws -> MolecularIntegrals {
    var oneBody = [Double](repeating: 0, count: n * n)
    for p in 0..<n {
        for q in 0...p {
            oneBody[p * n + q] = Double.random(in: -1...1, using: &generator)
            oneBody[q * n + p] = oneBody[p * n + q]
        }
    }
    let count = TwoBodyIntegrals.packedCount(orbitalCount: n)
    let packed = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    return try MolecularIntegrals(
        nuclearRepulsion: Double.random(in: 0...5, using: &generator), oneBody: oneBody,
        twoBody: TwoBodyIntegrals(orbitalCount: n, packed: packed))
}
