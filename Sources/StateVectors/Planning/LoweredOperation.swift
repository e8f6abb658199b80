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
        /// X on several bits.
        case translation(UInt64)
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

    static func translation(_ mask: UInt64) -> LoweredOperation {
        LoweredOperation(action: .translation(mask), movers: mask, phases: 0)
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
        let rename = { (mask: UInt64) in
            var result: UInt64 = 0
            mask.forEachBit { result |= 1 << UInt64(names[$0]) }
            return result
        }
        switch action {
        case .turn(let bit, let tangent, let cosine): return .turn(bit: names[bit], tangent: tangent, cosine: cosine)
        case .phases(let bits, let entries): return .phases(bits: bits.map { names[$0] }, entries: entries)
        case .flip(let bit): return .flip(bit: names[bit], controls: rename(phases), value: rename(controlValue))
        case .exchange(let rotation):
            return .exchange(
                PairRotation(
                    first: rename(rotation.first), second: rename(rotation.second), factor: rotation.factor))
        case .matrix(var gate):
            gate.qubits = gate.qubits.map { names[$0] }
            gate.controls = gate.controls.map { Control(names[$0.qubit], value: $0.value) }
            return .matrix(gate)
        case .rotation(let x, let z, let angle): return .rotation(x: rename(x), z: rename(z), angle: angle)
        case .translation(let mask): return .translation(rename(mask))
        }
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
