/// Readout errors of a group of qubits as a calibration found them: every basis state was prepared and read many times.
public struct ReadoutCalibration: Hashable, Sendable {
    /// P(read | prepared).
    public let confusion: ReadoutNoise.Confusion
    /// How many shots each prepared state had; the calibration is exact where there are none.
    public let shots: [Int]

    /// What is known exactly.
    public init(exact confusion: ReadoutNoise.Confusion) {
        self.confusion = confusion
        shots = [Int](repeating: 0, count: 1 << confusion.qubits.count)
    }

    /// The frequencies of a calibration.
    ///
    /// - Parameters:
    ///   - qubits: the group; bit j of a prepared state is `qubits[j]`.
    ///   - counts: what was read for each prepared state 0, 1, …, 2^k − 1; bit q of an outcome is qubit q.
    /// - Throws: ``NoiseError/count(what:found:expected:)`` unless there are 2^k, each with shots, and as
    ///   `ReadoutNoise.Confusion`.
    public init(qubits: [Int], counts: [OutcomeCounts]) throws(NoiseError) {
        guard qubits.count <= 12, counts.count == 1 << qubits.count else {
            throw .count(
                what: "the number of prepared states of \(qubits.count) qubits", found: counts.count,
                expected: "2^\(qubits.count), of at most 12 qubits")
        }
        let n = counts.count
        var probabilities = [Double](repeating: 0, count: n * n)
        for (prepared, outcomes) in counts.enumerated() {
            guard outcomes.total > 0 else {
                throw .count(what: "the number of shots of prepared state \(prepared)", found: 0, expected: "1 or more")
            }
            for entry in outcomes.entries {
                let read = entry.bits.gathered(qubits)
                probabilities[read * n + prepared] += Double(entry.count) / Double(outcomes.total)
            }
        }
        confusion = try ReadoutNoise.Confusion(qubits: qubits, probabilities: probabilities)
        shots = counts.map(\.total)
    }
}

extension Int {
    /// The bits at some places, the first as the lowest.
    func gathered(_ places: [Int]) -> Int {
        places.indices.reduce(0) { $0 | (self >> places[$1] & 1) << $1 }
    }
}
