internal import ComplexModule
internal import Foundation
public import QuantumCircuits

extension QuantumChannel {
    /// Always the unitary U: a coherent error.
    ///
    /// - Throws: ``NoiseError/notUnitary(what:defect:)``, ``NoiseError/channelSize(name:found:expected:)``.
    public static func unitary(_ matrix: GateMatrix, name: String = "unitary") throws(NoiseError) -> QuantumChannel {
        try QuantumChannel(mixture: [(1, matrix)], name: name)
    }

    /// A coherent over-rotation: always exp(−i ε/2 P), for a Pauli string P whose j-th letter acts on the j-th qubit.
    ///
    /// - Throws: ``NoiseError/notFinite(what:value:)``, ``NoiseError/specification(at:found:expected:)`` for letters
    ///   other than I, X, Y, Z.
    public static func overRotation(_ angle: Double, about string: String) throws(NoiseError) -> QuantumChannel {
        let name = "overRotation(\(angle), about: \(string))"
        guard angle.isFinite else { throw .notFinite(what: "the angle of \(name)", value: angle) }
        try check(width: string.count, of: name)
        let pauli = try PauliLetters.matrix(string)
        let identity = GateMatrix.identity(qubitCount: string.count)
        let (cosine, sine) = (Complex(cos(angle / 2), 0), Complex(0, -sin(angle / 2)))
        return try unitary(
            GateMatrix(zip(identity.elements, pauli.elements).map { cosine * $0 + sine * $1 }), name: name)
    }
}
