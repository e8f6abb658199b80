internal import ComplexModule
internal import QuantumCircuits

/// Runs of gates that stay on the same two qubits, each as one matrix where that is cheaper to carry out.
///
/// Files spell gates by others: fSim, ZZ interactions and partial swaps come as CX and one-qubit gates. Their product is
/// diagonal, or exchanges |01⟩ and |10⟩, up to gates on each qubit.
struct PairBlocks {
    /// What is to be carried out, in order.
    enum Item {
        /// A gate, by its place among the reading's entries.
        case entry(Int)
        case oneQubit(OneQubitMatrix, qubit: Int)
        case pair(GateShape, qubits: [Int])
    }

    private(set) var items: [Item] = []
    private let reading: GateReading
    private var shapes: GateShapes
    private var blocks: [Block] = []
    /// The block that is open on each qubit, or -1.
    private var open: [Int]
    /// The next member of the same block, or -1.
    private var next: [Int32]

    /// What was found for the latest blocks: layers repeat them on other qubits.
    private var replacements: [(spelling: [Int32], result: Replacement)] = []
    private static let mostKnown = 32

    private struct Block {
        let first: Int
        let second: Int
        var head: Int
        /// The last gate on both qubits, and the last on any.
        var core: Int
        var tail: Int
        var pairCount = 1
    }

    init(_ reading: GateReading, _ shapes: GateShapes, qubitCount: Int) {
        self.reading = reading
        self.shapes = shapes
        open = [Int](repeating: -1, count: max(1, qubitCount))
        next = [Int32](repeating: -1, count: reading.entries.count)
        items.reserveCapacity(reading.entries.count)
        for (index, entry) in reading.entries.enumerated() { add(entry, index) }
        for block in blocks.indices where open[blocks[block].first] == block { close(block) }
    }

    private mutating func add(_ entry: GateReading.Entry, _ index: Int) {
        let (first, second) = (Int(entry.first), Int(entry.second))
        let operandCount = entry.kind < 0 ? -1 : Int(entry.count)
        switch operandCount {
        case 1:
            if open[first] >= 0 { extend(open[first], index) } else { items.append(.entry(index)) }
        case 2:
            let block = open[first]
            if block >= 0, block == open[second] {
                extend(block, index)
                blocks[block].core = index
                blocks[block].pairCount += 1
                return
            }
            if block >= 0 { close(block) }
            if open[second] >= 0 { close(open[second]) }
            (open[first], open[second]) = (blocks.count, blocks.count)
            blocks.append(Block(first: first, second: second, head: index, core: index, tail: index))
        case 0: items.append(.entry(index))
        default:
            let operation = reading.operations[Int(entry.place)]
            if case .barrier = operation { return }
            for qubit in operation.qubits where open[qubit] >= 0 { close(open[qubit]) }
            items.append(.entry(index))
        }
    }

    private mutating func extend(_ block: Int, _ index: Int) {
        next[blocks[block].tail] = Int32(truncatingIfNeeded: index)
        blocks[block].tail = index
    }

    private mutating func close(_ number: Int) {
        let block = blocks[number]
        (open[block.first], open[block.second]) = (-1, -1)
        var index = block.head
        if block.pairCount > 1, replace(block) { index = Int(next[block.core]) }
        while index >= 0 {
            items.append(.entry(index))
            index = Int(next[index])
        }
    }

    /// Puts something simpler into the place of a block, if there is.
    private mutating func replace(_ block: Block) -> Bool {
        let spelling = spelling(of: block)
        let result: Replacement
        if let known = replacements.last(where: { $0.spelling == spelling }) {
            result = known.result
        } else {
            result = Replacement(product(of: block))
            replacements.append((spelling, result))
            if replacements.count > Self.mostKnown { replacements.removeFirst(Self.mostKnown / 2) }
        }
        guard let shape = result.shape else { return false }
        if let before = result.before {
            items.append(.oneQubit(before.0, qubit: block.first))
            items.append(.oneQubit(before.1, qubit: block.second))
        }
        items.append(.pair(shape, qubits: [block.first, block.second]))
        if let after = result.after {
            items.append(.oneQubit(after.0, qubit: block.first))
            items.append(.oneQubit(after.1, qubit: block.second))
        }
        return true
    }

    /// The kinds of a block's gates up to the last on both qubits, and which of its qubits they act on.
    private func spelling(of block: Block) -> [Int32] {
        var result: [Int32] = []
        var index = block.head
        while true {
            let entry = reading.entries[index]
            result.append(entry.kind << 1 | (Int(entry.first) == block.first ? 0 : 1))
            if index == block.core { return result }
            index = Int(next[index])
        }
    }

    private mutating func product(of block: Block) -> PairMatrix {
        var matrix = PairMatrix.identity
        var waiting: (OneQubitMatrix?, OneQubitMatrix?) = (nil, nil)
        var index = block.head
        while true {
            let entry = reading.entries[index]
            if entry.count == 1 {
                let gate = shapes.oneQubit(Int(entry.kind))
                if Int(entry.first) == block.first {
                    waiting.0 = waiting.0.map { gate * $0 } ?? gate
                } else {
                    waiting.1 = waiting.1.map { gate * $0 } ?? gate
                }
            } else {
                if let gate = waiting.0 { matrix.append(gate, on: 0) }
                if let gate = waiting.1 { matrix.append(gate, on: 1) }
                waiting = (nil, nil)
                matrix.append(
                    shapes.elements(Int(entry.kind)), isReversed: Int(entry.first) != block.first)
            }
            if index == block.core { return matrix }
            index = Int(next[index])
        }
    }
}

/// A gate on two qubits as a simple one between gates on each, if there is one.
private struct Replacement {
    var before: (OneQubitMatrix, OneQubitMatrix)?
    var shape: GateShape?
    var after: (OneQubitMatrix, OneQubitMatrix)?

    init(_ matrix: PairMatrix) {
        shape = GateShape.simplePair(matrix.gateMatrix)
        guard shape == nil, let parts = PairDecomposition(matrix) else { return }
        for variant in parts.variants {
            guard let found = GateShape.simplePair(variant.interaction.gateMatrix) else { continue }
            (before, shape, after) = (variant.before, found, variant.after)
            return
        }
    }
}

/// The matrices of a reading's distinct gates, made when they are first asked for.
struct GateShapes {
    private let kinds: [GateReading.Kind]
    private var shapes: [GateShape?]
    private var matrices: [[Complex<Double>]]
    private var oneQubit: [OneQubitMatrix]
    private var isKnown: [Bool]

    init(_ kinds: [GateReading.Kind]) {
        self.kinds = kinds
        shapes = [GateShape?](repeating: nil, count: kinds.count)
        matrices = [[Complex<Double>]](repeating: [], count: kinds.count)
        oneQubit = [OneQubitMatrix](repeating: .identity, count: kinds.count)
        isKnown = [Bool](repeating: false, count: kinds.count)
    }

    /// What kind of matrix a gate has.
    mutating func shape(_ kind: Int) -> GateShape {
        if let shape = shapes[kind] { return shape }
        let controlled = kinds[kind].withDefinition { $0.controlled?.count }.flatMap(\.self)
        let shape = GateShape(kinds[kind].matrix, controlled: controlled)
        shapes[kind] = shape
        return shape
    }

    /// The matrix of a gate on one qubit.
    mutating func oneQubit(_ kind: Int) -> OneQubitMatrix {
        if !isKnown[kind] {
            oneQubit[kind] = OneQubitMatrix(kinds[kind].matrix)
            isKnown[kind] = true
        }
        return oneQubit[kind]
    }

    /// The elements of the matrix of a gate on two qubits.
    mutating func elements(_ kind: Int) -> [Complex<Double>] {
        if matrices[kind].isEmpty { matrices[kind] = kinds[kind].matrix.elements }
        return matrices[kind]
    }
}

extension GateShape {
    /// The shape of a matrix on two qubits that moves less than a dense one does.
    fileprivate static func simplePair(_ matrix: GateMatrix) -> GateShape? {
        let cleaned = matrix.cleaned
        if let gate = MonomialGate(cleaned) { return .monomial(gate) }
        return ExchangeGate(cleaned).map { .exchange($0) }
    }
}

extension GateMatrix {
    /// What a few dozen products leave of zeros.
    private static let rounding = 1e-14

    /// The same without the numbers that only rounding left.
    fileprivate var cleaned: GateMatrix {
        var result = self
        for index in result.elements.indices where result.elements[index].length < Self.rounding {
            result.elements[index] = .zero
        }
        return result
    }
}
