internal import ComplexModule
internal import RealModule

extension LinearCombination<MajoranaProduct> {
    /// The fermion operator in Majorana operators: a_p = (γ_2p + iγ_2p+1)/2, a†_p = (γ_2p − iγ_2p+1)/2.
    ///
    /// - Complexity: a term of k factors expands to at most 2^k products.
    public init(_ fermions: FermionOperator) {
        var accumulator = TermAccumulator<MajoranaProduct>(capacity: fermions.count)
        var expansion: [Element] = []
        for (term, coefficient) in fermions {
            expansion.removeAll(keepingCapacity: true)
            expansion.append((.identity, coefficient))
            for factor in term.factors { Self.multiply(&expansion, by: factor) }
            for (product, coefficient) in expansion { accumulator.add(product, coefficient) }
        }
        self = accumulator.sum()
    }

    private static func multiply(_ expansion: inout [Element], by factor: LadderOperator) {
        let plus = MajoranaProduct(QubitMask(qubit: 2 * factor.mode))
        let minus = MajoranaProduct(QubitMask(qubit: 2 * factor.mode + 1))
        let quarterTurn: QuarterTurn = factor.isCreation ? .minusI : .i
        for index in expansion.indices {
            let (term, coefficient) = expansion[index]
            let half = Complex(0.5 * coefficient.real, 0.5 * coefficient.imaginary)
            let (plusPhase, plusTerm) = term.multiplied(by: plus)
            let (minusPhase, minusTerm) = term.multiplied(by: minus)
            expansion[index] = (plusTerm, plusPhase.multiplying(half))
            expansion.append((minusTerm, (minusPhase * quarterTurn).multiplying(half)))
        }
    }
}

extension LinearCombination<FermionProduct> {
    /// The Majorana operator in ladder operators, not reordered: γ_2p = a_p + a†_p, γ_2p+1 = −i a_p + i a†_p.
    ///
    /// - Complexity: a product of k Majorana operators expands to 2^k terms.
    public init(_ majoranas: MajoranaOperator) {
        var accumulator = TermAccumulator<FermionProduct>(capacity: majoranas.count)
        for (term, coefficient) in majoranas {
            var expansion: [Element] = [(.identity, coefficient)]
            for index in term.modes {
                let mode = index / 2
                let phases: (QuarterTurn, QuarterTurn) = index % 2 == 0 ? (.one, .one) : (.minusI, .i)
                expansion = expansion.flatMap { product, coefficient in
                    [
                        (FermionProduct(product.factors + [.annihilation(mode)]), phases.0.multiplying(coefficient)),
                        (FermionProduct(product.factors + [.creation(mode)]), phases.1.multiplying(coefficient)),
                    ]
                }
            }
            for (product, coefficient) in expansion { accumulator.add(product, coefficient) }
        }
        self = accumulator.sum()
    }

    /// The Majorana operator γ_`index` in ladder operators.
    ///
    /// - Precondition: `index` is non-negative.
    public static func majorana(_ index: Int) -> FermionOperator {
        FermionOperator(MajoranaOperator(MajoranaProduct(QubitMask(qubit: index))))
    }
}
