public import ComplexModule
public import RealModule

/// A complex tensor t_pqrstu over modes, such as the three-particle matrix ⟨a†_p a†_q a†_r a_s a_t a_u⟩.
public struct ThreeBodyTensor: Hashable, Sendable {
    /// The number n of modes.
    public let modeCount: Int
    /// The elements, the last index fastest.
    public private(set) var elements: [Complex<Double>]

    /// The zero tensor: n⁶ elements of 16 bytes.
    public init(modeCount: Int) {
        self.modeCount = modeCount
        let cube = modeCount * modeCount * modeCount
        elements = [Complex<Double>](repeating: .zero, count: cube * cube)
    }

    /// The element t_pqrstu.
    public subscript(p: Int, q: Int, r: Int, s: Int, t: Int, u: Int) -> Complex<Double> {
        get { elements[place(p, q, r, s, t, u)] }
        set { elements[place(p, q, r, s, t, u)] = newValue }
    }

    private func place(_ p: Int, _ q: Int, _ r: Int, _ s: Int, _ t: Int, _ u: Int) -> Int {
        ((((p * modeCount + q) * modeCount + r) * modeCount + s) * modeCount + t) * modeCount + u
    }
}

extension ReducedDensityTensors {
    /// The cumulant Δ_pqrs = D_pqrs − (D_ps D_qr − D_pr D_qs): what pairs do beyond moving alone; zero for a determinant.
    ///
    /// - Complexity: O(n⁴).
    public var twoBodyCumulant: TwoBodyTensor {
        var result = twoBody
        for p in 0..<oneBody.modeCount {
            for q in 0..<oneBody.modeCount {
                for r in 0..<oneBody.modeCount {
                    for s in 0..<oneBody.modeCount {
                        result[p, q, r, s] -= oneBody[p, s] * oneBody[q, r] - oneBody[p, r] * oneBody[q, s]
                    }
                }
            }
        }
        return result
    }

    /// The three-particle matrix D_pqrstu = ⟨a†_p a†_q a†_r a_s a_t a_u⟩ as if three particles never correlate at once: the
    /// determinant of D with rows p, q, r and columns u, t, s, and D with one row and one column times the cumulant of the
    /// others, signed as in an expansion by minors.
    ///
    /// Exact for determinants (F. Colmenero, C. Pérez del Valle and C. Valdemoro, Phys. Rev. A 47, 971 (1993); D. Mazziotti,
    /// Chem. Phys. Lett. 289, 419 (1998)). OpenFermion's `valdemoro_reconstruction` counts each set of three particles
    /// once: its values are these divided by 3!.
    ///
    /// - Complexity: O(n⁶) time and memory.
    public var threeBodyReconstruction: ThreeBodyTensor {
        let (modes, cumulant) = (0..<oneBody.modeCount, twoBodyCumulant)
        var result = ThreeBodyTensor(modeCount: modes.count)
        for p in modes {
            for q in modes where q != p {
                for r in modes where r != p && r != q {
                    for s in modes {
                        for t in modes where t != s {
                            for u in modes where u != s && u != t {
                                result[p, q, r, s, t, u] = reconstructed([p, q, r], [u, t, s], cumulant)
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Minors are taken cyclically, so that all signs are positive.
    private func reconstructed(_ rows: [Int], _ columns: [Int], _ cumulant: TwoBodyTensor) -> Complex<Double> {
        var sum = Complex<Double>.zero
        for i in 0..<3 {
            let (a, b) = (rows[(i + 1) % 3], rows[(i + 2) % 3])
            for j in 0..<3 {
                let (c, d) = (columns[(j + 1) % 3], columns[(j + 2) % 3])
                var minor = cumulant[a, b, d, c]
                if i == 0 { minor += oneBody[a, c] * oneBody[b, d] - oneBody[a, d] * oneBody[b, c] }
                sum += oneBody[rows[i], columns[j]] * minor
            }
        }
        return sum
    }
}
