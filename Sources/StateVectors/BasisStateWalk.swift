internal import ComplexModule
internal import QuantumCircuits

/// What the first steps of a plan make of a basis state, as long as they make no superposition of it.
///
/// Circuits of arithmetic begin, and some are, permutations: X under controls, and phases. On a state that is known to be
/// |i⟩ they cost an operation on an integer instead of a pass over 2^n amplitudes.
struct BasisStateWalk {
    private(set) var index: UInt64
    /// What the amplitude is multiplied by.
    private(set) var factor = Complex(1.0, 0.0)

    init(from index: Int) { self.index = UInt64(index) }

    /// Carries a step out, or returns false.
    mutating func take(_ step: TileStep) -> Bool {
        switch step {
        case .turns(let layer):
            guard layer.turns.isEmpty, layer.exchanges.isEmpty else { return false }
            for flip in layer.flips where index & flip.controls == flip.value { index ^= 1 << UInt64(flip.bit) }
            return true
        case .phases(let tables, let scale):
            factor *= Complex(scale, 0)
            for table in tables { multiply(by: table) }
            return true
        case .exchange(let rotation):
            let value = index & rotation.bits
            return value != rotation.first && value != rotation.second
        case .translation(let mask):
            index ^= mask
            return true
        case .swap(let first, let second):
            if (index >> UInt64(first) ^ index >> UInt64(second)) & 1 == 1 {
                index ^= 1 << UInt64(first) | 1 << UInt64(second)
            }
            return true
        case .matrix, .rotations: return false
        }
    }

    private mutating func multiply(by table: PhaseTable) {
        for gate in table.gates {
            guard case .phases(let bits, let entries) = gate.action else { continue }
            factor *= entries[bits.indices.reduce(0) { $0 | Int(index >> UInt64(bits[$1]) & 1) << $1 }]
        }
    }
}

extension StateVector {
    /// Carries the first steps of a plan out if this is known to be a basis state, and says how many.
    mutating func walk(_ steps: some Sequence<TileStep>) -> Int {
        guard let start = basisState else { return 0 }
        var walk = BasisStateWalk(from: start)
        var count = 0
        for step in steps {
            guard walk.take(step) else { break }
            count += 1
        }
        if count > 0 { moveBasisState(to: Int(walk.index), times: walk.factor) }
        return count
    }
}
