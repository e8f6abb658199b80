internal import ComplexModule
internal import QuantumCircuits

/// A 4 × 4 complex matrix, row-major; bit 0 of an index is the first qubit of a pair.
struct PairMatrix {
    var elements: [Complex<Double>]

    static let identity = PairMatrix(elements: (0..<16).map { $0 % 5 == 0 ? Complex(1, 0) : .zero })

    init(elements: [Complex<Double>]) { self.elements = elements }

    subscript(row: Int, column: Int) -> Complex<Double> {
        get { elements[4 * row + column] }
        set { elements[4 * row + column] = newValue }
    }

    /// The same for the planner's other parts.
    var gateMatrix: GateMatrix { GateMatrix(elements) }

    /// The conjugate transpose.
    var adjoint: PairMatrix {
        PairMatrix(elements: (0..<16).map { elements[$0 % 4 * 4 + $0 / 4].conjugate })
    }

    /// The product, `lhs` acting after `rhs`.
    static func * (lhs: PairMatrix, rhs: PairMatrix) -> PairMatrix {
        var result = rhs
        result.append(lhs.elements, isReversed: false)
        return result
    }

    /// Puts a gate on both qubits after this, with its operands in the order of the pair or reversed.
    mutating func append(_ gate: [Complex<Double>], isReversed: Bool) {
        let before = elements
        let swapped = { (index: Int) in isReversed ? index >> 1 | (index & 1) << 1 : index }
        for row in 0..<4 {
            var sums = (Complex<Double>.zero, Complex<Double>.zero, Complex<Double>.zero, Complex<Double>.zero)
            for inner in 0..<4 {
                let factor = gate[4 * swapped(row) + swapped(inner)]
                if factor == .zero { continue }
                sums.0 += factor * before[4 * inner]
                sums.1 += factor * before[4 * inner + 1]
                sums.2 += factor * before[4 * inner + 2]
                sums.3 += factor * before[4 * inner + 3]
            }
            (elements[4 * row], elements[4 * row + 1]) = (sums.0, sums.1)
            (elements[4 * row + 2], elements[4 * row + 3]) = (sums.2, sums.3)
        }
    }

    /// Puts a gate on one of the qubits, 0 or 1, after this.
    mutating func append(_ gate: OneQubitMatrix, on operand: Int) {
        for low in 0..<4 where low >> operand & 1 == 0 {
            let high = low | 1 << operand
            for column in 0..<4 {
                let (x, y) = (elements[4 * low + column], elements[4 * high + column])
                elements[4 * low + column] = gate.a * x + gate.b * y
                elements[4 * high + column] = gate.c * x + gate.d * y
            }
        }
    }

    /// One gate on the first qubit, another on the second.
    init(_ first: OneQubitMatrix, _ second: OneQubitMatrix) {
        self = .identity
        append(first, on: 0)
        append(second, on: 1)
    }

    /// The gates on the two qubits whose product this is, up to rounding, with the largest error of an element.
    var factors: (first: OneQubitMatrix, second: OneQubitMatrix, error: Double) {
        // Blocks by the second qubit are multiples of the first gate; the largest one says which.
        let blocks = [(0, 0), (0, 1), (1, 0), (1, 1)].map { (row, column) in
            OneQubitMatrix(
                a: self[2 * row, 2 * column], b: self[2 * row, 2 * column + 1], c: self[2 * row + 1, 2 * column],
                d: self[2 * row + 1, 2 * column + 1])
        }
        let largest = blocks.max { $0.squaredNorm < $1.squaredNorm } ?? blocks[0]
        let first = largest.scaled(by: Complex((2 / largest.squaredNorm).squareRoot(), 0))
        let overlaps = blocks.map { first.overlap(with: $0) / Complex(2, 0) }
        let second = OneQubitMatrix(a: overlaps[0], b: overlaps[1], c: overlaps[2], d: overlaps[3])
        let error = zip(PairMatrix(first, second).elements, elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
        return (first, second, error)
    }
}

extension OneQubitMatrix {
    /// The sum of the squared magnitudes.
    fileprivate var squaredNorm: Double { a.lengthSquared + b.lengthSquared + c.lengthSquared + d.lengthSquared }

    /// tr(self† other).
    fileprivate func overlap(with other: OneQubitMatrix) -> Complex<Double> {
        a.conjugate * other.a + b.conjugate * other.b + c.conjugate * other.c + d.conjugate * other.d
    }

    fileprivate func scaled(by factor: Complex<Double>) -> OneQubitMatrix {
        OneQubitMatrix(a: factor * a, b: factor * b, c: factor * c, d: factor * d)
    }
}
