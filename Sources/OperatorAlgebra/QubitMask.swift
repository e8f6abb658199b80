/// A set of qubits (or modes) as bits: bit q stands for qubit q.
///
/// The first 128 qubits live in two registers; a larger set spills into an array, so registers of any width work and
/// the common ones never allocate. The spill is `nil` when it would be all zero: equal sets have equal storage.
@frozen
public struct QubitMask: Hashable, Sendable {
    @usableFromInline var low: UInt64
    @usableFromInline var high: UInt64
    @usableFromInline var rest: [UInt64]?

    /// The empty set.
    @inlinable
    public init() {
        low = 0
        high = 0
        rest = nil
    }

    /// The set given by the bits of one word: qubits 0 to 63.
    @inlinable
    public init(word: UInt64) {
        low = word
        high = 0
        rest = nil
    }

    /// The set given by the bits of two words: qubits 0 to 127.
    @inlinable
    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
        rest = nil
    }

    /// The set of the given qubits; a qubit named twice counts once.
    ///
    /// - Precondition: every qubit is non-negative.
    public init(_ qubits: some Sequence<Int>) {
        self.init()
        for qubit in qubits { insert(qubit) }
    }

    /// The set of one qubit.
    ///
    /// - Precondition: `qubit` is non-negative.
    @inlinable
    public init(qubit: Int) {
        self.init()
        insert(qubit)
    }

    /// The qubits 0 to `count - 1`.
    ///
    /// - Precondition: `count` is non-negative.
    public init(first count: Int) {
        precondition(count >= 0, "a number of qubits is non-negative")
        // A shift by 64 or more gives 0 in Swift, and 0 - 1 all ones.
        self.init(
            low: 1 << UInt64(Swift.min(count, 64)) &- 1,
            high: 1 << UInt64(Swift.max(Swift.min(count, 128) - 64, 0)) &- 1)
        if count > 128 {
            var words = [UInt64](repeating: .max, count: count / 64 - 2)
            if count % 64 != 0 { words.append(1 << UInt64(count % 64) &- 1) }
            rest = words
        }
    }

    /// Bits 0 to 63: the whole set when no larger qubit is in it.
    @inlinable
    public var word: UInt64 { low }

    /// Bit words from the lowest up; word w holds qubits 64w to 64w+63.
    @inlinable
    public func word(at index: Int) -> UInt64 {
        switch index {
        case 0: return low
        case 1: return high
        default:
            guard let rest, index - 2 < rest.count else { return 0 }
            return rest[index - 2]
        }
    }

    /// How many words hold all members; at least 2.
    @inlinable
    public var wordCount: Int { 2 + (rest?.count ?? 0) }

    /// Whether no qubit is in the set.
    @inlinable
    public var isEmpty: Bool { low | high == 0 && rest == nil }

    /// How many qubits are in the set.
    @inlinable
    public var count: Int {
        let spilled = rest.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } } ?? 0
        return low.nonzeroBitCount + high.nonzeroBitCount + spilled
    }

    /// Whether an odd number of qubits is in the set.
    @inlinable
    public var hasOddCount: Bool {
        var word = low ^ high
        if let rest { for spilled in rest { word ^= spilled } }
        return word.nonzeroBitCount & 1 == 1
    }

    /// The largest member, or `nil` when empty.
    @inlinable
    public var last: Int? {
        for index in stride(from: wordCount - 1, through: 0, by: -1) where word(at: index) != 0 {
            return 64 * index + 63 - word(at: index).leadingZeroBitCount
        }
        return nil
    }

    /// The smallest member, or `nil` when empty.
    @inlinable
    public var first: Int? {
        if low != 0 { return low.trailingZeroBitCount }
        if high != 0 { return 64 + high.trailingZeroBitCount }
        guard let rest else { return nil }
        for (index, word) in rest.enumerated() where word != 0 { return 128 + 64 * index + word.trailingZeroBitCount }
        return nil
    }

    /// Whether `qubit` is in the set.
    @inlinable
    public func contains(_ qubit: Int) -> Bool {
        word(at: qubit >> 6) >> UInt64(qubit & 63) & 1 == 1
    }

    /// Adds `qubit`.
    ///
    /// - Precondition: `qubit` is non-negative.
    @inlinable
    public mutating func insert(_ qubit: Int) {
        precondition(qubit >= 0, "a qubit index is non-negative")
        let bit: UInt64 = 1 << UInt64(qubit & 63)
        switch qubit >> 6 {
        case 0: low |= bit
        case 1: high |= bit
        default: insertSpilled(word: qubit >> 6 - 2, bit: bit)
        }
    }

    @usableFromInline
    mutating func insertSpilled(word: Int, bit: UInt64) {
        var words = rest ?? []
        while words.count <= word { words.append(0) }
        words[word] |= bit
        rest = words
    }

    /// Removes `qubit` if it is there.
    public mutating func remove(_ qubit: Int) {
        if contains(qubit) { self = symmetricDifference(QubitMask(qubit: qubit)) }
    }

    /// Qubits in either set, not in both: bitwise exclusive or.
    @inlinable
    public func symmetricDifference(_ other: QubitMask) -> QubitMask {
        combined(with: other) { $0 ^ $1 }
    }

    /// Qubits in both sets: bitwise and.
    @inlinable
    public func intersection(_ other: QubitMask) -> QubitMask {
        combined(with: other) { $0 & $1 }
    }

    /// Qubits in at least one set: bitwise or.
    @inlinable
    public func union(_ other: QubitMask) -> QubitMask {
        combined(with: other) { $0 | $1 }
    }

    /// Qubits here and not in `other`.
    @inlinable
    public func subtracting(_ other: QubitMask) -> QubitMask {
        combined(with: other) { $0 & ~$1 }
    }

    /// Whether the sets share an odd number of qubits: the inner product of two GF(2) vectors.
    @inlinable
    public func overlapsOddly(_ other: QubitMask) -> Bool {
        intersection(other).hasOddCount
    }

    @inlinable
    func combined(with other: QubitMask, _ operation: (UInt64, UInt64) -> UInt64) -> QubitMask {
        var result = QubitMask(word: operation(low, other.low))
        result.high = operation(high, other.high)
        if rest != nil || other.rest != nil { result.rest = spill(with: other, operation) }
        return result
    }

    @usableFromInline
    func spill(with other: QubitMask, _ operation: (UInt64, UInt64) -> UInt64) -> [UInt64]? {
        var words = (2..<Swift.max(wordCount, other.wordCount)).map { operation(word(at: $0), other.word(at: $0)) }
        while words.last == 0 { words.removeLast() }
        return words.isEmpty ? nil : words
    }
}

extension QubitMask: Sequence {
    /// Walks the members from the smallest up.
    @frozen
    public struct Iterator: IteratorProtocol {
        @usableFromInline let mask: QubitMask
        @usableFromInline var index = 0
        @usableFromInline var remaining: UInt64

        @inlinable
        init(_ mask: QubitMask) {
            self.mask = mask
            remaining = mask.word(at: 0)
        }

        /// The next member, or `nil` after the last.
        @inlinable
        public mutating func next() -> Int? {
            while remaining == 0 {
                index += 1
                if index >= mask.wordCount { return nil }
                remaining = mask.word(at: index)
            }
            defer { remaining &= remaining &- 1 }
            return 64 * index + remaining.trailingZeroBitCount
        }
    }

    /// The members from the smallest up.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(self) }

    /// The number of members: no more iterations than that.
    @inlinable
    public var underestimatedCount: Int { count }
}

extension QubitMask: ExpressibleByArrayLiteral {
    /// The set of the listed qubits.
    public init(arrayLiteral elements: Int...) {
        self.init(elements)
    }
}
