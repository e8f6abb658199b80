internal import ComplexModule
internal import RealModule

/// The angles of a unitary U on one qubit: U = e^{i`phase`} Rz(`phi`) Ry(`theta`) Rz(`lambda`).
public struct EulerAngles: Hashable, Sendable {
    /// The phase, not that of u3: U = e^{i(`phase` − (φ+λ)/2)} u3(θ, φ, λ).
    public var phase: Double
    /// The angle about Y, in the middle.
    public var theta: Double
    /// The angle about Z that comes last in time.
    public var phi: Double
    /// The angle about Z that comes first in time.
    public var lambda: Double
}

extension GateMatrix {
    /// The angles of a unitary on one qubit; where only φ + λ or φ − λ matters, it is shared evenly.
    ///
    /// - Precondition: the matrix is on one qubit, and unitary.
    public var eulerAngles: EulerAngles {
        precondition(qubitCount == 1, "Euler angles are those of a gate on one qubit")
        let (diagonal, lower) = (self[0, 0], self[1, 0])
        let theta = 2 * Double.atan2(y: lower.length, x: diagonal.length)
        // U00 = e^{i(a − s)} cos, U11 = e^{i(a + s)} cos, U10 = e^{i(a + d)} sin, −U01 = e^{i(a − d)} sin,
        // with a the phase, s = (φ + λ)/2 and d = (φ − λ)/2.
        let (upper, corner) = (-self[0, 1], self[1, 1])
        if lower.length < 1e-15 {
            let half = (argument(corner) - argument(diagonal)) / 2
            return EulerAngles(phase: argument(diagonal) + half, theta: theta, phi: half, lambda: half)
        }
        if diagonal.length < 1e-15 {
            let half = (argument(lower) - argument(upper)) / 2
            return EulerAngles(phase: argument(upper) + half, theta: theta, phi: half, lambda: -half)
        }
        // Relative to U00 no half turns are left to guess: φ and λ are phases of one element against another. Where U10 and
        // U01 may be rounding alone, their phases need not fit each other: φ + λ is that of the diagonal.
        let phi = argument(lower) - argument(diagonal)
        let isNearlyDiagonal = lower.length < 1e-8
        let lambda =
            isNearlyDiagonal ? argument(corner) - argument(diagonal) - phi : argument(upper) - argument(diagonal)
        return EulerAngles(phase: argument(diagonal) + (phi + lambda) / 2, theta: theta, phi: phi, lambda: lambda)
    }
}

private func argument(_ value: Complex<Double>) -> Double { Double.atan2(y: value.imaginary, x: value.real) }
