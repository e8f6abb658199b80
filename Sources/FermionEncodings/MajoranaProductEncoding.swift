internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// A map that gives products of Majorana operators one Pauli string each, perhaps not all products.
///
/// Required besides names and counts: ``image(of:)-(MajoranaProduct)``. The images of a product of two operators and
/// the product of their images are equal, or, where the encoding has stabilizers, equal on the states these keep.
public protocol MajoranaProductEncoding: PartialFermionEncoding {
    /// The Pauli string of a product of Majorana operators, with its phase.
    ///
    /// - Precondition: the indices are below 2 · ``PartialFermionEncoding/modeCount``.
    /// - Throws: ``EncodingError/notEncodable(encoding:term:reason:)`` if the encoding does not take the product.
    func image(of product: MajoranaProduct) throws(EncodingError) -> (phase: QuarterTurn, term: PauliString)
}

extension MajoranaProductEncoding {
    /// The image of a fermion operator: each product is written in Majorana operators, where like products merge, and
    /// each of those is one Pauli string.
    ///
    /// - Complexity: a term of k factors expands to at most 2^k products.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)`` or
    ///   ``EncodingError/notEncodable(encoding:term:reason:)``.
    public func encode(_ fermions: FermionOperator) throws(EncodingError) -> PauliSum {
        try checkWidth(fermions.width)
        return try encode(MajoranaOperator(fermions))
    }

    /// The image of a Majorana operator.
    ///
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)`` or
    ///   ``EncodingError/notEncodable(encoding:term:reason:)``.
    public func encode(_ majoranas: MajoranaOperator) throws(EncodingError) -> PauliSum {
        try checkWidth((majoranas.width + 1) / 2)
        var accumulator = TermAccumulator<PauliString>(capacity: majoranas.count)
        for (product, coefficient) in majoranas {
            let (phase, term) = try image(of: product)
            accumulator.add(term, phase.multiplying(coefficient))
        }
        return accumulator.sum()
    }

    /// The image of an electronic Hamiltonian given by its integrals; spin orbitals interleave.
    ///
    /// - Parameter threshold: products of Majorana operators with at most this coefficient in hartree are left out as
    ///   noise; see ``IntegralPruning``.
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``,
    ///   ``EncodingError/notEncodable(encoding:term:reason:)`` or ``EncodingError/nonFiniteIntegral(_:)``.
    public func encode(
        _ hamiltonian: some ElectronicIntegrals, threshold: Double = IntegralPruning.defaultThreshold
    ) throws(EncodingError) -> PauliSum {
        try checkWidth(2 * hamiltonian.orbitalCount)
        return try encode(MajoranaOperator(hamiltonian, threshold: threshold))
    }
}
