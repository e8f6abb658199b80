public import ElectronicStructure
public import HDF5Archives

/// One- and two-body reduced density matrices D_pq = ⟨a†_p a_q⟩ and D_pqrs = ⟨a†_p a†_q a_r a_s⟩.
public struct ReducedDensityMatrices: Equatable, Sendable {
    /// Which indices the matrices have. Files of OpenFermion-Psi4 have the one, of OpenFermion-PySCF the other.
    public enum Layout: Sendable {
        /// Spin orbitals, 2p up and 2p + 1 down: extents 2n.
        case spinOrbital
        /// Spatial orbitals, summed over spins (of the creating and annihilating operator of each electron): extents n.
        case spatial
    }

    /// Extents 2n or n, twice.
    public var oneBody: HDF5Array<Double>?
    /// Extents 2n or n, four times.
    public var twoBody: HDF5Array<Double>?

    /// Density matrices, none by default.
    public init(oneBody: HDF5Array<Double>? = nil, twoBody: HDF5Array<Double>? = nil) {
        self.oneBody = oneBody
        self.twoBody = twoBody
    }

    /// The layout for n spatial orbitals, or `nil` if there is neither matrix.
    public func layout(orbitalCount: Int) -> Layout? {
        guard let extent = (oneBody ?? twoBody)?.shape.first else { return nil }
        return extent == orbitalCount ? .spatial : .spinOrbital
    }

    /// The energy E = c + Σ h_pq D_pq + ½ Σ (ps|qr) D_pqrs in hartree, or `nil` unless both matrices are there.
    ///
    /// - Complexity: O(n⁴).
    public func energy(of integrals: MolecularIntegrals) -> Double? {
        guard let oneBody, let twoBody, let layout = layout(orbitalCount: integrals.orbitalCount) else { return nil }
        let spins = layout == .spatial ? [0] : [0, 1]
        let stride = spins.count
        var energy = integrals.nuclearRepulsion
        for p in 0..<integrals.orbitalCount {
            for q in 0..<integrals.orbitalCount {
                for spin in spins {
                    energy += integrals.oneBody(p, q) * oneBody[stride * p + spin, stride * q + spin]
                }
                energy += Self.twoBodyEnergy(twoBody, integrals, p, q, stride) / 2
            }
        }
        return energy
    }

    /// Σ_rs,στ (ps|qr) D[pσ,qτ,rτ,sσ].
    private static func twoBodyEnergy(
        _ density: HDF5Array<Double>, _ integrals: MolecularIntegrals, _ p: Int, _ q: Int, _ stride: Int
    ) -> Double {
        var sum = 0.0
        for r in 0..<integrals.orbitalCount {
            for s in 0..<integrals.orbitalCount {
                var value = 0.0
                for sigma in 0..<stride {
                    for tau in 0..<stride {
                        value += density[stride * p + sigma, stride * q + tau, stride * r + tau, stride * s + sigma]
                    }
                }
                sum += integrals.twoBody(p, s, q, r) * value
            }
        }
        return sum
    }
}
