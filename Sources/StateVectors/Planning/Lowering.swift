internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// Takes a circuit apart into what costs least: real rotations of one bit, products of diagonal gates, X under controls,
/// Pauli rotations, and matrices where nothing better is known.
///
/// - Gates on one qubit wait until something else needs the qubit. Their product is diag · real rotation · diag, and the
///   diagonal parts merge with all other diagonal gates around.
/// - Swaps only change which bit holds which qubit, and X only marks a bit. Both are made good at the start, where the state
///   is often a basis state, and one basis state is as good as another.
/// - The exchange in fSim(π/2, φ) is a swap and a diagonal gate.
struct Lowering {
    private(set) var operations: [LoweredOperation] = []
    /// The bit of the index that holds each qubit; when all is taken apart, the bit that has to hold it at the start. At the
    /// end each is in its place.
    private(set) var bitOfQubit: [Int]
    /// Bits that hold the opposite of their qubit; when all is taken apart, those that have to at the start, behind the
    /// relabelling.
    private(set) var flips: UInt64 = 0
    private var waiting: [OneQubitMatrix?]
    private var globalPhase = Complex(1.0, 0.0)
    private var shapes: GateShapes

    /// Diagonal gates on more bits are passes of their own.
    static let widestPhases = 6

    /// A circuit taken apart.
    init(_ reading: GateReading, qubitCount: Int) throws(StateVectorError) {
        self.init(shapes: GateShapes(reading.kinds), qubitCount: qubitCount)
        operations.reserveCapacity(reading.entries.count)
        for item in PairBlocks(reading, shapes, qubitCount: qubitCount).items {
            switch item {
            case .entry(let index): try add(reading.entries[index], of: reading)
            case .oneQubit(let matrix, let qubit): turn(qubit, by: matrix)
            case .pair(let shape, let qubits): try apply(shape, on: qubits)
            }
        }
        finish()
    }

    /// Rotations, then what is left of the Clifford gates of a circuit.
    init(_ circuit: RotatedCircuit, of reading: GateReading, qubitCount: Int) throws(StateVectorError) {
        self.init(shapes: GateShapes(reading.kinds), qubitCount: qubitCount)
        operations.reserveCapacity(circuit.count)
        for rotation in circuit.rotations { rotate(x: rotation.x, z: rotation.z, by: rotation.angle) }
        for place in circuit.remaining { try add(reading.entries[place], of: reading) }
        if circuit.phase != 0 { globalPhase *= Complex(length: 1, phase: circuit.phase) }
        finish()
    }

    private init(shapes: GateShapes, qubitCount: Int) {
        self.shapes = shapes
        bitOfQubit = Array(0..<qubitCount)
        waiting = [OneQubitMatrix?](repeating: nil, count: qubitCount)
    }

    private mutating func finish() {
        for qubit in waiting.indices { settle(qubit) }
        operations = FlipConjugation.simplified(operations)
        if flips != 0 { for place in operations.indices { operations[place] = operations[place].flipped(flips) } }
        if globalPhase.snapped != Complex(1, 0) { operations.append(.phases(bits: [], entries: [globalPhase])) }
        renameBits()
    }

    /// Gives bits other names, so that each qubit ends in its place.
    private mutating func renameBits() {
        if bitOfQubit == Array(bitOfQubit.indices) { return }
        var names = bitOfQubit
        for (qubit, bit) in bitOfQubit.enumerated() { names[bit] = qubit }
        for index in operations.indices { operations[index] = operations[index].renamed(names) }
        flips = flips.renamed(names)
        bitOfQubit = names
    }

    private mutating func add(_ entry: GateReading.Entry, of reading: GateReading) throws(StateVectorError) {
        guard entry.kind != GateReading.Entry.none else { return try add(reading.operations[Int(entry.place)]) }
        let kind = Int(entry.kind)
        switch entry.count {
        case 0: try apply(shapes.shape(kind), on: [])
        case 1: turn(Int(entry.first), by: shapes.oneQubit(kind))
        case 2: try apply(shapes.shape(kind), on: [Int(entry.first), Int(entry.second)])
        default: try apply(shapes.shape(kind), on: [Int(entry.first), Int(entry.second), Int(entry.third)])
        }
    }

    /// Whatever is not one of the distinct gates that were read.
    private mutating func add(_ operation: CircuitOperation) throws(StateVectorError) {
        switch operation {
        case .barrier: return
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: operation.name) }
            rotate(x: rotation.string.x.word, z: rotation.string.z.word, by: angle)
        case .gate(let gate):
            let matrix = try operation.matrixGate()
            if matrix.controls.isEmpty {
                let shape = GateShape(matrix.matrix, controlled: gate.definition.controlled?.count)
                try apply(shape, on: matrix.qubits)
            } else {
                try apply(matrix)
            }
        default: try apply(try operation.matrixGate())
        }
    }

    /// A matrix under controls that are not part of it.
    private mutating func apply(_ gate: MatrixGate) throws(StateVectorError) {
        let whole = gate.qubits.count + gate.controls.count
        if gate.controls.isEmpty { return try apply(GateShape(gate.matrix, controlled: nil), on: gate.qubits) }
        let isDiagonal = gate.matrix.isDiagonal
        if isDiagonal && whole <= Self.widestPhases || gate.qubits.isEmpty || whole <= 2 {
            let inside = gate.withControlsInside
            let shape = GateShape(inside.matrix, controlled: nil)
            if case .dense = shape {} else { return try apply(shape, on: inside.qubits) }
        }
        if gate.qubits.count == 1, !isDiagonal, let move = MonomialGate(gate.matrix), move.moves.count == 1 {
            return flip(gate.qubits[0], controls: gate.controls, then: move.entries)
        }
        try keep(gate)
    }

    private mutating func apply(_ shape: GateShape, on qubits: [Int]) throws(StateVectorError) {
        switch shape {
        case .phase(let phase): globalPhase *= phase
        case .oneQubit(let matrix): turn(qubits[0], by: matrix)
        case .monomial(let gate): apply(gate, on: qubits)
        case .exchange(let gate): apply(gate, on: qubits)
        case .dense(let matrix, let controlCount):
            let controls = qubits.prefix(controlCount).map { Control($0) }
            try keep(MatrixGate(matrix, on: Array(qubits.dropFirst(controlCount)), controls: controls))
        }
    }

    private mutating func turn(_ qubit: Int, by matrix: OneQubitMatrix) {
        waiting[qubit] = waiting[qubit].map { matrix * $0 } ?? matrix
    }

    private mutating func apply(_ gate: MonomialGate, on qubits: [Int]) {
        for move in gate.moves {
            switch move {
            case .relabel(let order):
                let (bits, matrices) = (qubits.map { bitOfQubit[$0] }, qubits.map { waiting[$0] })
                for (operand, destination) in order.enumerated() {
                    bitOfQubit[qubits[destination]] = bits[operand]
                    waiting[qubits[destination]] = matrices[operand]
                }
            case .flip(let operand):
                turn(qubits[operand], by: OneQubitMatrix(a: .zero, b: Complex(1, 0), c: Complex(1, 0), d: .zero))
            case .controlledFlip(let operand, let controls, let value):
                var list: [Control] = []
                for position in qubits.indices where controls >> position & 1 == 1 {
                    list.append(Control(qubits[position], value: value >> position & 1 == 1))
                }
                flip(qubits[operand], controls: list)
            }
        }
        addPhases(gate.entries, on: qubits)
    }

    private mutating func apply(_ gate: ExchangeGate, on qubits: [Int]) {
        if gate.before != Complex(1, 0) {
            turn(qubits[1], by: OneQubitMatrix(a: Complex(1, 0), b: .zero, c: .zero, d: gate.before))
        }
        // Diagonal gates before the rotation of pairs go behind it, where others are: only a phase between the two
        // amplitudes of a pair matters.
        let phases = qubits.map { settle($0, leavesPhase: true) }
        let masks = qubits.map { UInt64(1) << UInt64(bitOfQubit[$0]) }
        let opposite = flips & (masks[0] | masks[1])
        let (first, second) = (masks[0] ^ opposite, masks[1] ^ opposite)
        var (factor, entries) = (Complex(gate.tangent, 0), gate.entries)
        for (operand, phase) in phases.enumerated() where phase != Complex(1, 0) {
            factor *= first & masks[operand] != 0 ? phase : phase.conjugate
            let one = opposite & masks[operand] == 0 ? 1 : 0
            for index in entries.indices where index >> operand & 1 == one { entries[index] *= phase }
        }
        operations.append(.exchange(PairRotation(first: first, second: second, factor: factor)))
        addPhases(entries, on: qubits)
        if gate.isSwapped { bitOfQubit.swapAt(qubits[0], qubits[1]) }
    }

    /// X under controls, then a diagonal gate on the target under the same controls.
    private mutating func flip(_ target: Int, controls: [Control], then entries: [Complex<Double>] = []) {
        settle(target)
        for control in controls { settle(control.qubit) }
        let (mask, value) = placed(controls)
        operations.append(.flip(bit: bitOfQubit[target], controls: mask, value: value))
        guard entries.contains(where: { $0 != Complex(1, 0) }) else { return }
        let gate = MatrixGate(.diagonal(entries), on: [target], controls: controls)
        if controls.count < Self.widestPhases {
            let inside = gate.withControlsInside
            addPhases((0..<inside.matrix.dimension).map { inside.matrix[$0, $0] }, on: inside.qubits)
        } else {
            operations.append(.matrix(onBits(gate)))
        }
    }

    private mutating func addPhases(_ entries: [Complex<Double>], on qubits: [Int]) {
        if entries.allSatisfy({ $0 == entries[0] }) {
            globalPhase *= entries[0]
            return
        }
        if qubits.count > Self.widestPhases {
            for qubit in qubits { settle(qubit) }
            operations.append(.matrix(onBits(MatrixGate(.diagonal(entries), on: qubits))))
            return
        }
        for qubit in qubits { settle(qubit) }
        var opposite = 0
        for (operand, qubit) in qubits.enumerated() where flips >> UInt64(bitOfQubit[qubit]) & 1 == 1 {
            opposite |= 1 << operand
        }
        let turned = opposite == 0 ? entries : entries.indices.map { entries[$0 ^ opposite] }
        operations.append(.phases(bits: qubits.map { bitOfQubit[$0] }, entries: turned))
    }

    /// exp(−i θ/2 P) for the string P with the given masks.
    private mutating func rotate(x: UInt64, z: UInt64, by angle: Double) {
        let support = x | z
        let count = support.nonzeroBitCount
        if count == 0 {
            globalPhase *= Complex(length: 1, phase: -angle / 2)
            return
        }
        if count == 1 {
            return turn(support.trailingZeroBitCount, by: OneQubitMatrix(x: x != 0, z: z != 0, angle: angle))
        }
        if x == 0, count <= Self.widestPhases {
            // Half of the entries are 1: they take no time to multiply by.
            let (even, odd) = (Complex(1.0, 0.0), Complex(length: 1, phase: angle))
            globalPhase *= Complex(length: 1, phase: -angle / 2)
            var qubits: [Int] = []
            support.forEachBit { qubits.append($0) }
            return addPhases((0..<(1 << count)).map { $0.nonzeroBitCount % 2 == 0 ? even : odd }, on: qubits)
        }
        support.forEachBit { settle($0) }
        let (x, z) = (placed(x), placed(z))
        let sign: Double = (z & flips).nonzeroBitCount % 2 == 0 ? 1 : -1
        operations.append(.rotation(x: x, z: z, angle: sign * angle))
    }

    /// A matrix that stays one. Matrices that wait for its operands are multiplied into it.
    private mutating func keep(_ gate: MatrixGate) throws(StateVectorError) {
        var gate = gate
        for control in gate.controls { settle(control.qubit) }
        if gate.controls.isEmpty, gate.qubits.count > 1 {
            for (operand, qubit) in gate.qubits.enumerated() {
                guard let matrix = waiting[qubit] else { continue }
                let wide = matrix.gateMatrix.expanded(to: gate.qubits.count, positions: [operand])
                gate.matrix = gate.matrix * wide
                waiting[qubit] = nil
            }
        }
        for qubit in gate.qubits { settle(qubit) }
        try gate.step.checkWidth()
        operations.append(.matrix(onBits(gate)))
    }

    /// Lets what waits for a qubit happen.
    private mutating func settle(_ qubit: Int) { settle(qubit, leavesPhase: false) }

    /// Lets what waits for a qubit happen, except perhaps the diagonal gate at its end: that comes back, as the phase of
    /// the bit's 1.
    @discardableResult
    private mutating func settle(_ qubit: Int, leavesPhase: Bool) -> Complex<Double> {
        let one = Complex(1.0, 0.0)
        guard var matrix = waiting[qubit] else { return one }
        waiting[qubit] = nil
        let bit = bitOfQubit[qubit]
        if flips >> UInt64(bit) & 1 == 1 { matrix = matrix.conjugatedByFlip }
        guard let parts = TurnDecomposition.general(matrix)?.withFewestPhases else {
            operations.append(.matrix(MatrixGate(matrix.gateMatrix, on: [bit])))
            return one
        }
        globalPhase *= parts.phase
        if parts.flips { flips ^= 1 << UInt64(bit) }
        if parts.tangent == 0 {
            return leave(parts.after * parts.before, of: bit, leavesPhase)
        }
        if parts.before != one { operations.append(.phases(bits: [bit], entries: [one, parts.before])) }
        operations.append(.turn(bit: bit, tangent: parts.tangent, cosine: parts.cosine))
        return leave(parts.after, of: bit, leavesPhase)
    }

    /// Hands a diagonal gate on a bit to whoever can do it later, if it is a phase, or does it.
    private mutating func leave(_ phase: Complex<Double>, of bit: Int, _ leaves: Bool) -> Complex<Double> {
        let one = Complex(1.0, 0.0)
        if phase == one { return one }
        if leaves, abs(phase.lengthSquared - 1) < OneQubitMatrix.negligible * 100 { return phase }
        operations.append(.phases(bits: [bit], entries: [one, phase]))
        return one
    }

    /// A gate on bits instead of qubits: X on each side of an operand whose bit holds the opposite.
    private func onBits(_ gate: MatrixGate) -> MatrixGate {
        gate.renamed(bitOfQubit).flipped(flips)
    }

    private func placed(_ controls: [Control]) -> (mask: UInt64, value: UInt64) {
        var (mask, value) = (UInt64(0), UInt64(0))
        for control in controls {
            let bit: UInt64 = 1 << UInt64(bitOfQubit[control.qubit])
            mask |= bit
            if control.value { value |= bit }
        }
        return (mask, value ^ (flips & mask))
    }

    private func placed(_ qubits: UInt64) -> UInt64 {
        var result: UInt64 = 0
        qubits.forEachBit { result |= 1 << UInt64(bitOfQubit[$0]) }
        return result
    }
}

/// What kind of matrix a gate has.
enum GateShape: Sendable {
    /// A number.
    case phase(Complex<Double>)
    case oneQubit(OneQubitMatrix)
    /// One nonzero element in each row and column.
    case monomial(MonomialGate)
    /// A rotation of |01⟩ and |10⟩ into each other, between diagonal gates.
    case exchange(ExchangeGate)
    /// Any other; the first operands may be controls, with the matrix acting on the others.
    case dense(GateMatrix, controls: Int)

    /// The shape of a matrix whose first `controlled` operands are known to be controls.
    init(_ matrix: GateMatrix, controlled: Int?) {
        if matrix.qubitCount == 0 {
            self = .phase(matrix[0, 0])
        } else if matrix.qubitCount == 1 {
            self = .oneQubit(OneQubitMatrix(matrix))
        } else if let gate = MonomialGate(matrix) {
            self = .monomial(gate)
        } else if let gate = ExchangeGate(matrix) {
            self = .exchange(gate)
        } else if let controlled, let inner = matrix.controlledPart(controlled) {
            self = .dense(inner, controls: controlled)
        } else {
            self = .dense(matrix, controls: 0)
        }
    }
}

extension GateMatrix {
    /// What acts on the operands after the first `count` where those are all 1.
    fileprivate func controlledPart(_ count: Int) -> GateMatrix? {
        guard count < qubitCount else { return nil }
        let ones = (1 << count) - 1
        var inner = GateMatrix.identity(qubitCount: qubitCount - count)
        for row in 0..<inner.dimension {
            for column in 0..<inner.dimension {
                inner[row, column] = self[row << count | ones, column << count | ones]
            }
        }
        return inner
    }
}
