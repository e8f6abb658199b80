internal import ComplexModule
internal import QuantumCircuits
internal import RealModule

/// A 2 × 2 complex matrix, kept out of the heap.
struct OneQubitMatrix: Sendable {
    var a, b, c, d: Complex<Double>

    static let identity = OneQubitMatrix(a: Complex(1, 0), b: .zero, c: .zero, d: Complex(1, 0))

    init(a: Complex<Double>, b: Complex<Double>, c: Complex<Double>, d: Complex<Double>) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    init(_ matrix: GateMatrix) {
        self.init(a: matrix[0, 0], b: matrix[0, 1], c: matrix[1, 0], d: matrix[1, 1])
    }

    /// exp(−i θ/2 P) for P = X, Y or Z, given whether it has an X and a Z.
    init(x: Bool, z: Bool, angle: Double) {
        let (cosine, sine) = (Double.cos(angle / 2), Double.sin(angle / 2))
        switch (x, z) {
        case (true, false):
            self.init(a: Complex(cosine, 0), b: Complex(0, -sine), c: Complex(0, -sine), d: Complex(cosine, 0))
        case (true, true):
            self.init(a: Complex(cosine, 0), b: Complex(-sine, 0), c: Complex(sine, 0), d: Complex(cosine, 0))
        default: self.init(a: Complex(cosine, -sine), b: .zero, c: .zero, d: Complex(cosine, sine))
        }
    }

    /// The same matrix in the heap.
    var gateMatrix: GateMatrix { GateMatrix([a, b, c, d]) }

    /// The product, `lhs` acting after `rhs`.
    static func * (lhs: OneQubitMatrix, rhs: OneQubitMatrix) -> OneQubitMatrix {
        OneQubitMatrix(
            a: lhs.a * rhs.a + lhs.b * rhs.c, b: lhs.a * rhs.b + lhs.b * rhs.d,
            c: lhs.c * rhs.a + lhs.d * rhs.c, d: lhs.c * rhs.b + lhs.d * rhs.d)
    }

    /// X U X.
    var conjugatedByFlip: OneQubitMatrix { OneQubitMatrix(a: d, b: c, c: b, d: a) }

    /// X U.
    var flippedAfter: OneQubitMatrix { OneQubitMatrix(a: c, b: d, c: a, d: b) }

    /// Smaller than what rounding leaves.
    static let negligible = 1e-15

    /// Whether rows and columns are orthonormal up to rounding.
    var isUnitary: Bool {
        let tolerance = 1e-12
        return abs(a.lengthSquared + c.lengthSquared - 1) < tolerance
            && abs(b.lengthSquared + d.lengthSquared - 1) < tolerance
            && (a.conjugate * b + c.conjugate * d).length < tolerance
    }
}

/// A unitary of one qubit as X^flips · phase · diag(1, after) · R(t) · diag(1, before), where R(t) is the real rotation
/// by the angle whose tangent is t, |t| ≤ 1.
struct TurnDecomposition {
    let flips: Bool
    let phase: Complex<Double>
    let after: Complex<Double>
    let before: Complex<Double>
    let tangent: Double
    let cosine: Double

    private init(
        flips: Bool, phase: Complex<Double>, after: Complex<Double>, before: Complex<Double>, tangent: Double,
        cosine: Double
    ) {
        (self.flips, self.phase, self.after, self.before) = (flips, phase, after, before)
        (self.tangent, self.cosine) = (tangent, cosine)
    }

    init(_ matrix: OneQubitMatrix) {
        flips = matrix.c.lengthSquared > matrix.a.lengthSquared * (1 + 1e-9)
        let u = flips ? matrix.flippedAfter : matrix
        phase = u.a.unit
        if u.c.length < OneQubitMatrix.negligible {
            (after, before, tangent, cosine) = (Complex(1, 0), (u.d.unit * phase.conjugate).snapped, 0, 1)
            return
        }
        // U = phase [[cos, -sin before], [sin after, cos after before]].
        after = (u.c.unit * phase.conjugate).snapped
        before = (u.d.unit * phase.conjugate * after.conjugate).snapped
        let norm = (u.a.lengthSquared + u.c.lengthSquared).squareRoot()
        cosine = u.a.length / norm
        // Exactly 1 where that is meant: such rotations are additions.
        let quotient = u.c.length / u.a.length
        tangent = abs(quotient - 1) < OneQubitMatrix.negligible ? 1 : quotient
    }
}

extension TurnDecomposition {
    /// The same with a sign on one side of the rotation gone into the diagonal gate on the other, if there is one:
    /// R(t) diag(1, -1) = diag(1, -1) R(-t).
    ///
    /// A diagonal gate before the rotation would otherwise be a layer of its own, behind flips that the one after the
    /// previous rotation cannot pass.
    var withFewestPhases: TurnDecomposition {
        let (one, minusOne) = (Complex(1.0, 0.0), Complex(-1.0, 0.0))
        let movesOn = before == minusOne && after != one
        guard tangent != 0, movesOn || (after == minusOne && before != one) else { return self }
        return TurnDecomposition(
            flips: flips, phase: phase, after: movesOn ? -after : one, before: movesOn ? one : -before,
            tangent: -tangent, cosine: cosine)
    }

    /// Any matrix that has this form with diagonal parts that need not be unitary, such as a rotation before or after a
    /// damping: those with b c / (a d) ≤ 0. The scale goes into `phase`.
    static func general(_ matrix: OneQubitMatrix) -> TurnDecomposition? {
        if matrix.isUnitary { return TurnDecomposition(matrix) }
        let flips = (matrix.b * matrix.c).length > (matrix.a * matrix.d).length
        let u = flips ? matrix.flippedAfter : matrix
        let (product, across) = (u.a * u.d, u.b * u.c)
        guard product.length > OneQubitMatrix.negligible else { return nil }
        if u.b == .zero, u.c == .zero {
            return TurnDecomposition(
                flips: flips, phase: u.a, after: Complex(1, 0), before: u.d / u.a, tangent: 0, cosine: 1)
        }
        let squared = -(across / product)
        guard squared.real > OneQubitMatrix.negligible, abs(squared.imaginary) < 1e-12 * squared.real else {
            return nil
        }
        let tangent = squared.real.squareRoot()
        let cosine = 1 / (1 + squared.real).squareRoot()
        let scaled = u.a * Complex(tangent, 0)
        return TurnDecomposition(
            flips: flips, phase: u.a / Complex(cosine, 0), after: u.c / scaled, before: -(u.b / scaled),
            tangent: tangent, cosine: cosine)
    }
}

extension Complex<Double> {
    /// The number of length 1 with the same phase.
    var unit: Complex<Double> { self / Complex(length, 0) }

    /// With parts that are 0 or ±1 up to rounding made exactly so.
    var snapped: Complex<Double> {
        if abs(imaginary) < OneQubitMatrix.negligible, abs(abs(real) - 1) < OneQubitMatrix.negligible {
            return Complex(real < 0 ? -1 : 1, 0)
        }
        if abs(real) < OneQubitMatrix.negligible, abs(abs(imaginary) - 1) < OneQubitMatrix.negligible {
            return Complex(0, imaginary < 0 ? -1 : 1)
        }
        return self
    }
}
