public import DenseAlgebra

/// The one- and two-particle density matrices of a state, summed over spin.
///
/// D_pq = ⟨E_pq⟩ and d_pqrs = ⟨E_pq E_rs⟩ − δ_qr ⟨E_ps⟩ with E_pq = Σ_σ a†_pσ a_qσ, so that
/// E = c + Σ h_pq D_pq + ½ Σ (pq|rs) d_pqrs. The traces are N = Σ D_pp and N (N − 1) = Σ d_pprr.
public struct DensityMatrices: Sendable {
    /// The number n of spatial orbitals.
    public let orbitalCount: Int
    /// D, n × n and symmetric.
    public let oneParticle: Matrix
    /// d, row (p, q) at p n + q and column (r, s) at r n + s: n² × n².
    public let twoParticle: Matrix

    /// d_pqrs.
    public func twoParticle(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        twoParticle[p * orbitalCount + q, r * orbitalCount + s]
    }
}

extension DeterminantSpace {
    /// The density matrices of a normalized vector.
    ///
    /// With T_rs = E_rs c, ⟨E_pq E_rs⟩ is the inner product of T_qp and T_rs, taken as matrix products over a few
    /// alpha strings at a time: n⁴ operations a determinant, n⁴ + 1000 n² numbers of storage.
    ///
    /// - Throws: `FockSpaceError.vectorLength` unless there is one coefficient a determinant.
    public func densityMatrices(of vector: [Double]) throws(FockSpaceError) -> DensityMatrices {
        guard vector.count == dimension else { throw .vectorLength(found: vector.count, dimension: dimension) }
        let products = excitationProducts(vector)
        let n = orbitalCount
        let square = n * n
        var one = Matrix(rows: n, columns: n)
        var two = Matrix(rows: square, columns: square)
        for p in 0..<n {
            for q in 0..<n {
                one[p, q] = products.single[p * n + q]
                for other in 0..<square {
                    two[p * n + q, other] = products.double[(q * n + p) * square + other]
                }
            }
        }
        for p in 0..<n {
            for q in 0..<n {
                for s in 0..<n { two[p * n + q, q * n + s] -= products.single[p * n + s] }
            }
        }
        return DensityMatrices(orbitalCount: n, oneParticle: one, twoParticle: two)
    }

    /// Alpha strings a block: enough columns for an efficient matrix product.
    private var rowsPerBlock: Int { max(1, min(alphaStrings.count, 512 / max(1, betaStrings.count))) }

    /// ⟨c|T_pq⟩ and ⟨T_pq|T_rs⟩ for all ordered pairs.
    private func excitationProducts(_ vector: [Double]) -> (single: [Double], double: [Double]) {
        let square = orbitalCount * orbitalCount
        let alpha = SingleExcitations(alphaStrings)
        let (offsets, links) = SingleExcitations(betaStrings).grouped(pairCount: square, by: \.ordered)
        let width = betaStrings.count
        let rows = rowsPerBlock
        var single = [Double](repeating: 0, count: square)
        var double = [Double](repeating: 0, count: square * square)
        var t = [Double](repeating: 0, count: square * rows * width)
        for first in stride(from: 0, to: alphaStrings.count, by: rows) {
            let count = min(rows, alphaStrings.count - first)
            let columns = count * width
            for i in 0..<(square * columns) { t[i] = 0 }
            for row in 0..<count {
                let start = (first + row) * alpha.entriesPerString
                for entry in alpha.entries[start..<(start + alpha.entriesPerString)] {
                    let target = Int(entry.ordered) * columns + row * width
                    let source = Int(entry.source) * width
                    for k in 0..<width { t[target + k] += entry.sign * vector[source + k] }
                }
                for pair in 0..<square {
                    let target = pair * columns + row * width
                    for link in links[offsets[pair]..<offsets[pair + 1]] {
                        t[target + Int(link.to)] += link.sign * vector[(first + row) * width + Int(link.from)]
                    }
                }
            }
            multiplyBlocksTransposingRight(
                rows: square, columns: square, inner: columns, t, t, addingScaled: 1, into: &double)
            vector.withUnsafeBufferPointer { c in
                guard let c = c.baseAddress else { return }
                multiplyBlocks(
                    rows: square, columns: 1, inner: columns, t, c + first * width, addingScaled: 1, into: &single)
            }
        }
        return (single, double)
    }
}
