internal import DenseAlgebra

/// Probabilities of all outcomes of some qubits.
public struct MitigatedDistribution: Hashable, Sendable {
    /// The qubits; bit j of an index is `qubits[j]`.
    public let qubits: [Int]
    /// One number for each of the 2^k outcomes; they add up to 1.
    public let values: [Double]
    /// The standard error of each number as A⁻¹ makes it from those of the frequencies. Projections on probabilities move
    /// points no further apart, so that errors do not grow.
    public let standardErrors: [Double]
}

extension ReadoutMitigation {
    /// How numbers that A⁻¹ makes negative become probabilities.
    public enum Completion: Hashable, Sendable {
        /// They do not: the numbers are unbiased, and some may be negative.
        case none
        /// The probabilities nearest to them (J. Smolin, J. Gambetta and G. Smith, Phys. Rev. Lett. 108, 070502 (2012)).
        case projection
        /// The probabilities p of least |A p − frequencies|².
        case leastSquares
    }

    /// The distribution of the outcomes of some qubits, errors undone.
    ///
    /// - Parameters:
    ///   - counts: what was read; other qubits are summed over.
    ///   - qubits: at most 24; of each group with errors all or none.
    ///   - completion: what happens to negative numbers.
    /// - Throws: ``NoiseError/qubits(what:found:expected:)``, ``NoiseError/count(what:found:expected:)`` without shots, or
    ///   when the least squares have not converged to 10⁻¹² in 10⁵ steps.
    /// - Complexity: O(2^k Σ 2^(group size)), times the steps for least squares.
    public func distribution(
        of counts: OutcomeCounts, qubits: [Int], completion: Completion = .leastSquares
    ) throws(NoiseError) -> MitigatedDistribution {
        let axes = try axes(of: qubits)
        guard counts.total > 0 else { throw .count(what: "the number of shots", found: 0, expected: "1 or more") }
        var frequencies = [Double](repeating: 0, count: 1 << qubits.count)
        for entry in counts.entries {
            frequencies[entry.bits.gathered(qubits)] += Double(entry.count) / Double(counts.total)
        }
        let quasi = axes.reduce(frequencies) { $1.applied($1.group.inverse, to: $0) }
        let squares = axes.reduce(frequencies) { $1.applied($1.group.inverse.squared, to: $0) }
        let errors = zip(squares, quasi).map { square, value in
            (Swift.max(0, square - value * value) / Double(counts.total)).squareRoot()
        }
        let values: [Double]
        switch completion {
        case .none: values = quasi
        case .projection: values = quasi.projectedOntoProbabilities()
        case .leastSquares: values = try Self.leastSquares(frequencies, axes, start: quasi)
        }
        return MitigatedDistribution(qubits: qubits, values: values, standardErrors: errors)
    }

    /// A group and where its qubits are among those asked for.
    struct Axis {
        let group: Group
        let places: [Int]

        /// A matrix applied to the group's bits of the index.
        func applied(_ matrix: Matrix, to vector: [Double]) -> [Double] {
            let n = matrix.rows
            let offsets = (0..<n).map { local in
                places.indices.reduce(0) { $0 | (local >> $1 & 1) << places[$1] }
            }
            let mask = offsets[n - 1]
            var result = vector
            var part = [Double](repeating: 0, count: n)
            for base in vector.indices where base & mask == 0 {
                for t in 0..<n { part[t] = vector[base | offsets[t]] }
                for r in 0..<n { result[base | offsets[r]] = (0..<n).reduce(0) { $0 + matrix[r, $1] * part[$1] } }
            }
            return result
        }
    }

    private func axes(of qubits: [Int]) throws(NoiseError) -> [Axis] {
        guard qubits.count <= 24, Set(qubits).count == qubits.count, qubits.allSatisfy({ 0..<63 ~= $0 }) else {
            throw .qubits(what: "a distribution", found: qubits, expected: "at most 24 different qubits of 0 to 62")
        }
        var axes: [Axis] = []
        for group in groups {
            let places = group.qubits.compactMap { qubits.firstIndex(of: $0) }
            if places.isEmpty { continue }
            guard places.count == group.qubits.count else {
                throw .qubits(
                    what: "a distribution", found: qubits,
                    expected: "all or none of \(group.qubits), whose errors belong together")
            }
            axes.append(Axis(group: group, places: places))
        }
        return axes
    }

    /// Accelerated projected gradients (A. Beck and M. Teboulle, SIAM J. Imaging Sci. 2, 183 (2009)) until g·p − min g, which
    /// bounds how far |A p − f|²/2 is from its least value, is below 10⁻¹².
    private static func leastSquares(
        _ frequencies: [Double], _ axes: [Axis], start: [Double]
    ) throws(NoiseError) -> [Double] {
        // ‖A‖² ≤ ‖A‖₁‖A‖∞, group by group; columns add up to 1.
        let bound = axes.reduce(1.0) { product, axis in
            let n = axis.group.dimension
            let rows = (0..<n).map { row in (0..<n).reduce(0) { $0 + axis.group.matrix[row, $1] } }
            return product * (rows.max() ?? 1)
        }
        func gradient(_ p: [Double]) -> [Double] {
            let read = axes.reduce(p) { $1.applied($1.group.matrix, to: $0) }
            let residual = zip(read, frequencies).map { $0 - $1 }
            return axes.reduce(residual) { $1.applied($1.group.matrix.transposed, to: $0) }
        }
        var (p, momentum) = (start.projectedOntoProbabilities(), 1.0)
        var extrapolated = p
        for _ in 0..<100_000 {
            let here = gradient(p)
            let gap = zip(here, p).reduce(0) { $0 + $1.0 * $1.1 } - (here.min() ?? 0)
            if gap < 1e-12 { return p }
            let slope = gradient(extrapolated)
            let next = zip(extrapolated, slope).map { $0 - $1 / bound }.projectedOntoProbabilities()
            // Momentum that points uphill starts anew.
            let uphill = zip(zip(extrapolated, next), zip(next, p)).reduce(0) {
                $0 + ($1.0.0 - $1.0.1) * ($1.1.0 - $1.1.1)
            }
            let following = uphill > 0 ? 1 : (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let factor = uphill > 0 ? 0 : (momentum - 1) / following
            extrapolated = zip(next, p).map { $0 + factor * ($0 - $1) }
            (p, momentum) = (next, following)
        }
        throw .count(
            what: "the number of steps of the least squares", found: 100_000,
            expected: "fewer: the readout matrix is nearly singular; use the projection")
    }
}

extension Matrix {
    /// The squares of the elements.
    fileprivate var squared: Matrix {
        var result = self
        for i in 0..<rows {
            for j in 0..<columns { result[i, j] = self[i, j] * self[i, j] }
        }
        return result
    }
}

extension [Double] {
    /// The nearest numbers of at least 0 that add up to 1: max(x − s, 0) with the right s.
    ///
    /// - Complexity: O(n log n).
    func projectedOntoProbabilities() -> [Double] {
        var (sum, shift) = (0.0, 0.0)
        for (index, value) in sorted(by: >).enumerated() {
            sum += value
            let candidate = (sum - 1) / Double(index + 1)
            if value <= candidate { break }
            shift = candidate
        }
        return map { Swift.max($0 - shift, 0) }
    }
}
