public import OperatorAlgebra

extension LinearCombination<FermionProduct> {
    /// The operator with some modes held occupied and others empty: its matrix elements between determinants of the
    /// other modes.
    ///
    /// Signs are those of determinants a†_p a†_q … |vacuum⟩ in ascending order with the frozen modes in their places.
    /// The other modes keep their numbers: see ``withoutUnusedModes()``.
    ///
    /// - Precondition: no mode is in both sets.
    public func frozen(occupied: QubitMask, empty: QubitMask = QubitMask()) -> FermionOperator {
        precondition(occupied.intersection(empty).isEmpty, "a mode is frozen occupied or empty")
        return FermionOperator(
            compactMap { term, coefficient -> Element? in
                var (product, sign) = (term, 1)
                for mode in occupied.union(empty) {
                    guard let next = product.frozen(mode, isOccupied: occupied.contains(mode)) else { return nil }
                    product = next.product
                    sign *= next.sign
                }
                return (product, sign < 0 ? -coefficient : coefficient)
            })
    }

    /// The operator with the modes that occur in it numbered 0, 1, … in their order.
    public func withoutUnusedModes() -> FermionOperator {
        let used = reduce(QubitMask()) { $1.term.factors.reduce($0) { $0.union(QubitMask(qubit: $1.mode)) } }
        let unused = QubitMask(first: width).subtracting(used)
        return FermionOperator(
            map { term, coefficient in
                let factors = term.factors.map { factor in
                    let shift = unused.intersection(QubitMask(first: factor.mode)).count
                    return LadderOperator(mode: factor.mode - shift, isCreation: factor.isCreation)
                }
                return (FermionProduct(factors), coefficient)
            })
    }
}

extension LinearCombination<PauliString> {
    /// The operator with the qubits that occur in it numbered 0, 1, … in their order.
    public func withoutUnusedQubits() -> PauliSum {
        let used = reduce(QubitMask()) { $0.union($1.term.support) }
        let unused = QubitMask(first: width).subtracting(used)
        return PauliSum(map { ($0.term.removing(unused), $0.coefficient) })
    }
}

extension FermionProduct {
    /// The product without the factors on one mode, or `nil` if these do not give back the mode as it was.
    fileprivate func frozen(_ mode: Int, isOccupied: Bool) -> (product: FermionProduct, sign: Int)? {
        var kept: [LadderOperator] = []
        var (exchanges, state) = (0, isOccupied)
        for factor in factors.reversed() {
            guard factor.mode == mode else {
                kept.append(factor)
                continue
            }
            if factor.isCreation == state { return nil }
            // The factor moves to the right end, past all that were kept so far.
            exchanges += kept.count
            state.toggle()
        }
        guard state == isOccupied else { return nil }
        // An occupied mode stands in both determinants, left of what the factors above it do.
        if isOccupied { exchanges += kept.lazy.filter { $0.mode > mode }.count }
        return (FermionProduct(kept.reversed()), exchanges % 2 == 0 ? 1 : -1)
    }
}
