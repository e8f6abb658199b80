public import ComplexModule
public import RealModule

/// A Pauli sum prepared to be applied to vectors again and again without a matrix.
///
/// Strings with the same X mask x are applied together: (Hv)_r = Σ_x v_x(r ⊕ x) ψ_(r ⊕ x), in blocks of 256 rows that stay
/// in the first-level cache while every mask adds its share. Within a block the values v_x are read off a table; those of
/// few different rows of values are kept for all blocks.
public struct MatrixFreePauliSum: Sendable {
    private let table: PauliActionTable
    private let rows: Rows
    /// Whether the matrix is real: real coefficients where strings have an even number of Y, imaginary ones elsewhere.
    public let isReal: Bool

    private enum Rows {
        case real(ActionRows<Double>)
        case complex(ActionRows<Complex<Double>>)
    }

    /// Prepares a sum for a register of `qubitCount` qubits.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)`` or ``OperatorError/registerTooLarge(given:largest:)``.
    /// - Complexity: O(n) for n strings; at most 64 KiB of memory for every 12 strings, and 64 KiB for each X mask.
    public init(_ sum: PauliSum, qubitCount: Int) throws(OperatorError) {
        guard sum.width <= qubitCount else { throw .registerTooSmall(width: sum.width, given: qubitCount) }
        guard qubitCount <= 30 else { throw .registerTooLarge(given: qubitCount, largest: 30) }
        table = PauliActionTable(sum, qubitCount: qubitCount)
        isReal = table.values.allSatisfy { $0.imaginary == 0 }
        rows = isReal ? .real(ActionRows(table) { $0.real }) : .complex(ActionRows(table) { $0 })
    }

    /// The number of qubits of the register.
    public var qubitCount: Int { table.qubitCount }

    /// The diagonal elements ⟨b|H|b⟩, real parts.
    ///
    /// - Complexity: O(2^n).
    public var diagonal: [Double] {
        var result = [Double](repeating: 0, count: table.dimension)
        for (group, parts) in zip(table.groups, table.parts) where group.flips == 0 {
            for part in parts {
                let start = table.range(of: part).lowerBound
                for state in result.indices {
                    result[state] += table.values[start + table.parity(of: state, part)].real
                }
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
        switch rows {
        case .real(let rows): rows.apply(to: vector, into: result) { $0.multiplyingReal($1) }
        case .complex(let rows): rows.apply(to: vector, into: result) { $0.multiplying($1) }
        }
    }

    /// Overwrites `result` with H|v⟩ for real amplitudes and a real matrix.
    ///
    /// - Precondition: ``isReal``; both have 2^n elements and do not overlap.
    public func apply(to vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
        precondition(vector.count == table.dimension && result.count == table.dimension, "one amplitude a basis state")
        guard case .real(let rows) = rows else { preconditionFailure("the matrix is real") }
        rows.apply(to: vector, into: result) { $0 * $1 }
    }
}
