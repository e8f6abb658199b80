internal import ComplexModule
internal import Foundation
internal import QuantumCircuits
internal import RealModule

/// A unitary 2×2 matrix taken apart for formats that have rotations only.
struct OneQubitUnitary {
    let matrix: GateMatrix

    /// The angles of its rotations.
    var eulerAngles: EulerAngles { matrix.eulerAngles }

    /// A matrix V with V² = U.
    ///
    /// With U = e^{iα} W, det W = 1 and Re tr W ≥ 0, √W = (W + 1)/√(2 + tr W).
    var squareRoot: OneQubitUnitary {
        let determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
        var alpha = argument(determinant) / 2
        var special = matrix.elements.map { $0 * unit(-alpha) }
        if (special[0] + special[3]).real < 0 {
            special = special.map { -$0 }
            alpha += .pi
        }
        let norm = Complex((2 + (special[0] + special[3]).real).squareRoot(), 0)
        special[0] += Complex(1, 0)
        special[3] += Complex(1, 0)
        return OneQubitUnitary(matrix: GateMatrix(special.map { $0 / norm * unit(alpha / 2) }))
    }

    private func argument(_ value: Complex<Double>) -> Double { atan2(value.imaginary, value.real) }

    private func unit(_ angle: Double) -> Complex<Double> { Complex(cos(angle), sin(angle)) }
}

extension EulerAngles {
    /// γ in e^{iγ} u3(θ, φ, λ).
    var u3Phase: Double { phase - (phi + lambda) / 2 }
}
