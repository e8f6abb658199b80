internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// What a Clifford gate on one or two qubits makes of each Pauli string on them: g P g† = ±P′.
struct CliffordImages: Sendable {
    /// For each string, x on the lower and z on the upper bits: the image in the same way, and in bit 7 its sign.
    private let images: [UInt8]
    private let width: Int

    /// The images under a matrix; `nil` if it is not Clifford, up to roundings.
    init?(_ gate: GateMatrix) {
        width = gate.qubitCount
        guard 1...2 ~= width else { return nil }
        let width = width
        func code(_ x: Int, _ z: Int) -> Int { x | z << width }
        var images = [UInt8](repeating: 0, count: 1 << (2 * width))
        for (number, matrix) in PauliLetters.matrices(width).enumerated() {
            let image = (gate * matrix * gate.adjoint).pauliSum(on: Array(0..<width))
            guard image.count == 1, abs(abs(image[0].coefficient.real) - 1) < Self.tolerance else { return nil }
            let letters = (0..<width).map { number >> (2 * $0) & 3 }
            let x = letters.enumerated().reduce(0) { $0 | (1...2 ~= $1.element ? 1 : 0) << $1.offset }
            let z = letters.enumerated().reduce(0) { $0 | ($1.element >= 2 ? 1 : 0) << $1.offset }
            let string = image[0].term
            let sign: UInt8 = image[0].coefficient.real < 0 ? 128 : 0
            images[code(x, z)] = UInt8(code(Int(string.x.word), Int(string.z.word))) | sign
        }
        self.images = images
    }

    /// A number this close to one that a Clifford has is taken for it.
    private static let tolerance = 1e-10

    /// Replaces a string by its image, and returns whether that has a minus. Gates on one qubit have it as both operands.
    func replace(_ x: inout UInt64, _ z: inout UInt64, _ first: Int, _ second: Int) -> Bool {
        let isPair = width == 2
        var index = x >> UInt64(first) & 1 | (z >> UInt64(first) & 1) << UInt64(width)
        if isPair { index |= (x >> UInt64(second) & 1) << 1 | (z >> UInt64(second) & 1) << 3 }
        if index == 0 { return false }
        let image = UInt64(images[Int(index)])
        let cleared: UInt64 = ~(1 << UInt64(first) | 1 << UInt64(second))
        x = x & cleared | (image & 1) << UInt64(first)
        z = z & cleared | (image >> UInt64(width) & 1) << UInt64(first)
        if isPair {
            x |= (image >> 1 & 1) << UInt64(second)
            z |= (image >> 3 & 1) << UInt64(second)
        }
        return image & 128 != 0
    }
}

extension GateMatrix {
    /// How far a matrix may be from unitary for its rotations to stand for it.
    private static let unitarityTolerance = 1e-12

    /// A unitary of one qubit as rotations about Z, Y and Z, but for a global phase; `nil` for one that is not unitary.
    func rotations(on qubit: Int) -> [MovedError.Rotation]? {
        guard qubitCount == 1, unitarityDefect < Self.unitarityTolerance else { return nil }
        let angles = eulerAngles
        let (y, z) = (PauliString([qubit: .y]), PauliString([qubit: .z]))
        return [(z, angles.lambda), (y, angles.theta), (z, angles.phi)].compactMap {
            $0.1 == 0 ? nil : MovedError.Rotation($0.0, angle: $0.1)
        }
    }
}
