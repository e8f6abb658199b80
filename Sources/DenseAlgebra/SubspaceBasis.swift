extension SubspaceSolver {
    /// The first block: the caller's guesses, the lowest diagonal elements, and pseudo-random vectors.
    mutating func appendStart(_ guesses: [[Scalar]]) {
        let room = capacity - 1
        for guess in guesses where size < room { append(guess) }
        if let diagonal {
            let wanted = min(room, max(size, plan.followed + 2))
            for index in indicesOfSmallest(wanted, in: diagonal) where size < wanted {
                append(perturbedUnit(index))
            }
        }
        repeat {
            append((0..<n).map { _ in Scalar.random(&generator) })
        } while size < min(plan.followed, capacity)
        probe = size - 1
    }

    /// A unit vector with a small part in every direction, so that no symmetry confines the search.
    private mutating func perturbedUnit(_ index: Int) -> [Scalar] {
        let scale = 1e-2 / Double(n).squareRoot()
        var vector = (0..<n).map { _ in Scalar.random(&generator).scaled(by: scale) }
        vector[index] = Scalar(real: 1)
        return vector
    }

    /// Orthonormalizes a vector against the basis and adds what is left, unless nothing is.
    ///
    /// Classical Gram-Schmidt, repeated until the norm stops falling ("twice is enough": Giraud, Langou, Rozložník,
    /// van den Eshof, Numer. Math. 101, 87, 2005).
    mutating func append(_ candidate: [Scalar]) {
        var t = candidate
        let norm = squaredNorm(t[...]).squareRoot()
        guard norm.isFinite, norm > 0 else { return }
        scale(&t, by: 1 / norm)
        for _ in 0..<4 {
            removeBasis(from: &t)
            let left = squaredNorm(t[...]).squareRoot()
            guard left > 1e-10 else { return }
            scale(&t, by: 1 / left)
            if left > 0.7 {
                for i in 0..<n { basis[size * n + i] = t[i] }
                size += 1
                return
            }
        }
    }

    private func removeBasis(from t: inout [Scalar]) {
        guard size > 0 else { return }
        var overlaps = [Scalar](repeating: .zero, count: size)
        Scalar.project(basis, size, t, 1, length: n, into: &overlaps)
        Scalar.combine(
            basis, stride: n, size, overlaps, 1, length: n, alpha: -1, beta: 1, into: &t, resultStride: n)
    }

    private func scale(_ t: inout [Scalar], by factor: Double) {
        for i in t.indices { t[i] = t[i].scaled(by: factor) }
    }

    func squaredNorm(_ t: ArraySlice<Scalar>) -> Double {
        var sum = 0.0
        for x in t { sum += x.squaredLength }
        return sum
    }
}
