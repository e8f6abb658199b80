internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

/// A map that encodes all products of an even number of Majorana operators, but no single one: all of physics, since
/// Hamiltonians are even.
///
/// Required besides name and counts: a connected graph of modes, B_p = −iγ_2pγ_2p+1 = 1 − 2n_p of every mode, A_pq =
/// −iγ_2pγ_2q of every edge, and the ``stabilizers`` whose joint eigenspace with eigenvalue 1 holds the encoded states.
/// Every even product is a product of these, along paths of the graph; which path is taken does not matter on encoded
/// states (S. Bravyi and A. Kitaev, quant-ph/0003137, section 8).
public protocol EvenFermionEncoding: MajoranaProductEncoding {
    /// The modes and the pairs of them that have an operator of their own.
    var graph: ModeGraph { get }

    /// B_p = −iγ_2pγ_2p+1.
    ///
    /// - Precondition: p is a mode.
    func vertexOperator(_ p: Int) -> PauliString

    /// A_pq = −iγ_2pγ_2q = −A_qp.
    ///
    /// - Precondition: p and q are neighbours in ``graph``.
    func edgeOperator(_ p: Int, _ q: Int) -> Stabilizer

    /// Independent conditions that encoded states satisfy.
    var stabilizers: [Stabilizer] { get }
}

extension EvenFermionEncoding {
    /// The Pauli string of a product of an even number of Majorana operators.
    ///
    /// The product is Π γ_2p over the modes with one of their two operators, times Π iB_p over those with the second.
    /// The γ_2p are paired, the lowest with its nearest, and γ_2pγ_2q = Π iA along a shortest path.
    ///
    /// - Precondition: the indices are below 2 · ``PartialFermionEncoding/modeCount``.
    /// - Throws: ``EncodingError/notEncodable(encoding:term:reason:)`` for an odd number.
    public func image(of product: MajoranaProduct) throws(EncodingError) -> (phase: QuarterTurn, term: PauliString) {
        guard !product.modes.hasOddCount else {
            throw .notEncodable(
                encoding: name, term: product.description,
                reason: "it is a product of an odd number of Majorana operators")
        }
        var image: (phase: QuarterTurn, term: PauliString) = (.one, .identity)
        func append(_ phase: QuarterTurn, _ term: PauliString) {
            let next = image.term.multiplied(by: term)
            image = (image.phase * phase * next.phase, next.term)
        }
        let single = product.modes.lazy.map { $0 / 2 }.reduce(QubitMask()) {
            $0.symmetricDifference(QubitMask(qubit: $1))
        }
        var ordered = MajoranaProduct()
        for (p, q) in pairs(of: Array(single)) {
            let path = graph.path(from: p, to: q)
            for (from, to) in zip(path, path.dropFirst()) {
                let edge = edgeOperator(from, to)
                append(edge.isNegated ? .minusI : .i, edge.string)
            }
            let next = ordered.multiplied(by: MajoranaProduct([2 * p, 2 * q]))
            // Pairs brought together out of order: the sign of sorting them again.
            append(next.phase, .identity)
            ordered = next.term
        }
        for index in product.modes where index % 2 == 1 { append(.i, vertexOperator(index / 2)) }
        return image
    }

    /// Pairs of modes: the lowest that is left with the nearest, of several the lowest.
    private func pairs(of modes: [Int]) -> [(Int, Int)] {
        var (left, result) = (modes, [(Int, Int)]())
        while left.count > 1 {
            let first = left.removeFirst()
            let distances = left.map { graph.path(from: first, to: $0).count }
            guard let nearest = left.indices.min(by: { distances[$0] < distances[$1] }) else { break }
            result.append((first, left.remove(at: nearest)))
        }
        return result
    }

    /// A basis state that is part of the encoded determinant: projected on the ``stabilizers``, it is the determinant up
    /// to a factor.
    ///
    /// - Throws: ``EncodingError/notEncodable(encoding:term:reason:)`` if the encoding has no such determinant.
    public func encodedBasisState(occupied: QubitMask) throws(EncodingError) -> QubitMask {
        try checkWidth((occupied.last ?? -1) + 1)
        let occupations = (0..<modeCount).map { Stabilizer(vertexOperator($0), isNegated: occupied.contains($0)) }
        guard let bits = (stabilizers + occupations).basisState() else {
            throw .notEncodable(
                encoding: name, term: occupied.map { "\($0)^" }.joined(separator: " "),
                reason: "it has no determinant with these modes occupied; the number of particles must be even")
        }
        return bits
    }

    /// w Σ_S (1 − S) over the stabilizers: 0 on encoded states and at least 2w on others, to add to a Hamiltonian whose
    /// ground state is to be encoded.
    public func penalty(weight: Double) -> PauliSum {
        stabilizers.reduce(.zero) { $0 + weight * (.identity - $1.operatorSum) }
    }
}
