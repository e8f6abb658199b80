internal import ComplexModule
internal import RealModule

extension LinearCombination<FermionProduct> {
    /// The operator with modes renamed: mode m becomes `order[m]`.
    ///
    /// - Throws: ``OperatorError/notAPermutation(count:width:)`` unless `order` permutes 0..<count and covers the
    ///   operator.
    public func reordered(by order: [Int]) throws(OperatorError) -> FermionOperator {
        guard order.sorted() == Array(order.indices), width <= order.count else {
            throw .notAPermutation(count: order.count, width: width)
        }
        return LinearCombination(
            elements.lazy.map { term, coefficient in
                let factors = term.factors.map { LadderOperator(mode: order[$0.mode], isCreation: $0.isCreation) }
                return (FermionProduct(factors), coefficient)
            })
    }

    /// Terms a†_p a_q and a†_p a_q a†_r a_s ("chemist order") of an operator with terms a†a and a†a†aa:
    /// a†_p a†_q a_r a_s = δ_qr a†_p a_s − a†_p a_r a†_q a_s, after normal ordering.
    ///
    /// - Throws: ``OperatorError/notTwoBody(term:)`` if another term occurs.
    public func chemistOrdered() throws(OperatorError) -> FermionOperator {
        if let term = firstTermBeyondTwoBody(conservingSpin: false) { throw .notTwoBody(term: term.description) }
        var accumulator = TermAccumulator<FermionProduct>(capacity: count)
        for (term, coefficient) in normalOrdered() {
            guard term.factors.count == 4 else {
                accumulator.add(term, coefficient)
                continue
            }
            let (p, q, r, s) = (term.factors[0], term.factors[1], term.factors[2], term.factors[3])
            accumulator.add(FermionProduct([p, r, q, s]), -coefficient)
            if q.mode == r.mode { accumulator.add(FermionProduct([p, s]), coefficient) }
        }
        return accumulator.sum()
    }
}

/// Orders of the spin orbitals of n spatial orbitals.
public enum SpinOrbitalOrder {
    /// The renaming that takes interleaved spins (2p up, 2p+1 down) to all up, then all down: 2p becomes p and 2p+1
    /// becomes p plus the number of up modes. For ``LinearCombination/reordered(by:)``.
    public static func upThenDown(modeCount: Int) -> [Int] {
        (0..<modeCount).map { $0 % 2 == 0 ? $0 / 2 : (modeCount + 1) / 2 + $0 / 2 }
    }

    /// The renaming that undoes another.
    ///
    /// - Precondition: `order` is a permutation.
    public static func inverse(of order: [Int]) -> [Int] {
        var inverse = [Int](repeating: 0, count: order.count)
        for (mode, image) in order.enumerated() { inverse[image] = mode }
        return inverse
    }
}
