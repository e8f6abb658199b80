public import ElectronicStructure
internal import OperatorAlgebra

/// First-order amplitudes of single and double excitations from the lowest determinant, over spin orbitals:
///
/// - t_i^a = f_ai / (ε_i − ε_a)
/// - t_ij^ab = [(ai|bj) − (aj|bi)] / (ε_i + ε_j − ε_a − ε_b), integrals between unequal spins zero
///
/// with f the Fock matrix of each spin, computed from the integrals, and ε its diagonal. These are the amplitudes of
/// second-order perturbation theory (C. Møller and M. S. Plesset, Phys. Rev. 46, 618, 1934) where the orbitals are
/// canonical, and a good start for unitary coupled cluster, whose energy has about the curvature 2 (ε_a − ε_i) along
/// such an amplitude.
public struct PerturbationAmplitudes: Sendable {
    /// f_pp over spin orbitals, in hartree.
    public let orbitalEnergies: [Double]
    private let hamiltonian: ElectronicHamiltonian

    /// The smallest difference of orbital energies that is divided by, in hartree; below, the series has no meaning.
    private static let smallestGap = 0.1
    /// The largest amplitude given: at π/4 a determinant and its excitation mix evenly.
    private static let largestAmplitude = Double.pi / 4

    /// The amplitudes of a Hamiltonian's electrons.
    public init(_ hamiltonian: ElectronicHamiltonian) {
        self.hamiltonian = hamiltonian
        orbitalEnergies = (0..<hamiltonian.spinOrbitalCount).map { hamiltonian.fock($0, $0) }
    }

    /// ε of the targets less ε of the sources, in hartree, and at least 0.1.
    public func gap(of excitation: Excitation) -> Double {
        let difference =
            excitation.targets.reduce(0) { $0 + orbitalEnergies[$1] }
            - excitation.sources.reduce(0) { $0 + orbitalEnergies[$1] }
        return max(difference, Self.smallestGap)
    }

    /// The amplitude of an excitation from occupied to empty spin orbitals, within ± π/4; zero for three electrons and
    /// more.
    public func amplitude(of excitation: Excitation) -> Double {
        let (sources, targets) = (excitation.sources, excitation.targets)
        let coupling: Double
        switch sources.count {
        case 1: coupling = hamiltonian.fock(targets[0], sources[0])
        case 2:
            coupling =
                hamiltonian.coulomb(targets[0], sources[0], targets[1], sources[1])
                - hamiltonian.coulomb(targets[0], sources[1], targets[1], sources[0])
        default: return 0
        }
        let amplitude = -coupling / gap(of: excitation)
        return min(max(amplitude, -Self.largestAmplitude), Self.largestAmplitude)
    }
}

extension ElectronicHamiltonian {
    /// (pq|rs) over spin orbitals: zero unless p and q, and r and s, have equal spins.
    fileprivate func coulomb(_ p: Int, _ q: Int, _ r: Int, _ s: Int) -> Double {
        guard p % 2 == q % 2, r % 2 == s % 2 else { return 0 }
        return twoBody(p / 2, q / 2, r / 2, s / 2)
    }

    /// f_pq = h_pq + Σ_i [(pq|ii) − (pi|iq)] over spin orbitals of one spin, i over the occupied of the reference.
    fileprivate func fock(_ p: Int, _ q: Int) -> Double {
        guard p % 2 == q % 2 else { return 0 }
        var value = oneBody(p / 2, q / 2)
        let occupied = (0..<electrons.up).map { 2 * $0 } + (0..<electrons.down).map { 2 * $0 + 1 }
        for i in occupied { value += coulomb(p, q, i, i) - coulomb(p, i, i, q) }
        return value
    }
}
