internal import Foundation
public import OperatorAlgebra

/// Integrals with 8-fold symmetry, from a file of doubles: n, c, h_pq (n²), then (pq|rs) of distinct pairs, pq ≥ rs.
public struct PackedFile: ElectronicIntegrals {
    /// The number of orbitals.
    public let orbitalCount: Int
    /// The energy beside them.
    public let constant: Double
    private let one: [Double]
    private let two: [Double]

    /// Reads the file.
    public init(path: String) throws {
        let numbers = try doubles(path)
        orbitalCount = Int(numbers[0])
        constant = numbers[1]
        one = Array(numbers[2..<2 + orbitalCount * orbitalCount])
        two = Array(numbers[(2 + orbitalCount * orbitalCount)...])
    }

    /// h_pq.
    public func oneBody(_ p: Int, _ q: Int) -> Double { one[p * orbitalCount + q] }

    /// (pq|rs).
    public func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        func pair(_ a: Int, _ b: Int) -> Int { a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a }
        return two[pair(pair(p, q), pair(r, s))]
    }
}

/// The doubles of a file.
public func doubles(_ path: String) throws -> [Double] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}
