internal import CAmplitudes
internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// The steps of a segment made ready for one instruction set and precision.
///
/// `@unchecked Sendable`: built once, then only read.
final class TileProgram: @unchecked Sendable {
    let pointer: OpaquePointer
    let local: UInt64
    let engine: Engine
    /// The bits of the index by their place in the tile.
    private let bits: [Int]
    let laneBits: Int

    init(_ steps: ArraySlice<TileStep>, local: UInt64, qubitCount: Int, engine: Engine) {
        self.engine = engine
        self.local = local
        pointer = aufbau_program_new(engine.kernels, Int32(max(1, qubitCount)), local)
        laneBits = Int(engine.kernels.pointee.lane_bits)
        var bits: [Int] = []
        local.forEachBit { bits.append($0) }
        self.bits = bits
        let leading = Self.leadingExchanges(of: steps)
        if !leading.isEmpty, aufbau_program_tiles(pointer) > 1 {
            // As rotations of several bits they take the tile to the cache.
            var layer = TurnLayer()
            layer.exchanges = Array(leading.prefix(2))
            add(layer)
            for rotation in leading.dropFirst(2) { add(rotation) }
        } else {
            for rotation in leading { add(rotation) }
        }
        for step in steps.dropFirst(leading.count) { add(step) }
    }

    deinit { aufbau_program_free(pointer) }

    private var rowBits: Int { Int(aufbau_program_row_bits(pointer)) }

    /// The rotations of pairs without a bit in common that come first.
    private static func leadingExchanges(of steps: ArraySlice<TileStep>) -> [PairRotation] {
        var exchanges: [PairRotation] = []
        var seen: UInt64 = 0
        for step in steps {
            guard case .exchange(let rotation) = step, rotation.bits & seen == 0 else { break }
            seen |= rotation.bits
            exchanges.append(rotation)
        }
        return exchanges
    }

    private func add(_ step: TileStep) {
        switch step {
        case .turns(let layer): add(layer)
        case .phases(let tables, let scale): add(tables, scale: scale)
        case .exchange(let rotation): add(rotation)
        case .matrix(let gate): add(gate)
        case .rotations(let group): add(group)
        case .translation(let mask): aufbau_program_rotation(pointer, placed(mask), 0, 0, 0, 1, 0)
        case .swap(let first, let second):
            aufbau_program_swap(pointer, Int32(place(first)), Int32(place(second)))
        }
    }

    func add(_ rotation: PairRotation) {
        aufbau_program_exchange(
            pointer, placed(rotation.first), placed(rotation.second), rotation.factor.real, rotation.factor.imaginary)
    }

    private func add(_ tables: [PhaseTable], scale: Double) {
        aufbau_program_phases(pointer)
        var factor = scale
        for table in tables {
            let low = table.isRow ? rowBits : 0
            var selecting = Array(0..<low)
            table.mask.forEachBit { selecting.append($0) }
            var numbers = [Double](repeating: 0, count: 2 << selecting.count)
            for index in stride(from: 0, to: numbers.count, by: 2) { numbers[index] = factor }
            factor = 1
            for gate in table.gates {
                guard case .phases(let bits, let entries) = gate.action else { continue }
                let places = bits.map { bit in Int32(selecting.firstIndex(of: bit) ?? 0) }
                entries.withDoubles {
                    aufbau_phase_product(&numbers, Int32(selecting.count), Int32(bits.count), places, $0)
                }
            }
            engine.kernels.pointee.phase_table(pointer, table.isRow ? 1 : 0, table.mask, numbers)
        }
    }

    private func add(_ gate: MatrixGate) {
        let (mask, value) = gate.controls.masks
        let prepared: OpaquePointer?
        let (inner, innerValue) = (placed(mask & local), placed(value & local))
        if gate.matrix.isDiagonal {
            // Operands outside the tile become conditions: one diagonal gate for each of their values.
            return addDiagonal(gate, controls: mask, value: value)
        }
        let targets = gate.qubits.map { Int32(place($0)) }
        let size = Int32(max(1, bits.count))
        prepared = gate.matrix.elements.withDoubles { numbers in
            engine.kernels.pointee.dense(size, Int32(targets.count), targets, numbers, inner, innerValue)
        }
        aufbau_program_gate(pointer, prepared)
        aufbau_program_condition(pointer, mask & ~local, value & ~local)
    }

    private func addDiagonal(_ gate: MatrixGate, controls mask: UInt64, value: UInt64) {
        let inside = gate.qubits.indices.filter { local >> UInt64(gate.qubits[$0]) & 1 == 1 }
        let outside = gate.qubits.indices.filter { local >> UInt64(gate.qubits[$0]) & 1 == 0 }
        let (inner, innerValue) = (placed(mask & local), placed(value & local))
        for pattern in 0..<(1 << outside.count) {
            var (condition, fixed, outerBits) = (mask & ~local, value & ~local, 0)
            for (j, operand) in outside.enumerated() {
                condition |= 1 << UInt64(gate.qubits[operand])
                if pattern >> j & 1 == 1 {
                    fixed |= 1 << UInt64(gate.qubits[operand])
                    outerBits |= 1 << operand
                }
            }
            var entries = (0..<(1 << inside.count)).map { index in
                let whole = inside.enumerated().reduce(outerBits) { $0 | (index >> $1.offset & 1) << $1.element }
                return gate.matrix[whole, whole]
            }
            var targets = inside.map { Int32(place(gate.qubits[$0])) }
            if targets.isEmpty {
                let free = bits.indices.first { inner >> UInt64($0) & 1 == 0 } ?? 0
                (targets, entries) = ([Int32(free)], [entries[0], entries[0]])
            }
            let prepared = entries.withDoubles { numbers in
                engine.kernels.pointee.diagonal(
                    Int32(max(1, bits.count)), Int32(targets.count), targets, numbers, inner, innerValue)
            }
            aufbau_program_gate(pointer, prepared)
            aufbau_program_condition(pointer, condition, fixed)
        }
    }

    private func add(_ group: SharedRotations) {
        let (x, z, outerZ) = (placed(group.x), placed(group.z & local), group.z & ~local)
        let numbers = group.numbers
        engine.kernels.pointee.rotations(
            pointer, x, z, outerZ, group.isImaginary ? 1 : 0, Int32(group.masks.count),
            group.masks.map { placed($0 & local) }, group.masks.map { $0 & ~local }, numbers)
    }

    func place(_ bit: Int) -> Int { (local & (1 << UInt64(bit) - 1)).nonzeroBitCount }

    /// Bits of the index as bits of the tile's.
    func placed(_ mask: UInt64) -> UInt64 {
        var result: UInt64 = 0
        mask.forEachBit { result |= 1 << UInt64(place($0)) }
        return result
    }
}
