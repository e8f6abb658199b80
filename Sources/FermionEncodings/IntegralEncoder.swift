internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

/// Sums over integrals of products of Hermitian strings T^σ_pq = iγγ, on masks of one word kind.
///
/// See ``FermionEncoding/encode(_:threshold:)`` for the formula.
struct IntegralEncoder<Word: MaskWord> {
    private let integrals: PackedIntegrals
    private let threshold: Double
    private let pairs: [[SignedString<Word>]]

    /// - Parameter majoranas: the signed images of γ_0 … γ_4n−1.
    init(_ integrals: PackedIntegrals, _ majoranas: [(phase: QuarterTurn, term: PauliString)], _ threshold: Double) {
        let orbitals = 0..<integrals.orbitalCount
        let strings = majoranas.map { SignedString<Word>($0.phase, $0.term) }
        self.integrals = integrals
        self.threshold = Swift.max(threshold, 0)
        pairs = [0, 1].map { spin in
            orbitals.flatMap { p in
                orbitals.map { q in strings[4 * p + 2 * spin].timesI.multiplied(by: strings[4 * q + 2 * spin + 1]) }
            }
        }
    }

    func encode() -> PauliSum {
        var terms: [WeightedString<Word>] = []
        append(SignedString(.one, .identity), integrals.effectiveConstant, to: &terms)
        appendOneBody(to: &terms)
        appendOppositeSpins(to: &terms)
        for strings in pairs { appendSameSpin(strings, to: &terms) }
        terms.sort { Word.precedes(($0.x, $0.z), ($1.x, $1.z)) }
        return PauliSum(
            sorted: terms.lazy.map { (PauliString(x: $0.x.mask, z: $0.z.mask), Complex($0.coefficient, 0)) })
    }

    private func append(_ string: SignedString<Word>, _ coefficient: Double, to terms: inout [WeightedString<Word>]) {
        guard abs(coefficient) > threshold else { return }
        let weight = string.isNegative ? -coefficient : coefficient
        terms.append(WeightedString(x: string.x, z: string.z, coefficient: weight))
    }

    private func appendOneBody(to terms: inout [WeightedString<Word>]) {
        let count = integrals.orbitalCount
        for p in 0..<count {
            for q in 0..<count {
                let coefficient = 0.5 * integrals.effectiveOneBody(p, q)
                for strings in pairs { append(strings[p * count + q], coefficient, to: &terms) }
            }
        }
    }

    private func appendOppositeSpins(to terms: inout [WeightedString<Word>]) {
        let count = integrals.orbitalCount
        for p in 0..<count {
            for q in 0..<count {
                let up = pairs[0][p * count + q]
                for r in 0..<count {
                    for s in 0..<count {
                        let coefficient = 0.25 * integrals.repulsion(p, q, r, s)
                        guard abs(coefficient) > threshold else { continue }
                        append(up.multiplied(by: pairs[1][r * count + s]), coefficient, to: &terms)
                    }
                }
            }
        }
    }

    private func appendSameSpin(_ strings: [SignedString<Word>], to terms: inout [WeightedString<Word>]) {
        let count = integrals.orbitalCount
        for p in 0..<count {
            for q in 0..<count {
                let left = strings[p * count + q]
                for r in p + 1..<Swift.max(count, p + 1) {
                    for s in q + 1..<Swift.max(count, q + 1) {
                        let difference = integrals.repulsion(p, q, r, s) - integrals.repulsion(p, s, r, q)
                        guard 0.25 * abs(difference) > threshold else { continue }
                        append(left.multiplied(by: strings[r * count + s]), 0.25 * difference, to: &terms)
                    }
                }
            }
        }
    }
}

/// A real coefficient of a string on packed masks.
struct WeightedString<Word: MaskWord> {
    var x: Word
    var z: Word
    var coefficient: Double
}

/// i^turns X^x Z^z on packed masks.
struct SignedString<Word: MaskWord> {
    var x: Word
    var z: Word
    private var turns: Int

    init(_ phase: QuarterTurn, _ string: PauliString) {
        (x, z) = (Word(string.x), Word(string.z))
        turns = Int(phase.exponent) + string.yCount
    }

    /// i times the string.
    var timesI: SignedString {
        var result = self
        result.turns += 1
        return result
    }

    /// Moving Z^z past the other's X^x gives a sign for each shared qubit.
    func multiplied(by other: SignedString) -> SignedString {
        var result = self
        result.turns += other.turns + 2 * (z & other.x).nonzeroBitCount
        result.x = x ^ other.x
        result.z = z ^ other.z
        return result
    }

    /// Whether this Hermitian product is minus the Pauli string i^|x∧z| X^x Z^z.
    var isNegative: Bool { (turns - (x & z).nonzeroBitCount) & 3 == 2 }
}
