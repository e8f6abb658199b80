internal import RealModule

extension PlaneWaveGrid {
    /// The edge L of a cube (square, segment) that holds `particleCount` particles of Wigner-Seitz radius r: each has the
    /// volume of a ball of that radius, so L^d = N · π^(d/2) r^d / Γ(d/2 + 1).
    ///
    /// - Parameter radius: r in bohr.
    /// - Throws: ``LatticeModelError/count(of:found:expected:)`` or ``LatticeModelError/parameter(name:found:expected:)``.
    public static func wignerSeitzScale(
        radius: Double, particleCount: Int, dimension: Int
    ) throws(LatticeModelError) -> Double {
        let radius = try radius.checkedPositive("Wigner-Seitz radius")
        guard particleCount > 0 else { throw .count(of: "particles", found: particleCount, expected: "at least 1") }
        guard dimension > 0 else { throw .count(of: "dimensions", found: dimension, expected: "at least 1") }
        let d = Double(dimension)
        let ball = Double.pow(.pi, d / 2) / Double.gamma(d / 2 + 1) * Double.pow(radius, d)
        return Double.pow(ball * Double(particleCount), 1 / d)
    }

    /// The grid whose particles have a Wigner-Seitz radius when a fraction of its modes is filled; the number of particles
    /// is rounded down.
    ///
    /// - Parameters:
    ///   - dimension: 1, 2 or 3.
    ///   - length: points along each edge.
    ///   - radius: the Wigner-Seitz radius in bohr.
    ///   - filling: occupied modes over all modes, above 0 and at most 1.
    ///   - isSpinless: whether a point has one mode.
    /// - Throws: As ``wignerSeitzScale(radius:particleCount:dimension:)`` and ``init(lengths:cell:)``.
    public init(
        dimension: Int, length: Int, wignerSeitzRadius radius: Double, filling: Double = 0.5, isSpinless: Bool = true
    ) throws(LatticeModelError) {
        guard filling > 0, filling <= 1 else {
            throw .parameter(name: "filling", found: filling, expected: "a number above 0 and at most 1")
        }
        let unit = try PlaneWaveGrid(dimension: dimension, length: length, scale: 1)
        let modes = isSpinless ? unit.pointCount : 2 * unit.pointCount
        // A filling such as 1/3 of 3 modes is one particle, whatever its last bit.
        let particles = Int((Double(modes) * filling * (1 + 4 * Double.ulpOfOne)).rounded(.down))
        let scale = try Self.wignerSeitzScale(radius: radius, particleCount: particles, dimension: dimension)
        try self.init(dimension: dimension, length: length, scale: scale)
    }
}
