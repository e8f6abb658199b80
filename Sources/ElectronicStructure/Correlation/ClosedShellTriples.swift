internal import DenseAlgebra
internal import Dispatch

/// The correction for connected triples of a closed shell over spatial orbitals (A. P. Rendell, T. J. Lee, A. Komornicki,
/// Chem. Phys. Lett. 178, 462, 1991): with P summing over the six orders of the pairs (i, a), (j, b), (k, c),
/// W_ijk^abc = P [Σ_d (ia|bd) t_kj^cd - Σ_l (jl|kc) t_il^ab],
/// V_ijk^abc = W_ijk^abc + t_i^a (jb|kc) + t_j^b (ia|kc) + t_k^c (ia|jb), and the same with f for t and t₂ for repulsions,
/// E = ⅓ Σ_ijk Σ_abc (4 W^abc + W^bca + W^cab) (V^abc - V^cba)/D. Over i ≥ j ≥ k alone the mean of V^cba, V^acb and V^bac
/// takes the place of V^cba.
struct ClosedShellTriples: Sendable {
    private let g: ClosedShellIntegrals
    private let singles: Tensor
    /// t_ij^ab, i up and j down.
    private let doubles: Tensor
    /// t_il^ab with l last.
    private let turned: Tensor
    private let energies: (occupied: [Double], empty: [Double])

    /// - Parameter cluster: amplitudes over spin orbitals, up before down.
    init(_ g: ClosedShellIntegrals, _ cluster: CoupledCluster) {
        self.g = g
        let (o, v) = (g.o, g.v)
        singles = Tensor([o, v], (0..<o).flatMap { i in (0..<v).map { cluster.singles[i * 2 * v + $0] } })
        doubles = Tensor([o, o, v, v]) { i, j, a, b in
            cluster.doubles[((i * 2 * o + o + j) * 2 * v + a) * 2 * v + v + b]
        }
        turned = doubles.permuted([0, 2, 3, 1])
        energies = (
            (0..<o).map { g.foo.elements[$0 * o + $0] }, (0..<v).map { g.fvv.elements[$0 * v + $0] }
        )
    }

    /// In hartree.
    ///
    /// - Complexity: o³ v³ (v + o) products.
    func energy() -> Double {
        // i ≥ j ≥ k stand for all their orders; three equal ones give nothing.
        let triples = (0..<g.o).flatMap { i in
            (0...i).flatMap { j in (0...j).map { (i: i, j: j, k: $0) } }
        }.filter { $0.i != $0.k }
        var parts = [Double](repeating: 0, count: triples.count)
        parts.withUnsafeMutableBufferPointer { buffer in
            // Safe: every triple writes its own place.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: triples.count) { index in
                let (i, j, k) = triples[index]
                target[index] = (i == j || j == k ? 1 : 2) * energy(i, j, k)
            }
        }
        return parts.reduce(0, +)
    }

    /// Σ_abc (4 W^abc + W^bca + W^cab) (V^abc - ⅓ (V^cba + V^acb + V^bac))/D.
    private func energy(_ i: Int, _ j: Int, _ k: Int) -> Double {
        let v = g.v
        let w = connected(i, j, k)
        var x = w
        addDisconnected(i, j, k, to: &x)
        let top = energies.occupied[i] + energies.occupied[j] + energies.occupied[k]
        var sum = 0.0
        w.withUnsafeBufferPointer { w in
            x.withUnsafeBufferPointer { x in
                for a in 0..<v {
                    for b in 0..<v {
                        let rest = top - energies.empty[a] - energies.empty[b]
                        for c in 0..<v {
                            let place = (a * v + b) * v + c
                            let weight = 4 * w[place] + w[(b * v + c) * v + a] + w[(c * v + a) * v + b]
                            let others = x[(c * v + b) * v + a] + x[(a * v + c) * v + b] + x[(b * v + a) * v + c]
                            sum += weight * (x[place] - others / 3) / (rest - energies.empty[c])
                        }
                    }
                }
            }
        }
        return sum
    }

    /// W over a, b, c.
    private func connected(_ i: Int, _ j: Int, _ k: Int) -> [Double] {
        let v = g.v
        var sum = [Double](repeating: 0, count: v * v * v)
        var part = sum
        // The strides that the three indices of a part have in the sum.
        let strides = (a: v * v, b: v, c: 1)
        let orders = [
            (i, j, k, strides.a, strides.b, strides.c), (i, k, j, strides.a, strides.c, strides.b),
            (j, i, k, strides.b, strides.a, strides.c), (j, k, i, strides.b, strides.c, strides.a),
            (k, i, j, strides.c, strides.a, strides.b), (k, j, i, strides.c, strides.b, strides.a),
        ]
        for (p, q, r, first, second, third) in orders {
            term(p, q, r, into: &part)
            part.withUnsafeBufferPointer { part in
                sum.withUnsafeMutableBufferPointer { sum in
                    var next = 0
                    for a in 0..<v {
                        for b in 0..<v {
                            let start = a * first + b * second
                            for c in 0..<v {
                                sum[start + c * third] += part[next]
                                next += 1
                            }
                        }
                    }
                }
            }
        }
        return sum
    }

    /// Σ_d (ia|bd) t_kj^cd - Σ_l (jl|kc) t_il^ab, row ab, column c.
    private func term(_ i: Int, _ j: Int, _ k: Int, into part: inout [Double]) {
        let (o, v) = (g.o, g.v)
        var columns = [Double](repeating: 0, count: v * o)
        for l in 0..<o {
            let row = ((j * o + l) * o + k) * v
            for c in 0..<v { columns[c * o + l] = g.ooov.elements[row + c] }
        }
        g.ovvv.elements.withUnsafeBufferPointer { ovvv in
            doubles.elements.withUnsafeBufferPointer { t in
                turned.elements.withUnsafeBufferPointer { turned in
                    guard let ovvv = ovvv.baseAddress, let t = t.baseAddress, let turned = turned.baseAddress else {
                        return
                    }
                    multiplyBlocksTransposingRight(
                        rows: v * v, columns: v, inner: v, ovvv + i * v * v * v, t + (k * o + j) * v * v, into: &part)
                    multiplyBlocksTransposingRight(
                        rows: v * v, columns: v, inner: o, scale: -1, turned + i * v * v * o, columns,
                        addingScaled: 1, into: &part)
                }
            }
        }
    }

    /// t_i^a (jb|kc) + t_j^b (ia|kc) + t_k^c (ia|jb), and f_ia t_jk^bc + f_jb t_ik^ac + f_kc t_ij^ab.
    private func addDisconnected(_ i: Int, _ j: Int, _ k: Int, to x: inout [Double]) {
        let (o, v) = (g.o, g.v)
        func row(_ t: Tensor, _ i: Int) -> ArraySlice<Double> { t.elements[i * v..<(i + 1) * v] }
        func repulsions(_ i: Int, _ j: Int) -> [Double] {
            (0..<v).flatMap { a in (0..<v).map { g.ovov.elements[((i * v + a) * o + j) * v + $0] } }
        }
        func amplitudes(_ i: Int, _ j: Int) -> [Double] {
            Array(doubles.elements[(i * o + j) * v * v..<(i * o + j + 1) * v * v])
        }
        for (one, pairs) in [
            (singles, [repulsions(j, k), repulsions(i, k), repulsions(i, j)]),
            (g.fov, [amplitudes(j, k), amplitudes(i, k), amplitudes(i, j)]),
        ] {
            let (first, second, third) = (Array(row(one, i)), Array(row(one, j)), Array(row(one, k)))
            for a in 0..<v {
                for b in 0..<v {
                    let pair = pairs[2][a * v + b]
                    let start = (a * v + b) * v
                    for c in 0..<v {
                        x[start + c] +=
                            first[a] * pairs[0][b * v + c] + second[b] * pairs[1][a * v + c] + third[c] * pair
                    }
                }
            }
        }
    }
}
