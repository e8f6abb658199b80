internal import HDF5Archives

/// States as HDF5 files that any program can read.
///
/// `amplitudes` has shape (2^n, 2): real and imaginary part of each basis state, 32- or 64-bit numbers; qubit q is bit q
/// of the row. `checksums` has one 64-bit number for every 2^20 rows. Attributes of `/`: `format`, `version`, `qubits`.
enum StateFile {
    static let format = "Aufbau state vector"
    static let version: Int64 = 1
    static let rowsPerBlock = 1 << 20
    static let amplitudes = "amplitudes"
    static let checksums = "checksums"

    /// The blocks of a state: first row and number of rows.
    static func blocks(rows: Int) -> [(first: Int, count: Int)] {
        stride(from: 0, to: rows, by: rowsPerBlock).map { ($0, min(rowsPerBlock, rows - $0)) }
    }

    /// Runs something that HDF5 may refuse.
    static func attempt<Result>(_ body: () throws(HDF5Error) -> Result) throws(StateVectorError) -> Result {
        do throws(HDF5Error) { return try body() } catch { throw .file(StateFileProblem(error)) }
    }
}

extension StateFileProblem {
    init(_ error: HDF5Error) {
        let kind: Kind =
            switch error.kind {
            case .noInput: .noInput
            case .badData: .badData
            case .outOfMemory: .outOfMemory
            case .cannotCreate: .cannotCreate
            }
        self.init(kind: kind, description: error.description)
    }
}

extension StateVector {
    /// Writes the state as HDF5 with checksums; the file appears whole or not at all, and replaces one of that name.
    ///
    /// - Throws: ``StateVectorError/file(_:)``.
    public func write(to path: String) throws(StateVectorError) {
        try write(to: path, facts: [])
    }

    /// Writes the state with further attributes.
    func write(to path: String, facts: [(name: String, value: Int64)]) throws(StateVectorError) {
        let writer = try StateFile.attempt { () throws(HDF5Error) in try HDF5Writer(creating: path) }
        let checksums =
            switch precision {
            case .single: try write(Float.self, to: writer)
            case .double: try write(Double.self, to: writer)
            }
        try StateFile.attempt { () throws(HDF5Error) in
            try writer.write(HDF5Array(shape: [checksums.count], elements: checksums), to: StateFile.checksums)
            try writer.setAttribute(.string(StateFile.format), named: "format", on: "/")
            try writer.setAttribute(.integer(StateFile.version), named: "version", on: "/")
            try writer.setAttribute(.integer(Int64(qubitCount)), named: "qubits", on: "/")
            for fact in facts { try writer.setAttribute(.integer(fact.value), named: fact.name, on: "/") }
            try writer.commit()
        }
    }

    private func write<Number: HDF5Number>(
        _ type: Number.Type, to writer: HDF5Writer
    ) throws(StateVectorError) -> [Int64] {
        try StateFile.attempt { () throws(HDF5Error) in
            try writer.create(type, at: StateFile.amplitudes, shape: [amplitudeCount, 2], storage: .contiguous)
        }
        var checksums: [Int64] = []
        for (first, count) in StateFile.blocks(rows: amplitudeCount) {
            let checksum = withAmplitudes { base in
                let numbers = UnsafeBufferPointer(
                    start: base.assumingMemoryBound(to: type) + 2 * first, count: 2 * count)
                return Result { () throws(HDF5Error) in
                    try writer.writeSlab(numbers, to: StateFile.amplitudes, start: [first, 0], count: [count, 2])
                    return Checksum.of(UnsafeRawBufferPointer(numbers))
                }
            }
            checksums.append(try StateFile.attempt { () throws(HDF5Error) in try checksum.get() })
        }
        return checksums
    }

    /// Reads a state that ``write(to:)`` wrote, in the precision of the file.
    ///
    /// - Throws: ``StateVectorError/file(_:)`` for what HDF5 finds wrong,
    ///   ``StateVectorError/notAState(file:found:)`` for a file of something else,
    ///   ``StateVectorError/damagedState(file:firstRow:)`` where a checksum does not fit, and
    ///   ``StateVectorError/outOfMemory(qubits:bytesNeeded:bytesAvailable:largestQubitCount:)``.
    public init(contentsOf path: String) throws(StateVectorError) {
        let reader = try StateFile.attempt { () throws(HDF5Error) in try HDF5Reader(opening: path) }
        let (amplitudes, checksums) = try StateFile.attempt { () throws(HDF5Error) in
            (
                try reader.describe(StateFile.amplitudes),
                try reader.read(Int64.self, from: StateFile.checksums).elements
            )
        }
        let qubitCount = amplitudes.shape.first.map { $0 > 0 ? $0.trailingZeroBitCount : 0 } ?? 0
        let isComplete = checksums.count == StateFile.blocks(rows: 1 << qubitCount).count
        guard amplitudes.shape == [1 << qubitCount, 2], isComplete else {
            throw .notAState(file: path, found: "shape \(amplitudes.shape) with \(checksums.count) checksums")
        }
        switch amplitudes.type {
        case .float(bytes: 4):
            try self.init(zeroed: qubitCount, precision: .single)
            try read(Float.self, checksums, from: reader)
        case .float(bytes: 8):
            try self.init(zeroed: qubitCount, precision: .double)
            try read(Double.self, checksums, from: reader)
        default: throw .notAState(file: path, found: "\(amplitudes.type)")
        }
    }

    private mutating func read<Number: HDF5Number & BinaryFloatingPoint>(
        _ type: Number.Type, _ checksums: [Int64], from reader: HDF5Reader
    ) throws(StateVectorError) {
        for ((first, count), expected) in zip(StateFile.blocks(rows: amplitudeCount), checksums) {
            let checksum = withMutableAmplitudes { base in
                let numbers = UnsafeMutableBufferPointer(
                    start: base.assumingMemoryBound(to: type) + 2 * first, count: 2 * count)
                return Result { () throws(HDF5Error) in
                    try reader.readSlab(
                        into: numbers, from: StateFile.amplitudes, start: [first, 0], count: [count, 2])
                    if let bad = numbers.firstIndex(where: { !$0.isFinite }) {
                        throw .notFinite(
                            file: reader.path, object: StateFile.amplitudes, index: [first + bad / 2, bad % 2],
                            value: "\(numbers[bad])")
                    }
                    return Checksum.of(UnsafeRawBufferPointer(numbers))
                }
            }
            guard try StateFile.attempt({ () throws(HDF5Error) in try checksum.get() }) == expected else {
                throw .damagedState(file: reader.path, firstRow: first)
            }
        }
    }

    /// The same state in another precision; the same value where it has that precision already.
    public func converted(to precision: Precision) throws(StateVectorError) -> StateVector {
        if precision == self.precision { return self }
        var result = try StateVector(zeroed: qubitCount, precision: precision)
        let count = 2 * amplitudeCount
        withAmplitudes { source in
            result.withMutableAmplitudes { target in
                switch precision {
                case .single:
                    let (from, to) = (
                        source.assumingMemoryBound(to: Double.self), target.assumingMemoryBound(to: Float.self)
                    )
                    for index in 0..<count { to[index] = Float(from[index]) }
                case .double:
                    let (from, to) = (
                        source.assumingMemoryBound(to: Float.self), target.assumingMemoryBound(to: Double.self)
                    )
                    for index in 0..<count { to[index] = Double(from[index]) }
                }
            }
        }
        return result
    }
}
