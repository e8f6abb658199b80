import ComplexModule
import Contest
import FermionEncodings
import Foundation
import OperatorAlgebra
import RealModule
import StateVectors

/// Makes a job ready: its input is read, the work waits in the closure.
func prepare(_ job: String, _ input: String) throws -> TimedJob {
    switch job {
    case "jordan-wigner":
        let integrals = try PackedFile(path: input)
        let encoding = JordanWigner(modeCount: 2 * integrals.orbitalCount)
        return timed {
            try encoding.encode(integrals)
        } summary: {
            Summary($0)
        }
    case "bravyi-kitaev":
        let integrals = try PackedFile(path: input)
        let encoding = BravyiKitaev(modeCount: 2 * integrals.orbitalCount)
        return timed {
            try encoding.encode(integrals)
        } summary: {
            Summary($0)
        }
    case "normal-order":
        let (a, b) = (try FermionOperator(text(input + ".a")), try FermionOperator(text(input + ".b")))
        let product = a * b
        return timed {
            product.normalOrdered()
        } summary: {
            Summary($0, extraBytes: 96)
        }
    case "pauli-commutator":
        let (a, b) = (try PauliSum(text(input + ".a")), try PauliSum(text(input + ".b")))
        return timed {
            a.commutator(with: b)
        } summary: {
            Summary($0)
        }
    case "fermion-commutator":
        let (a, b) = (try FermionOperator(text(input + ".a")), try FermionOperator(text(input + ".b")))
        return timed {
            a.normalOrderedCommutator(with: b)
        } summary: {
            Summary($0, extraBytes: 96)
        }
    case "apply":
        let sum = try PauliSum(text(input + ".a"))
        let vector = try amplitudes(input + ".v")
        let action = try MatrixFreePauliSum(sum, qubitCount: vector.count.trailingZeroBitCount)
        return timed {
            try action.applied(to: vector)
        } summary: {
            Summary(vector: $0)
        }
    case "apply-simulator":
        let sum = try PauliSum(text(input + ".a"))
        let state = try StateVector(amplitudes(input + ".v"))
        let backend = try VectorizedBackend(threadCount: 1)
        return timed {
            try backend.applied(sum, to: state)
        } summary: {
            Summary(vector: $0.amplitudes)
        }
    case "sparse":
        let sum = try PauliSum(text(input + ".a"))
        return timed {
            try SparseMatrix(sum, qubitCount: 16)
        } summary: {
            Summary(matrix: $0)
        }
    default:
        throw CocoaError(.featureUnsupported)
    }
}

func amplitudes(_ path: String) throws -> [Complex<Double>] {
    let numbers = try doubles(path)
    return (0..<numbers.count / 2).map { Complex(numbers[2 * $0], numbers[2 * $0 + 1]) }
}
