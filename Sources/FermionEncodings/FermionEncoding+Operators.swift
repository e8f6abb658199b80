internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension FermionEncoding {
    /// The image of a fermion operator: each product is written in Majorana operators, where like products merge, and
    /// each of those is one Pauli string.
    ///
    /// - Complexity: a term of k factors expands to at most 2^k products.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``.
    public func encode(_ fermions: FermionOperator) throws(EncodingError) -> PauliSum {
        try checkWidth(fermions.width)
        return try encode(MajoranaOperator(fermions))
    }

    /// The image of a Majorana operator; different products have different strings.
    ///
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``.
    public func encode(_ majoranas: MajoranaOperator) throws(EncodingError) -> PauliSum {
        try checkWidth((majoranas.width + 1) / 2)
        let images = (0..<majoranas.width).map(signedMajorana)
        return PauliSum(
            majoranas.lazy.map { product, coefficient in
                var image: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
                for index in product.modes {
                    let next = image.term.multiplied(by: images[index].term)
                    image = (image.phase * images[index].phase * next.phase, next.term)
                }
                return (image.term, image.phase.multiplying(coefficient))
            })
    }

    func checkWidth(_ found: Int) throws(EncodingError) {
        if found > modeCount { throw .tooManyModes(encoding: name, found: found, modeCount: modeCount) }
    }
}
