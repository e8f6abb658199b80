public import ComplexModule
public import RealModule

extension PauliString {
    /// The image of the basis state |`bits`⟩: P|b⟩ = i^k |b ⊕ x⟩.
    @inlinable
    public func applied(to bits: QubitMask) -> (phase: QuarterTurn, bits: QubitMask) {
        (QuarterTurn(exponent: yCount + 2 * z.intersection(bits).count), bits.symmetricDifference(x))
    }
}

extension FermionProduct {
    /// The image of the determinant with the given occupied modes, or `nil` if it is zero.
    ///
    /// The determinant is a†_p a†_q … |vacuum⟩ with ascending modes, so a_p gives a sign for every occupied mode below p.
    public func applied(to occupied: QubitMask) -> (phase: QuarterTurn, occupied: QubitMask)? {
        var (state, exponent) = (occupied, 0)
        for factor in factors.reversed() {
            if state.contains(factor.mode) == factor.isCreation { return nil }
            exponent += 2 * state.intersection(QubitMask(first: factor.mode)).count
            state = state.symmetricDifference(QubitMask(qubit: factor.mode))
        }
        return (QuarterTurn(exponent: exponent), state)
    }
}

extension LinearCombination<PauliString> {
    /// ⟨b|A|b⟩ for the basis state |`bits`⟩: only strings of I and Z contribute.
    public func expectation(inBasisState bits: QubitMask) -> Complex<Double> {
        elements.reduce(.zero) { sum, element in
            guard element.term.isDiagonal else { return sum }
            return sum + element.term.applied(to: bits).phase.multiplying(element.coefficient)
        }
    }
}

extension LinearCombination<FermionProduct> {
    /// ⟨D|A|D⟩ for the determinant with the given occupied modes.
    public func expectation(occupied: QubitMask) -> Complex<Double> {
        elements.reduce(.zero) { sum, element in
            guard let image = element.term.applied(to: occupied), image.occupied == occupied else { return sum }
            return sum + image.phase.multiplying(element.coefficient)
        }
    }
}
