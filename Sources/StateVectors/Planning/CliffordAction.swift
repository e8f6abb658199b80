internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits

/// What a Clifford gate g on at most two qubits does to Pauli strings, P ↦ g† P g, as one number.
///
/// For each of X₀, X₁, Z₀, Z₁ that changes: which of the four its image is a product of, and the power of i.
struct CliffordAction {
    /// 16 bits for each image: the string that changes (2 bits), the factors (4 bits from bit 4 on), the power of i (2 bits
    /// from bit 8 on), and bit 15 to say that there is one.
    private let images: UInt64

    /// A number this close to one that a Clifford has is taken for it: a few roundings.
    private static let tolerance = 1e-12

    /// What a matrix does, or `nil` if it is not Clifford.
    init?(_ matrix: GateMatrix) {
        guard 1...2 ~= matrix.qubitCount else { return nil }
        let adjoint = matrix.adjoint
        let (flip, sign) = (GateMatrix(real: [0, 1, 1, 0]), GateMatrix(real: [1, 0, 0, -1]))
        var (images, count) = (UInt64(0), UInt64(0))
        for qubit in 0..<matrix.qubitCount {
            for (string, local) in [(qubit, flip), (qubit + 2, sign)] {
                let wide = local.expanded(to: matrix.qubitCount, positions: [qubit])
                guard let image = Self.pauli(adjoint * wide * matrix) else { return nil }
                let factors = image.x | image.z << 2
                if factors == 1 << UInt64(string), image.k == 0 { continue }
                images |= (UInt64(string) | factors << 4 | UInt64(image.k) << 8 | 1 << 15) << (16 * count)
                count += 1
            }
        }
        self.images = images
    }

    /// The string that a matrix is, read off its first column and the signs of the columns 2^j, then checked whole.
    private static func pauli(_ matrix: GateMatrix) -> PhasedPauli? {
        let n = matrix.dimension
        guard let row = (0..<n).first(where: { matrix[$0, 0].length > 0.5 }) else { return nil }
        let units: [Complex<Double>] = [Complex(1, 0), Complex(0, 1), Complex(-1, 0), Complex(0, -1)]
        guard let k = units.firstIndex(where: { ($0 - matrix[row, 0]).length < tolerance }) else { return nil }
        var z: UInt64 = 0
        for bit in 0..<matrix.qubitCount where (matrix[row ^ 1 << bit, 1 << bit] + matrix[row, 0]).length < tolerance {
            z |= 1 << UInt64(bit)
        }
        for column in 0..<n {
            let isNegative = (z & UInt64(column)).nonzeroBitCount % 2 == 1
            let expected = isNegative ? -units[k] : units[k]
            for candidate in 0..<n {
                let value = candidate == row ^ column ? expected : .zero
                if (matrix[candidate, column] - value).length > tolerance { return nil }
            }
        }
        return PhasedPauli(x: UInt64(row), z: z, k: k)
    }

    /// Puts the gate after what a frame stands for. The four pointers are the images of X and Z on both operands.
    @inline(__always)
    func append(
        _ strings: (
            UnsafeMutablePointer<PhasedPauli>, UnsafeMutablePointer<PhasedPauli>, UnsafeMutablePointer<PhasedPauli>,
            UnsafeMutablePointer<PhasedPauli>
        )
    ) {
        let before = (strings.0.pointee, strings.1.pointee, strings.2.pointee, strings.3.pointee)
        var rest = images
        while rest != 0 {
            // At least one factor; the first needs no product.
            var image: PhasedPauli
            var others = rest & 0xF0
            if rest & 0x10 != 0 {
                (image, others) = (before.0, others & 0xE0)
            } else if rest & 0x20 != 0 {
                (image, others) = (before.1, others & 0xC0)
            } else if rest & 0x40 != 0 {
                (image, others) = (before.2, others & 0x80)
            } else {
                (image, others) = (before.3, 0)
            }
            image.k = (image.k + Int(rest >> 8)) & 3
            if others & 0x20 != 0 { image = image * before.1 }
            if others & 0x40 != 0 { image = image * before.2 }
            if others & 0x80 != 0 { image = image * before.3 }
            switch rest & 3 {
            case 0: strings.0.pointee = image
            case 1: strings.1.pointee = image
            case 2: strings.2.pointee = image
            default: strings.3.pointee = image
            }
            rest >>= 16
        }
    }
}
