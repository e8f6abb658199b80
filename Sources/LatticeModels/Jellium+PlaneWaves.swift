internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension Jellium {
    /// Whether each plane wave is within the cutoff.
    var isActive: [Bool] {
        grid.squaredMomenta.map { squared in energyCutoff.map { squared / 2 <= $0 } ?? true }
    }

    /// ½ Σ_kσ k² c†_kσ c_kσ.
    public var planeWaveKinetic: FermionOperator {
        let isActive = isActive
        var terms = FermionTerms(capacity: modeCount)
        for (wave, squared) in grid.squaredMomenta.enumerated() where isActive[wave] {
            for spin in 0..<spins { terms.addNumber(mode(wave, spin: spin), squared / 2) }
        }
        return terms.sum()
    }

    /// Σ_(q≠0) v_q Σ_kk'σσ' c†_kσ c†_k'σ' c_(k'+q)σ' c_(k−q)σ; wave vectors wrap around the grid.
    ///
    /// - Complexity: O(N³) for N plane waves.
    public var planeWavePotential: FermionOperator {
        let (interaction, isActive) = (interactionByMomentum, isActive)
        let coordinates = (0..<grid.pointCount).map(grid.coordinates(of:))
        let waves = isActive.indices.filter { isActive[$0] }
        var terms = FermionTerms(capacity: 4 * waves.count * waves.count * waves.count)
        for (q, v) in interaction.enumerated() where v != 0 {
            let shift = zip(coordinates[q], grid.lengths).map { $0 - $1 / 2 }
            func moved(_ wave: Int, _ sign: Int) -> Int {
                grid.point(at: zip(coordinates[wave], shift).map { $0 + sign * $1 })
            }
            let down = waves.map { ($0, moved($0, -1)) }.filter { isActive[$0.1] }
            let up = waves.map { ($0, moved($0, 1)) }.filter { isActive[$0.1] }
            for (a, d) in down {
                for (b, c) in up { add(v, (a, b, c, d), to: &terms) }
            }
        }
        return terms.sum()
    }

    private func add(_ v: Double, _ waves: (a: Int, b: Int, c: Int, d: Int), to terms: inout FermionTerms) {
        for s in 0..<spins {
            for t in 0..<spins {
                let (a, d) = (mode(waves.a, spin: s), mode(waves.d, spin: s))
                let (b, c) = (mode(waves.b, spin: t), mode(waves.c, spin: t))
                if a == b || c == d { continue }
                terms.add([.creation(a), .creation(b), .annihilation(c), .annihilation(d)], v)
            }
        }
    }

    /// H in plane waves.
    public var planeWaveHamiltonian: FermionOperator { planeWaveKinetic + planeWavePotential + madelungConstant }

    /// The plane-wave modes that the Hartree-Fock ground state of jellium fills: those of least kinetic energy, of equal
    /// ones the first.
    ///
    /// - Throws: ``LatticeModelError/count(of:found:expected:)`` for more particles than modes.
    public func hartreeFockModes(particleCount: Int) throws(LatticeModelError) -> QubitMask {
        guard (0...modeCount).contains(particleCount) else {
            throw .count(of: "particles", found: particleCount, expected: "0 to \(modeCount)")
        }
        let energies = grid.squaredMomenta
        let order = (0..<modeCount).sorted { (energies[$0 / spins], $0) < (energies[$1 / spins], $1) }
        return QubitMask(order.prefix(particleCount))
    }
}
