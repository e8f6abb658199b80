import ComplexModule
import Foundation
import OperatorAlgebra
import QuantumCircuits
import RealModule
import StateVectors

/// Inputs that the Python side makes too, by the same formulas.
enum TestInputs {
    /// A number from -0.5 to 0.5: the SplitMix64 hash of an index (Steele, Lea, Flood, OOPSLA 2014).
    static func uniform(_ index: UInt64) -> Double {
        var mixed = (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) * 0x1p-53 - 0.5
    }

    /// The normalized state whose amplitude i is proportional to uniform(2i) + i·uniform(2i+1).
    static func state(qubitCount: Int, precision: Precision) throws -> StateVector {
        var amplitudes = (UInt64(0)..<(1 << UInt64(qubitCount))).map { Complex(uniform(2 * $0), uniform(2 * $0 + 1)) }
        let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
        for index in amplitudes.indices {
            amplitudes[index] = Complex(amplitudes[index].real / norm, amplitudes[index].imaginary / norm)
        }
        return try StateVector(amplitudes, precision: precision)
    }

    /// `layers` of ry and rz on every qubit, each with a parameter of its own, and a ladder of cx.
    static func ansatz(qubitCount: Int, layers: Int) throws -> Circuit {
        var circuit = Circuit(qubitCount: qubitCount)
        for layer in 0..<layers {
            for qubit in 0..<qubitCount { try circuit.ry(circuit.addParameter("y\(layer)_\(qubit)"), on: qubit) }
            for qubit in 0..<qubitCount { try circuit.rz(circuit.addParameter("z\(layer)_\(qubit)"), on: qubit) }
            for qubit in 1..<qubitCount { try circuit.cx(qubit - 1, qubit) }
        }
        return circuit
    }

    /// A Hamiltonian file: `n`, the number of qubits, and `terms`, a list of [[[qubit, letter] …], coefficient].
    static func hamiltonian(contentsOf path: String) throws -> (qubitCount: Int, sum: PauliSum) {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        guard let fields = object as? [String: Any], let qubitCount = fields["n"] as? Int,
            let terms = fields["terms"] as? [[Any]]
        else { throw Arguments.Failure(message: "\(path): 'n' and 'terms' are expected") }
        let letters: [String: PauliLetter] = ["X": .x, "Y": .y, "Z": .z]
        let sum = try terms.map { term -> (PauliString, Complex<Double>) in
            guard term.count == 2, let factors = term[0] as? [[Any]], let coefficient = term[1] as? Double else {
                throw Arguments.Failure(message: "\(path): a term is [[[qubit, letter] …], coefficient]")
            }
            var string = PauliString()
            for factor in factors {
                guard factor.count == 2, let qubit = factor[0] as? Int, let name = factor[1] as? String,
                    let letter = letters[name]
                else { throw Arguments.Failure(message: "\(path): a factor is [qubit, \"X\", \"Y\" or \"Z\"]") }
                string[qubit] = letter
            }
            return (string, Complex(coefficient, 0))
        }
        return (qubitCount, PauliSum(sum))
    }
}
