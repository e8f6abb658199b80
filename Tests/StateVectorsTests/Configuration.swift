import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors
import TestSupport

/// A backend under test: one instruction set, precision, number of threads and width of merged gates.
struct Configuration: CustomStringConvertible, Sendable {
    let precision: Precision
    let instructionSet: InstructionSet
    let threadCount: Int
    let fusionWidth: Int?

    /// Every instruction set this machine has, in both precisions, with each width of merged gates.
    static let all: [Configuration] = InstructionSet.available.flatMap { instructionSet in
        Precision.allCases.flatMap { precision in
            [1, 2, 3, 4, 5, nil].map { width in
                Configuration(
                    precision: precision, instructionSet: instructionSet, threadCount: width.map { $0 % 2 + 1 } ?? 2,
                    fusionWidth: width)
            }
        }
    }

    var description: String {
        "\(instructionSet) \(precision) threads \(threadCount) width \(fusionWidth.map(String.init) ?? "auto")"
    }

    /// Largest accepted error of an amplitude: a few hundred roundings.
    var tolerance: Double { precision == .single ? 2e-5 : 1e-12 }

    func backend() throws -> VectorizedBackend {
        try VectorizedBackend(
            precision: precision, instructionSet: instructionSet, threadCount: threadCount, fusionWidth: fusionWidth)
    }
}

/// Random circuits, states and operators.
extension SeededGenerator {
    mutating func angle() -> Double { Double.random(in: -7...7, using: &self) }

    mutating func distinctQubits(_ count: Int, of qubitCount: Int) -> [Int] {
        Array((0..<qubitCount).shuffled(using: &self).prefix(count))
    }

    mutating func amplitudes(qubitCount: Int) -> [Complex<Double>] {
        let raw = (0..<(1 << qubitCount)).map { _ in
            Complex(Double.random(in: -1...1, using: &self), Double.random(in: -1...1, using: &self))
        }
        let norm = raw.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
        return raw.map { Complex($0.real / norm, $0.imaginary / norm) }
    }

    /// A random unitary: Gram-Schmidt on random columns.
    mutating func unitary(qubitCount: Int) -> GateMatrix {
        let n = 1 << qubitCount
        var columns: [[Complex<Double>]] = []
        while columns.count < n {
            var column = amplitudes(qubitCount: qubitCount)
            for _ in 0..<2 {
                for other in columns {
                    let overlap = zip(other, column).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
                    for i in 0..<n { column[i] -= overlap * other[i] }
                }
            }
            let norm = column.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
            columns.append(column.map { Complex($0.real / norm, $0.imaginary / norm) })
        }
        var matrix = GateMatrix.identity(qubitCount: qubitCount)
        for i in 0..<n { for j in 0..<n { matrix[i, j] = columns[j][i] } }
        return matrix
    }

    mutating func pauliString(qubitCount: Int) -> PauliString {
        let limit: UInt64 = 1 << UInt64(qubitCount)
        return PauliString(
            x: QubitMask(word: UInt64.random(in: 0..<limit, using: &self)),
            z: QubitMask(word: UInt64.random(in: 0..<limit, using: &self)))
    }

    mutating func observable(qubitCount: Int, terms: Int) -> PauliSum {
        PauliSum(
            (0..<terms).map { _ in
                (pauliString(qubitCount: qubitCount), Complex(Double.random(in: -1...1, using: &self), 0))
            })
    }

    mutating func controls(from qubits: some Sequence<Int>) -> [Control] {
        qubits.map { Control($0, value: Bool.random(using: &self)) }
    }

    mutating func gate(_ definition: GateDefinition, qubitCount: Int, controls: Int = 0) -> CircuitOperation {
        let qubits = distinctQubits(definition.qubitCount + controls, of: qubitCount)
        let angles = definition.parameterNames.map { _ in Angle.value(angle()) }
        return .gate(
            Gate(
                definition, angles, on: Array(qubits.prefix(definition.qubitCount)),
                controls: self.controls(from: qubits.dropFirst(definition.qubitCount))))
    }

    mutating func operation(qubitCount: Int) -> CircuitOperation {
        switch Int.random(in: 0..<10, using: &self) {
        case 0:
            return .pauliRotation(PauliRotation(pauliString(qubitCount: qubitCount), angle: .value(angle())))
        case 1:
            let size = Int.random(in: 1...min(3, qubitCount), using: &self)
            return .matrix(
                MatrixGate(unitary(qubitCount: size), on: distinctQubits(size, of: qubitCount)))
        case 2: return .barrier(distinctQubits(1, of: qubitCount))
        default:
            let fitting = GateTable.all.filter { $0.qubitCount <= qubitCount }
            let definition = fitting[Int.random(in: 0..<fitting.count, using: &self)]
            let spare = qubitCount - definition.qubitCount
            let controls =
                Int.random(in: 0..<4, using: &self) == 0 ? Int.random(in: 0...min(3, spare), using: &self) : 0
            return gate(definition, qubitCount: qubitCount, controls: controls)
        }
    }
}

/// The largest difference between two states' amplitudes.
func distance(_ left: StateVector, _ right: StateVector) -> Double {
    zip(left.amplitudes, right.amplitudes).reduce(0) { Swift.max($0, ($1.0 - $1.1).length) }
}
