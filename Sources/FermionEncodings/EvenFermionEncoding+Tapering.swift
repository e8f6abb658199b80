public import OperatorAlgebra

extension EvenFermionEncoding {
    /// Takes off a qubit for each stabilizer of the encoding and for each further parity of occupations that the encoded
    /// operator keeps, in the sector of a determinant.
    ///
    /// A set of modes has the parity Π B_p; it is kept if the product commutes with every term. These are the Z2 symmetries
    /// that ``OperatorAlgebra/LinearCombination/tapered(reference:qubitCount:)`` finds for linear encodings, so both leave
    /// the same number of qubits. Products that the stabilizers already fix, such as the parity of all modes of
    /// ``Superfast``, are left out.
    ///
    /// - Parameters:
    ///   - image: an operator that this encoding encoded.
    ///   - occupied: the modes of the reference determinant.
    /// - Returns: The tapering, to use on other operators that keep the symmetries, and the tapered operator.
    /// - Throws: ``EncodingError/notEncodable(encoding:term:reason:)`` if the encoding has no such determinant,
    ///   ``EncodingError/doesNotCommute(term:stabilizer:)`` if it did not encode the operator, or
    ///   ``EncodingError/tooManyModes(encoding:found:modeCount:)``.
    /// - Complexity: O(m n) commutators for m terms and n modes.
    public func tapered(
        _ image: PauliSum, occupied: QubitMask
    ) throws(EncodingError) -> (tapering: Tapering, operator: PauliSum) {
        _ = try encodedBasisState(occupied: occupied)
        let vertices = (0..<modeCount).map(vertexOperator)
        var changes = BinaryEchelon()
        for (term, _) in image where changes.rank < modeCount {
            changes.insert(QubitMask(vertices.indices.filter { !vertices[$0].commutes(with: term) }))
        }
        let width = Swift.max(qubitCount, image.width)
        var span = BinaryEchelon()
        var conditions = stabilizers
        for stabilizer in conditions { span.insert(stabilizer.string.symplecticVector(width: width)) }
        for modes in changes.kernel(columnCount: modeCount) {
            let parity = modes.reduce(PauliString.identity) { $0.multiplied(by: vertices[$1]).term }
            guard span.insert(parity.symplecticVector(width: width)) else { continue }
            conditions.append(Stabilizer(parity, isNegated: modes.overlapsOddly(occupied)))
        }
        let tapering = try Tapering(conditions)
        return (tapering, try tapering.taper(image))
    }
}
