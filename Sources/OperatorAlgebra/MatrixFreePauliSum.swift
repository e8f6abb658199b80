public import ComplexModule
public import RealModule

/// A Pauli sum prepared to be applied to vectors again and again without a matrix.
///
/// Strings with the same X mask x are applied together: (Hv)_r = Σ_x v_x(r ⊕ x) ψ_(r ⊕ x), in blocks of 256 rows that stay
/// in the first-level cache while every mask adds its share. Within a block the values v_x are read off a table; those of
/// few different rows of values are kept for all blocks.
public struct MatrixFreePauliSum: Sendable {
    /// A set of strings with the same flips that add up to one table.
    private struct Part: Sendable {
        let flips: Int
        /// What the flips add to an index into the values.
        let parity: Int
        /// Where the values begin.
        let start: Int
        /// The first of the rows of values that are kept, one for every index of a block's first state; −1 if none are.
        let rows: Int
        /// Where the indices of the 256 states of a block begin, if no rows are kept.
        let indices: Int
    }

    /// Rows of values kept for a part: at most this many indices.
    private static let keptRows = 16
    private static let blockBits = 8

    private let table: PauliActionTable
    private let parts: [Part]
    /// The kept rows: 256 values each.
    private let rows: [Complex<Double>]
    private let indices: [UInt16]
    /// Whether a kept row has values other than zero.
    private let isZero: [Bool]
    /// Whether the matrix is real: real coefficients where strings have an even number of Y, imaginary ones elsewhere.
    public let isReal: Bool

    /// Prepares a sum for a register of `qubitCount` qubits.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)`` or ``OperatorError/registerTooLarge(given:largest:)``.
    /// - Complexity: O(n) for n strings; at most 64 KiB of memory for every 12 strings, and 64 KiB for each X mask.
    public init(_ sum: PauliSum, qubitCount: Int) throws(OperatorError) {
        guard sum.width <= qubitCount else { throw .registerTooSmall(width: sum.width, given: qubitCount) }
        guard qubitCount <= 30 else { throw .registerTooLarge(given: qubitCount, largest: 30) }
        let table = PauliActionTable(sum, qubitCount: qubitCount)
        let size = 1 << Swift.min(Self.blockBits, qubitCount)
        var (parts, rows, isZero, indices) = ([Part](), [Complex<Double>](), [Bool](), [UInt16]())
        for (group, range) in zip(table.groups, table.parts) {
            for index in range {
                let values = table.values[table.range(of: index)]
                let keeps = values.count <= Self.keptRows
                parts.append(
                    Part(
                        flips: group.flips, parity: table.parity(of: group.flips, index), start: values.startIndex,
                        rows: keeps ? isZero.count : -1, indices: indices.count))
                let low = (0..<size).map { table.parity(of: $0, index) }
                if !keeps { indices += low.map(UInt16.init) }
                for first in keeps ? 0..<values.count : 0..<0 {
                    let row = low.map { values[values.startIndex + ($0 ^ first)] }
                    rows += row
                    isZero.append(row.allSatisfy { $0 == .zero })
                }
            }
        }
        isReal = table.values.allSatisfy { $0.imaginary == 0 }
        (self.table, self.parts, self.rows, self.isZero, self.indices) = (table, parts, rows, isZero, indices)
    }

    /// The number of qubits of the register.
    public var qubitCount: Int { table.qubitCount }

    /// The diagonal elements ⟨b|H|b⟩, real parts.
    ///
    /// - Complexity: O(2^n).
    public var diagonal: [Double] {
        var result = [Double](repeating: 0, count: table.dimension)
        for index in parts.indices where parts[index].flips == 0 {
            for state in result.indices {
                result[state] += table.values[parts[index].start + table.parity(of: state, index)].real
            }
        }
        return result
    }

    /// H|v⟩ for the amplitudes of |v⟩; bit q of an index is qubit q.
    ///
    /// - Throws: ``OperatorError/vectorLength(found:expected:)`` unless there are 2^n amplitudes.
    /// - Complexity: O(2^n m) for m distinct X masks.
    public func applied(to vector: [Complex<Double>]) throws(OperatorError) -> [Complex<Double>] {
        guard vector.count == table.dimension else {
            throw .vectorLength(found: vector.count, expected: table.dimension)
        }
        return [Complex<Double>](unsafeUninitializedCapacity: vector.count) { result, count in
            vector.withUnsafeBufferPointer { apply(to: $0, into: result) }
            count = vector.count
        }
    }

    /// H|v⟩ for real amplitudes and a real matrix.
    ///
    /// - Precondition: ``isReal``.
    /// - Throws: ``OperatorError/vectorLength(found:expected:)`` unless there are 2^n amplitudes.
    public func applied(to vector: [Double]) throws(OperatorError) -> [Double] {
        guard vector.count == table.dimension else {
            throw .vectorLength(found: vector.count, expected: table.dimension)
        }
        return [Double](unsafeUninitializedCapacity: vector.count) { result, count in
            vector.withUnsafeBufferPointer { apply(to: $0, into: result) }
            count = vector.count
        }
    }

    /// Overwrites `result` with H|v⟩, without making anything.
    ///
    /// - Precondition: both have 2^n elements and do not overlap.
    public func apply(
        to vector: UnsafeBufferPointer<Complex<Double>>, into result: UnsafeMutableBufferPointer<Complex<Double>>
    ) {
        precondition(vector.count == table.dimension && result.count == table.dimension, "one amplitude a basis state")
        guard let source = vector.baseAddress, let target = result.baseAddress else { return }
        forEachBlock { block, size in
            (target + block).initialize(repeating: .zero, count: size)
        } add: { block, size, flips, values in
            let near = flips & (size - 1)
            let (from, to) = (source + (block ^ (flips - near)), target + block)
            if isReal {
                for row in 0..<size {
                    let (factor, amplitude) = (values[row].real, from[row ^ near])
                    to[row] = Complex(
                        to[row].real + factor * amplitude.real, to[row].imaginary + factor * amplitude.imaginary)
                }
            } else {
                for row in 0..<size {
                    let (f, a) = (values[row], from[row ^ near])
                    to[row] = Complex(
                        to[row].real + (f.real * a.real - f.imaginary * a.imaginary),
                        to[row].imaginary + (f.real * a.imaginary + f.imaginary * a.real))
                }
            }
        }
    }

    /// Overwrites `result` with H|v⟩ for real amplitudes and a real matrix.
    ///
    /// - Precondition: ``isReal``; both have 2^n elements and do not overlap.
    public func apply(to vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
        precondition(vector.count == table.dimension && result.count == table.dimension, "one amplitude a basis state")
        precondition(isReal, "the matrix is real")
        guard let source = vector.baseAddress, let target = result.baseAddress else { return }
        forEachBlock { block, size in
            (target + block).initialize(repeating: 0, count: size)
        } add: { block, size, flips, values in
            let near = flips & (size - 1)
            let (from, to) = (source + (block ^ (flips - near)), target + block)
            for row in 0..<size { to[row] += values[row].real * from[row ^ near] }
        }
    }

    /// Calls `begin` for every block of rows, and then `add` for every part with the values of the block's rows.
    ///
    /// The value in row r belongs to the state r ⊕ flips, so its index is that of r and of the flips together.
    @inline(__always)
    private func forEachBlock(
        _ begin: (_ block: Int, _ size: Int) -> Void,
        add: (_ block: Int, _ size: Int, _ flips: Int, _ values: UnsafePointer<Complex<Double>>) -> Void
    ) {
        let size = Swift.min(1 << Self.blockBits, table.dimension)
        withUnsafeTemporaryAllocation(of: Complex<Double>.self, capacity: size) { scratch in
            rows.withUnsafeBufferPointer { rows in
                table.values.withUnsafeBufferPointer { values in
                    indices.withUnsafeBufferPointer { indices in
                        guard let computed = scratch.baseAddress else { return }
                        for block in stride(from: 0, to: table.dimension, by: size) {
                            begin(block, size)
                            for index in parts.indices {
                                let part = parts[index]
                                let first = table.parity(of: block, index) ^ part.parity
                                if part.rows >= 0 {
                                    let row = part.rows + first
                                    guard !isZero[row], let kept = rows.baseAddress else { continue }
                                    add(block, size, part.flips, kept + row * size)
                                } else {
                                    for row in 0..<size {
                                        let place = part.start + (Int(indices[part.indices + row]) ^ first)
                                        (computed + row).initialize(to: values[place])
                                    }
                                    add(block, size, part.flips, computed)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
