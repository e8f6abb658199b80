public import OperatorAlgebra

/// The Bravyi-Kitaev tree encoding of spin orbitals without the two qubits that hold the parities of the numbers of up
/// electrons and of all electrons, for operators that keep both (S. Bravyi, J. Gambetta, A. Mezzacapo and K. Temme,
/// arXiv:1701.08213).
///
/// Spin orbitals interleave outside; inside, all up ones come first, so that the qubits n−1 and 2n−1 of n orbitals hold
/// the parities. OpenFermion's `symmetry_conserving_bravyi_kitaev` is this with as many up electrons as down ones, or one
/// more.
public struct SymmetryConservingBravyiKitaev: MajoranaProductEncoding {
    /// "symmetry-conserving Bravyi-Kitaev".
    public var name: String { "symmetry-conserving Bravyi-Kitaev" }
    /// The number of spatial orbitals.
    public let orbitalCount: Int
    /// How many fermion modes it takes: two an orbital.
    public var modeCount: Int { 2 * orbitalCount }
    /// Two qubits fewer than modes.
    public var qubitCount: Int { modeCount - 2 }

    private let tree: BravyiKitaevTree
    /// The removed qubits, and those of them that hold an odd parity.
    private let (removed, odd): (QubitMask, QubitMask)

    /// The encoding of the states with the given parities of electron numbers.
    ///
    /// - Throws: ``EncodingError/invalidModeCount(_:)`` without orbitals.
    public init(orbitalCount: Int, upCount: Int, downCount: Int) throws(EncodingError) {
        guard orbitalCount > 0 else { throw .invalidModeCount(2 * orbitalCount) }
        self.orbitalCount = orbitalCount
        tree = BravyiKitaevTree(modeCount: 2 * orbitalCount)
        removed = [orbitalCount - 1, 2 * orbitalCount - 1]
        odd = QubitMask(
            (upCount % 2 == 0 ? [] : [orbitalCount - 1])
                + ((upCount + downCount) % 2 == 0 ? [] : [2 * orbitalCount - 1]))
    }

    /// The place of a spin orbital among all up ones, then all down ones.
    private func place(_ mode: Int) -> Int { mode / 2 + mode % 2 * orbitalCount }

    /// The Pauli string of a product that keeps both parities.
    ///
    /// - Precondition: the indices are below 2 · ``modeCount``.
    /// - Throws: ``EncodingError/notEncodable(encoding:term:reason:)``.
    public func image(of product: MajoranaProduct) throws(EncodingError) -> (phase: QuarterTurn, term: PauliString) {
        var image: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
        for index in product.modes {
            let next = image.term.multiplied(by: tree.majorana(2 * place(index / 2) + index % 2))
            image = (image.phase * next.phase, next.term)
        }
        guard image.term.x.intersection(removed).isEmpty else {
            throw .notEncodable(
                encoding: name, term: product.description,
                reason: "it changes the parity of the number of up or of down electrons")
        }
        let sign: QuarterTurn = image.term.z.overlapsOddly(odd) ? .minusOne : .one
        return (image.phase * sign, image.term.removing(removed))
    }

    /// The computational basis state that encodes the determinant with the given occupied modes, up to a sign.
    ///
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``, or
    ///   ``EncodingError/notEncodable(encoding:term:reason:)`` if its parities are others.
    public func encodedBasisState(occupied: QubitMask) throws(EncodingError) -> QubitMask {
        try checkWidth((occupied.last ?? -1) + 1)
        let bits = tree.encodedBasisState(occupied: occupied.lazy.map(place))
        guard bits.intersection(removed) == odd else {
            throw .notEncodable(
                encoding: name, term: occupied.map { "\($0)^" }.joined(separator: " "),
                reason: "the determinant has other parities of electron numbers than the encoding")
        }
        return bits.removing(removed)
    }

    /// A fermion operator whose image is the given Pauli sum in the sector, spin orbitals interleaved and not reordered: the
    /// inverse of encoding.
    ///
    /// Every string is the image of one. Operators that differ by a kept parity have one image; one of them is given.
    ///
    /// - Throws: ``EncodingError/tooManyQubits(encoding:found:qubitCount:)``.
    public func decode(_ operand: PauliSum) throws(EncodingError) -> FermionOperator {
        FermionOperator(try decodeToMajoranas(operand))
    }

    /// The Majorana operator whose image is the given Pauli sum in the sector; every string is one product.
    ///
    /// The removed qubits come back without a letter, and the tree encoding decodes.
    ///
    /// - Throws: ``EncodingError/tooManyQubits(encoding:found:qubitCount:)``.
    public func decodeToMajoranas(_ operand: PauliSum) throws(EncodingError) -> MajoranaOperator {
        guard operand.width <= qubitCount else {
            throw .tooManyQubits(encoding: name, found: operand.width, qubitCount: qubitCount)
        }
        let kept = (0..<modeCount).filter { !removed.contains($0) }
        func widened(_ mask: QubitMask) -> QubitMask { QubitMask(mask.lazy.map { kept[$0] }) }
        let whole = PauliSum(
            operand.lazy.map { (PauliString(x: widened($0.term.x), z: widened($0.term.z)), $0.coefficient) })
        var accumulator = TermAccumulator<MajoranaProduct>(capacity: operand.count)
        for (product, coefficient) in try tree.decodeToMajoranas(whole) {
            // Back from the order of all up, then all down; sorting the operators again may give a sign.
            var image: (phase: QuarterTurn, term: MajoranaProduct) = (.one, .identity)
            for index in product.modes {
                let place = index / 2
                let mode = place < orbitalCount ? 2 * place : 2 * (place - orbitalCount) + 1
                let next = image.term.multiplied(by: MajoranaProduct([2 * mode + index % 2]))
                image = (image.phase * next.phase, next.term)
            }
            accumulator.add(image.term, image.phase.multiplying(coefficient))
        }
        return accumulator.sum()
    }
}
