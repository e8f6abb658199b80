internal import ComplexModule
internal import DenseAlgebra
public import OperatorAlgebra
internal import RealModule

/// Undoes errors of readout: what was read has the probabilities A p for a confusion matrix A that is a product over groups
/// of qubits, and A⁻¹ gives back the p of the outcomes (S. Bravyi, S. Sheldon, A. Kandala, D. McKay and J. Gambetta, Phys.
/// Rev. A 103, 042605 (2021)).
///
/// Groups of one qubit are the usual tensored mitigation; larger ones take correlations along. Expectation values need no
/// table of all outcomes, so any number of qubits will do.
public struct ReadoutMitigation: Sendable {
    /// A group with its inverse.
    struct Group: Sendable {
        let qubits: [Int]
        let matrix: Matrix
        let inverse: Matrix
        let shots: [Int]
        var dimension: Int { matrix.rows }
    }

    let groups: [Group]

    /// Undoes known errors.
    ///
    /// - Throws: ``NoiseError/readout(what:found:expected:)`` for a matrix that cannot be inverted.
    public init(_ noise: ReadoutNoise) throws(NoiseError) {
        try self.init(noise.confusions.map(ReadoutCalibration.init(exact:)))
    }

    /// Undoes errors that a calibration found; its statistics count in the standard errors of expectation values.
    ///
    /// - Throws: ``NoiseError/readout(what:found:expected:)`` for a matrix that cannot be inverted, and
    ///   ``NoiseError/qubits(what:found:expected:)`` if a qubit is in two groups.
    public init(_ calibrations: [ReadoutCalibration]) throws(NoiseError) {
        _ = try ReadoutNoise(calibrations.map(\.confusion))
        var groups: [Group] = []
        for calibration in calibrations {
            let confusion = calibration.confusion
            let n = 1 << confusion.qubits.count
            do {
                let matrix = try Matrix(rows: n, columns: n, elements: confusion.probabilities)
                let inverse = try matrix.solve(.identity(n))
                guard inverse.elements.allSatisfy({ abs($0) < 1e6 }) else {
                    throw DenseAlgebraError.singular(pivot: n - 1)
                }
                groups.append(
                    Group(qubits: confusion.qubits, matrix: matrix, inverse: inverse, shots: calibration.shots))
            } catch {
                throw .readout(
                    what: "the smallest singular value of the readout matrix of the qubits \(confusion.qubits)",
                    found: 0,
                    expected: "one above 0: outcomes that are read alike cannot be told apart")
            }
        }
        self.groups = groups
    }

    /// The expectation value of a sum of strings of Zs, errors undone.
    ///
    /// Each shot r counts as Σ_t O(t) (A⁻¹)_tr; the standard error is that of the mean of these, and of the calibration to
    /// first order.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for a term that is not diagonal or not real, and
    ///   ``NoiseError/count(what:found:expected:)`` without shots.
    /// - Complexity: outcomes × terms × groups.
    public func expectation(of observable: PauliSum, in counts: OutcomeCounts) throws(NoiseError) -> Estimate {
        let terms = try observable.diagonalTerms().map { Term($0.mask, $0.coefficient, groups) }
        let estimate = try counts.mean { bits in terms.reduce(0) { $0 + $1.value(bits, groups) } }
        let variance = estimate.standardError * estimate.standardError + calibrationVariance(terms, counts)
        return Estimate(estimate.value, standardError: variance.squareRoot())
    }

    /// One string of Zs, and what a reading of each group counts.
    private struct Term {
        let coefficient: Double
        /// The qubits in no group.
        let plain: Int
        /// w_r = Σ_t (−1)^(t·z) (A⁻¹)_tr for each group.
        let weights: [[Double]]

        init(_ mask: Int, _ coefficient: Double, _ groups: [Group]) {
            self.coefficient = coefficient
            plain = groups.reduce(mask) { rest, group in group.qubits.reduce(rest) { $0 & ~(1 << $1) } }
            weights = groups.map { group in
                let z = mask.gathered(group.qubits)
                return (0..<group.dimension).map { r in
                    (0..<group.dimension).reduce(0) { $0 + ($1 & z).paritySign * group.inverse[$1, r] }
                }
            }
        }

        func value(_ bits: Int, _ groups: [Group], without skipped: Int? = nil) -> Double {
            var product = coefficient * (bits & plain).paritySign
            for (index, group) in groups.enumerated() where index != skipped {
                product *= weights[index][bits.gathered(group.qubits)]
            }
            return product
        }
    }

    /// The part of the variance that a calibration of N_t shots a prepared state brings.
    ///
    /// To first order −Σ_rt X_rt δA_rt with X_rt = Σ_terms w_r ⟨(A⁻¹)_t,read · other groups⟩; the frequencies δA_·t of
    /// one prepared state are multinomial.
    private func calibrationVariance(_ terms: [Term], _ counts: OutcomeCounts) -> Double {
        var variance = 0.0
        for (index, group) in groups.enumerated() where group.shots.contains(where: { $0 > 0 }) {
            let n = group.dimension
            var slopes = [Double](repeating: 0, count: n * n)
            for entry in counts.entries {
                let read = entry.bits.gathered(group.qubits)
                let weight = Double(entry.count) / Double(counts.total)
                for term in terms {
                    let rest = weight * term.value(entry.bits, groups, without: index)
                    for t in 0..<n {
                        let factor = rest * group.inverse[t, read]
                        for r in 0..<n { slopes[r * n + t] += term.weights[index][r] * factor }
                    }
                }
            }
            for t in 0..<n where group.shots[t] > 0 {
                let mean = (0..<n).reduce(0) { $0 + group.matrix[$1, t] * slopes[$1 * n + t] }
                let square = (0..<n).reduce(0) {
                    $0 + group.matrix[$1, t] * slopes[$1 * n + t] * slopes[$1 * n + t]
                }
                variance += Swift.max(0, square - mean * mean) / Double(group.shots[t])
            }
        }
        return variance
    }
}

extension Int {
    /// 1 for an even number of ones, −1 for an odd one.
    var paritySign: Double { nonzeroBitCount % 2 == 0 ? 1 : -1 }
}

extension LinearCombination<PauliString> {
    /// The strings of Zs as masks of a machine word.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` for a term that is not one, or has no real coefficient.
    func diagonalTerms() throws(NoiseError) -> [(mask: Int, coefficient: Double)] {
        var result: [(mask: Int, coefficient: Double)] = []
        for (term, coefficient) in self {
            guard term.isDiagonal, term.width < Int.bitWidth else {
                throw .unsupported(
                    what: "the term '\(term)' is not a product of Z on the first \(Int.bitWidth - 1) qubits",
                    instead: "turn its qubits before they are read, and take Z")
            }
            guard coefficient.imaginary == 0 else {
                throw .unsupported(
                    what: "the coefficient of '\(term)' is not real", instead: "take a Hermitian observable")
            }
            result.append((term.z.reduce(0) { $0 | 1 << $1 }, coefficient.real))
        }
        return result
    }
}
