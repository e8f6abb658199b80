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
        case ...64: return normalOrdered(in: UInt64.self)
        case ...128: return normalOrdered(in: UInt128.self)
        default: return normalOrderedByExchanges()
        }
    }

    /// Whether every term is in normal order as ``normalOrdered()`` leaves it.
    public var isNormalOrdered: Bool { allSatisfy { $0.term.isNormalOrdered } }

    /// Normal order through bit masks, for operators on at most as many modes as `Word` has bits.
    func normalOrdered<Word: FixedWidthInteger & UnsignedInteger & Sendable>(in word: Word.Type) -> FermionOperator {
        var table = AccumulationTable<PackedNormalOrder<Word>>(capacity: count)
        var expansion: [PackedNormalOrder<Word>] = []
        for (term, coefficient) in elements {
            PackedNormalOrder.expand(term.factors, into: &expansion)
            for product in expansion {
                table.add(product.unsigned, product.isNegative ? -coefficient : coefficient)
            }
        }
        let result = table.entries.filter { $0.coefficient != .zero }
            .map { (term: $0.term.unpacked, coefficient: $0.coefficient) }
            .sorted { $0.term < $1.term }
        return LinearCombination(canonical: result)
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
