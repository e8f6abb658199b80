public import QuantumCircuits

/// Makes a circuit longer without changing what it does: gates G become G G† G and so on, so that noise acts more often
/// (T. Giurgica-Tiron, Y. Hindy, R. LaRose, A. Mari and W. Zeng, arXiv:2005.10921).
///
/// Scales are ratios of numbers of gates. A circuit of d gates that may fold has the scales 1, 1 + 2/d, 1 + 4/d, …; of
/// those the nearest to what was asked is made, and ``FoldedCircuit/scale`` says which.
public enum GateFolding: Hashable, Sendable {
    /// C becomes C (C†C)^n, and the last of its gates once more G†G: noise of each kind grows as a whole. Takes unitary
    /// circuits, and measurements at their end.
    case global
    /// Each gate becomes G (G†G)^n, and some, evenly spread, once more: everything stays where it was. Takes any circuit.
    case local
}

/// A circuit whose noise has been scaled.
public struct FoldedCircuit: Hashable, Sendable {
    /// The circuit; without noise it does what the original did.
    public let circuit: Circuit
    /// How many times more gates of those that fold it has.
    public let scale: Double
}

extension GateFolding {
    /// The circuit with its gates folded until their number has grown `scale` times.
    ///
    /// Barriers and global phases never fold: no noise acts on them. Measurements, resets and conditional operations stay.
    ///
    /// - Parameters:
    ///   - scale: at least 1.
    ///   - folds: which gates may fold, for example those on two qubits; all by default.
    /// - Throws: ``NoiseError/outOfRange(what:found:expected:)`` for a scale below 1,
    ///   ``NoiseError/unsupported(what:instead:)`` for ``global`` and a circuit that is not unitary up to its last
    ///   measurements, and ``NoiseError/count(what:found:expected:)`` when no gate folds and the scale is not 1.
    /// - Complexity: the number of gates of the result.
    public func folded(
        _ circuit: Circuit, scale: Double, where folds: (CircuitOperation) -> Bool = { _ in true }
    ) throws(NoiseError) -> FoldedCircuit {
        guard scale.isFinite else { throw .notFinite(what: "the scale of the noise", value: scale) }
        guard scale >= 1 else {
            throw .outOfRange(what: "the scale of the noise", found: scale, expected: "1 or more: gates are only added")
        }
        let operations = circuit.operations
        let foldable = operations.indices.filter { Self.isGate(operations[$0]) && folds(operations[$0]) }
        guard !foldable.isEmpty else {
            if scale == 1 { return FoldedCircuit(circuit: circuit, scale: 1) }
            throw .count(what: "the number of gates that may fold", found: 0, expected: "1 or more")
        }
        // Folds beyond the whole ones are `extra` single gates.
        let pairs = Int(((scale - 1) / 2 * Double(foldable.count)).rounded())
        let (whole, extra) = pairs.quotientAndRemainder(dividingBy: foldable.count)
        var copy = CopiedCircuit(circuit)
        switch self {
        case .local: try copy.appendLocal(foldable, whole: whole, extra: extra)
        case .global: try copy.appendGlobal(foldable, whole: whole, extra: extra)
        }
        return FoldedCircuit(circuit: copy.result, scale: 1 + 2 * Double(pairs) / Double(foldable.count))
    }

    /// Whether noise may act on the operation and its inverse is a gate.
    private static func isGate(_ operation: CircuitOperation) -> Bool {
        if case .barrier = operation { return false }
        return operation.isUnitary && !operation.qubits.isEmpty
    }
}

/// A circuit under construction, with the registers and parameters of another.
private struct CopiedCircuit {
    let original: Circuit
    var result: Circuit

    init(_ original: Circuit) {
        self.original = original
        result = Circuit(like: original)
    }

    mutating func append(_ operation: CircuitOperation) throws(NoiseError) {
        do { try result.append(operation) } catch { throw Self.unexpected(error) }
    }

    private static func unexpected(_ error: CircuitError) -> NoiseError {
        .unsupported(what: "the circuit cannot be folded: \(error)", instead: "fold another part of it")
    }

    /// The inverse of one gate.
    private func inverse(of operation: CircuitOperation) throws(NoiseError) -> CircuitOperation {
        var single = Circuit(like: original)
        let inverse: [CircuitOperation]
        do {
            try single.append(operation)
            inverse = try single.inverse().operations
        } catch { throw Self.unexpected(error) }
        guard let first = inverse.first, inverse.count == 1 else {
            throw .unsupported(what: "'\(operation.name)' has no single inverse gate", instead: "let it not fold")
        }
        return first
    }

    /// Folds gates where they are; `extra` of them, evenly spread, once more than the others.
    mutating func appendLocal(_ foldable: [Int], whole: Int, extra: Int) throws(NoiseError) {
        var place = 0
        for (index, operation) in original.operations.enumerated() {
            try append(operation)
            guard place < foldable.count, foldable[place] == index else { continue }
            // Of d gates, those folded once more are where ⌊(k + 1)·extra/d⌋ grows.
            let isExtra = (place + 1) * extra / foldable.count > place * extra / foldable.count
            let inverse = try inverse(of: operation)
            for _ in 0..<whole + (isExtra ? 1 : 0) {
                try append(inverse)
                try append(operation)
            }
            place += 1
        }
    }

    /// Folds the gates before the last measurements as a whole, then the last `extra` of them.
    mutating func appendGlobal(_ foldable: [Int], whole: Int, extra: Int) throws(NoiseError) {
        let operations = original.operations
        let end = operations.firstIndex { !$0.isUnitary } ?? operations.count
        let isLast = operations[end...].allSatisfy {
            if case .measure = $0 { true } else if case .barrier = $0 { true } else { false }
        }
        guard isLast else {
            throw .unsupported(
                what: "global folding takes circuits that measure at their end only",
                instead: "fold gates where they are: GateFolding.local")
        }
        func fold(_ range: Range<Int>, times: Int) throws(NoiseError) -> [CircuitOperation] {
            // A part folds whole, with its global phases and barriers, so that it cancels.
            var folded: [CircuitOperation] = []
            for _ in 0..<times {
                for index in range.reversed() { folded.append(try inverse(of: operations[index])) }
                folded += operations[range]
            }
            return folded
        }
        for operation in operations[..<end] { try append(operation) }
        for operation in try fold(0..<end, times: whole) { try append(operation) }
        if extra > 0 {
            let start = foldable[foldable.count - extra]
            for operation in try fold(start..<end, times: 1) { try append(operation) }
        }
        for operation in operations[end...] { try append(operation) }
    }
}
