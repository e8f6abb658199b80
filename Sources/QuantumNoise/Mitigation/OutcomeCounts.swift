public import OperatorAlgebra

/// How often each outcome of a measurement was read: bit q of an outcome is qubit q.
public struct OutcomeCounts: Hashable, Sendable {
    /// An outcome and how often it was read.
    public struct Entry: Hashable, Sendable {
        /// The bits.
        public let bits: Int
        /// How often; 1 or more.
        public let count: Int
    }

    /// The outcomes that were read, in ascending order.
    public let entries: [Entry]
    /// The number of shots.
    public let total: Int

    /// The counts of single shots.
    public init(samples: some Sequence<Int>) {
        var counts: [Int: Int] = [:]
        for bits in samples { counts[bits, default: 0] += 1 }
        self.init(sorted: counts)
    }

    /// The counts of outcomes as simulators give them: element q of an outcome is qubit q.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for outcomes of more than 63 bits.
    public init(outcomes: [[Bool]]) throws(NoiseError) {
        if let wide = outcomes.first(where: { $0.count >= Int.bitWidth }) {
            throw .count(what: "the number of bits of an outcome", found: wide.count, expected: "at most 63")
        }
        self.init(
            samples: outcomes.lazy.map { bits in bits.indices.reduce(0) { $0 | (bits[$1] ? 1 << $1 : 0) } })
    }

    /// The given counts; outcomes with a count of 0 are left out.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` for a negative count.
    public init(_ counts: [Int: Int]) throws(NoiseError) {
        if let bad = counts.filter({ $0.value < 0 }).min(by: { $0.key < $1.key }) {
            throw .count(what: "the count of outcome \(bad.key)", found: bad.value, expected: "0 or more")
        }
        self.init(sorted: counts)
    }

    /// Dictionaries have no order of their own, and sums of numbers must.
    private init(sorted counts: [Int: Int]) {
        entries = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { Entry(bits: $0.key, count: $0.value) }
        total = entries.reduce(0) { $0 + $1.count }
    }

    /// The mean over shots of a function of the outcome, with its standard error.
    ///
    /// - Throws: ``NoiseError/count(what:found:expected:)`` without shots.
    public func mean(of function: (Int) -> Double) throws(NoiseError) -> Estimate {
        guard total > 0 else { throw .count(what: "the number of shots", found: 0, expected: "1 or more") }
        let values = entries.map { (value: function($0.bits), weight: Double($0.count)) }
        let count = Double(total)
        let mean = values.reduce(0) { $0 + $1.weight * $1.value } / count
        let squares = values.reduce(0) { $0 + $1.weight * ($1.value - mean) * ($1.value - mean) }
        let error = total > 1 ? (squares / (count * (count - 1))).squareRoot() : .infinity
        return Estimate(mean, standardError: error)
    }

    /// The expectation value of a sum of strings of Zs.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for a term that is not diagonal or not real, and
    ///   ``NoiseError/count(what:found:expected:)`` without shots.
    public func expectation(of observable: PauliSum) throws(NoiseError) -> Estimate {
        let terms = try observable.diagonalTerms()
        return try mean { bits in terms.reduce(0) { $0 + $1.coefficient * (bits & $1.mask).paritySign } }
    }
}
