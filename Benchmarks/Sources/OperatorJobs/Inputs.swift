import ComplexModule
import Contest
import FermionEncodings
import Foundation
import OperatorAlgebra
import RealModule

func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

/// What two programs that did the same have in common, whatever the order of modes: how many terms, Σ|c| and Σ|c|².
struct Summary: ResultSummary {
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
