/// How the bits that a measurement writes down differ from the outcomes: one confusion matrix for each group of qubits
/// that are read together.
public struct ReadoutNoise: Hashable, Sendable {
    /// The errors of a group of qubits.
    public struct Confusion: Hashable, Sendable {
        /// The qubits; bit j of rows and columns belongs to `qubits[j]`.
        public let qubits: [Int]
        /// P(read r | outcome t) at index r · 2^k + t: columns add up to 1.
        public let probabilities: [Double]

        /// The errors of a group of qubits.
        ///
        /// - Throws: ``NoiseError/qubits(what:found:expected:)``, ``NoiseError/probability(what:found:expected:)``,
        ///   ``NoiseError/readout(what:found:expected:)`` unless every column adds up to 1.
        public init(qubits: [Int], probabilities: [Double]) throws(NoiseError) {
            guard !qubits.isEmpty, qubits.count <= 12, Set(qubits).count == qubits.count,
                qubits.allSatisfy({ $0 >= 0 })
            else { throw .qubits(what: "a readout error", found: qubits, expected: "1 to 12 different qubits") }
            let n = 1 << qubits.count
            guard probabilities.count == n * n else {
                throw .count(
                    what: "the number of readout probabilities of \(qubits.count) qubits", found: probabilities.count,
                    expected: "\(n * n)")
            }
            for probability in probabilities { try NoiseError.check(probability: probability, "a readout probability") }
            for column in 0..<n {
                let sum = (0..<n).reduce(0) { $0 + probabilities[$1 * n + column] }
                guard abs(sum - 1) < 1e-8 else {
                    throw .readout(what: "column \(column) of a readout matrix adds up to", found: sum, expected: "1")
                }
            }
            self.qubits = qubits
            self.probabilities = probabilities
        }

        /// The error of one qubit that reads a 0 as 1 with probability `zeroAsOne`, and a 1 as 0 with `oneAsZero`.
        ///
        /// - Throws: ``NoiseError/probability(what:found:expected:)``.
        public init(qubit: Int, zeroAsOne: Double, oneAsZero: Double) throws(NoiseError) {
            try NoiseError.check(probability: zeroAsOne, "the probability to read a 0 as 1")
            try NoiseError.check(probability: oneAsZero, "the probability to read a 1 as 0")
            try self.init(qubits: [qubit], probabilities: [1 - zeroAsOne, oneAsZero, zeroAsOne, 1 - oneAsZero])
        }
    }

    /// The groups; no qubit is in two.
    public private(set) var confusions: [Confusion] = []

    /// Whether every bit is written down as it is.
    public var isPerfect: Bool { confusions.isEmpty }

    /// Readout without errors.
    public init() {}

    /// Readout with the errors of groups of qubits.
    ///
    /// - Throws: ``NoiseError/qubits(what:found:expected:)`` if a qubit is in two of them.
    public init(_ confusions: [Confusion]) throws(NoiseError) {
        var seen = Set<Int>()
        for qubit in confusions.flatMap(\.qubits) where !seen.insert(qubit).inserted {
            throw .qubits(what: "readout noise", found: [qubit, qubit], expected: "each qubit in one group")
        }
        self.confusions = confusions
    }

    /// These errors, and then those of another readout of what was read.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` where groups of the two overlap without being the same.
    func followed(by other: ReadoutNoise) throws(NoiseError) -> ReadoutNoise {
        var result = confusions
        for confusion in other.confusions {
            if let place = result.firstIndex(where: { $0.qubits == confusion.qubits }) {
                result[place] = try result[place].followed(by: confusion)
            } else if result.contains(where: { !Set($0.qubits).isDisjoint(with: confusion.qubits) }) {
                throw .unsupported(
                    what: "errors of the readout of \(confusion.qubits) behind those of other groups of these qubits",
                    instead: "give both for the same qubits")
            } else {
                result.append(confusion)
            }
        }
        return try ReadoutNoise(result)
    }
}

extension ReadoutNoise.Confusion {
    /// The product of the matrices, `later` on the left.
    fileprivate func followed(by later: Self) throws(NoiseError) -> Self {
        let n = 1 << qubits.count
        var product = [Double](repeating: 0, count: n * n)
        for row in 0..<n {
            for column in 0..<n {
                let sum = (0..<n).reduce(0) {
                    $0 + later.probabilities[row * n + $1] * probabilities[$1 * n + column]
                }
                product[row * n + column] = min(1, sum)
            }
        }
        return try Self(qubits: qubits, probabilities: product)
    }
}
