internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension JordanWigner {
    /// The fermion operator whose image is the given Pauli sum, not reordered: the inverse of ``encode(_:)``.
    ///
    /// Letters are read from the highest qubit down: Z_p = −iγ_2pγ_2p+1, and X_p or Y_p is γ_2p or γ_2p+1 behind the
    /// Z_0 … Z_p−1 that cancel theirs.
    ///
    /// - Complexity: a string of k letters gives at most 2^m terms, m the number of Majorana operators it needs; normal
    ///   order merges them.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``.
    public func decode(_ operand: PauliSum) throws(EncodingError) -> FermionOperator {
        try checkWidth(operand.width)
        return FermionOperator(decodeToMajoranas(operand))
    }

    /// The Majorana operator whose image is the given Pauli sum; every string is one product.
    private func decodeToMajoranas(_ operand: PauliSum) -> MajoranaOperator {
        MajoranaOperator(
            operand.lazy.map { string, coefficient in
                let product = majoranaProduct(of: string)
                // The product's image is ± or ±i the string: divide by that phase.
                var image: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
                for index in product.modes {
                    let next = image.term.multiplied(by: majorana(index))
                    image = (image.phase * next.phase, next.term)
                }
                return (product, image.phase.conjugate.multiplying(coefficient))
            })
    }

    /// The product of Majorana operators whose image is the string up to a phase.
    private func majoranaProduct(of string: PauliString) -> MajoranaProduct {
        var indices = QubitMask()
        var flipsBelow = false
        for qubit in (0..<string.width).reversed() {
            // Each flip above brings a Z here; what is left must come from this mode's own γ.
            let x = string.x.contains(qubit)
            let z = string.z.contains(qubit) != flipsBelow
            if x != z { indices.insert(2 * qubit) }
            if z { indices.insert(2 * qubit + 1) }
            if x { flipsBelow.toggle() }
        }
        return MajoranaProduct(indices)
    }
}
