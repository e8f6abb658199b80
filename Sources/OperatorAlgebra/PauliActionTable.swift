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
        /// What adds up to v.
        var parts: [SignTable] = [SignTable()]
        /// Values up to here are rounding errors of strings that cancel.
        var negligible = 0.0
    }

    /// What changes with every state in ``PauliActionTable/withStates(_:_:)``: indices into the parts of the values.
    struct Parities {
        let low: UnsafePointer<UInt16>
        let high: UnsafePointer<UInt16>

        @inline(__always)
        subscript(part: Int) -> Int { Int(low[part] ^ high[part]) }
    }

    private static let largestDimension = 12

    let qubitCount: Int
    /// Ascending flips.
    let groups: [Group]
    /// Which parts belong to each group.
    let parts: [Range<Int>]
    /// Where each part of ``values`` begins.
    let starts: [Int32]
    /// For byte b of j with content w and part p, at ((256 b + w) parts + p): what it adds to the index of the value.
    private let parities: [UInt16]
    let values: [Complex<Double>]
    /// Whether a value can give an entry: false where it is the whole of v and negligible.
    let isStored: [Bool]

    /// - Precondition: the register holds the sum and has at most 30 qubits.
    init(_ sum: PauliSum, qubitCount: Int) {
        self.qubitCount = qubitCount
        groups = Self.groups(of: sum)
        var (ranges, starts) = ([Range<Int>](), [Int32]())
        var (values, isStored) = ([Complex<Double>](), [Bool]())
        for group in groups {
            ranges.append(starts.count..<starts.count + group.parts.count)
            for part in group.parts {
                starts.append(Int32(values.count))
                let table = part.values
                values += table
                isStored += table.map { group.parts.count > 1 || Self.size($0) > group.negligible }
            }
        }
        (parts, self.starts, self.values, self.isStored) = (ranges, starts, values, isStored)
        let tables = groups.flatMap(\.parts)
        parities = (0..<256 * Swift.max(1, (qubitCount + 7) / 8)).flatMap { index in
            let word = UInt64(index & 255) << UInt64(8 * (index >> 8))
            return tables.map { $0.parities(of: word) }
        }
    }

    private static func groups(of sum: PauliSum) -> [Group] {
        let ordered = sum.elements.sorted {
            ($0.term.x.word, $0.term.z.word) < ($1.term.x.word, $1.term.z.word)
        }
        var groups: [Group] = []
        for (term, coefficient) in ordered {
            let value = QuarterTurn(exponent: term.yCount).multiplying(coefficient)
            if groups.last?.flips != Int(term.x.word) { groups.append(Group(flips: Int(term.x.word))) }
            let group = groups.count - 1
            if groups[group].parts.last?.admits(term.z.word, upTo: largestDimension) != true {
                groups[group].parts.append(SignTable())
            }
            groups[group].parts[groups[group].parts.count - 1].add(term.z.word, value)
            groups[group].negligible += 4 * Double.ulpOfOne * value.length
        }
        return groups
    }

    var dimension: Int { 1 << qubitCount }

    static func size(_ value: Complex<Double>) -> Double { value.real.magnitude + value.imaginary.magnitude }

    /// Calls `body` with the indices that the lowest byte of a state adds: those of byte w at w times the number of parts.
    @inline(__always)
    func withParityRows(_ body: (UnsafePointer<UInt16>) -> Void) {
        parities.withUnsafeBufferPointer { rows in
            if let rows = rows.baseAddress { body(rows) }
        }
    }

    /// The index that a state adds for a part.
    func parity(of state: Int, _ part: Int) -> Int {
        var (index, rest, place) = (0, state, part)
        while rest != 0 {
            index ^= Int(parities[place + (rest & 255) * starts.count])
            rest >>= 8
            place += 256 * starts.count
        }
        return index
    }

    /// Where the values of a part are.
    func range(of part: Int) -> Range<Int> {
        Int(starts[part])..<(part + 1 < starts.count ? Int(starts[part + 1]) : values.count)
    }
}

/// Strings with the same flips as a function of the parities of a basis state on a basis of their sign masks.
struct SignTable: Sendable {
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
