internal import Foundation

/// The angular parts of basis functions: homogeneous polynomials of x, y, z, in the order of a shell's functions.
enum SolidHarmonics {
    /// r^l Y_lm of real spherical harmonics normalized over the sphere; for l = 1 in the order x, y, z, above m = -l, …, l.
    ///
    /// They come from Q_ll = (2l - 1)!!, (l - m) Q_lm = (2l - 1) z Q_(l-1)m - (l + m - 1) r² Q_(l-2)m and
    /// (x + iy)^m (T. Helgaker, P. Jørgensen, J. Olsen, Molecular Electronic-Structure Theory, section 6.4).
    static func pure(_ l: Int, _ r: SIMD3<Double>) -> [Double] {
        var result = [Double](repeating: 0, count: 2 * l + 1)
        let squared = (r * r).sum()
        var (real, imaginary) = (1.0, 0.0)
        var leading = 1.0
        for m in 0...l {
            var (former, q) = (0.0, leading)
            for k in stride(from: m + 1, through: l, by: 1) {
                (former, q) = (
                    q, (Double(2 * k - 1) * r.z * q - Double(k + m - 1) * squared * former) / Double(k - m)
                )
            }
            // (l - m)!/(l + m)!
            let ratio = stride(from: l - m + 1, through: l + m, by: 1).reduce(1.0) { $0 / Double($1) }
            let norm = (Double(2 * l + 1) / ((m == 0 ? 4 : 2) * Double.pi) * ratio).squareRoot()
            result[l + m] = norm * q * real
            if m > 0 { result[l - m] = norm * q * imaginary }
            (real, imaginary) = (real * r.x - imaginary * r.y, real * r.y + imaginary * r.x)
            leading *= Double(2 * m + 1)
        }
        return l == 1 ? [result[2], result[0], result[1]] : result
    }

    /// x^a y^b z^c with a + b + c = l, a descending, then b, all scaled alike so that x^l is normalized as a pure function
    /// of its exponent would be.
    static func cartesian(_ l: Int, _ r: SIMD3<Double>) -> [Double] {
        // ∫ x^2l over the sphere is 4π/(2l + 1).
        let norm = (Double(2 * l + 1) / (4 * Double.pi)).squareRoot()
        var result: [Double] = []
        for a in stride(from: l, through: 0, by: -1) {
            for b in stride(from: l - a, through: 0, by: -1) {
                result.append(norm * pow(r.x, Double(a)) * pow(r.y, Double(b)) * pow(r.z, Double(l - a - b)))
            }
        }
        return result
    }
}

extension MolecularBasis {
    /// The angular parts of the functions of a shell.
    func angularValues(_ angularMomentum: Int, _ r: SIMD3<Double>) -> [Double] {
        isCartesian && angularMomentum > 1
            ? SolidHarmonics.cartesian(angularMomentum, r) : SolidHarmonics.pure(angularMomentum, r)
    }
}

/// The values of basis functions at points.
public struct BasisFunctionValues: Sendable {
    private let basis: MolecularBasis
    /// Σ_k c_k exp(-α_k r²) of every shell: the coefficients with all norms.
    private let coefficients: [[Double]]
    /// The square of the distance beyond which a shell is nothing.
    private let reach: [Double]

    /// What the functions of a basis need to be evaluated.
    public init(_ basis: MolecularBasis) {
        self.basis = basis
        coefficients = basis.shells.map { shell in
            let l = Double(shell.angularMomentum)
            let norm = Self.contractionNorm(shell)
            return zip(shell.exponents, shell.coefficients).map { exponent, coefficient in
                // ∫ r^(2l+2) exp(-2αr²) dr = Γ(l + 3/2) / (2 (2α)^(l + 3/2)).
                let radial = (2 * pow(2 * exponent, l + 1.5) / tgamma(l + 1.5)).squareRoot()
                return coefficient * radial / norm
            }
        }
        // exp(-60) is beyond what a polynomial of any shell lifts to sight.
        reach = basis.shells.map { 60 / ($0.exponents.min() ?? 1) }
    }

    /// The norm of a contraction of normalized primitives.
    private static func contractionNorm(_ shell: MolecularBasis.Shell) -> Double {
        var sum = 0.0
        for (a, c) in zip(shell.exponents, shell.coefficients) {
            for (b, d) in zip(shell.exponents, shell.coefficients) {
                sum += c * d * pow(2 * (a * b).squareRoot() / (a + b), Double(shell.angularMomentum) + 1.5)
            }
        }
        return sum.squareRoot()
    }

    /// χ_μ(r) of all functions, in their order, in bohr^(-3/2), at a point in bohr.
    public func values(at point: SIMD3<Double>) -> [Double] {
        var result = [Double](repeating: 0, count: basis.functionCount)
        for (index, shell) in basis.shells.enumerated() {
            let r = point - basis.centers[shell.atom]
            let squared = (r * r).sum()
            if squared > reach[index] { continue }
            var radial = 0.0
            for (exponent, coefficient) in zip(shell.exponents, coefficients[index]) {
                radial += coefficient * exp(-exponent * squared)
            }
            for (k, angular) in basis.angularValues(shell.angularMomentum, r).enumerated() {
                result[shell.firstFunction + k] = radial * angular
            }
        }
        return result
    }
}
