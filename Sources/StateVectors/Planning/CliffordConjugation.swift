internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits

/// A circuit as Pauli rotations followed by what is left of its Clifford gates.
struct RotatedCircuit {
    /// exp(−i θ/2 P) for the string P with the given masks.
    struct Rotation {
        let x: UInt64
        let z: UInt64
        var angle: Double
    }

    fileprivate(set) var rotations: [Rotation] = []
    /// The Clifford gates, by their places in the circuit.
    fileprivate(set) var remaining: [Int] = []
    /// The global phase.
    fileprivate(set) var phase = 0.0

    /// How many operations there are.
    var count: Int { rotations.count + remaining.count }
}

/// Rewrites a circuit as Pauli rotations followed by what is left of its Clifford gates.
///
/// Every Clifford gate is pushed to the end: exp(−i θ/2 P) C = C exp(−i θ/2 C†PC). Circuits of chemistry are ladders of
/// Clifford gates around one rotation, and the ladders cancel in pairs once nothing stands between them, exactly: so a
/// rotation costs one pass instead of a ladder. Gates that are neither Clifford nor rotations by commuting strings
/// make the rewriting impossible.
struct CliffordConjugation {
    private let reading: GateReading
    private var result = RotatedCircuit()
    /// For each distinct gate what it is, or its number among the Clifford gates.
    private var roles: [Int32]
    private var actions: [CliffordAction] = []
    private var generators: [[GeneratorTerm]] = []
    private var generatorKeys: [ObjectIdentifier] = []
    private let frame: PauliFrame
    private var stack: CliffordStack

    /// What a distinct gate is, besides Clifford; from `rotations` down, the number of its generator is counted.
    private enum Role {
        static let unknown: Int32 = -1
        static let other: Int32 = -2
        static let rotations: Int32 = -3
    }

    /// A string of a generator, with its factor of the angle.
    private struct GeneratorTerm {
        /// The masks, on the operands.
        let x, z: UInt64
        let coefficient: Double
    }

    /// The rewritten circuit, or `nil` where a gate does not allow it.
    static func rewritten(_ reading: GateReading, qubitCount: Int) -> RotatedCircuit? {
        var conjugation = CliffordConjugation(reading, qubitCount: qubitCount)
        for entry in reading.entries {
            guard conjugation.add(entry) else { return nil }
        }
        conjugation.result.remaining = conjugation.stack.places
        return conjugation.result
    }

    private init(_ reading: GateReading, qubitCount: Int) {
        self.reading = reading
        roles = [Int32](repeating: Role.unknown, count: reading.kinds.count)
        frame = PauliFrame(qubitCount: qubitCount)
        stack = CliffordStack(qubitCount: qubitCount)
    }

    private mutating func add(_ entry: GateReading.Entry) -> Bool {
        guard entry.kind != GateReading.Entry.none else { return add(reading.operations[Int(entry.place)]) }
        let kind = Int(entry.kind)
        var role = roles[kind]
        if role == Role.unknown {
            role = self.role(of: reading.kinds[kind])
            roles[kind] = role
        }
        if role >= 0 {
            let isPair = entry.count == 2
            frame.append(actions[Int(role)], on: Int(entry.first), isPair ? Int(entry.second) : Int(entry.first))
            stack.append(entry, number: Int(role), isPair: isPair)
            return true
        }
        guard role <= Role.rotations else {
            return entry.count > 2 && add(reading.operations[Int(entry.place)])
        }
        let angle = reading.kinds[kind].angles.0
        for term in generators[Int(Role.rotations - role)] {
            rotate(
                x: (term.x & 1) << UInt64(entry.first) | (term.x >> 1) << UInt64(entry.second),
                z: (term.z & 1) << UInt64(entry.first) | (term.z >> 1) << UInt64(entry.second),
                by: angle * term.coefficient)
        }
        return true
    }

    private mutating func add(_ operation: CircuitOperation) -> Bool {
        switch operation {
        case .barrier: return true
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { return false }
            rotate(x: rotation.string.x.word, z: rotation.string.z.word, by: angle)
            return true
        case .gate(let gate):
            guard gate.controls.isEmpty, gate.angles.count == 1, let angle = gate.angles[0].constant,
                let generator = gate.definition.commutingGenerator
            else { return false }
            for (string, coefficient) in generator.relabeled(to: gate.qubits) {
                rotate(x: string.x.word, z: string.z.word, by: angle * coefficient.real)
            }
            return true
        default: return false
        }
    }

    /// Parametrized gates are Clifford at quarter turns.
    private mutating func role(of kind: GateReading.Kind) -> Int32 {
        let isQuarterTurn = kind.angleCount == 0 || (abs(kind.angles.0) < 1e3 && kind.angles.0.isQuarterTurn)
        if 1...2 ~= kind.operandCount, kind.angleCount <= 1, isQuarterTurn, let action = CliffordAction(kind.matrix) {
            actions.append(action)
            return Int32(truncatingIfNeeded: stack.number(of: kind))
        }
        guard kind.angleCount == 1, kind.operandCount <= 2, let number = kind.withDefinition({ generator(of: $0) })
        else { return Role.other }
        return number.map { Role.rotations - Int32(truncatingIfNeeded: $0) } ?? Role.other
    }

    /// The number of a definition's generator, if it has one of commuting strings.
    private mutating func generator(of definition: GateDefinition) -> Int? {
        let key = ObjectIdentifier(definition)
        if let known = generatorKeys.firstIndex(of: key) { return known }
        guard let generator = definition.commutingGenerator else { return nil }
        generatorKeys.append(key)
        generators.append(
            generator.map { (string, coefficient) in
                GeneratorTerm(x: string.x.word, z: string.z.word, coefficient: coefficient.real)
            })
        return generators.count - 1
    }

    /// A rotation about the image of a string; that of a multiple of the identity is a global phase.
    private mutating func rotate(x: UInt64, z: UInt64, by angle: Double) {
        if x | z == 0 {
            result.phase -= angle / 2
            return
        }
        let image = frame.image(of: PhasedPauli(x: x, z: z, k: (x & z).nonzeroBitCount & 3))
        var rotation = RotatedCircuit.Rotation(x: image.x, z: image.z, angle: angle * image.sign)
        if let last = result.rotations.last, last.x == rotation.x, last.z == rotation.z {
            rotation.angle += last.angle
            result.rotations.removeLast()
        }
        result.rotations.append(rotation)
    }
}

/// The Clifford gates that are left: a gate that undoes the latest one on its qubits cancels with it.
private struct CliffordStack {
    private struct Item {
        let entry: GateReading.Entry
        let number: Int
        let isPair: Bool
        /// The items below on both operands, or -1.
        let below: (Int, Int)
        var isAlive = true
    }

    /// Whether one gate undoes another.
    private enum Undoing: UInt8 {
        case unknown, never, sameOrder, anyOrder
    }

    private var items: [Item] = []
    private var top: [Int]
    private var kinds: [GateReading.Kind] = []
    private var undoing = [Undoing](repeating: .unknown, count: mostNumbers * mostNumbers)
    private static let mostNumbers = 32

    init(qubitCount: Int) {
        top = [Int](repeating: -1, count: max(1, qubitCount))
    }

    /// The places of the gates in the circuit.
    var places: [Int] {
        var places: [Int] = []
        for item in items where item.isAlive { places.append(Int(item.entry.place)) }
        return places
    }

    /// A number for a distinct Clifford gate.
    mutating func number(of kind: GateReading.Kind) -> Int {
        kinds.append(kind)
        return kinds.count - 1
    }

    mutating func append(_ entry: GateReading.Entry, number: Int, isPair: Bool) {
        let (first, second) = (Int(entry.first), Int(entry.second))
        let last = top[first]
        if last >= 0, !isPair || top[second] == last, undoes(number, entry, items[last]) {
            items[last].isAlive = false
            top[Int(items[last].entry.first)] = items[last].below.0
            if isPair { top[Int(items[last].entry.second)] = items[last].below.1 }
            while let item = items.last, !item.isAlive { items.removeLast() }
            return
        }
        items.append(
            Item(entry: entry, number: number, isPair: isPair, below: (last, isPair ? top[second] : -1)))
        top[first] = items.count - 1
        if isPair { top[second] = items.count - 1 }
    }

    private mutating func undoes(_ number: Int, _ entry: GateReading.Entry, _ other: Item) -> Bool {
        guard other.isPair == (entry.count == 2) else { return false }
        let isKnown = number < Self.mostNumbers && other.number < Self.mostNumbers
        let place = isKnown ? number * Self.mostNumbers + other.number : 0
        var answer = isKnown ? undoing[place] : .unknown
        if answer == .unknown {
            answer = Self.undoing(kinds[number], kinds[other.number])
            if isKnown { undoing[place] = answer }
        }
        switch answer {
        case .unknown, .never: return false
        case .anyOrder: return true
        case .sameOrder: return entry.first == other.entry.first && entry.second == other.entry.second
        }
    }

    /// Whether the first gate after the second is the identity, exactly and by what the table says. Both have the same
    /// operands, which a symmetric gate may have in any order.
    private static func undoing(_ kind: GateReading.Kind, _ other: GateReading.Kind) -> Undoing {
        let answer = kind.withDefinition { definition in
            other.withDefinition { last -> Undoing in
                let inverse = last.inverted(other.angleList.map { .value($0) })
                let isInverse = inverse.definition == definition && inverse.angles == kind.angleList.map { .value($0) }
                if !isInverse { return .never }
                return definition.traits.contains(.symmetric) ? .anyOrder : .sameOrder
            }
        }
        return answer.flatMap(\.self) ?? .never
    }
}

extension Double {
    /// Whether an angle is a multiple of π/2 as it is written in programs.
    fileprivate var isQuarterTurn: Bool {
        let quarters = self / (.pi / 2)
        return quarters == quarters.rounded()
    }
}
