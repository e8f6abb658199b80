internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension PlaneWaveGrid {
    /// The operator with plane waves written in points: c†_k = N^(−1/2) Σ_r e^(−ik·r) a†_r. As OpenFermion's
    /// `fourier_transform`; the terms are not reordered.
    ///
    /// - Throws: ``LatticeModelError/index(of:found:count:)`` for a mode that the grid does not have.
    /// - Complexity: O(N^m) products for a term of m ladder operators.
    public func planeWavesInPoints(
        _ fermions: FermionOperator, isSpinless: Bool
    ) throws(LatticeModelError) -> FermionOperator {
        try transformed(fermions, isSpinless, sign: 1)
    }

    /// The operator with points written in plane waves: a†_r = N^(−1/2) Σ_k e^(ik·r) c†_k. As OpenFermion's
    /// `inverse_fourier_transform`; the terms are not reordered.
    ///
    /// - Throws: ``LatticeModelError/index(of:found:count:)`` for a mode that the grid does not have.
    /// - Complexity: O(N^m) products for a term of m ladder operators.
    public func pointsInPlaneWaves(
        _ fermions: FermionOperator, isSpinless: Bool
    ) throws(LatticeModelError) -> FermionOperator {
        try transformed(fermions, isSpinless, sign: -1)
    }

    /// Replaces every annihilator p by N^(−1/2) Σ_q e^(sign · ik·r) times annihilator q, k·r = 2π Σ_i m_i n_i / L_i being
    /// symmetric in p and q.
    private func transformed(
        _ fermions: FermionOperator, _ isSpinless: Bool, sign: Double
    ) throws(LatticeModelError) -> FermionOperator {
        let spins = isSpinless ? 1 : 2
        guard fermions.width <= spins * pointCount else {
            throw .index(of: "mode", found: fermions.width - 1, count: spins * pointCount)
        }
        let shifted = (0..<pointCount).map { point in zip(coordinates(of: point), lengths).map { $0 - $1 / 2 } }
        let norm = 1 / Double(pointCount).squareRoot()
        func image(_ ladder: LadderOperator) -> FermionOperator {
            FermionOperator(
                (0..<pointCount).map { other -> FermionOperator.Element in
                    let turns = zip(shifted[ladder.mode / spins], zip(shifted[other], lengths)).reduce(0) {
                        $0 + Double($1.0 * $1.1.0) / Double($1.1.1)
                    }
                    let angle = (ladder.isCreation ? -sign : sign) * 2 * .pi * turns
                    let mode = other * spins + ladder.mode % spins
                    let product = FermionProduct([LadderOperator(mode: mode, isCreation: ladder.isCreation)])
                    return (product, Complex(norm * Double.cos(angle), norm * Double.sin(angle)))
                })
        }
        return fermions.reduce(.zero) { sum, element in
            sum + element.term.factors.reduce(element.coefficient * .identity) { $0 * image($1) }
        }
    }
}
