public import ComplexModule
public import RealModule

/// A Pauli sum prepared to be applied to vectors again and again without a matrix.
///
/// Strings with the same X mask are applied together: (Hv)_r = Σ_x v_x(r ⊕ x) with one table look-up for the sum over the
/// strings of each mask.
public struct MatrixFreePauliSum: Sendable {
    private let table: PauliActionTable
    /// The flips of every part of the table, the index they add, and where its values begin.
    private let parts: [(flips: Int, parity: Int, start: Int)]

    /// Prepares a sum for a register of `qubitCount` qubits.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)`` or ``OperatorError/registerTooLarge(given:largest:)``.
    /// - Complexity: O(n) for n strings; at most 64 KiB of memory for every 12 strings.
    public init(_ sum: PauliSum, qubitCount: Int) throws(OperatorError) {
        guard sum.width <= qubitCount else { throw .registerTooSmall(width: sum.width, given: qubitCount) }
        guard qubitCount <= 30 else { throw .registerTooLarge(given: qubitCount, largest: 30) }
        let table = PauliActionTable(sum, qubitCount: qubitCount)
        self.table = table
        parts = zip(table.groups, table.parts).flatMap { group, range in
            range.map { (group.flips, table.parity(of: group.flips, $0), Int(table.starts[$0])) }
        }
    }

    /// The number of qubits of the register.
    public var qubitCount: Int { table.qubitCount }

    /// H|v⟩ for the amplitudes of |v⟩; bit q of an index is qubit q.
    ///
    /// - Throws: ``OperatorError/vectorLength(found:expected:)`` unless there are 2^n amplitudes.
    /// - Complexity: O(2^n m) for m distinct X masks.
    public func applied(to vector: [Complex<Double>]) throws(OperatorError) -> [Complex<Double>] {
        guard vector.count == table.dimension else {
            throw .vectorLength(found: vector.count, expected: table.dimension)
        }
        var result = [Complex<Double>](repeating: .zero, count: vector.count)
        result.withUnsafeMutableBufferPointer { result in
            vector.withUnsafeBufferPointer { vector in
                table.values.withUnsafeBufferPointer { values in
                    parts.withUnsafeBufferPointer { parts in
                        table.withEveryState { row, parities in
                            var (real, imaginary) = (0.0, 0.0)
                            for index in parts.indices {
                                let part = parts[index]
                                let value = values[part.start + (parities[index] ^ part.parity)]
                                let amplitude = vector[row ^ part.flips]
                                real += value.real * amplitude.real - value.imaginary * amplitude.imaginary
                                imaginary += value.real * amplitude.imaginary + value.imaginary * amplitude.real
                            }
                            result[row] = Complex(real, imaginary)
                        }
                    }
                }
            }
        }
        return result
    }
}
