internal import CFockSpace
internal import Dispatch
public import OperatorAlgebra

/// An electronic Hamiltonian acting on coefficient vectors of a determinant space, matrix-free.
///
/// With F_P = E_pq + E_qp for unordered pairs P = {p > q} and F_pp = E_pp, real orbitals give
/// H = c + H_α + H_β + Σ_PQ (P|Q) F_P^α F_Q^β, where H_σ = Σ_P h'_P F_P + ½ Σ_PQ (P|Q) F_P F_Q acts on one spin alone: a
/// sparse matrix over its strings. For every pair P, Σ_Q (P|Q) F_Q^β is one too; it acts on the rows that F_P^α moves
/// (J. Olsen, B. O. Roos, P. Jørgensen, H. J. Aa. Jensen, J. Chem. Phys. 89, 2185, 1988, here over unordered pairs).
/// The cost is about k² (n - k)² operations a determinant for k electrons of either spin in n orbitals, and less where
/// integrals vanish by symmetry; beside the vectors it holds the one-spin matrices.
public struct DirectHamiltonian: Sendable {
    /// The space it acts on.
    public let space: DeterminantSpace
    let integrals: IntegralTable
    private let alphaMatrix: StringMatrix
    private let betaMatrix: StringMatrix
    private let alphaMoves: [StringMoves]
    private let unmoved: StringMoves
    private let beta: ExcitationColumns
    private let betaRoom: StringMatrix

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
        let h = table.effectiveOneBody
        let alpha = SingleExcitations(space.alphaStrings)
        let isSame = space.alphaStrings == space.betaStrings
        let betaExcitations = isSame ? alpha : SingleExcitations(space.betaStrings)
        alphaMatrix = StringMatrix(alpha, table, effectiveOneBody: h)
        betaMatrix = isSame ? alphaMatrix : StringMatrix(betaExcitations, table, effectiveOneBody: h)
        alphaMoves = StringMoves.byPair(alpha, pairCount: table.pairCount)
        unmoved = .identity(space.alphaStrings.count)
        beta = ExcitationColumns(betaExcitations)
        betaRoom = StringMatrix(roomFor: betaExcitations)
    }

    /// The bytes of tables and work space a Hamiltonian on `space` takes; `nil` on overflow.
    public static func byteCount(on space: DeterminantSpace) -> Int? {
        var sum = 0
        for strings in [space.alphaStrings, space.betaStrings] {
            // Both the table of excitations and the columns or moves made of it.
            guard let table = SingleExcitations.byteCount(strings), let matrix = StringMatrix.byteCount(strings),
                case let (work, overflow) = strings.count.multipliedReportingOverflow(by: 16 * workBytesPerString),
                !overflow
            else { return nil }
            for part in [table, matrix, work] {
                let (next, overflow) = sum.addingReportingOverflow(part)
                guard !overflow else { return nil }
                sum = next
            }
        }
        return sum
    }

    private static let workBytesPerString = 2 * Int(aufbau_lanes) * MemoryLayout<Double>.stride

    /// H v, the constant included.
    ///
    /// - Throws: `FockSpaceError.vectorLength` unless there is one coefficient a determinant.
    public func apply(to vector: [Double]) throws(FockSpaceError) -> [Double] {
        guard vector.count == space.dimension else {
            throw .vectorLength(found: vector.count, dimension: space.dimension)
        }
        return [Double](unsafeUninitializedCapacity: vector.count) { buffer, initialized in
            initialized = vector.count
            vector.withUnsafeBufferPointer { apply($0, into: buffer) }
        }
    }

    func apply(_ vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
        guard let c = vector.baseAddress, let sigma = result.baseAddress else { return }
        for i in 0..<space.dimension { sigma[i] = integrals.constant * c[i] }
        addToRows(betaMatrix, unmoved, c, sigma)
        addToColumns(c, sigma)
        var matrix = betaRoom
        for (pair, moves) in alphaMoves.enumerated() where moves.count > 0 {
            integrals.pairs.withUnsafeBufferPointer { pairs in
                if let pairs = pairs.baseAddress { matrix.fill(beta, weights: pairs + pair * integrals.pairCount) }
            }
            addToRows(matrix, moves, c, sigma)
        }
    }

    /// Below this many determinants threads cost more than they save.
    var parallelDimension = 1 << 15

    /// Adds rows times a matrix of down electrons to the rows that up electrons move to. No two pieces of the work
    /// write to the same row, and sums do not depend on how many pieces there are.
    private func addToRows(
        _ matrix: StringMatrix, _ moves: StringMoves, _ c: UnsafePointer<Double>, _ sigma: UnsafeMutablePointer<Double>
    ) {
        let lanes = Int(aufbau_lanes)
        matrix.withSparse { sparse in
            perform(chunks: (moves.count + lanes - 1) / lanes, rows: space.betaStrings.count) { chunks, work in
                let first = chunks.lowerBound * lanes
                moves.sources.withUnsafeBufferPointer { sources in
                    moves.targets.withUnsafeBufferPointer { targets in
                        moves.signs.withUnsafeBufferPointer { signs in
                            guard let s = sources.baseAddress, let t = targets.baseAddress,
                                let sign = signs.baseAddress
                            else { return }
                            aufbau_rows_multiply(
                                sparse, Int64(min(chunks.upperBound * lanes, moves.count) - first), s + first,
                                t + first, sign + first, c, sigma, work)
                        }
                    }
                }
            }
        }
    }

    /// Adds the matrix of up electrons times all columns.
    private func addToColumns(_ c: UnsafePointer<Double>, _ sigma: UnsafeMutablePointer<Double>) {
        let (lanes, width) = (Int(aufbau_lanes), space.betaStrings.count)
        alphaMatrix.withSparse { sparse in
            perform(chunks: (width + lanes - 1) / lanes, rows: space.alphaStrings.count) { chunks, work in
                let first = chunks.lowerBound * lanes
                aufbau_columns_multiply(
                    sparse, Int64(width), Int64(first), Int64(min(chunks.upperBound * lanes, width) - first), c, sigma,
                    work)
            }
        }
    }

    /// Runs chunks of work that write to disjoint places, each with work space for tiles of so many rows.
    private func perform(chunks: Int, rows: Int, _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Void) {
        let pieces = space.dimension < parallelDimension ? 1 : min(16, chunks)
        withoutActuallyEscaping(body) { escaping in
            // Safe: the pieces write to disjoint places, and all are done when concurrentPerform returns.
            nonisolated(unsafe) let run = escaping
            @Sendable func piece(_ k: Int) {
                // Tiles that begin with a line of the cache are a quarter faster.
                let bytes = 2 * Int(aufbau_lanes) * rows * MemoryLayout<Double>.stride
                let room = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 1), alignment: 64)
                defer { room.deallocate() }
                let work = room.bindMemory(to: Double.self, capacity: bytes / MemoryLayout<Double>.stride)
                run(k * chunks / pieces..<(k + 1) * chunks / pieces, work)
            }
            if pieces == 1 { piece(0) } else { DispatchQueue.concurrentPerform(iterations: pieces) { piece($0) } }
        }
    }
}
