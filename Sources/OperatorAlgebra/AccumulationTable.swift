internal import ComplexModule
internal import RealModule

/// A key of an ``AccumulationTable``.
protocol FingerprintedKey: Equatable {
    /// A well-mixed hash that is the same in every run.
    var fingerprint: UInt64 { get }
}

/// Sums coefficients by key in an open-addressing table with linear probing.
///
/// Entries stand in the order in which their keys first came. A slot keeps half of the key's fingerprint beside the
/// entry's number, so a probe rarely touches an entry that does not match and growing touches none.
struct AccumulationTable<Key: Equatable> {
    private(set) var entries: [(term: Key, coefficient: Complex<Double>)] = []
    private var slots: [Slot]

    private struct Slot {
        var tag: UInt32
        var entry: UInt32
        static var empty: Slot { Slot(tag: 0, entry: .max) }
    }

    init(capacity: Int) {
        var size = 32
        while size < 2 * capacity { size *= 2 }
        slots = [Slot](repeating: .empty, count: size)
        entries.reserveCapacity(capacity)
    }

    /// Adds `coefficient` to the entry of `key`, whose fingerprint the caller gives.
    mutating func add(_ key: Key, fingerprint: UInt64, _ coefficient: Complex<Double>) {
        if 2 * entries.count >= slots.count { grow() }
        let tag = UInt32(truncatingIfNeeded: fingerprint)
        let mask = slots.count - 1
        var position = Int(tag) & mask
        while true {
            let slot = slots[position]
            if slot.entry == .max {
                slots[position] = Slot(tag: tag, entry: UInt32(entries.count))
                entries.append((key, coefficient))
                return
            }
            if slot.tag == tag && entries[Int(slot.entry)].term == key {
                entries[Int(slot.entry)].coefficient += coefficient
                return
            }
            position = (position + 1) & mask
        }
    }

    /// Hands the entries over and leaves the table empty.
    mutating func takeEntries() -> [(term: Key, coefficient: Complex<Double>)] {
        defer { self = AccumulationTable(capacity: 0) }
        return entries
    }

    private mutating func grow() {
        var larger = [Slot](repeating: .empty, count: 2 * slots.count)
        let mask = larger.count - 1
        for slot in slots where slot.entry != .max {
            var position = Int(slot.tag) & mask
            while larger[position].entry != .max { position = (position + 1) & mask }
            larger[position] = slot
        }
        slots = larger
    }
}

extension AccumulationTable where Key: OperatorProduct {
    mutating func add(_ term: Key, _ coefficient: Complex<Double>) {
        add(term, fingerprint: term.fingerprint, coefficient)
    }
}

extension AccumulationTable where Key: FingerprintedKey {
    mutating func add(_ key: Key, _ coefficient: Complex<Double>) {
        add(key, fingerprint: key.fingerprint, coefficient)
    }
}
