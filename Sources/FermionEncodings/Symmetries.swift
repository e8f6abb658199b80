public import OperatorAlgebra

extension LinearCombination<PauliString> {
    /// Independent strings of Zs that commute with every term; they generate all of those.
    ///
    /// The sector of a determinant is known for these: ``Stabilizer/init(_:sectorOf:)``. They are the kernel over GF(2)
    /// of the matrix whose rows are the X masks of the terms (S. Bravyi et al., arXiv:1701.08213).
    ///
    /// - Parameter qubitCount: The width of the register, at least the operator's own; a qubit that the operator leaves
    ///   alone is a symmetry itself.
    /// - Complexity: O(m r) for m terms and rank r ≤ `qubitCount`, in words of 64 qubits.
    public func diagonalSymmetries(qubitCount: Int) -> [PauliString] {
        precondition(qubitCount >= width, "the register holds the operator")
        var flips = BinaryEchelon()
        for (term, _) in self where flips.rank < qubitCount { flips.insert(term.x) }
        return flips.kernel(columnCount: qubitCount).map { PauliString(z: $0) }
    }

    /// Independent strings that commute with every term and with each other, as many as there can be; those of
    /// ``diagonalSymmetries(qubitCount:)`` come first.
    ///
    /// Strings that commute with all terms are a kernel over GF(2), but need not commute with each other. Starting from
    /// the diagonal ones, a string of the kernel is taken in as long as one commutes with all taken so far; the number
    /// reached does not depend on the choice (all maximal isotropic subspaces have one dimension).
    ///
    /// - Parameter qubitCount: The width of the register, at least the operator's own.
    /// - Complexity: O(m r + n⁴/64) for m terms and rank r ≤ 2n on n qubits.
    public func symmetries(qubitCount n: Int) -> [PauliString] {
        var conditions = BinaryEchelon()
        for (term, _) in self where conditions.rank < 2 * n { conditions.insert(term.symplecticCondition(width: n)) }
        var found = diagonalSymmetries(qubitCount: n)
        var span = BinaryEchelon()
        for symmetry in found {
            conditions.insert(symmetry.symplecticCondition(width: n))
            span.insert(symmetry.symplecticVector(width: n))
        }
        while let next = conditions.kernel(columnCount: 2 * n).first(where: { !span.remainder(of: $0).isEmpty }) {
            let string = PauliString(
                x: next.intersection(QubitMask(first: n)),
                z: QubitMask(next.lazy.filter { $0 >= n }.map { $0 - n }))
            found.append(string)
            conditions.insert(string.symplecticCondition(width: n))
            span.insert(next)
        }
        return found
    }

    /// Takes off a qubit for each string of Zs that commutes with the operator, in the sector of a reference.
    ///
    /// - Parameters:
    ///   - reference: the basis state that encodes the reference determinant.
    ///   - qubitCount: the width of the register, at least the operator's own.
    /// - Returns: The tapering, to use on other operators that keep the symmetries, and the tapered operator.
    /// - Throws: No error for an operator and symmetries found for it.
    public func tapered(
        reference: QubitMask, qubitCount: Int
    ) throws(EncodingError) -> (tapering: Tapering, operator: PauliSum) {
        var stabilizers: [Stabilizer] = []
        for symmetry in diagonalSymmetries(qubitCount: qubitCount) {
            stabilizers.append(try Stabilizer(symmetry, sectorOf: reference))
        }
        let tapering = try Tapering(stabilizers)
        return (tapering, try tapering.taper(self))
    }
}

extension PauliString {
    /// The string as a vector over GF(2): x in columns 0 ..< n and z in n ..< 2n.
    func symplecticVector(width n: Int) -> QubitMask { x.union(QubitMask(z.lazy.map { $0 + n })) }

    /// The row whose product with the vector of another string tells whether the two anticommute.
    func symplecticCondition(width n: Int) -> QubitMask { z.union(QubitMask(x.lazy.map { $0 + n })) }
}
