import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport
import Testing

/// A circuit and the state it starts from.
struct ConformanceCase {
    let qubitCount: Int
    let operations: [CircuitOperation]
    /// `nil` for |0…0⟩, where a planner may know more.
    let initial: [Complex<Double>]?

    init(_ operations: [CircuitOperation], qubitCount: Int, _ generator: inout SeededGenerator) {
        self.qubitCount = qubitCount
        self.operations = operations
        initial = Bool.random(using: &generator) ? nil : generator.amplitudes(qubitCount: qubitCount)
    }

    /// The initial state in a precision.
    func start(_ precision: Precision) throws -> StateVector {
        try initial.map { amplitudes throws in try StateVector(amplitudes, precision: precision) }
            ?? StateVector(qubitCount: qubitCount, precision: precision)
    }

    /// The whole circuit at once, planned as the backend likes.
    func planned(by backend: VectorizedBackend) throws -> [Complex<Double>] {
        guard initial == nil else {
            var state = try start(backend.precision)
            try backend.apply(operations, to: &state)
            return state.amplitudes
        }
        var circuit = Circuit(qubitCount: qubitCount)
        for operation in operations { try circuit.append(operation) }
        return try backend.finalState(of: circuit).amplitudes
    }

    /// One gate after another, so that nothing can be merged, moved or relabelled.
    func gateByGate(by backend: VectorizedBackend) throws -> [Complex<Double>] {
        var state = try start(backend.precision)
        for operation in operations { try backend.apply([operation], to: &state) }
        return state.amplitudes
    }

    /// The amplitudes that the reference backend gives.
    func reference() throws -> [Complex<Double>] {
        var state = try start(.double)
        try ReferenceBackend().apply(operations, to: &state)
        return state.amplitudes
    }

    /// Largest accepted error of an amplitude, global phase included: roundings add up like a random walk.
    func tolerance(_ precision: Precision) -> Double {
        (precision == .single ? 1e-5 : 1e-12) * Double(Swift.max(1, operations.count)).squareRoot()
    }
}

/// Every instruction set of this machine in both precisions, on one thread and on two.
struct ConformanceBackends {
    struct Pair {
        let one: VectorizedBackend
        let two: VectorizedBackend
        var name: String { "\(one.instructionSet) \(one.precision)" }
    }

    let pairs: [Pair]

    init() throws {
        pairs = try InstructionSet.available.flatMap { instructionSet throws in
            try Precision.allCases.map { precision throws in
                Pair(
                    one: try VectorizedBackend(
                        precision: precision, instructionSet: instructionSet, threadCount: 1),
                    two: try VectorizedBackend(
                        precision: precision, instructionSet: instructionSet, threadCount: 2))
            }
        }
    }

    /// Runs a case everywhere: planned circuits must agree with `expected`, two threads must give the bits of one. One
    /// backend, another each time, also runs gate by gate.
    func check(_ sample: ConformanceCase, against expected: [Complex<Double>], _ comment: Comment, turn: Int) throws {
        for (number, pair) in pairs.enumerated() {
            let precision = pair.one.precision
            let planned = try sample.planned(by: pair.one)
            let error = largestDifference(planned, expected)
            #expect(
                error <= sample.tolerance(precision),
                "\(comment) \(pair.name), planned, \(sample.qubitCount) qubits, \(sample.operations.count) gates")
            #expect(
                try sample.planned(by: pair.two).map(BitPattern.init) == planned.map(BitPattern.init),
                "\(comment) \(pair.name): other bits on two threads, \(sample.qubitCount) qubits")
            guard turn % pairs.count == number else { continue }
            let single = try sample.gateByGate(by: turn % 2 == 0 ? pair.one : pair.two)
            #expect(
                largestDifference(single, expected) <= sample.tolerance(precision),
                "\(comment) \(pair.name), gate by gate, \(sample.qubitCount) qubits")
        }
    }

    private struct BitPattern: Equatable {
        let real, imaginary: UInt64

        init(_ number: Complex<Double>) {
            (real, imaginary) = (number.real.bitPattern, number.imaginary.bitPattern)
        }
    }
}

/// The largest magnitude of a difference; infinite where an amplitude is not a number.
func largestDifference(_ left: [Complex<Double>], _ right: [Complex<Double>]) -> Double {
    var largest = left.count == right.count ? 0 : Double.infinity
    for (first, second) in zip(left, right) {
        let difference = (first - second).length
        // A comparison with "not a number" is false.
        if !(difference <= largest) { largest = difference.isNaN ? .infinity : difference }
    }
    return largest
}
