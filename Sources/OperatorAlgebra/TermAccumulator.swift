public import ComplexModule
public import RealModule

/// Collects terms of a sum in an open-addressing table and puts them in canonical order at the end.
///
/// Like terms are added in the order they arrive, so the result has the same bits in every run.
public struct TermAccumulator<Term: OperatorProduct> {
    private var entries: [(term: Term, coefficient: Complex<Double>)] = []
    private var slots: [Int32]

    /// An empty collection with room for about `capacity` distinct terms.
    public init(capacity: Int = 16) {
        var size = 32
        while size < 2 * capacity { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        entries.reserveCapacity(capacity)
    }

    /// Adds `coefficient` times `term`.
    ///
    /// - Complexity: O(1) on average.
    public mutating func add(_ term: Term, _ coefficient: Complex<Double>) {
        if 2 * entries.count >= slots.count { grow() }
        let slot = slot(of: term)
        let entry = slots[slot]
        if entry >= 0 {
            entries[Int(entry)].coefficient += coefficient
        } else {
            slots[slot] = Int32(entries.count)
            entries.append((term, coefficient))
        }
    }

    /// The sum of what was added, in canonical form.
    ///
    /// - Complexity: O(n log n) for n distinct terms.
    public consuming func sum() -> LinearCombination<Term> {
        var result = entries
        result.removeAll { $0.coefficient == .zero }
        result.sort { $0.term < $1.term }
        return LinearCombination(canonical: result)
    }

    private func slot(of term: Term) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: term.fingerprint) & mask
        while slots[slot] >= 0, entries[Int(slots[slot])].term != term { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        for (index, entry) in entries.enumerated() { slots[slot(of: entry.term)] = Int32(index) }
    }
}
