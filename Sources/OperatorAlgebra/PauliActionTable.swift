internal import ComplexModule
internal import RealModule

/// A Pauli sum prepared to act on basis states: strings that flip the same qubits are taken together.
///
/// Strings with flips x send |j⟩ to v(j) |j ⊕ x⟩ with v(j) = Σ_z c_z i^|x∧z| (−1)^|z∧j|. With a basis of the span of the
/// masks z, v depends on j only through the parities of j on the basis masks: their bits form an index into a table of
/// values, which a Walsh-Hadamard transform fills. The parities are found by exclusive or of one number for every byte of
/// j. A span of more than `largestDimension` dimensions is split, and v is the sum over the parts.
struct PauliActionTable: Sendable {
    /// The strings with one set of flips.
    struct Group {
        var flips: Int
        /// Which parts of the table add up to v.
        var parts: Range<Int>
        /// Values up to here are rounding errors of strings that cancel.
        var negligible: Double
    }

    private static let largestDimension = 12

    let qubitCount: Int
    private(set) var groups: [Group] = []
    /// Where each part of ``values`` begins.
    let starts: [Int]
    private let byteCount: Int
    /// For byte b of j with content w and part p, at ((256 b + w) parts + p): what it adds to the index of the value.
    private let parities: [UInt16]
    private(set) var values: [Complex<Double>] = []

    /// - Precondition: the register holds the sum and has at most 30 qubits.
    init(_ sum: PauliSum, qubitCount: Int) {
        self.qubitCount = qubitCount
        byteCount = Swift.max(1, (qubitCount + 7) / 8)
        let ordered = sum.elements.sorted {
            ($0.term.x.word, $0.term.z.word) < ($1.term.x.word, $1.term.z.word)
        }
        var parts: [SignTable] = []
        for (term, coefficient) in ordered {
            let value = QuarterTurn(exponent: term.yCount).multiplying(coefficient)
            let isNew = groups.last?.flips != Int(term.x.word)
            if isNew { groups.append(Group(flips: Int(term.x.word), parts: parts.count..<parts.count, negligible: 0)) }
            if isNew || !parts[parts.count - 1].admits(term.z.word, upTo: Self.largestDimension) {
                parts.append(SignTable())
            }
            parts[parts.count - 1].add(term.z.word, value)
            groups[groups.count - 1].parts = groups[groups.count - 1].parts.lowerBound..<parts.count
            groups[groups.count - 1].negligible += 4 * Double.ulpOfOne * value.length
        }
        var starts: [Int] = []
        for part in parts {
            starts.append(values.count)
            values += part.values
        }
        self.starts = starts
        parities = (0..<256 * byteCount).flatMap { index in
            let word = UInt64(index & 255) << UInt64(8 * (index >> 8))
            return parts.map { $0.parities(of: word) }
        }
    }

    var dimension: Int { 1 << qubitCount }

    /// Calls `body` with the row and the value of every entry of a column that is not negligible.
    ///
    /// - Complexity: O(parts · bytes of a basis state).
    @inline(__always)
    func forEachEntry(inColumn column: Int, _ body: (_ row: Int, _ value: Complex<Double>) -> Void) {
        for group in groups {
            var value = Complex<Double>.zero
            for part in group.parts { value += values[starts[part] + parity(of: column, part)] }
            if value.real.magnitude + value.imaginary.magnitude > group.negligible { body(column ^ group.flips, value) }
        }
    }

    @inline(__always)
    func parity(of state: Int, _ part: Int) -> Int {
        var index = 0
        for byte in 0..<byteCount {
            index ^= Int(parities[(256 * byte + (state >> (8 * byte)) & 255) * starts.count + part])
        }
        return index
    }
}

/// Strings with the same flips as a function of the parities of a basis state on a basis of their sign masks.
private struct SignTable {
    /// Independent masks, none of which has the leading bit of an earlier one.
    private var basis: [UInt64] = []
    /// Every string: which basis masks its own is the exclusive or of, as bits.
    private var terms: [(index: Int, coefficient: Complex<Double>)] = []

    /// What is left of a mask without the basis masks it contains, and which those are.
    private func reduced(_ mask: UInt64) -> (rest: UInt64, index: Int) {
        var (rest, index) = (mask, 0)
        for (k, element) in basis.enumerated() where rest ^ element < rest {
            rest ^= element
            index |= 1 << k
        }
        return (rest, index)
    }

    func admits(_ mask: UInt64, upTo dimension: Int) -> Bool {
        basis.count < dimension || reduced(mask).rest == 0
    }

    mutating func add(_ mask: UInt64, _ coefficient: Complex<Double>) {
        var (rest, index) = reduced(mask)
        if rest != 0 {
            index |= 1 << basis.count
            basis.append(rest)
        }
        terms.append((index, coefficient))
    }

    /// The parities of a basis state on the basis masks, as bits.
    func parities(of state: UInt64) -> UInt16 {
        basis.enumerated().reduce(0) { $0 | UInt16(($1.element & state).nonzeroBitCount & 1) << UInt16($1.offset) }
    }

    /// The value for every index of parities: the Walsh-Hadamard transform of the coefficients.
    var values: [Complex<Double>] {
        var values = [Complex<Double>](repeating: .zero, count: 1 << basis.count)
        for (index, coefficient) in terms { values[index] += coefficient }
        for k in basis.indices {
            for index in values.indices where index >> k & 1 == 0 {
                let (a, b) = (values[index], values[index | 1 << k])
                values[index] = a + b
                values[index | 1 << k] = a - b
            }
        }
        return values
    }
}
