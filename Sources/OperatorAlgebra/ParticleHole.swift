internal import ComplexModule
internal import RealModule

extension LinearCombination<FermionProduct> {
    /// The operator with a_p and a†_p exchanged in the given modes: particles there are called holes, not reordered.
    ///
    /// It is U A U† for the product U of ``OperatorAlgebra/LinearCombination/particleHole(of:modeCount:)`` over the modes.
    public func exchangingParticlesAndHoles(in modes: QubitMask) -> FermionOperator {
        FermionOperator(
            map { term, coefficient -> Element in
                let factors = term.factors.map {
                    LadderOperator(mode: $0.mode, isCreation: $0.isCreation != modes.contains($0.mode))
                }
                return (FermionProduct(factors), coefficient)
            })
    }
}

extension LinearCombination<MajoranaProduct> {
    /// The unitary U with U a_p U† = a†_p that leaves the other modes alone: γ_2p times the parity of all other modes,
    /// Π_(q≠p) (−iγ_2qγ_2q+1).
    ///
    /// - Precondition: the mode is one of 0 ..< `modeCount`.
    public static func particleHole(of mode: Int, modeCount: Int) -> MajoranaOperator {
        precondition(0..<modeCount ~= mode, "the mode is one of all")
        var (phase, product) = (QuarterTurn.one, MajoranaProduct(QubitMask(qubit: 2 * mode)))
        for other in 0..<modeCount where other != mode {
            let next = product.multiplied(by: MajoranaProduct([2 * other, 2 * other + 1]))
            (phase, product) = (phase * .minusI * next.phase, next.term)
        }
        return MajoranaOperator(product, phase.value)
    }
}
