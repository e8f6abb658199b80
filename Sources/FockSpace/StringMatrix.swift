internal import CFockSpace

/// A sparse matrix over the strings of one spin: the elements of row r are those at `offsets[r]..<offsets[r + 1]`.
struct StringMatrix: Sendable {
    private(set) var offsets: [Int64]
    private(set) var columns: [Int32] = []
    private(set) var values: [Double] = []

    /// Elements below this are left out: far below what a sum of all of them could show.
    static let threshold = 1e-15

    /// The electrons of one spin alone: Σ_P h'_P F_P + ½ Σ_PQ (P|Q) F_P F_Q, row by row.
    init(_ excitations: SingleExcitations, _ table: IntegralTable, effectiveOneBody h: [Double]) {
        let count = excitations.stringCount
        offsets = [0]
        offsets.reserveCapacity(count + 1)
        var row = [Double](repeating: 0, count: count)
        var isTouched = [Bool](repeating: false, count: count)
        var touched: [Int32] = []
        func add(_ column: Int32, _ value: Double) {
            if !isTouched[Int(column)] {
                isTouched[Int(column)] = true
                touched.append(column)
            }
            row[Int(column)] += value
        }
        for string in 0..<count {
            for first in excitations.entries(of: string) {
                add(first.source, h[Int(first.pair)] * first.sign)
                let integrals = Int(first.pair) * table.pairCount
                for second in excitations.entries(of: Int(first.source)) {
                    add(second.source, 0.5 * first.sign * second.sign * table.pairs[integrals + Int(second.pair)])
                }
            }
            for column in touched.sorted() {
                if row[Int(column)].magnitude > Self.threshold {
                    columns.append(column)
                    values.append(row[Int(column)])
                }
                row[Int(column)] = 0
                isTouched[Int(column)] = false
            }
            touched.removeAll(keepingCapacity: true)
            offsets.append(Int64(columns.count))
        }
    }

    /// Room for Σ_Q w_Q F_Q, empty so far.
    init(roomFor excitations: SingleExcitations) {
        let count = excitations.stringCount * (excitations.entriesPerString + 1)
        offsets = Array(repeating: 0, count: excitations.stringCount + 1)
        columns = Array(repeating: 0, count: count)
        values = Array(repeating: 0, count: count)
    }

    /// Becomes Σ_Q w_Q F_Q.
    mutating func fill(_ excitations: ExcitationColumns, weights: UnsafePointer<Double>) {
        excitations.withPointers { aufbau_sparse_fill($0, weights, Self.threshold, &offsets, &columns, &values) }
    }

    /// The matrix as the kernels take it.
    func withSparse(_ body: (aufbau_sparse) -> Void) {
        offsets.withUnsafeBufferPointer { offsets in
            columns.withUnsafeBufferPointer { columns in
                values.withUnsafeBufferPointer { values in
                    body(
                        aufbau_sparse(
                            rows: Int64(offsets.count - 1), offsets: offsets.baseAddress,
                            columns: columns.baseAddress, values: values.baseAddress))
                }
            }
        }
    }

    /// The bytes of the one-spin matrix of some strings, at most; `nil` on overflow.
    static func byteCount(_ strings: OccupationStrings) -> Int? {
        let (n, k) = (strings.orbitalCount, strings.electronCount)
        let empty = n - k
        let perRow = 1 + k * empty + k * (k - 1) / 2 * (empty * (empty - 1) / 2)
        let (elements, overflow) = strings.count.multipliedReportingOverflow(by: min(perRow, strings.count))
        let (bytes, overflowToo) = elements.multipliedReportingOverflow(by: 12)
        return overflow || overflowToo ? nil : bytes
    }
}

/// Single excitations as columns of numbers, which is what the kernels read.
struct ExcitationColumns: Sendable {
    private let rows: Int
    private let perRow: Int
    private let sources: [Int32]
    private let pairs: [Int32]
    private let signs: [Double]

    init(_ excitations: SingleExcitations) {
        rows = excitations.stringCount
        perRow = excitations.entriesPerString
        sources = excitations.entries.map(\.source)
        pairs = excitations.entries.map(\.pair)
        signs = excitations.entries.map(\.sign)
    }

    func withPointers(_ body: (aufbau_excitations) -> Void) {
        sources.withUnsafeBufferPointer { sources in
            pairs.withUnsafeBufferPointer { pairs in
                signs.withUnsafeBufferPointer { signs in
                    body(
                        aufbau_excitations(
                            rows: Int64(rows), per_row: Int64(perRow), sources: sources.baseAddress,
                            pairs: pairs.baseAddress, signs: signs.baseAddress))
                }
            }
        }
    }
}

/// The moves of strings that one orbital pair makes: string `sources[l]` becomes `targets[l]` with `signs[l]`. No target
/// comes twice.
struct StringMoves: Sendable {
    private(set) var sources: [Int32] = []
    private(set) var targets: [Int32] = []
    private(set) var signs: [Double] = []

    var count: Int { sources.count }

    /// By unordered orbital pair.
    static func byPair(_ excitations: SingleExcitations, pairCount: Int) -> [StringMoves] {
        var result = [StringMoves](repeating: StringMoves(), count: pairCount)
        for (place, entry) in excitations.entries.enumerated() {
            result[Int(entry.pair)].append(
                source: entry.source, target: Int32(place / excitations.entriesPerString), sign: entry.sign)
        }
        return result
    }

    /// Every string stays.
    static func identity(_ count: Int) -> StringMoves {
        var result = StringMoves()
        for string in 0..<Int32(count) { result.append(source: string, target: string, sign: 1) }
        return result
    }

    private mutating func append(source: Int32, target: Int32, sign: Double) {
        sources.append(source)
        targets.append(target)
        signs.append(sign)
    }
}
