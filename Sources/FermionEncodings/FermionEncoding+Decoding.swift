internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension FermionEncoding {
    /// The fermion operator whose image is the given Pauli sum, not reordered: the inverse of ``encode(_:)``.
    ///
    /// - Complexity: a string that stands for m Majorana operators gives at most 2^m terms; normal order merges them.
    /// - Throws: ``EncodingError/tooManyQubits(encoding:found:qubitCount:)``, or
    ///   ``EncodingError/notAnImage(encoding:term:)`` where the encoding has more qubits than modes.
    public func decode(_ operand: PauliSum) throws(EncodingError) -> FermionOperator {
        FermionOperator(try decodeToMajoranas(operand))
    }

    /// The Majorana operator whose image is the given Pauli sum; every string is one product.
    ///
    /// A string P is the product of those γ_k, k in S, that have its commutators: P anticommutes with γ_k exactly if
    /// |S| is odd and k not in S, or |S| even and k in S. Summed over the even number of all k, this makes |S| mod 2
    /// the number of γ_k that anticommute with P.
    ///
    /// - Complexity: O(n) operations on masks of 2n bits, a string, for n modes.
    /// - Throws: As ``decode(_:)``.
    public func decodeToMajoranas(_ operand: PauliSum) throws(EncodingError) -> MajoranaOperator {
        guard operand.width <= qubitCount else {
            throw .tooManyQubits(encoding: name, found: operand.width, qubitCount: qubitCount)
        }
        // For each qubit, the Majorana operators whose strings flip it, and those that give it a sign.
        var flips = [QubitMask](repeating: QubitMask(), count: qubitCount)
        var signs = flips
        for k in 0..<2 * modeCount {
            let string = majorana(k)
            for qubit in string.x { flips[qubit].insert(k) }
            for qubit in string.z { signs[qubit].insert(k) }
        }
        var accumulator = TermAccumulator<MajoranaProduct>(capacity: operand.count)
        for (string, coefficient) in operand {
            let crossed = string.z.reduce(QubitMask()) { $0.symmetricDifference(flips[$1]) }
            let anticommuting = string.x.reduce(crossed) { $0.symmetricDifference(signs[$1]) }
            let all = QubitMask(first: anticommuting.hasOddCount ? 2 * modeCount : 0)
            let product = MajoranaProduct(anticommuting.symmetricDifference(all))
            let (phase, term) = image(of: product)
            guard term == string else { throw .notAnImage(encoding: name, term: string.description) }
            accumulator.add(product, phase.conjugate.multiplying(coefficient))
        }
        return accumulator.sum()
    }
}
