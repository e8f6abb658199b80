internal import ComplexModule
internal import QuantumCircuits
internal import RealModule

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
struct PauliFrame {
    private var x: [PhasedPauli]
    private var z: [PhasedPauli]

    /// The frame of the identity.
    init(qubitCount: Int) {
        x = (0..<qubitCount).map { PhasedPauli(x: 1 << UInt64($0), z: 0, k: 0) }
        z = (0..<qubitCount).map { PhasedPauli(x: 0, z: 1 << UInt64($0), k: 0) }
    }

    /// C† P C.
    func image(of pauli: PhasedPauli) -> PhasedPauli {
        var result = PhasedPauli(x: 0, z: 0, k: pauli.k)
        pauli.x.forEachBit { result = result * x[$0] }
        pauli.z.forEachBit { result = result * z[$0] }
        return result
    }

    /// Puts a gate after C: P ↦ C† (g† P g) C.
    mutating func append(_ action: LocalClifford, on qubits: [Int]) {
        // One and two qubits without a trip to the heap: circuits of chemistry have tens of thousands of these.
        if qubits.count == 1 {
            let (first, second) = (action.x[0].placed(on: qubits), action.z[0].placed(on: qubits))
            (x[qubits[0]], z[qubits[0]]) = (image(of: first), image(of: second))
            return
        }
        if qubits.count == 2 {
            let (a, b) = (image(of: action.x[0].placed(on: qubits)), image(of: action.x[1].placed(on: qubits)))
            let (c, d) = (image(of: action.z[0].placed(on: qubits)), image(of: action.z[1].placed(on: qubits)))
            (x[qubits[0]], x[qubits[1]], z[qubits[0]], z[qubits[1]]) = (a, b, c, d)
            return
        }
        let images = action.x.map { image(of: $0.placed(on: qubits)) }
        let signs = action.z.map { image(of: $0.placed(on: qubits)) }
        for (position, qubit) in qubits.enumerated() {
            x[qubit] = images[position]
            z[qubit] = signs[position]
        }
    }
}

extension PhasedPauli {
    /// The string with bit j moved to bit `qubits[j]`.
    fileprivate func placed(on qubits: [Int]) -> PhasedPauli {
        var result = PhasedPauli(x: 0, z: 0, k: k)
        for position in qubits.indices {
            result.x |= (x >> UInt64(position) & 1) << UInt64(qubits[position])
            result.z |= (z >> UInt64(position) & 1) << UInt64(qubits[position])
        }
        return result
    }
}

/// g† X_j g and g† Z_j g for every operand j of a Clifford gate, on the operands.
struct LocalClifford {
    fileprivate let x: [PhasedPauli]
    fileprivate let z: [PhasedPauli]

    /// A number this close to one that a Clifford has is taken for it: a few roundings.
    private static let tolerance = 1e-12

    /// What a matrix does, or `nil` if it is not Clifford.
    init?(_ matrix: GateMatrix) {
        var (x, z): ([PhasedPauli], [PhasedPauli]) = ([], [])
        let adjoint = matrix.adjoint
        for qubit in 0..<matrix.qubitCount {
            var flip = GateMatrix(real: [0, 1, 1, 0])
            var sign = GateMatrix(real: [1, 0, 0, -1])
            flip = flip.expanded(to: matrix.qubitCount, positions: [qubit])
            sign = sign.expanded(to: matrix.qubitCount, positions: [qubit])
            guard let flipImage = Self.pauli(adjoint * flip * matrix),
                let signImage = Self.pauli(adjoint * sign * matrix)
            else { return nil }
            x.append(flipImage)
            z.append(signImage)
        }
        (self.x, self.z) = (x, z)
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
}
