internal import DenseAlgebra
internal import Dispatch
public import OperatorAlgebra

/// An electronic Hamiltonian acting on coefficient vectors of a determinant space, matrix-free.
///
/// With F_P = E_pq + E_qp for unordered pairs P = {p > q} and F_pp = E_pp, real orbitals give
/// H = c + Σ_P h'_P F_P + ½ Σ_PQ (P|Q) F_P F_Q. A product H v takes D_Q = F_Q v, then
/// G_P = h'_P v + ½ Σ_Q (P|Q) D_Q as one matrix product, then Σ_P F_P G_P
/// (P. J. Knowles and N. C. Handy, Chem. Phys. Lett. 111, 315, 1984, here over unordered pairs).
/// The cost is about n⁴/2 operations a determinant; D and G are held for a few alpha strings at a time.
public struct DirectHamiltonian: Sendable {
    /// The space it acts on.
    public let space: DeterminantSpace
    let integrals: IntegralTable
    private let effectiveOneBody: [Double]
    private let alpha: SingleExcitations
    private let betaOffsets: [Int]
    private let betaLinks: [SingleExcitations.Link]

    /// A Hamiltonian on a space; builds the excitation tables.
    ///
    /// - Throws: `FockSpaceError` for integrals of another orbital count, not finite or not symmetric.
    public init(_ integrals: some ElectronicIntegrals, on space: DeterminantSpace) throws(FockSpaceError) {
        guard integrals.orbitalCount == space.orbitalCount else { throw .orbitalCount(integrals.orbitalCount) }
        self.init(table: try IntegralTable(integrals), on: space)
    }

    init(table: IntegralTable, on space: DeterminantSpace) {
        self.space = space
        integrals = table
        effectiveOneBody = table.effectiveOneBody
        alpha = SingleExcitations(space.alphaStrings)
        (betaOffsets, betaLinks) = SingleExcitations(space.betaStrings).grouped(
            pairCount: table.pairCount, by: \.pair)
    }

    /// The bytes of tables and work space a Hamiltonian on `space` takes; `nil` on overflow.
    public static func byteCount(on space: DeterminantSpace) -> Int? {
        guard let a = SingleExcitations.byteCount(space.alphaStrings),
            let b = SingleExcitations.byteCount(space.betaStrings)
        else { return nil }
        let pairs = space.orbitalCount * (space.orbitalCount + 1) / 2
        let blockCount = (space.alphaStrings.count - 1) / rowsPerBlock(space) + 1
        let (work, overflow) = (rowsPerBlock(space) * space.betaStrings.count).multipliedReportingOverflow(
            by: 16 * pairs * min(blocksPerBatch, blockCount))
        let (tables, overflowToo) = a.addingReportingOverflow(b)
        let (sum, overflowAgain) = tables.addingReportingOverflow(work)
        return overflow || overflowToo || overflowAgain ? nil : sum
    }

    /// H v, the constant included.
    ///
    /// - Throws: `FockSpaceError.vectorLength` unless there is one coefficient a determinant.
    public func apply(to vector: [Double]) throws(FockSpaceError) -> [Double] {
        guard vector.count == space.dimension else {
            throw .vectorLength(found: vector.count, dimension: space.dimension)
        }
        var result = [Double](repeating: 0, count: vector.count)
        vector.withUnsafeBufferPointer { input in
            result.withUnsafeMutableBufferPointer { apply(input, into: $0) }
        }
        return result
    }

    /// Alpha strings a block: enough columns for an efficient matrix product.
    static func rowsPerBlock(_ space: DeterminantSpace) -> Int {
        max(1, min(space.alphaStrings.count, 512 / max(1, space.betaStrings.count)))
    }

    func apply(_ vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
        guard let c = vector.baseAddress, let sigma = result.baseAddress else { return }
        for i in 0..<space.dimension { sigma[i] = integrals.constant * c[i] }
        let blocks = Self.blocks(space)
        let size = integrals.pairCount * Self.rowsPerBlock(space) * space.betaStrings.count
        let work = UnsafeMutablePointer<Double>.allocate(capacity: 2 * size * min(Self.blocksPerBatch, blocks.count))
        defer { work.deallocate() }
        for first in stride(from: 0, to: blocks.count, by: Self.blocksPerBatch) {
            let batch = blocks[first..<min(first + Self.blocksPerBatch, blocks.count)]
            let g = (0..<batch.count).map { work + 2 * $0 * size }
            perform(batch.count) { k in
                gather(c, into: g[k] + size, blocks[first + k])
                contract(c, g[k] + size, into: g[k], blocks[first + k])
            }
            scatterAlpha(g, into: sigma, batch)
            perform(batch.count) { scatterBeta(g[$0], into: sigma, blocks[first + $0]) }
        }
    }

    /// Blocks worked on together: a fixed number, so that no sum depends on how many threads there are.
    static let blocksPerBatch = 8

    /// Below this many determinants threads cost more than they save.
    var parallelDimension = 4096

    /// Runs independent pieces of work; each writes where no other does.
    private func perform(_ count: Int, _ body: (Int) -> Void) {
        if space.dimension < parallelDimension {
            for k in 0..<count { body(k) }
        } else {
            withoutActuallyEscaping(body) { escaping in
                // Safe: the pieces write to disjoint places, and all are done when concurrentPerform returns.
                nonisolated(unsafe) let work = escaping
                DispatchQueue.concurrentPerform(iterations: count) { work($0) }
            }
        }
    }

    private static func blocks(_ space: DeterminantSpace) -> [Block] {
        let rows = rowsPerBlock(space)
        return stride(from: 0, to: space.alphaStrings.count, by: rows).map {
            Block(first: $0, rows: min(rows, space.alphaStrings.count - $0), width: space.betaStrings.count)
        }
    }

    /// A run of alpha strings; pair P of its determinants starts at `P * columns`.
    private struct Block {
        let first: Int
        let rows: Int
        let width: Int
        var columns: Int { rows * width }
    }

    /// D_P(K) = Σ_I ⟨K|F_P|I⟩ c_I for the determinants K of a block.
    private func gather(_ c: UnsafePointer<Double>, into d: UnsafeMutablePointer<Double>, _ block: Block) {
        let (width, columns) = (block.width, block.columns)
        d.update(repeating: 0, count: integrals.pairCount * columns)
        alpha.entries.withUnsafeBufferPointer { entries in
            for row in 0..<block.rows {
                let start = (block.first + row) * alpha.entriesPerString
                for entry in entries[start..<(start + alpha.entriesPerString)] {
                    let target = d + Int(entry.pair) * columns + row * width
                    addScaled(c + Int(entry.source) * width, entry.sign, to: target, count: width)
                }
            }
        }
        betaLinks.withUnsafeBufferPointer { links in
            for row in 0..<block.rows {
                let source = c + (block.first + row) * width
                for pair in 0..<integrals.pairCount {
                    let target = d + pair * columns + row * width
                    for link in links[betaOffsets[pair]..<betaOffsets[pair + 1]] {
                        target[Int(link.to)] += link.sign * source[Int(link.from)]
                    }
                }
            }
        }
    }

    /// G_P = h'_P c + ½ Σ_Q (P|Q) D_Q.
    private func contract(
        _ c: UnsafePointer<Double>, _ d: UnsafePointer<Double>, into g: UnsafeMutablePointer<Double>, _ block: Block
    ) {
        let columns = block.columns
        let own = c + block.first * block.width
        for pair in 0..<integrals.pairCount {
            let (target, h) = (g + pair * columns, effectiveOneBody[pair])
            for k in 0..<columns { target[k] = h * own[k] }
        }
        multiplyBlocks(
            rows: integrals.pairCount, columns: columns, inner: integrals.pairCount, scale: 0.5, integrals.pairs, d,
            addingScaled: 1, into: g)
    }

    /// σ_I += Σ_P ⟨I|F_P|K⟩ G_P(K) for moves of up electrons: F is symmetric, so the same table serves. Threads share
    /// the beta strings, since the moves take rows to other blocks.
    private func scatterAlpha(
        _ g: [UnsafeMutablePointer<Double>], into sigma: UnsafeMutablePointer<Double>, _ batch: ArraySlice<Block>
    ) {
        let width = space.betaStrings.count
        let pieces = Self.blocksPerBatch
        perform(pieces) { piece in
            let (start, end) = (piece * width / pieces, (piece + 1) * width / pieces)
            for (k, block) in batch.enumerated() {
                for row in 0..<block.rows {
                    let entries = (block.first + row) * alpha.entriesPerString
                    for place in entries..<(entries + alpha.entriesPerString) {
                        let entry = alpha.entries[place]
                        addScaled(
                            g[k] + Int(entry.pair) * block.columns + row * width + start, entry.sign,
                            to: sigma + Int(entry.source) * width + start, count: end - start)
                    }
                }
            }
        }
    }

    /// The same for moves of down electrons, which stay in their row.
    private func scatterBeta(_ g: UnsafePointer<Double>, into sigma: UnsafeMutablePointer<Double>, _ block: Block) {
        betaLinks.withUnsafeBufferPointer { links in
            for row in 0..<block.rows {
                let target = sigma + (block.first + row) * block.width
                for pair in 0..<integrals.pairCount {
                    let source = g + pair * block.columns + row * block.width
                    for link in links[betaOffsets[pair]..<betaOffsets[pair + 1]] {
                        target[Int(link.to)] += link.sign * source[Int(link.from)]
                    }
                }
            }
        }
    }
}

private func addScaled(
    _ source: UnsafePointer<Double>, _ factor: Double, to target: UnsafeMutablePointer<Double>, count: Int
) {
    for k in 0..<count { target[k] += factor * source[k] }
}
