internal import ComplexModule
internal import RealModule

// Spin orbitals interleave: 2p is spin up and 2p+1 spin down of orbital p.
extension LinearCombination<FermionProduct> {
    /// a†_p a_q.
    public static func excitation(from q: Int, to p: Int) -> FermionOperator {
        FermionOperator(FermionProduct([.creation(p), .annihilation(q)]))
    }

    /// The occupation n_p = a†_p a_p of a mode.
    public static func occupation(of mode: Int) -> FermionOperator { excitation(from: mode, to: mode) }

    /// The number of particles N = Σ_p a†_p a_p.
    public static func number(modeCount: Int) -> FermionOperator {
        (0..<modeCount).reduce(.zero) { $0 + occupation(of: $1) }
    }

    /// The spin raising operator S₊ = Σ_p a†_p↑ a_p↓.
    public static func spinRaising(orbitalCount: Int) -> FermionOperator {
        (0..<orbitalCount).reduce(.zero) { $0 + excitation(from: 2 * $1 + 1, to: 2 * $1) }
    }

    /// The spin lowering operator S₋ = Σ_p a†_p↓ a_p↑.
    public static func spinLowering(orbitalCount: Int) -> FermionOperator {
        spinRaising(orbitalCount: orbitalCount).adjoint
    }

    /// S_x = (S₊ + S₋)/2.
    public static func spinX(orbitalCount: Int) -> FermionOperator {
        0.5 * (spinRaising(orbitalCount: orbitalCount) + spinLowering(orbitalCount: orbitalCount))
    }

    /// S_y = (S₊ − S₋)/2i.
    public static func spinY(orbitalCount: Int) -> FermionOperator {
        Complex(0, -0.5) * (spinRaising(orbitalCount: orbitalCount) - spinLowering(orbitalCount: orbitalCount))
    }

    /// S_z = ½ Σ_p (n_p↑ − n_p↓).
    public static func spinZ(orbitalCount: Int) -> FermionOperator {
        0.5 * (0..<orbitalCount).reduce(.zero) { $0 + occupation(of: 2 * $1) - occupation(of: 2 * $1 + 1) }
    }

    /// S² = S₋S₊ + S_z(S_z + 1), not normal ordered.
    public static func spinSquared(orbitalCount: Int) -> FermionOperator {
        let z = spinZ(orbitalCount: orbitalCount)
        return spinLowering(orbitalCount: orbitalCount) * spinRaising(orbitalCount: orbitalCount) + z * (z + .identity)
    }
}
