internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// A nucleus, or another charge at rest.
public struct PointCharge: Hashable, Sendable {
    /// The charge in units of the proton's.
    public let charge: Double
    /// Where it is, in bohr.
    public let position: [Double]

    /// A charge at a place.
    public init(charge: Double, position: [Double]) {
        self.charge = charge
        self.position = position
    }
}

extension Jellium {
    /// The attraction of the electrons by charges Z_j at R_j, in the dual basis (arXiv:1706.00023):
    ///
    /// U = −2 Σ_pσ n_pσ Σ_j Z_j Σ_(k≠0) v_k cos(k·(R_j − r_p)), v_k periodic also where the repulsion is truncated.
    ///
    /// - Throws: ``LatticeModelError/count(of:found:expected:)`` for a position of another dimension, or
    ///   ``LatticeModelError/parameter(name:found:expected:)``.
    /// - Complexity: O(N² · charges).
    public func dualBasisAttraction(of charges: [PointCharge]) throws(LatticeModelError) -> FermionOperator {
        let potential = try potential(of: charges)
        var terms = FermionTerms(capacity: modeCount)
        for point in 0..<grid.pointCount {
            for spin in 0..<spins { terms.addNumber(mode(point, spin: spin), potential[point]) }
        }
        return terms.sum()
    }

    /// The attraction of the electrons by charges in plane waves: the Fourier transform of the dual basis' one, so that
    /// both have the same spectrum also on grids of even length. Waves above the energy cutoff are left out.
    ///
    /// - Throws: As ``dualBasisAttraction(of:)``.
    /// - Complexity: O(N³).
    public func planeWaveAttraction(of charges: [PointCharge]) throws(LatticeModelError) -> FermionOperator {
        let (potential, isActive) = (try potential(of: charges), isActive)
        let momenta = (0..<grid.pointCount).map(grid.momentum(of:))
        let positions = (0..<grid.pointCount).map(grid.position(of:))
        var accumulator = TermAccumulator<FermionProduct>(capacity: modeCount * grid.pointCount)
        for k in 0..<grid.pointCount where isActive[k] {
            for l in 0..<grid.pointCount where isActive[l] {
                // a†_r a_r holds e^(i(k−l)·r)/N of c†_k c_l.
                var sum = Complex<Double>.zero
                for (r, u) in zip(positions, potential) {
                    let angle = r.indices.reduce(0) { $0 + (momenta[k][$1] - momenta[l][$1]) * r[$1] }
                    sum += Complex(u * Double.cos(angle), u * Double.sin(angle))
                }
                let mean = Complex(1 / Double(grid.pointCount), 0) * sum
                for spin in 0..<spins {
                    let factors: [LadderOperator] = [
                        .creation(mode(k, spin: spin)), .annihilation(mode(l, spin: spin)),
                    ]
                    accumulator.add(FermionProduct(factors), mean)
                }
            }
        }
        return accumulator.sum()
    }

    /// The potential energy of an electron at every point.
    private func potential(of charges: [PointCharge]) throws(LatticeModelError) -> [Double] {
        for charge in charges {
            guard charge.position.count == grid.dimension else {
                throw .count(
                    of: "coordinates of a charge", found: charge.position.count, expected: "\(grid.dimension)")
            }
            for number in charge.position + [charge.charge] { _ = try number.checkedFinite("charge or its place") }
        }
        let waves = zip((0..<grid.pointCount).map(grid.momentum(of:)), grid.squaredMomenta).map { k, squared in
            let v = CoulombPotential.coefficient(
                squaredMomentum: squared, dimension: grid.dimension, volume: grid.volume)
            return (k, v)
        }
        return (0..<grid.pointCount).map { point in
            let position = grid.position(of: point)
            var sum = 0.0
            for charge in charges {
                for (k, v) in waves {
                    let angle = k.indices.reduce(0) { $0 + k[$1] * (charge.position[$1] - position[$1]) }
                    sum -= 2 * v * charge.charge * Double.cos(angle)
                }
            }
            return sum
        }
    }
}
