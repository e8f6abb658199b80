internal import ComplexModule
internal import RealModule

extension LinearCombination {
    /// The commutator [A, B] = AB − BA, not reordered beyond what multiplication itself does.
    ///
    /// - Complexity: O(n m) products.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public func commutator(with other: LinearCombination) -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: count + other.count)
        accumulator.addProduct(of: self, other, sign: 1)
        accumulator.addProduct(of: other, self, sign: -1)
        return accumulator.sum()
    }

    /// The anticommutator {A, B} = AB + BA, not reordered beyond what multiplication itself does.
    ///
    /// - Complexity: O(n m) products.
    @specialized(where Term == PauliString)
    @specialized(where Term == FermionProduct)
    @specialized(where Term == MajoranaProduct)
    public func anticommutator(with other: LinearCombination) -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: count + other.count)
        accumulator.addProduct(of: self, other, sign: 1)
        accumulator.addProduct(of: other, self, sign: 1)
        return accumulator.sum()
    }

    /// The double commutator [A, [B, C]] of `self` with B and C.
    public func doubleCommutator(with b: LinearCombination, _ c: LinearCombination) -> LinearCombination {
        commutator(with: b.commutator(with: c))
    }
}
