internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits

/// How Pauli errors pass the items of a program, so that one within a block can be made up for behind it.
///
/// A Clifford gate g takes an error P to another string, g P g†. A rotation about a string that anticommutes with P leaves
/// one by twice the angle: exp(−iθQ/2) P = exp(−iθQ) P exp(−iθQ/2). What is neither is passed only where the error does
/// not act.
struct PauliPassage: Sendable {
    /// What an item is to an error that comes by.
    private enum Rule: Sendable {
        /// Every error passes unchanged.
        case open
        /// A Clifford gate on one qubit, given twice, or two.
        case clifford(CliffordImages, Int, Int)
        /// One rotation after another.
        case rotations([MovedError.Rotation])
        /// Only errors that do not touch these bits pass.
        case closed(UInt64)
    }

    private var rules: [Rule] = []
    private var images: [GateDefinition: CliffordImages] = [:]

    /// More rotations than this cost more than carrying gates out one by one.
    private static let mostRotations = 3

    /// Puts an item behind the others: what it does on the usual path, `nil` for what nothing passes.
    mutating func append(_ operations: [CircuitOperation]?) {
        guard let operations else { return rules.append(.closed(.max)) }
        guard let operation = operations.first else { return rules.append(.open) }
        rules.append(operations.count == 1 ? rule(for: operation) : .closed(.max))
    }

    private mutating func rule(for operation: CircuitOperation) -> Rule {
        let closed = Rule.closed(operation.qubits.reduce(0) { $0 | 1 << UInt64($1) })
        switch operation {
        case .barrier: return .open
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { return closed }
            return .rotations([MovedError.Rotation(rotation.string, angle: angle)])
        case .gate(let gate) where gate.controls.isEmpty: return rule(for: gate) ?? closed
        case .matrix(let gate) where gate.controls.isEmpty && gate.qubits.count == 1:
            return gate.matrix.rotations(on: gate.qubits[0]).map { .rotations($0) } ?? closed
        default: return closed
        }
    }

    private mutating func rule(for gate: Gate) -> Rule? {
        let (definition, angles) = (gate.definition, gate.angles.compactMap(\.constant))
        guard angles.count == gate.angles.count, let first = gate.qubits.first else { return nil }
        if definition.traits.contains(.clifford), angles.isEmpty, gate.qubits.count <= 2 {
            guard let images = images[definition] ?? CliffordImages(definition.matrix([])) else { return nil }
            self.images[definition] = images
            return .clifford(images, first, gate.qubits.last ?? first)
        }
        if angles.count == 1, let generator = definition.commutingGenerator {
            return .rotations(
                generator.filter { $0.term != .identity }.map { term in
                    MovedError.Rotation(
                        term.term.onQubits { gate.qubits[$0] }, angle: angles[0] * term.coefficient.real)
                })
        }
        guard gate.qubits.count == 1 else { return nil }
        return definition.matrix(angles).rotations(on: first).map { .rotations($0) }
    }

    /// What an error in front of some items is behind them; `nil` where it cannot be moved there.
    func moved(x: UInt64, z: UInt64, behind items: Range<Int>) -> MovedError? {
        var error = MovedError(x: x, z: z)
        for item in items {
            switch rules[item] {
            case .open: continue
            case .closed(let bits):
                if error.touches(bits) { return nil }
            case .clifford(let images, let first, let second): error.pass(images, first, second)
            case .rotations(let rotations):
                for rotation in rotations where !error.pass(rotation) { return nil }
                if error.rotations.count > Self.mostRotations { return nil }
            }
        }
        return error
    }
}

/// A Pauli error behind gates that it was moved through: a string, then rotations.
struct MovedError: Hashable, Sendable {
    /// exp(−iθQ/2).
    struct Rotation: Hashable, Sendable {
        var x: UInt64
        var z: UInt64
        var angle: Double

        init(_ string: PauliString, angle: Double) {
            (x, z) = (string.x.word, string.z.word)
            self.angle = angle
        }
    }

    private(set) var x: UInt64
    private(set) var z: UInt64
    private(set) var rotations: [Rotation] = []

    init(x: UInt64, z: UInt64) { (self.x, self.z) = (x, z) }

    /// Whether nothing happens.
    var isIdentity: Bool { x | z == 0 && rotations.isEmpty }

    /// The gates that do it.
    var gates: [CircuitOperation] {
        let string = x | z == 0 ? [] : [CircuitOperation(rotatingAbout: x, z, by: .pi)]
        return string + rotations.map { CircuitOperation(rotatingAbout: $0.x, $0.z, by: $0.angle) }
    }

    /// Puts another error behind this one, if both together are one.
    mutating func join(_ later: MovedError) -> Bool {
        guard rotations.isEmpty else { return false }
        (x, z, rotations) = (x ^ later.x, z ^ later.z, later.rotations)
        return true
    }

    fileprivate func touches(_ bits: UInt64) -> Bool {
        (x | z) & bits != 0 || rotations.contains { ($0.x | $0.z) & bits != 0 }
    }

    fileprivate mutating func pass(_ images: CliffordImages, _ first: Int, _ second: Int) {
        _ = images.replace(&x, &z, first, second)
        for index in rotations.indices {
            var rotation = rotations[index]
            if images.replace(&rotation.x, &rotation.z, first, second) { rotation.angle.negate() }
            rotations[index] = rotation
        }
    }

    /// Returns whether it could: rotations that are left pass only what they commute with.
    fileprivate mutating func pass(_ other: Rotation) -> Bool {
        for rotation in rotations where !commute(rotation.x, rotation.z, other.x, other.z) { return false }
        if commute(x, z, other.x, other.z) { return true }
        var left = other
        left.angle *= 2
        rotations.append(left)
        return true
    }
}

/// Whether two strings commute.
private func commute(_ x: UInt64, _ z: UInt64, _ otherX: UInt64, _ otherZ: UInt64) -> Bool {
    ((x & otherZ).nonzeroBitCount + (z & otherX).nonzeroBitCount) % 2 == 0
}

extension CircuitOperation {
    fileprivate init(rotatingAbout x: UInt64, _ z: UInt64, by angle: Double) {
        let string = PauliString(x: QubitMask(word: x), z: QubitMask(word: z))
        self = .pauliRotation(PauliRotation(string, angle: .value(angle)))
    }
}
