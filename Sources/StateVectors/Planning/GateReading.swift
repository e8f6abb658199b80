internal import QuantumCircuits

/// A circuit as the planner reads it: a few bytes a gate, without references, and every distinct gate once.
///
/// Circuits of chemistry have tens of thousands of gates; to copy each with its lists of qubits and angles takes longer
/// than all that is decided about it.
struct GateReading {
    /// A gate.
    struct Entry {
        /// Its number among the distinct gates; `none` for whatever is no gate of the table on at most three qubits
        /// without further controls and parameters.
        let kind: Int32
        /// Its place in the circuit.
        let place: Int32
        /// Its operands; 0 where it has fewer.
        let first: UInt8
        let second: UInt8
        let third: UInt8
        /// How many operands it has.
        let count: UInt8

        static let none: Int32 = -1
    }

    /// A gate of the table with its angles.
    struct Kind {
        /// Where the definition is, which the circuit keeps alive.
        fileprivate var address: UInt
        fileprivate(set) var operandCount: Int
        fileprivate(set) var angleCount: Int
        /// The angles; 0 where there are fewer.
        fileprivate(set) var angles: (Double, Double, Double)

        fileprivate init(definition: UInt, operandCount: Int, angleCount: Int, angles: (Double, Double, Double)) {
            (address, self.operandCount, self.angleCount, self.angles) = (definition, operandCount, angleCount, angles)
        }

        /// The angles as a list.
        var angleList: [Double] { Array([angles.0, angles.1, angles.2].prefix(angleCount)) }

        /// Calls `body` with the row of the table.
        func withDefinition<Result>(_ body: (GateDefinition) -> Result) -> Result? {
            guard let pointer = UnsafeRawPointer(bitPattern: address) else { return nil }
            return Unmanaged<GateDefinition>.fromOpaque(pointer)._withUnsafeGuaranteedRef(body)
        }

        /// The matrix.
        var matrix: GateMatrix { withDefinition { $0.matrix(angleList) } ?? .identity(qubitCount: operandCount) }

        fileprivate func matches(_ other: Kind) -> Bool {
            address == other.address && angleCount == other.angleCount && angles == other.angles
        }

        fileprivate var slot: Int {
            let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
            var hash = UInt64(address) &* factor
            if angleCount > 0 { hash = (hash ^ angles.0.bitPattern) &* factor }
            if angleCount > 1 { hash = (hash ^ angles.1.bitPattern &+ angles.2.bitPattern << 1) &* factor }
            return Int(hash >> 55)
        }
    }

    /// The circuit, which keeps the definitions alive.
    let operations: [CircuitOperation]
    private(set) var entries: [Entry] = []
    private(set) var kinds: [Kind] = []
    /// The latest kind for each hash value; two that share one are found again and again, which is no mistake.
    private var recent = [Int32](repeating: Entry.none, count: 512)

    init(_ operations: [CircuitOperation]) {
        self.operations = operations
        entries.reserveCapacity(operations.count)
        operations.withUnsafeBufferPointer { buffer in
            for place in buffer.indices {
                let operands = Self.operands(of: buffer[place])
                entries.append(
                    Entry(
                        kind: operands.isKnown ? number(of: operands.kind) : Entry.none,
                        place: Int32(truncatingIfNeeded: place), first: operands.first, second: operands.second,
                        third: operands.third,
                        count: UInt8(truncatingIfNeeded: operands.kind.operandCount)))
            }
        }
    }

    /// A gate's parts as values.
    private struct Operands {
        var isKnown = false
        var kind: Kind
        var first: UInt8 = 0
        var second: UInt8 = 0
        var third: UInt8 = 0
    }

    /// Nothing is written here, so the compiler need not count references.
    @inline(__always)
    private static func operands(of operation: CircuitOperation) -> Operands {
        var result = Operands(kind: Kind(definition: 0, operandCount: 0, angleCount: 0, angles: (0, 0, 0)))
        guard case .gate(let gate) = operation else { return result }
        let (operands, angles) = (gate.qubits.count, gate.angles.count)
        guard gate.controls.isEmpty, operands <= 3, angles <= 3 else { return result }
        if angles > 0 {
            guard case .value(let value) = gate.angles[0] else { return result }
            result.kind.angles.0 = value
        }
        if angles > 1 {
            guard case .value(let value) = gate.angles[1] else { return result }
            result.kind.angles.1 = value
        }
        if angles > 2 {
            guard case .value(let value) = gate.angles[2] else { return result }
            result.kind.angles.2 = value
        }
        if operands > 0 { result.first = UInt8(truncatingIfNeeded: gate.qubits[0]) }
        if operands > 1 { result.second = UInt8(truncatingIfNeeded: gate.qubits[1]) }
        if operands > 2 { result.third = UInt8(truncatingIfNeeded: gate.qubits[2]) }
        result.kind.address = UInt(bitPattern: Unmanaged.passUnretained(gate.definition).toOpaque())
        (result.kind.operandCount, result.kind.angleCount) = (operands, angles)
        result.isKnown = true
        return result
    }

    private mutating func number(of kind: Kind) -> Int32 {
        let slot = kind.slot
        let known = recent[slot]
        if known != Entry.none, kinds[Int(known)].matches(kind) { return known }
        let number = Int32(truncatingIfNeeded: kinds.count)
        kinds.append(kind)
        recent[slot] = number
        return number
    }
}
