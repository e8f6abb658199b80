public import ComplexModule
public import RealModule

/// A dense 2^k × 2^k complex matrix acting on k qubits, row-major.
///
/// Bit j of a row or column index belongs to the j-th operand qubit, so the first operand is the least significant bit.
public struct GateMatrix: Hashable, Sendable {
    /// The number k of qubits.
    public let qubitCount: Int
    /// The 4^k elements, row after row.
    public var elements: [Complex<Double>]

    /// The matrix with the given elements.
    ///
    /// - Precondition: `elements` holds 4^k numbers for some k.
    public init(_ elements: [Complex<Double>]) {
        let qubitCount = elements.count.trailingZeroBitCount / 2
        precondition(elements.count == 1 << (2 * qubitCount), "a gate matrix has 4^k elements")
        self.qubitCount = qubitCount
        self.elements = elements
    }

    /// The real matrix with the given elements.
    ///
    /// - Precondition: `elements` holds 4^k numbers for some k.
    public init(real elements: [Double]) {
        self.init(elements.map { Complex($0, 0) })
    }

    /// The identity on k qubits.
    public static func identity(qubitCount: Int) -> GateMatrix {
        diagonal([Complex<Double>](repeating: Complex(1, 0), count: 1 << qubitCount))
    }

    /// The diagonal matrix with the given 2^k entries.
    public static func diagonal(_ entries: [Complex<Double>]) -> GateMatrix {
        var elements = [Complex<Double>](repeating: .zero, count: entries.count * entries.count)
        for (index, entry) in entries.enumerated() { elements[index * (entries.count + 1)] = entry }
        return GateMatrix(elements)
    }

    /// 2^k, the number of rows.
    public var dimension: Int { 1 << qubitCount }

    /// The element in a row and a column.
    public subscript(row: Int, column: Int) -> Complex<Double> {
        get { elements[row * dimension + column] }
        set { elements[row * dimension + column] = newValue }
    }

    /// The matrix product, `lhs` acting after `rhs`.
    public static func * (lhs: GateMatrix, rhs: GateMatrix) -> GateMatrix {
        precondition(lhs.qubitCount == rhs.qubitCount, "matrices of one size multiply")
        let n = lhs.dimension
        var result = [Complex<Double>](repeating: .zero, count: n * n)
        for i in 0..<n {
            for k in 0..<n where lhs[i, k] != .zero {
                for j in 0..<n { result[i * n + j] += lhs[i, k] * rhs[k, j] }
            }
        }
        return GateMatrix(result)
    }

    /// The conjugate transpose.
    public var adjoint: GateMatrix {
        var result = self
        for i in 0..<dimension { for j in 0..<dimension { result[i, j] = self[j, i].conjugate } }
        return result
    }

    /// How far U†U is from the identity: the largest magnitude of an element of the difference.
    public var unitarityDefect: Double {
        let product = adjoint * self
        let identity = GateMatrix.identity(qubitCount: qubitCount)
        return zip(product.elements, identity.elements).reduce(0) { Swift.max($0, ($1.0 - $1.1).length) }
    }

    /// The matrix on `operandCount` operands that acts as this one on operands `positions` and as the identity on the
    /// others: operand j of this matrix is operand `positions[j]` of the result.
    ///
    /// - Precondition: positions are distinct, in range, and as many as this matrix has qubits.
    public func expanded(to operandCount: Int, positions: [Int]) -> GateMatrix {
        precondition(positions.count == qubitCount && Set(positions).count == qubitCount)
        let mask = positions.reduce(0) { $0 | 1 << $1 }
        let n = 1 << operandCount
        var result = [Complex<Double>](repeating: .zero, count: n * n)
        for row in 0..<n {
            for local in 0..<dimension {
                let column = (row & ~mask) | Self.scatter(local, to: positions)
                result[row * n + column] = self[Self.gather(row, from: positions), local]
            }
        }
        return GateMatrix(result)
    }

    /// The matrix with `count` control qubits put after the operands: it acts where control j equals bit j of `values`.
    public func controlled(by count: Int, values: Int) -> GateMatrix {
        var result = GateMatrix.identity(qubitCount: qubitCount + count)
        for row in 0..<dimension {
            for column in 0..<dimension {
                result[values << qubitCount | row, values << qubitCount | column] = self[row, column]
            }
        }
        return result
    }

    private static func scatter(_ local: Int, to positions: [Int]) -> Int {
        positions.enumerated().reduce(0) { $0 | (local >> $1.offset & 1) << $1.element }
    }

    private static func gather(_ index: Int, from positions: [Int]) -> Int {
        positions.enumerated().reduce(0) { $0 | (index >> $1.element & 1) << $1.offset }
    }
}
