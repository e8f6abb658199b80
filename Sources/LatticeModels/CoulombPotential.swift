internal import RealModule

/// The Coulomb interaction of plane waves.
enum CoulombPotential {
    /// Half the Fourier transform of the interaction, over the volume V: 2π/(V k²) in three dimensions, π/(V k) in two, and
    /// K₀(k)/V in one for the softened 1/√(r² + 1); 0 for k = 0, which the background cancels.
    static func coefficient(squaredMomentum: Double, dimension: Int, volume: Double) -> Double {
        if squaredMomentum == 0 { return 0 }
        return switch dimension {
        case 1: besselK0(squaredMomentum.squareRoot()) / volume
        case 2: Double.pi / (volume * squaredMomentum.squareRoot())
        default: 2 * Double.pi / (volume * squaredMomentum)
        }
    }

    /// The modified Bessel function K₀(x) = ∫₀^∞ exp(−x cosh t) dt for x > 0.
    ///
    /// The integrand is analytic for |Im t| < π/2 and decays doubly exponentially, so the trapezoidal rule of step h errs
    /// by some exp(−π²/h), here 1e-34, and ends where the integrand underflows.
    static func besselK0(_ x: Double) -> Double {
        let step = 0.125
        var (sum, t) = (0.5 * Double.exp(-x), step)
        while true {
            let value = Double.exp(-x * Double.cosh(t))
            if value < 1e-20 * sum || value == 0 { return step * sum }
            sum += value
            t += step
        }
    }
}
