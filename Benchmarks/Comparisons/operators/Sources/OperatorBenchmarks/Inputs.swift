import ComplexModule
import FermionEncodings
import Foundation
import OperatorAlgebra
import RealModule

/// Integrals with 8-fold symmetry, from a file of doubles: n, c, h_pq (n²), then (pq|rs) of distinct pairs, pq ≥ rs.
struct PackedFile: ElectronicIntegrals {
    let orbitalCount: Int
    let constant: Double
    let one: [Double]
    let two: [Double]

    init(path: String) throws {
        let numbers = try doubles(path)
        orbitalCount = Int(numbers[0])
        constant = numbers[1]
        one = Array(numbers[2..<2 + orbitalCount * orbitalCount])
        two = Array(numbers[(2 + orbitalCount * orbitalCount)...])
    }

    func oneBody(_ p: Int, _ q: Int) -> Double { one[p * orbitalCount + q] }

    func twoBody(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        func pair(_ a: Int, _ b: Int) -> Int { a > b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a }
        return two[pair(pair(p, q), pair(r, s))]
    }
}

func doubles(_ path: String) throws -> [Double] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}

func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

/// What two programs that did the same have in common, whatever the order of modes: how many terms, Σ|c| and Σ|c|².
struct Summary {
    var count = 0
    var sum = 0.0
    var squares = 0.0
    /// The bytes of the result itself.
    var bytes = 0

    init<Term: OperatorProduct>(_ operand: LinearCombination<Term>, extraBytes: Int = 0) {
        for (_, coefficient) in operand where coefficient.length > 1e-9 {
            count += 1
            sum += coefficient.length
            squares += coefficient.lengthSquared
        }
        bytes = operand.count * (MemoryLayout<(Term, Complex<Double>)>.stride + extraBytes)
    }

    init(vector: [Complex<Double>]) {
        count = vector.count
        for (index, value) in vector.enumerated() {
            sum += value.real * Double(index % 7) + value.imaginary * Double(index % 5)
            squares += value.lengthSquared
        }
        bytes = vector.count * 16
    }

    init(matrix: SparseMatrix) {
        count = matrix.entryCount
        for value in matrix.values {
            sum += value.length
            squares += value.lengthSquared
        }
        bytes = matrix.entryCount * 20 + matrix.rowStarts.count * 8
    }

    var json: String { "\"count\": \(count), \"sum\": \(sum), \"squares\": \(squares), \"bytes\": \(bytes)" }
}
