public import ComplexModule
public import RealModule

/// A complex matrix t_pq over modes.
public struct OneBodyTensor: Hashable, Sendable {
    /// The number n of modes.
    public let modeCount: Int
    /// The elements, row by row: t_pq at pn + q.
    public private(set) var elements: [Complex<Double>]

    /// The zero matrix.
    public init(modeCount: Int) {
        self.modeCount = modeCount
        elements = [Complex<Double>](repeating: .zero, count: modeCount * modeCount)
    }

    /// The matrix with the given elements.
    public init(modeCount: Int, _ element: (_ p: Int, _ q: Int) -> Complex<Double>) {
        self.modeCount = modeCount
        elements = (0..<modeCount).flatMap { p in (0..<modeCount).map { element(p, $0) } }
    }

    /// The element t_pq.
    public subscript(p: Int, q: Int) -> Complex<Double> {
        get { elements[p * modeCount + q] }
        set { elements[p * modeCount + q] = newValue }
    }

    /// The largest magnitude of t_pq − t*_qp.
    public var hermiticityError: Double {
        (0..<modeCount).reduce(0) { error, p in
            (0...p).reduce(error) { Swift.max($0, (self[p, $1] - self[$1, p].conjugate).length) }
        }
    }

    /// The largest magnitude of t_pq + t_qp.
    public var antisymmetryError: Double {
        (0..<modeCount).reduce(0) { error, p in
            (0...p).reduce(error) { Swift.max($0, (self[p, $1] + self[$1, p]).length) }
        }
    }

    /// The matrix in new modes A = Σ_a R_aA a: t'_AB = Σ_ab R*_aA R_bB t_ab.
    ///
    /// - Precondition: R has as many modes.
    /// - Complexity: O(n³).
    public func rotated(by rotation: OneBodyTensor) -> OneBodyTensor {
        let half = OneBodyTensor(modeCount: modeCount) { p, q in
            (0..<modeCount).reduce(.zero) { $0 + self[p, $1] * rotation[$1, q] }
        }
        return OneBodyTensor(modeCount: modeCount) { p, q in
            (0..<modeCount).reduce(.zero) { $0 + rotation[$1, p].conjugate * half[$1, q] }
        }
    }
}

/// A complex tensor t_pqrs over modes.
public struct TwoBodyTensor: Hashable, Sendable {
    /// The number n of modes.
    public let modeCount: Int
    /// The elements: t_pqrs at ((pn + q)n + r)n + s.
    public private(set) var elements: [Complex<Double>]

    /// The zero tensor.
    public init(modeCount: Int) {
        self.modeCount = modeCount
        elements = [Complex<Double>](repeating: .zero, count: modeCount * modeCount * modeCount * modeCount)
    }

    private init(modeCount: Int, elements: [Complex<Double>]) {
        self.modeCount = modeCount
        self.elements = elements
    }

    /// The element t_pqrs.
    public subscript(p: Int, q: Int, r: Int, s: Int) -> Complex<Double> {
        get { elements[((p * modeCount + q) * modeCount + r) * modeCount + s] }
        set { elements[((p * modeCount + q) * modeCount + r) * modeCount + s] = newValue }
    }

    /// The four indices of every element that is not zero, ascending.
    public var indices: [(p: Int, q: Int, r: Int, s: Int)] {
        elements.indices.compactMap { index in
            guard elements[index] != .zero else { return nil }
            let (rest, s) = index.quotientAndRemainder(dividingBy: modeCount)
            let (pq, r) = rest.quotientAndRemainder(dividingBy: modeCount)
            return (pq / modeCount, pq % modeCount, r, s)
        }
    }

    /// The tensor in new modes A = Σ_a R_aA a, for t_pqrs of a†_p a†_q a_r a_s:
    /// t'_ABCD = Σ R*_aA R*_bB R_cC R_dD t_abcd.
    ///
    /// - Precondition: R has as many modes.
    /// - Complexity: O(n⁵), one index at a time.
    public func rotated(by rotation: OneBodyTensor) -> TwoBodyTensor {
        var result = self
        // Each pass turns the last index and moves it to the front, so that four passes bring all back in place.
        for isCreation in [false, false, true, true] { result = result.withLastIndexTurned(rotation, isCreation) }
        return result
    }

    private func withLastIndexTurned(_ rotation: OneBodyTensor, _ isConjugated: Bool) -> TwoBodyTensor {
        let (n, rows) = (modeCount, modeCount * modeCount * modeCount)
        var turned = [Complex<Double>](repeating: .zero, count: elements.count)
        for new in 0..<n {
            let column = (0..<n).map { isConjugated ? rotation[$0, new].conjugate : rotation[$0, new] }
            for row in 0..<rows {
                var sum = Complex<Double>.zero
                for old in 0..<n { sum += elements[row * n + old] * column[old] }
                turned[new * rows + row] = sum
            }
        }
        return TwoBodyTensor(modeCount: n, elements: turned)
    }
}
