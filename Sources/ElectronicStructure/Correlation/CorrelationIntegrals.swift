internal import DenseAlgebra

/// The blocks of ⟨pq||rs⟩ by occupied (o) and empty (v) orbitals that coupled cluster and configuration interaction need.
struct CorrelationIntegrals: Sendable {
    let o: Int
    let v: Int
    /// f_ij, f_ia, f_ab.
    let foo: Tensor
    let fov: Tensor
    let fvv: Tensor
    /// ⟨ij||kl⟩.
    let oooo: Tensor
    /// ⟨ij||ka⟩.
    let ooov: Tensor
    /// ⟨ij||ab⟩.
    let oovv: Tensor
    /// ⟨ia||bj⟩.
    let ovvo: Tensor
    /// ⟨ia||bc⟩.
    let ovvv: Tensor
    /// ⟨ab||cd⟩ with a > b and c > d: a matrix.
    let vvvv: [Double]

    /// - Parameters:
    ///   - withLadder: whether ⟨ab||cd⟩ is needed.
    ///   - copies: how many tensors like t_ijab the method holds at once.
    init(
        _ h: SpinOrbitalHamiltonian, method: String, withLadder: Bool = true, copies: Double = 8
    ) throws(ElectronicStructureError) {
        let (o, v) = (h.occupiedCount, h.emptyCount)
        try AvailableMemory.check(
            "\(method) with \(o) occupied and \(v) empty spin orbitals",
            doubles: Self.planned(o, v, withLadder: withLadder, copies: copies)
        ) {
            "about \(Int(($0 * 4).squareRoot().squareRoot())) empty ones; freeze orbitals or take a smaller basis"
        }
        (self.o, self.v) = (o, v)
        func block(_ rows: Range<Int>, _ columns: Range<Int>) -> Tensor {
            Tensor([rows.count, columns.count], rows.flatMap { p in columns.map { h.fock[p, $0] } })
        }
        foo = block(0..<o, 0..<o)
        fov = block(0..<o, o..<o + v)
        fvv = block(o..<o + v, o..<o + v)
        oooo = Tensor([o, o, o, o]) { h.antisymmetrized($0, $1, $2, $3) }
        ooov = Tensor([o, o, o, v]) { h.antisymmetrized($0, $1, $2, o + $3) }
        oovv = Tensor([o, o, v, v]) { h.antisymmetrized($0, $1, o + $2, o + $3) }
        ovvo = Tensor([o, v, v, o]) { h.antisymmetrized($0, o + $1, o + $2, $3) }
        ovvv = Tensor([o, v, v, v]) { h.antisymmetrized($0, o + $1, o + $2, o + $3) }
        let pairs = withLadder ? (0..<v).flatMap { a in (0..<a).map { (o + a, o + $0) } } : []
        var matrix = [Double](repeating: 0, count: pairs.count * pairs.count)
        for (row, (a, b)) in pairs.enumerated() {
            for column in 0...row {
                let (c, d) = pairs[column]
                let value = h.antisymmetrized(a, b, c, d)
                matrix[row * pairs.count + column] = value
                matrix[column * pairs.count + row] = value
            }
        }
        vvvv = matrix
    }

    /// Numbers held at most: v⁴/4 for the ladder, 3 o v³, and so many of o² v².
    static func planned(_ o: Int, _ v: Int, withLadder: Bool, copies: Double) -> Double {
        (withLadder ? Double(v * v) * Double(v * v) / 4 : 0) + 3 * Double(o * v) * Double(v * v)
            + copies * Double(o * v) * Double(o * v)
    }

    /// Copies of t_ijab of coupled cluster (extrapolation has sixteen), of configuration interaction (a basis of sixteen
    /// packed vectors and their products), and of a record with its derivatives.
    static let (clusterCopies, interactionCopies, recordCopies) = (30.0, 20.0, 100.0)

    /// ½ Σ_ef t_ijef ⟨ab||ef⟩ for antisymmetric t.
    func ladder(_ t: Tensor) -> Tensor {
        let (rows, columns) = (o * (o - 1) / 2, v * (v - 1) / 2)
        guard rows > 0, columns > 0 else { return Tensor(t.shape) }
        var packed = [Double](repeating: 0, count: rows * columns)
        var next = 0
        for i in 0..<o {
            for j in 0..<i {
                for a in 0..<v {
                    for b in 0..<a {
                        packed[next] = t.elements[((i * o + j) * v + a) * v + b]
                        next += 1
                    }
                }
            }
        }
        var product = packed
        multiplyBlocks(rows: rows, columns: columns, inner: columns, packed, vvvv, into: &product)
        return unpacked(product)
    }

    /// The antisymmetric t_ijab of its values at i > j, a > b.
    func unpacked(_ packed: [Double]) -> Tensor {
        var result = Tensor([o, o, v, v])
        var next = 0
        for i in 0..<o {
            for j in 0..<i {
                for a in 0..<v {
                    for b in 0..<a {
                        let value = packed[next]
                        next += 1
                        result.elements[((i * o + j) * v + a) * v + b] = value
                        result.elements[((j * o + i) * v + a) * v + b] = -value
                        result.elements[((i * o + j) * v + b) * v + a] = -value
                        result.elements[((j * o + i) * v + b) * v + a] = value
                    }
                }
            }
        }
        return result
    }

    /// The values of an antisymmetric t_ijab at i > j, a > b.
    func packed(_ t: Tensor) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(o * (o - 1) / 2 * v * (v - 1) / 2)
        for i in 0..<o {
            for j in 0..<i {
                for a in 0..<v {
                    for b in 0..<a { result.append(t.elements[((i * o + j) * v + a) * v + b]) }
                }
            }
        }
        return result
    }

    /// ε_i - ε_a, and ε_i + ε_j - ε_a - ε_b.
    var denominators: (singles: Tensor, doubles: Tensor) {
        let e = (0..<o).map { foo.elements[$0 * o + $0] }
        let u = (0..<v).map { fvv.elements[$0 * v + $0] }
        let singles = Tensor([o, v], e.flatMap { e in u.map { e - $0 } })
        return (singles, Tensor([o, o, v, v]) { e[$0] + e[$1] - u[$2] - u[$3] })
    }
}
