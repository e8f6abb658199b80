internal import ComplexModule
internal import Foundation
internal import QuantumCircuits
internal import RealModule

/// A unitary 2×2 matrix taken apart for formats that have rotations only.
struct OneQubitUnitary {
    let matrix: GateMatrix

    /// e^{i`phase`} Rz(`phi`) Ry(`theta`) Rz(`lambda`) = e^{i(`phase` − (φ+λ)/2)} u3(θ, φ, λ).
    struct EulerAngles {
        var phase: Double
        var theta: Double
        var phi: Double
        var lambda: Double

        /// γ in e^{iγ} u3(θ, φ, λ).
        var u3Phase: Double { phase - (phi + lambda) / 2 }
    }

    /// The angles; where only φ + λ or φ − λ matters, λ is chosen so that both formulas hold.
    var eulerAngles: EulerAngles {
        let (diagonal, lower) = (matrix[0, 0], matrix[1, 0])
        let theta = 2 * atan2(lower.length, diagonal.length)
        // U00 = e^{i(a − s)} cos, U11 = e^{i(a + s)} cos, U10 = e^{i(a + d)} sin, −U01 = e^{i(a − d)} sin,
        // with a the phase, s = (φ + λ)/2 and d = (φ − λ)/2.
        let (upper, corner) = (-matrix[0, 1], matrix[1, 1])
        if lower.length < 1e-15 {
            let half = (argument(corner) - argument(diagonal)) / 2
            return EulerAngles(phase: argument(diagonal) + half, theta: theta, phi: half, lambda: half)
        }
        if diagonal.length < 1e-15 {
            let half = (argument(lower) - argument(upper)) / 2
            return EulerAngles(phase: argument(upper) + half, theta: theta, phi: half, lambda: -half)
        }
        // Relative to U00 no half turns are left to guess: φ and λ are phases of one element against another.
        let phi = argument(lower) - argument(diagonal)
        let lambda = argument(upper) - argument(diagonal)
        return EulerAngles(phase: argument(diagonal) + (phi + lambda) / 2, theta: theta, phi: phi, lambda: lambda)
    }

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
