internal import ComplexModule
internal import RealModule

extension LinearCombination<FermionProduct> {
    /// The same operator with every term in normal order: creations left, indices descending within creations and
    /// within annihilations, as OpenFermion's `normal_ordered`.
    ///
    /// Follows from a_p a†_q = δ_pq − a†_q a_p. Two operators are equal as operators exactly if their normal orders are
    /// equal sums.
    ///
    /// - Complexity: a term with k creations right of annihilations in the same mode gives at most 2^k terms.
    public func normalOrdered() -> FermionOperator {
        switch width {
        case ...64: return NormalOrderAccumulator<UInt64>.sum(capacity: count) { $0.add(self) }
        case ...128: return NormalOrderAccumulator<UInt128>.sum(capacity: count) { $0.add(self) }
        default: return normalOrderedByExchanges()
        }
    }

    /// Whether every term is in normal order as ``normalOrdered()`` leaves it.
    public var isNormalOrdered: Bool { allSatisfy { $0.term.isNormalOrdered } }

    /// The normal order of AB, without the unordered product in between.
    ///
    /// - Complexity: O(n m) products.
    public func normalOrderedProduct(with other: FermionOperator) -> FermionOperator {
        switch Swift.max(width, other.width) {
        case ...64: return NormalOrderAccumulator<UInt64>.sum { $0.add(self, times: other) }
        case ...128: return NormalOrderAccumulator<UInt128>.sum { $0.add(self, times: other) }
        default: return (self * other).normalOrderedByExchanges()
        }
    }

    /// The normal order of the commutator [A, B], without the unordered products in between.
    ///
    /// - Complexity: O(n m) products.
    public func normalOrderedCommutator(with other: FermionOperator) -> FermionOperator {
        switch Swift.max(width, other.width) {
        case ...64: return NormalOrderAccumulator<UInt64>.sum { $0.addCommutator(self, other) }
        case ...128: return NormalOrderAccumulator<UInt128>.sum { $0.addCommutator(self, other) }
        default: return commutator(with: other).normalOrderedByExchanges()
        }
    }

    /// Normal order by exchanging neighbours, one rule at a time: any number of modes, slow, and the oracle of the fast
    /// way.
    func normalOrderedByExchanges() -> FermionOperator {
        var accumulator = TermAccumulator<FermionProduct>(capacity: count)
        var pending = Array(elements.reversed())
        while let (term, coefficient) = pending.popLast() {
            guard let position = term.firstDisorder else {
                accumulator.add(term, coefficient)
                continue
            }
            let (left, right) = (term.factors[position], term.factors[position + 1])
            if left == right { continue }
            var exchanged = term
            exchanged.factors.swapAt(position, position + 1)
            pending.append((exchanged, -coefficient))
            if left.mode == right.mode && right.isCreation {
                var contracted = term
                contracted.factors.removeSubrange(position...position + 1)
                pending.append((contracted, coefficient))
            }
        }
        return accumulator.sum()
    }
}

extension FermionProduct {
    /// Whether creations stand left of annihilations, indices strictly descending within each.
    public var isNormalOrdered: Bool { firstDisorder == nil }

    /// The first neighbours that normal order would exchange or cancel.
    fileprivate var firstDisorder: Int? {
        factors.indices.dropLast().first { position in
            let (left, right) = (factors[position], factors[position + 1])
            return left.isCreation == right.isCreation ? left.mode <= right.mode : right.isCreation
        }
    }
}
