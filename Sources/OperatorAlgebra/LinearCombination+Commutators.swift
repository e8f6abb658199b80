internal import ComplexModule
internal import RealModule

extension LinearCombination {
    /// The commutator [A, B] = AB − BA, not reordered beyond what multiplication itself does.
    ///
    /// - Complexity: O(n m) products.
    public func commutator(with other: LinearCombination) -> LinearCombination {
        var accumulator = TermAccumulator<Term>(capacity: count + other.count)
        accumulator.addProduct(of: self, other, sign: 1)
        accumulator.addProduct(of: other, self, sign: -1)
        return accumulator.sum()
    }

    /// The anticommutator {A, B} = AB + BA, not reordered beyond what multiplication itself does.
    ///
    /// - Complexity: O(n m) products.
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

extension LinearCombination<PauliString> {
    /// The commutator [A, B] = AB − BA: twice the products of the pairs of strings that anticommute.
    ///
    /// - Complexity: O(n m) products.
    public func commutator(with other: PauliSum) -> PauliSum {
        sumOfDoubledProducts(with: other, whereCommuting: false)
    }

    /// The anticommutator {A, B} = AB + BA: twice the products of the pairs of strings that commute.
    ///
    /// - Complexity: O(n m) products.
    public func anticommutator(with other: PauliSum) -> PauliSum {
        sumOfDoubledProducts(with: other, whereCommuting: true)
    }

    private func sumOfDoubledProducts(with other: PauliSum, whereCommuting isCommuting: Bool) -> PauliSum {
        var accumulator = TermAccumulator<PauliString>(capacity: count + other.count)
        for left in elements {
            let doubled = left.coefficient + left.coefficient
            for right in other.elements {
                let (phase, term) = left.term.multiplied(by: right.term)
                // P Q = ±Q P, and P Q is Hermitian (a real phase) exactly if they commute.
                guard (phase.exponent & 1 == 0) == isCommuting else { continue }
                accumulator.add(term, phase.multiplying(doubled * right.coefficient))
            }
        }
        return accumulator.sum()
    }
}
