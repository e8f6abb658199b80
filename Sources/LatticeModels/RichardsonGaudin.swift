public import OperatorAlgebra

/// The pairing model of Richardson and Gaudin (R. Richardson, Phys. Lett. 3, 277 (1963); M. Gaudin, J. Phys. 37, 1087
/// (1976)) with equidistant levels: pairs of particles hop between levels p = 0, 1, … of energy p + 1 a particle,
///
/// H = Σ_p 2(p + 1) n_p + g Σ_(p≠q) P†_p P_q,
///
/// n_p the number of pairs in level p and P†_p = a†_p↑ a†_p↓. One qubit a level holds it. As OpenFermion's
/// `RichardsonGaudin`.
public struct RichardsonGaudin: Hashable, Sendable {
    /// g; negative attracts.
    public let coupling: Double
    /// The number of levels.
    public let levelCount: Int

    /// The model with the given parameters.
    ///
    /// - Throws: ``LatticeModelError/parameter(name:found:expected:)`` or
    ///   ``LatticeModelError/count(of:found:expected:)``.
    public init(coupling: Double, levelCount: Int) throws(LatticeModelError) {
        self.coupling = try coupling.checkedFinite("coupling g")
        guard (1...4096).contains(levelCount) else {
            throw .count(of: "levels", found: levelCount, expected: "1 to 4096")
        }
        self.levelCount = levelCount
    }

    /// The model as a Hamiltonian of doubly occupied orbitals; its `pauliSum` acts on one qubit a level, its
    /// `fermionOperator` on two modes a level.
    public var hamiltonian: DOCIHamiltonian {
        var result = DOCIHamiltonian(orbitalCount: levelCount)
        for p in 0..<levelCount {
            result.single[p] = 2 * Double(p + 1)
            for q in 0..<levelCount where q != p { result.hopping[p * levelCount + q] = coupling }
        }
        return result
    }
}
