/// i^k X^x Z^z on at most 64 qubits.
struct PhasedPauli: Hashable {
    var x: UInt64
    var z: UInt64
    /// The exponent k, from 0 to 3.
    var k: Int

    static let identity = PhasedPauli(x: 0, z: 0, k: 0)

    /// The product, `lhs` on the left: X^x₂ passes Z^z₁ with a sign for each shared qubit.
    static func * (lhs: PhasedPauli, rhs: PhasedPauli) -> PhasedPauli {
        let k = lhs.k + rhs.k + 2 * (lhs.z & rhs.x).nonzeroBitCount
        return PhasedPauli(x: lhs.x ^ rhs.x, z: lhs.z ^ rhs.z, k: k & 3)
    }

    /// The sign of a Hermitian string: i^k relative to i^|y|, which is 1 or -1.
    var sign: Double { (k - (x & z).nonzeroBitCount) & 3 == 0 ? 1 : -1 }
}

/// What a Clifford C does to Pauli strings, P ↦ C† P C, as the images of every X and Z.
final class PauliFrame {
    /// The images of X₀, X₁, …, then those of Z₀, Z₁, ….
    private let images: UnsafeMutablePointer<PhasedPauli>
    private let qubitCount: Int

    /// The frame of the identity.
    init(qubitCount: Int) {
        self.qubitCount = qubitCount
        images = .allocate(capacity: max(1, 2 * qubitCount))
        for qubit in 0..<qubitCount {
            (images + qubit).initialize(to: PhasedPauli(x: 1 << UInt64(qubit), z: 0, k: 0))
            (images + qubitCount + qubit).initialize(to: PhasedPauli(x: 0, z: 1 << UInt64(qubit), k: 0))
        }
    }

    deinit { images.deallocate() }

    /// C† P C.
    func image(of pauli: PhasedPauli) -> PhasedPauli {
        var result = PhasedPauli(x: 0, z: 0, k: pauli.k)
        pauli.x.forEachBit { result = result * images[$0] }
        pauli.z.forEachBit { result = result * images[qubitCount + $0] }
        return result
    }

    /// Puts a gate after C: P ↦ C† (g† P g) C. A gate on one qubit has it as both operands.
    @inline(__always)
    func append(_ action: CliffordAction, on first: Int, _ second: Int) {
        let z = images + qubitCount
        action.append((images + first, images + second, z + first, z + second))
    }
}
