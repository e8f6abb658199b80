internal import ComplexModule
internal import RealModule

/// The values of a ``PauliActionTable`` in the form in which blocks of 256 rows read them.
struct ActionRows<Value: Sendable>: Sendable {
    /// A set of strings with the same flips that add up to one table.
    private struct Part: Sendable {
        let flips: Int
        /// What the flips add to an index into the values.
        let parity: Int
        /// Where the part's rows of values begin if they are kept, one for every index; else where its values do.
        let start: Int
        /// Where the indices of a block's states begin; −1 if rows are kept.
        let indices: Int
    }

    /// Parts of at most this many values keep a row for each.
    private static var keptRows: Int { 16 }
    /// Parts that one loop over the rows adds.
    private static var batch: Int { 4 }

    private let table: PauliActionTable
    private let size: Int
    private var parts: [Part] = []
    private var values: [Value] = []
    private var isZero: [Bool] = []
    private var indices: [UInt16] = []

    init(_ table: PauliActionTable, _ value: (Complex<Double>) -> Value) {
        self.table = table
        size = Swift.min(256, table.dimension)
        for (group, range) in zip(table.groups, table.parts) {
            for index in range {
                let source = table.values[table.range(of: index)]
                let low = (0..<size).map { table.parity(of: $0, index) }
                let keeps = source.count <= Self.keptRows
                parts.append(
                    Part(
                        flips: group.flips, parity: table.parity(of: group.flips, index),
                        start: values.count, indices: keeps ? -1 : indices.count))
                if keeps {
                    // Rows begin at multiples of their size only if nothing else stands between: pad what does.
                    for first in source.indices {
                        let row = low.map { source[source.startIndex + ($0 ^ (first - source.startIndex))] }
                        values += row.map(value)
                        isZero.append(row.allSatisfy { $0 == .zero })
                    }
                } else {
                    values += source.map(value)
                    indices += low.map(UInt16.init)
                    isZero += [Bool](repeating: false, count: (source.count + size - 1) / size)
                    values += [Value](repeating: value(.zero), count: isZero.count * size - values.count)
                }
            }
        }
    }

    /// Overwrites `result` with Σ_x v_x(r ⊕ x) ψ_(r ⊕ x), `product` being that of a value and an amplitude.
    ///
    /// The value in row r belongs to the state r ⊕ x, so its index is that of r and of the flips together.
    @inline(__always)
    func apply<Amplitude: BlockAmplitude>(
        to vector: UnsafeBufferPointer<Amplitude>, into result: UnsafeMutableBufferPointer<Amplitude>,
        _ product: (Amplitude.Lanes, Value) -> Amplitude.Lanes
    ) {
        guard let source = UnsafeRawPointer(vector.baseAddress),
            let target = UnsafeMutableRawPointer(result.baseAddress)
        else { return }
        let stride = MemoryLayout<Amplitude>.stride
        withUnsafeTemporaryAllocation(of: Value.self, capacity: Self.batch * size) { scratch in
            values.withUnsafeBufferPointer { values in
                guard let scratch = scratch.baseAddress, let kept = values.baseAddress else {
                    target.initializeMemory(as: Amplitude.Lanes.self, repeating: .zero, count: result.count)
                    return
                }
                var sources = [Source](repeating: Source(values: kept, amplitudes: source, near: 0), count: Self.batch)
                for block in Swift.stride(from: 0, to: table.dimension, by: size) {
                    let to = target + block * stride
                    to.initializeMemory(as: Amplitude.Lanes.self, repeating: .zero, count: size)
                    var count = 0
                    for index in parts.indices {
                        let part = parts[index]
                        guard let row = self.row(index, block, kept, scratch + count * size) else { continue }
                        let near = part.flips & (size - 1)
                        sources[count] = Source(
                            values: row, amplitudes: source + (block ^ (part.flips - near)) * stride, near: near)
                        count += 1
                        if count == Self.batch {
                            add(sources, Self.batch, to, product)
                            count = 0
                        }
                    }
                    for index in 0..<count { add([sources[index]], 1, to, product) }
                }
            }
        }
    }

    /// The values of a part in the rows of a block: kept ones, or those written to `scratch`; `nil` if all are zero.
    @inline(__always)
    private func row(
        _ index: Int, _ block: Int, _ kept: UnsafePointer<Value>, _ scratch: UnsafeMutablePointer<Value>
    ) -> UnsafePointer<Value>? {
        let part = parts[index]
        let first = table.parity(of: block, index) ^ part.parity
        if part.indices < 0 {
            return isZero[part.start / size + first] ? nil : kept + (part.start + first * size)
        }
        indices.withUnsafeBufferPointer { indices in
            for row in 0..<size {
                let value = kept[part.start + (Int(indices[part.indices + row]) ^ first)]
                (scratch + row).initialize(to: value)
            }
        }
        return UnsafePointer(scratch)
    }

    /// Where a batch reads one part.
    private struct Source {
        let values: UnsafePointer<Value>
        let amplitudes: UnsafeRawPointer
        let near: Int
    }

    @inline(__always)
    private func add<Lanes>(
        _ sources: [Source], _ count: Int, _ to: UnsafeMutableRawPointer, _ product: (Lanes, Value) -> Lanes
    ) where Lanes: BlockLanes {
        let stride = MemoryLayout<Lanes>.stride
        sources.withUnsafeBufferPointer { sources in
            if count == 4 {
                let (a, b, c, d) = (sources[0], sources[1], sources[2], sources[3])
                for row in 0..<size {
                    var sum = (to + row * stride).loadUnaligned(as: Lanes.self)
                    sum += product(
                        (a.amplitudes + (row ^ a.near) * stride).loadUnaligned(as: Lanes.self), a.values[row])
                    sum += product(
                        (b.amplitudes + (row ^ b.near) * stride).loadUnaligned(as: Lanes.self), b.values[row])
                    sum += product(
                        (c.amplitudes + (row ^ c.near) * stride).loadUnaligned(as: Lanes.self), c.values[row])
                    sum += product(
                        (d.amplitudes + (row ^ d.near) * stride).loadUnaligned(as: Lanes.self), d.values[row])
                    (to + row * stride).storeBytes(of: sum, as: Lanes.self)
                }
            } else {
                let a = sources[0]
                for row in 0..<size {
                    var sum = (to + row * stride).loadUnaligned(as: Lanes.self)
                    sum += product(
                        (a.amplitudes + (row ^ a.near) * stride).loadUnaligned(as: Lanes.self), a.values[row])
                    (to + row * stride).storeBytes(of: sum, as: Lanes.self)
                }
            }
        }
    }
}

/// A number as the machine adds it: a real one, or real and imaginary part side by side.
protocol BlockLanes: BitwiseCopyable {
    static var zero: Self { get }
    static func += (lhs: inout Self, rhs: Self)
}

/// An amplitude that is read as lanes.
protocol BlockAmplitude {
    associatedtype Lanes: BlockLanes
}

extension Double: BlockLanes, BlockAmplitude {
    typealias Lanes = Double
}

extension SIMD2<Double>: BlockLanes {
    static func += (lhs: inout Self, rhs: Self) { lhs = lhs + rhs }

    /// A complex number times a real one.
    @inline(__always)
    func multiplyingReal(_ factor: Double) -> Self { self * factor }

    /// A complex number times another.
    @inline(__always)
    func multiplying(_ factor: Complex<Double>) -> Self {
        self * factor.real + SIMD2(-self[1], self[0]) * factor.imaginary
    }
}

extension Complex<Double>: BlockAmplitude {
    typealias Lanes = SIMD2<Double>
}
