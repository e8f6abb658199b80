internal import ComplexModule
internal import QuantumCircuits

/// Replaces flips, diagonal gates and the same flips undone by diagonal gates alone.
///
/// Oracles compute the conjunction of many qubits in a ladder of Toffoli gates, change a sign, and take the ladder back:
/// F† D F is diagonal. What F does to each bit is a sum over GF(2) of conjunctions, so a sign that depends on bits after F
/// is a product of signs under many controls before F, each of which touches few amplitudes.
struct FlipConjugation {
    private var result: [LoweredOperation] = []
    /// The operations since the first flip that is not undone, and what does the same once all flips are.
    private var window: [LoweredOperation] = []
    private var replacement: [LoweredOperation] = []
    /// What the flips make of each bit, where they change it.
    private var functions = [BitFunction?](repeating: nil, count: 64)
    private var changedBits: UInt64 = 0
    /// The bits that the flips of the window touch.
    private var support: UInt64 = 0
    private var flipCount = 0

    /// Fewer flips are not worth it; more operations are not looked at together.
    private static let (fewestFlips, longestWindow) = (4, 512)

    /// Operations that do the same.
    static func simplified(_ operations: [LoweredOperation]) -> [LoweredOperation] {
        guard operations.count(where: \.isFlip) >= fewestFlips else { return operations }
        var conjugation = FlipConjugation()
        conjugation.result.reserveCapacity(operations.count)
        for operation in operations { conjugation.add(operation) }
        return conjugation.result + conjugation.window
    }

    private mutating func add(_ operation: LoweredOperation) {
        if window.isEmpty, !operation.isFlip { return result.append(operation) }
        window.append(operation)
        if window.count > Self.longestWindow || !take(operation) { return close(keeping: window) }
        if operation.isFlip, areFlipsUndone {
            close(keeping: flipCount >= Self.fewestFlips ? replacement : window)
        }
    }

    private mutating func close(keeping operations: [LoweredOperation]) {
        result += operations
        changedBits.forEachBit { functions[$0] = nil }
        window.removeAll(keepingCapacity: true)
        replacement.removeAll(keepingCapacity: true)
        (changedBits, support, flipCount) = (0, 0, 0)
    }

    private var areFlipsUndone: Bool {
        var areUndone = true
        changedBits.forEachBit { if let function = functions[$0], !function.isBit($0) { areUndone = false } }
        return areUndone
    }

    /// Notes what an operation does; false where it cannot be moved before the flips.
    private mutating func take(_ operation: LoweredOperation) -> Bool {
        switch operation.action {
        case .flip(let bit):
            support |= operation.movers | operation.phases
            flipCount += 1
            guard let condition = conjunction(of: operation.phases, equal: operation.controlValue) else { return false }
            var function = functions[bit] ?? BitFunction(bit: bit)
            function.add(condition)
            functions[bit] = function
            changedBits |= operation.movers
            return true
        case .phases(let bits, let entries) where operation.phases & changedBits != 0:
            return take(bits, entries)
        default:
            // Whatever commutes with all flips stays as it is; a diagonal gate may share their controls.
            guard operation.movers & support == 0, operation.phases & changedBits == 0 else { return false }
            replacement.append(operation)
            return true
        }
    }

    /// Whether the bits of a mask, as they are after the flips, have the given values.
    private func conjunction(of mask: UInt64, equal value: UInt64) -> BitFunction? {
        var condition = BitFunction.one
        var isSmall = true
        mask.forEachBit { bit in
            guard isSmall else { return }
            var function = functions[bit] ?? BitFunction(bit: bit)
            if value >> UInt64(bit) & 1 == 0 { function.add(.one) }
            condition = condition.times(function)
            isSmall = condition.isSmall
        }
        return isSmall ? condition : nil
    }

    private mutating func take(_ bits: [Int], _ entries: [Complex<Double>]) -> Bool {
        let places = entries.indices.filter { entries[$0] != Complex(1, 0) }
        let areSigns = places.allSatisfy { entries[$0] == Complex(-1, 0) }
        guard areSigns || places.count == 1 else { return false }
        var condition = BitFunction()
        for place in places {
            let values = bits.indices.reduce(UInt64(0)) { $0 | UInt64(place >> $1 & 1) << UInt64(bits[$1]) }
            guard let term = conjunction(of: bits.bitMask, equal: values) else { return false }
            condition.add(term)
        }
        // Signs of a sum multiply; other phases do not.
        guard condition.isSmall, areSigns || condition.cubes.count == 1 else { return false }
        for cube in condition.cubes {
            replacement.append(cube.phase(places.first.map { entries[$0] } ?? Complex(1, 0)))
        }
        return true
    }
}

/// A function of bits: a sum over GF(2) of conjunctions.
private struct BitFunction {
    /// Whether the bits of a mask have certain values.
    struct Cube {
        let mask: UInt64
        let value: UInt64

        /// The diagonal gate that gives a factor where the bits have their values.
        func phase(_ factor: Complex<Double>) -> LoweredOperation {
            var bits: [Int] = []
            mask.forEachBit { bits.append($0) }
            guard let last = bits.last else { return .phases(bits: [], entries: [factor]) }
            if bits.count <= Lowering.widestPhases {
                let pattern = bits.indices.reduce(0) { $0 | Int(value >> UInt64(bits[$1]) & 1) << $1 }
                var entries = [Complex<Double>](repeating: Complex(1, 0), count: 1 << bits.count)
                entries[pattern] = factor
                return .phases(bits: bits, entries: entries)
            }
            let isOne = value >> UInt64(last) & 1 == 1
            let entries = isOne ? [Complex(1, 0), factor] : [factor, Complex(1, 0)]
            let controls = bits.dropLast().map { Control($0, value: value >> UInt64($0) & 1 == 1) }
            return .matrix(MatrixGate(.diagonal(entries), on: [last], controls: controls))
        }
    }

    private(set) var cubes: [Cube] = []

    private static let mostCubes = 24

    static let one = BitFunction(cubes: [Cube(mask: 0, value: 0)])

    private init(cubes: [Cube]) { self.cubes = cubes }

    /// The function that is always 0.
    init() {}

    /// The value of a bit.
    init(bit: Int) { cubes = [Cube(mask: 1 << UInt64(bit), value: 1 << UInt64(bit))] }

    var isSmall: Bool { cubes.count <= Self.mostCubes }

    func isBit(_ bit: Int) -> Bool {
        cubes.count == 1 && cubes[0].mask == 1 << UInt64(bit) && cubes[0].value == cubes[0].mask
    }

    mutating func add(_ other: BitFunction) {
        for cube in other.cubes { add(cube) }
    }

    private mutating func add(_ cube: Cube) {
        for place in cubes.indices where cubes[place].mask == cube.mask && cubes[place].value == cube.value {
            cubes.remove(at: place)
            return
        }
        cubes.append(cube)
    }

    func times(_ other: BitFunction) -> BitFunction {
        var product = BitFunction()
        for first in cubes {
            for second in other.cubes where (first.value ^ second.value) & first.mask & second.mask == 0 {
                product.add(Cube(mask: first.mask | second.mask, value: first.value | second.value))
            }
        }
        return product
    }
}
