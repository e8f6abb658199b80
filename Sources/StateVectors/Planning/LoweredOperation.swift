internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits

/// (x, y) ← (x − f* y, y + f x) on the amplitudes x and y whose two bits, those in which `first` and `second` differ, are
/// as in `first` and as in `second`.
struct PairRotation: Sendable {
    let first: UInt64
    let second: UInt64
    let factor: Complex<Double>

    /// Both bits.
    var bits: UInt64 { first ^ second }
}

/// A step of a lowered circuit, on bits of the amplitude index rather than on qubits: relabelling has been taken out.
struct LoweredOperation: Sendable {
    /// What happens.
    enum Action: Sendable {
        /// (x, y) ← (x − t y, y + t x) on the amplitudes with the bit 0 and 1; together with the factor `cosine` it is a
        /// real rotation.
        case turn(bit: Int, tangent: Double, cosine: Double)
        /// A diagonal gate of few bits.
        case phases(bits: [Int], entries: [Complex<Double>])
        /// X under controls.
        case flip(bit: Int)
        /// A rotation of pairs.
        case exchange(PairRotation)
        /// A matrix under controls.
        case matrix(MatrixGate)
        /// exp(−i θ/2 P) for the string with the given masks.
        case rotation(x: UInt64, z: UInt64, angle: Double)
    }

    let action: Action
    /// Bits that it changes.
    let movers: UInt64
    /// Bits on which it depends, and which it leaves as they are.
    let phases: UInt64
    /// For flips, the values the bits of `phases` must have.
    var controlValue: UInt64 = 0

    /// Whether it is a diagonal gate that merges with others.
    var isPhases: Bool { if case .phases = action { true } else { false } }

    /// Whether it is a real rotation of one bit.
    var isTurn: Bool { if case .turn = action { true } else { false } }

    /// Whether it is X under controls.
    var isFlip: Bool { if case .flip = action { true } else { false } }

    /// Whether it may trade places with everything that moves and depends on these bits.
    func commutes(withMovers otherMovers: UInt64, phases otherPhases: UInt64) -> Bool {
        movers & (otherMovers | otherPhases) == 0 && phases & otherMovers == 0
    }
}

extension LoweredOperation {
    static func turn(bit: Int, tangent: Double, cosine: Double) -> LoweredOperation {
        LoweredOperation(
            action: .turn(bit: bit, tangent: tangent, cosine: cosine), movers: 1 << UInt64(bit), phases: 0)
    }

    static func phases(bits: [Int], entries: [Complex<Double>]) -> LoweredOperation {
        LoweredOperation(action: .phases(bits: bits, entries: entries), movers: 0, phases: bits.bitMask)
    }

    static func flip(bit: Int, controls: UInt64, value: UInt64) -> LoweredOperation {
        LoweredOperation(
            action: .flip(bit: bit), movers: 1 << UInt64(bit), phases: controls, controlValue: value)
    }

    static func exchange(_ rotation: PairRotation) -> LoweredOperation {
        LoweredOperation(action: .exchange(rotation), movers: rotation.bits, phases: 0)
    }

    static func rotation(x: UInt64, z: UInt64, angle: Double) -> LoweredOperation {
        LoweredOperation(action: .rotation(x: x, z: z, angle: angle), movers: x, phases: z & ~x)
    }

    static func matrix(_ gate: MatrixGate) -> LoweredOperation {
        let (operands, controls) = (gate.qubits.bitMask, gate.controls.masks.mask)
        return gate.matrix.isDiagonal
            ? LoweredOperation(action: .matrix(gate), movers: 0, phases: operands | controls)
            : LoweredOperation(action: .matrix(gate), movers: operands, phases: controls)
    }
}

extension LoweredOperation {
    /// The same on other bits: bit b becomes `names[b]`.
    func renamed(_ names: [Int]) -> LoweredOperation {
        switch action {
        case .turn(let bit, let tangent, let cosine): return .turn(bit: names[bit], tangent: tangent, cosine: cosine)
        case .phases(let bits, let entries): return .phases(bits: bits.map { names[$0] }, entries: entries)
        case .flip(let bit):
            return .flip(bit: names[bit], controls: phases.renamed(names), value: controlValue.renamed(names))
        case .exchange(let rotation):
            return .exchange(
                PairRotation(
                    first: rotation.first.renamed(names), second: rotation.second.renamed(names),
                    factor: rotation.factor))
        case .matrix(let gate): return .matrix(gate.renamed(names))
        case .rotation(let x, let z, let angle):
            return .rotation(x: x.renamed(names), z: z.renamed(names), angle: angle)
        }
    }

    /// X^m · this · X^m for the bits m of a mask.
    func flipped(_ mask: UInt64) -> LoweredOperation {
        if (movers | phases) & mask == 0 { return self }
        switch action {
        case .turn(let bit, let tangent, let cosine): return .turn(bit: bit, tangent: -tangent, cosine: cosine)
        case .phases(let bits, let entries):
            let opposite = mask.gathered(bits)
            return .phases(bits: bits, entries: entries.indices.map { entries[$0 ^ opposite] })
        case .flip(let bit): return .flip(bit: bit, controls: phases, value: controlValue ^ (mask & phases))
        case .exchange(let rotation):
            let opposite = mask & rotation.bits
            return .exchange(
                PairRotation(
                    first: rotation.first ^ opposite, second: rotation.second ^ opposite, factor: rotation.factor))
        case .matrix(let gate): return .matrix(gate.flipped(mask))
        case .rotation(let x, let z, let angle):
            return .rotation(x: x, z: z, angle: (z & mask).nonzeroBitCount % 2 == 0 ? angle : -angle)
        }
    }
}

extension MatrixGate {
    /// The same on other bits: bit b becomes `names[b]`.
    func renamed(_ names: [Int]) -> MatrixGate {
        var result = self
        result.qubits = qubits.map { names[$0] }
        result.controls = controls.map { Control(names[$0.qubit], value: $0.value) }
        return result
    }

    /// X^m · this · X^m for the bits m of a mask.
    func flipped(_ mask: UInt64) -> MatrixGate {
        var result = self
        result.controls = controls.map { Control($0.qubit, value: $0.value != (mask >> UInt64($0.qubit) & 1 == 1)) }
        let opposite = mask.gathered(qubits)
        if opposite != 0 {
            for row in 0..<matrix.dimension {
                for column in 0..<matrix.dimension {
                    result.matrix[row, column] = matrix[row ^ opposite, column ^ opposite]
                }
            }
        }
        return result
    }
}

extension UInt64 {
    /// The same bits under other names: bit b becomes `names[b]`.
    func renamed(_ names: [Int]) -> UInt64 {
        var result: UInt64 = 0
        forEachBit { result |= 1 << UInt64(names[$0]) }
        return result
    }

    /// Some of its bits, the first one lowest.
    func gathered(_ bits: [Int]) -> Int {
        bits.enumerated().reduce(0) { $0 | Int(self >> UInt64($1.element) & 1) << $1.offset }
    }
}

extension [Int] {
    /// The numbers as bits.
    var bitMask: UInt64 { reduce(0) { $0 | 1 << UInt64($1) } }
}

extension CircuitOperation {
    /// The qubits as bits, without a list of them.
    var qubitMask: UInt64 {
        switch self {
        case .gate(let gate): gate.qubits.bitMask | gate.controls.masks.mask
        case .matrix(let gate): gate.qubits.bitMask | gate.controls.masks.mask
        case .pauliRotation(let rotation): rotation.string.support.word
        default: qubits.bitMask
        }
    }
}
