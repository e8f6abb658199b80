internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension BinaryCode: PartialFermionEncoding {
    /// "binary code".
    public var name: String { "binary code" }

    /// The image of a fermion operator, right on the determinants the code holds if the operator keeps to them.
    ///
    /// A product of ladder operators checks the occupations it meets, gives the sign (−1)^(v_0 + … + v_p−1) of each, and
    /// flips modes: with (−1)^f the diagonal image of a function f of the bits, it is X^(A c) times a product of
    /// (1 ± (−1)^d_p)/2 and (−1)^(d_0 + … + d_p−1) (M. Steudtner and S. Wehner, arXiv:1712.07067, section III). Terms that
    /// lead out of the code have an image too, without meaning; nothing tells them apart.
    ///
    /// - Complexity: up to 2^m strings a term, where the functions it needs read m qubits together.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)`` or
    ///   ``EncodingError/functionTooWide(mode:width:limit:)``.
    public func encode(_ fermions: FermionOperator) throws(EncodingError) -> PauliSum {
        try checkWidth(fermions.width)
        let used = fermions.reduce(0) { max($0, $1.term.width) }
        var signs: [PauliSum] = []
        var parities: [BinaryPolynomial] = []
        var parity = BinaryPolynomial.zero
        for mode in 0..<used {
            signs.append(try sign(of: decoder[mode], mode))
            parities.append(parity)
            parity = parity + decoder[mode]
        }
        var accumulator = TermAccumulator<PauliString>(capacity: fermions.count)
        for (term, coefficient) in fermions {
            for (string, weight) in try image(of: term, signs, parities) {
                accumulator.add(string, coefficient * weight)
            }
        }
        return accumulator.sum()
    }

    /// The image of one product: checks and signs, read from the right, then the flips.
    private func image(
        of product: FermionProduct, _ signs: [PauliSum], _ parities: [BinaryPolynomial]
    ) throws(EncodingError) -> PauliSum {
        var image = PauliSum.identity
        var parity = BinaryPolynomial.zero
        var flipped = QubitMask()
        for factor in product.factors.reversed() {
            // After flips to its right, the mode's occupation is d_p or 1 − d_p. It must be 0 to create, 1 to annihilate.
            let expectsOne = factor.isCreation == flipped.contains(factor.mode)
            image *= 0.5 * (.identity + (expectsOne ? -1.0 : 1.0) * signs[factor.mode])
            parity = parity + parities[factor.mode]
            if flipped.intersection(QubitMask(first: factor.mode)).hasOddCount { parity = parity + .one }
            flipped = flipped.symmetricDifference(QubitMask(qubit: factor.mode))
        }
        image *= try sign(of: parity, product.width - 1)
        return PauliSum(PauliString(x: encodedBasisState(occupied: flipped))) * image
    }

    /// (−1)^f as a sum of strings of Zs: the Walsh-Hadamard transform of its values over the m variables f reads, or one
    /// string if f is affine.
    private func sign(of function: BinaryPolynomial, _ mode: Int) throws(EncodingError) -> PauliSum {
        if function.degree <= 1 {
            return PauliSum(PauliString(z: function.variables), function.constant ? -1.0 : 1.0)
        }
        // Variables that only stand alone are one string; the table is over those that are multiplied.
        let products = function.monomials.filter { $0.count > 1 }
        let multiplied = Array(products.reduce(QubitMask()) { $0.union($1) })
        guard multiplied.count <= 20 else {
            throw .functionTooWide(mode: mode, width: multiplied.count, limit: 20)
        }
        var values = (0..<1 << multiplied.count).map { index -> Double in
            let bits = QubitMask(multiplied.indices.lazy.filter { index >> $0 & 1 == 1 }.map { multiplied[$0] })
            return products.reduce(false) { $0 != $1.subtracting(bits).isEmpty } ? -1 : 1
        }
        Self.walshHadamard(&values)
        let rest = function.monomials.filter { $0.count <= 1 }.reduce(PauliSum.identity) { sum, monomial in
            sum * PauliSum(PauliString(z: monomial), monomial.isEmpty ? -1.0 : 1.0)
        }
        let table = PauliSum(
            values.indices.lazy.map { index in
                let z = QubitMask(multiplied.indices.lazy.filter { index >> $0 & 1 == 1 }.map { multiplied[$0] })
                return (PauliString(z: z), Complex(values[index] / Double(values.count), 0))
            })
        return rest * table
    }

    private static func walshHadamard(_ values: inout [Double]) {
        var half = 1
        while half < values.count {
            for index in values.indices where index & half == 0 {
                let (even, odd) = (values[index], values[index | half])
                (values[index], values[index | half]) = (even + odd, even - odd)
            }
            half *= 2
        }
    }
}
