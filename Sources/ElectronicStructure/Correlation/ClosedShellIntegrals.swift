internal import DenseAlgebra

/// The blocks of (pq|rs) by occupied (o) and empty (v) spatial orbitals that coupled cluster of a closed shell needs.
struct ClosedShellIntegrals: Sendable {
    let o: Int
    let v: Int
    /// f_ij, f_ia, f_ab.
    let foo: Tensor
    let fov: Tensor
    let fvv: Tensor
    /// (ij|kl).
    let oooo: Tensor
    /// (ij|ka), and 2 (ij|ka) - (kj|ia).
    let ooov: Tensor
    let spinSummedOoov: Tensor
    /// (ij|ab).
    let oovv: Tensor
    /// (ia|jb), and 2 (ia|jb) - (ib|ja).
    let ovov: Tensor
    let spinSummedOvov: Tensor
    /// (ia|bc), and 2 (ia|bc) - (ic|ba).
    let ovvv: Tensor
    let spinSummedOvvv: Tensor
    /// (ac|bd) ± (ad|bc) with a ≥ b and c ≥ d: symmetric matrices over pairs. Those of c = d count half in the sum.
    private let ladderPlus: [Double]
    private let ladderMinus: [Double]

    /// - Parameters:
    ///   - occupied, empty: the orbitals.
    ///   - withLadder: whether (ac|bd) over empty orbitals is needed.
    ///   - fock: f over all spatial orbitals.
    /// - Throws: `outOfMemory`.
    init(
        _ table: TwoBodyIntegrals, occupied: [Int], empty: [Int], withLadder: Bool = true,
        fock: (Int, Int) -> Double
    ) throws(ElectronicStructureError) {
        let (o, v) = (occupied.count, empty.count)
        try AvailableMemory.check(
            "CCSD with \(o) occupied and \(v) empty orbitals", doubles: Self.planned(o, v, withLadder: withLadder)
        ) {
            "about \(Int(($0 * 2).squareRoot().squareRoot())) empty ones; freeze orbitals or take a smaller basis"
        }
        (self.o, self.v) = (o, v)
        func block(_ p: [Int], _ q: [Int]) -> Tensor {
            Tensor([p.count, q.count], p.flatMap { p in q.map { fock(p, $0) } })
        }
        func block(_ p: [Int], _ q: [Int], _ r: [Int], _ s: [Int]) -> Tensor {
            Tensor([p.count, q.count, r.count, s.count]) { table[p[$0], q[$1], r[$2], s[$3]] }
        }
        (foo, fov, fvv) = (block(occupied, occupied), block(occupied, empty), block(empty, empty))
        oooo = block(occupied, occupied, occupied, occupied)
        ooov = block(occupied, occupied, occupied, empty)
        oovv = block(occupied, occupied, empty, empty)
        ovov = block(occupied, empty, occupied, empty)
        ovvv = block(occupied, empty, empty, empty)
        spinSummedOoov = ooov.scaled(by: 2) - ooov.permuted([2, 1, 0, 3])
        spinSummedOvov = ovov.scaled(by: 2) - ovov.permuted([0, 3, 2, 1])
        spinSummedOvvv = ovvv.scaled(by: 2) - ovvv.permuted([0, 3, 2, 1])
        (ladderPlus, ladderMinus) = withLadder ? Self.ladders(table, empty) : ([], [])
    }

    /// Numbers held at most: v⁴/2 for the ladder, 4 o v³, and 64 times o² v².
    static func planned(_ o: Int, _ v: Int, withLadder: Bool) -> Double {
        let (width, pairs) = (Double(v), Double(v * (v + 1) / 2))
        return (withLadder ? 2 * pairs * pairs : 0) + 4 * Double(o) * width * width * width
            + 64 * Double(o * o) * width * width
    }

    private static func ladders(_ table: TwoBodyIntegrals, _ empty: [Int]) -> (plus: [Double], minus: [Double]) {
        let pairs = empty.indices.flatMap { a in (0...a).map { (a, $0) } }
        var plus = [Double](repeating: 0, count: pairs.count * pairs.count)
        var minus = plus
        for (row, (a, b)) in pairs.enumerated() {
            for column in 0...row {
                let (c, d) = pairs[column]
                let direct = table[empty[a], empty[c], empty[b], empty[d]]
                let crossed = table[empty[a], empty[d], empty[b], empty[c]]
                for place in [row * pairs.count + column, column * pairs.count + row] {
                    plus[place] = direct + crossed
                    minus[place] = direct - crossed
                }
            }
        }
        return (plus, minus)
    }

    /// Σ_ef τ_ij^ef (ae|bf) for τ_ij^ab = τ_ji^ba: the symmetric and the antisymmetric part in e, f, each over pairs.
    func ladder(_ tau: Tensor) -> Tensor {
        let (rows, columns) = (o * (o + 1) / 2, v * (v + 1) / 2)
        var result = Tensor(tau.shape)
        guard rows > 0, columns > 0 else { return result }
        var plus = [Double](repeating: 0, count: rows * columns)
        var minus = plus
        forEachPair { place, first, second, isSame in
            let (x, y) = (tau.elements[first], tau.elements[second])
            plus[place] = isSame ? x : x + y
            minus[place] = x - y
        }
        var sums = plus
        multiplyBlocksTransposingRight(
            rows: rows, columns: columns, inner: columns, scale: 0.5, plus, ladderPlus, into: &sums)
        var differences = minus
        multiplyBlocksTransposingRight(
            rows: rows, columns: columns, inner: columns, scale: 0.5, minus, ladderMinus, into: &differences)
        forEachPair { place, first, second, _ in
            result.elements[first] = sums[place] + differences[place]
            result.elements[second] = sums[place] - differences[place]
        }
        // The rest by τ_ji^ba = τ_ij^ab.
        for i in 0..<o {
            for j in 0..<i {
                for a in 0..<v {
                    for b in 0..<v {
                        result.elements[((j * o + i) * v + b) * v + a] = result.elements[((i * o + j) * v + a) * v + b]
                    }
                }
            }
        }
        return result
    }

    /// Calls `body` for i ≥ j, a ≥ b with the place among such pairs and the places of ijab and ijba.
    private func forEachPair(_ body: (Int, Int, Int, Bool) -> Void) {
        var place = 0
        for i in 0..<o {
            for j in 0...i {
                let start = (i * o + j) * v * v
                for a in 0..<v {
                    for b in 0...a {
                        body(place, start + a * v + b, start + b * v + a, a == b)
                        place += 1
                    }
                }
            }
        }
    }
}
