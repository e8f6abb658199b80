public import ComplexModule
public import RealModule

/// A Pauli sum prepared to be applied to vectors over the occupations of a sector, without a matrix.
///
/// Qubit p reads the occupation of mode p, as in the Jordan-Wigner encoding. What the sum makes of the sector's states outside
/// of the sector is left out: the matrix is P H P, P the projector on the sector.
public struct SectorPauliSum: Sendable {
    /// The occupations, whose order is that of the vectors' elements.
    public let sector: OccupationSector
    /// Whether the matrix is real.
    public let isReal: Bool
    private let table: PauliActionTable
    /// For every part: the index that its flips add.
    private let offsets: [Int]

    /// Prepares a sum for a sector.
    ///
    /// - Throws: ``OperatorError/registerTooSmall(width:given:)``.
    /// - Complexity: O(n) for n strings; at most 64 KiB of memory for every 12 strings.
    public init(_ sum: PauliSum, sector: OccupationSector) throws(OperatorError) {
        guard sum.width <= sector.modeCount else {
            throw .registerTooSmall(width: sum.width, given: sector.modeCount)
        }
        self.sector = sector
        let table = PauliActionTable(sum, qubitCount: sector.modeCount)
        self.table = table
        isReal = table.values.allSatisfy { $0.imaginary == 0 }
        offsets = zip(table.groups, table.parts).flatMap { group, parts in
            parts.map { table.parity(of: group.flips, $0) }
        }
    }

    /// The diagonal elements, real parts.
    ///
    /// - Complexity: O(dimension).
    public var diagonal: [Double] {
        sector.states.map { state in
            var sum = 0.0
            for (group, parts) in zip(table.groups, table.parts) where group.flips == 0 {
                for part in parts {
                    sum += table.values[Int(table.starts[part]) + table.parity(of: Int(state), part)].real
                }
            }
            return sum
        }
    }

    /// P H P|v⟩.
    ///
    /// - Throws: ``OperatorError/vectorLength(found:expected:)`` unless there is one amplitude an occupation.
    /// - Complexity: O(dimension · m) for m distinct X masks.
    public func applied(to vector: [Complex<Double>]) throws(OperatorError) -> [Complex<Double>] {
        guard vector.count == sector.dimension else {
            throw .vectorLength(found: vector.count, expected: sector.dimension)
        }
        return [Complex<Double>](unsafeUninitializedCapacity: vector.count) { result, count in
            vector.withUnsafeBufferPointer { apply(to: $0, into: result) }
            count = vector.count
        }
    }

    /// Overwrites `result` with P H P|v⟩.
    ///
    /// - Precondition: both have one element an occupation and do not overlap.
    public func apply(
        to vector: UnsafeBufferPointer<Complex<Double>>, into result: UnsafeMutableBufferPointer<Complex<Double>>
    ) {
        precondition(vector.count == sector.dimension && result.count == sector.dimension, "one element an occupation")
        if table.starts.isEmpty { return result.initialize(repeating: .zero) }
        forEachRow { row, forEachEntry in
            var (real, imaginary) = (0.0, 0.0)
            forEachEntry { column, f in
                let a = vector[column]
                real += f.real * a.real - f.imaginary * a.imaginary
                imaginary += f.real * a.imaginary + f.imaginary * a.real
            }
            result.initializeElement(at: row, to: Complex(real, imaginary))
        }
    }

    /// Overwrites `result` with P H P|v⟩ for real amplitudes and a real matrix.
    ///
    /// - Precondition: ``isReal``; both have one element an occupation and do not overlap.
    public func apply(to vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
        precondition(vector.count == sector.dimension && result.count == sector.dimension, "one element an occupation")
        precondition(isReal, "the matrix is real")
        if table.starts.isEmpty { return result.initialize(repeating: 0) }
        forEachRow { row, forEachEntry in
            var sum = 0.0
            forEachEntry { column, f in sum += f.real * vector[column] }
            result.initializeElement(at: row, to: sum)
        }
    }

    /// Calls `body` with every row and a function that runs over its entries that are not zero.
    @inline(__always)
    private func forEachRow(
        _ body: (_ row: Int, _ forEachEntry: ((_ column: Int, _ value: Complex<Double>) -> Void) -> Void) -> Void
    ) {
        table.values.withUnsafeBufferPointer { values in
            offsets.withUnsafeBufferPointer { offsets in
                table.withStates(sector.states) { row, state, parities in
                    body(row) { visit in
                        for group in table.groups.indices {
                            var value = Complex<Double>.zero
                            for part in table.parts[group] {
                                value += values[Int(table.starts[part]) + (parities[part] ^ offsets[part])]
                            }
                            if value == .zero { continue }
                            let column = state ^ UInt64(table.groups[group].flips)
                            if let place = sector.position(of: column) { visit(place, value) }
                        }
                    }
                }
            }
        }
    }
}

extension PauliActionTable {
    /// Calls `body` with every given basis state, unless the table is empty, its number, and the indices of its values; quick where they ascend.
    @inline(__always)
    func withStates(
        _ states: [UInt64], _ body: (_ number: Int, _ state: UInt64, _ parities: Parities) -> Void
    ) {
        var high = [UInt16](repeating: 0, count: starts.count)
        var current: UInt64?
        withParityRows { rows in
            for (number, state) in states.enumerated() {
                if current != state >> 8 {
                    current = state >> 8
                    for part in high.indices { high[part] = UInt16(parity(of: Int(state & ~255), part)) }
                }
                high.withUnsafeBufferPointer { high in
                    guard let high = high.baseAddress else { return }
                    body(number, state, Parities(low: rows + Int(state & 255) * starts.count, high: high))
                }
            }
        }
    }
}
