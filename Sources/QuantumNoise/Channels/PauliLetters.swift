internal import ComplexModule
internal import QuantumCircuits

/// Pauli strings spelled by letters, the j-th letter acting on the j-th qubit of a channel.
enum PauliLetters {
    /// I, X, Y, Z in this order.
    static let all: [Character] = ["I", "X", "Y", "Z"]

    /// The matrix X.
    static let x = GateMatrix(real: [0, 1, 1, 0])

    /// The matrix of one letter; nil for any other character.
    static func matrix(_ letter: Character) -> GateMatrix? {
        let i = Complex<Double>.i
        return switch letter {
        case "I": GateMatrix.identity(qubitCount: 1)
        case "X": GateMatrix(real: [0, 1, 1, 0])
        case "Y": GateMatrix([.zero, -i, i, .zero])
        case "Z": GateMatrix(real: [1, 0, 0, -1])
        default: nil
        }
    }

    /// The matrix of a string of letters, the first letter on the least significant bit.
    ///
    /// - Throws: ``NoiseError/specification(at:found:expected:)`` for an empty string or another letter.
    static func matrix(_ string: String) throws(NoiseError) -> GateMatrix {
        guard !string.isEmpty else {
            throw .specification(at: "a Pauli string", found: "nothing", expected: "one of I, X, Y, Z for each qubit")
        }
        var result = GateMatrix.identity(qubitCount: 0)
        for letter in string {
            guard let factor = matrix(letter) else {
                throw .specification(
                    at: "the Pauli string '\(string)'", found: "'\(letter)'", expected: "one of I, X, Y, Z")
            }
            result = result.tensor(factor)
        }
        return result
    }

    /// The gates of a string on qubits: two bits of its number in ``strings(_:)`` a qubit, none for I.
    static func gates(_ number: Int, on qubits: [Int]) -> [CircuitOperation] {
        let matrices = matrices(1)
        return qubits.enumerated().compactMap { place, qubit in
            let letter = number >> (2 * place) & 3
            return letter == 0 ? nil : .matrix(MatrixGate(matrices[letter], on: [qubit]))
        }
    }

    /// Every string of `count` letters, the first letter running fastest; the identity comes first.
    static func strings(_ count: Int) -> [String] {
        (0..<(1 << (2 * count))).map { number in
            String((0..<count).map { all[number >> (2 * $0) & 3] })
        }
    }

    /// The matrices of ``strings(_:)``.
    static func matrices(_ count: Int) -> [GateMatrix] {
        (0..<(1 << (2 * count))).map { number in
            (0..<count).reduce(GateMatrix.identity(qubitCount: 0)) { product, qubit in
                product.tensor(matrix(all[number >> (2 * qubit) & 3]) ?? .identity(qubitCount: 1))
            }
        }
    }
}

extension GateMatrix {
    /// self ⊗ other with this one's operands first: they are the less significant bits.
    func tensor(_ other: GateMatrix) -> GateMatrix {
        let (n, m) = (dimension, other.dimension)
        var result = [Complex<Double>](repeating: .zero, count: n * n * m * m)
        for row in 0..<(n * m) {
            for column in 0..<(n * m) {
                result[row * n * m + column] = self[row % n, column % n] * other[row / n, column / n]
            }
        }
        return GateMatrix(result)
    }
}
