internal import ComplexModule
public import OperatorAlgebra
internal import RealModule

extension EvenFermionEncoding {
    /// A fermion operator whose image is the given Pauli sum on encoded states, not reordered: the inverse of encoding.
    ///
    /// - Throws: As ``decodeToMajoranas(_:)``.
    public func decode(_ operand: PauliSum) throws(EncodingError) -> FermionOperator {
        FermionOperator(try decodeToMajoranas(operand))
    }

    /// A Majorana operator whose image is the given Pauli sum on encoded states.
    ///
    /// A string that keeps the stabilizers is a product of B_p, of A_pq along a spanning tree, and of stabilizers, which are
    /// 1: Gauss elimination over GF(2) finds it. Where the stabilizers fix a product of Majorana operators, as ``Superfast``
    /// does with the parity of all modes, operators that differ by it have one image; the product of fewer is given.
    ///
    /// - Complexity: O(g²) masks for g generators, and O(g) for each string.
    /// - Throws: ``EncodingError/tooManyQubits(encoding:found:qubitCount:)``, or
    ///   ``EncodingError/notAnImage(encoding:term:)`` for a string that leads out of the encoded states.
    public func decodeToMajoranas(_ operand: PauliSum) throws(EncodingError) -> MajoranaOperator {
        guard operand.width <= qubitCount else {
            throw .tooManyQubits(encoding: name, found: operand.width, qubitCount: qubitCount)
        }
        let (generators, columns) = (EvenGenerators(self), 2 * qubitCount)
        var span = BinaryEchelon()
        var fixed: (turn: QuarterTurn, product: MajoranaProduct) = (.one, .identity)
        for (index, stabilizer) in generators.stabilizers.enumerated() {
            // The columns behind the string's own tell which generators a row was made of.
            var row = stabilizer.string.symplecticVector(width: qubitCount)
            row.insert(columns + index)
            let remainder = span.remainder(of: row)
            if let first = remainder.first, first < columns {
                span.insert(row)
            } else {
                fixed = generators.product(remainder.lazy.map { $0 - columns })
            }
        }
        var accumulator = TermAccumulator<MajoranaProduct>(capacity: operand.count)
        for (string, coefficient) in operand {
            let remainder = span.remainder(of: string.symplecticVector(width: qubitCount))
            if let first = remainder.first, first < columns {
                throw .notAnImage(encoding: name, term: string.description)
            }
            var (turn, product) = generators.product(remainder.lazy.map { $0 - columns })
            let other = product.multiplied(by: fixed.product)
            if other.term.modes.count < product.modes.count {
                (turn, product) = (turn * fixed.turn * other.phase.conjugate, other.term)
            }
            accumulator.add(product, turn.conjugate.multiplying(coefficient))
        }
        return accumulator.sum()
    }
}

/// The stabilizers of an even encoding, its B_p, and its A_pq of a spanning tree: together they generate the images of all
/// even products.
private struct EvenGenerators {
    let stabilizers: [Stabilizer]
    /// The Majorana operators γγ that −iγγ is the image of; nothing for the stabilizers of the encoding.
    private let pairs: [MajoranaProduct?]

    init(_ encoding: some EvenFermionEncoding) {
        let modes = 0..<encoding.modeCount
        let edges = modes.dropFirst().map { ModeGraph.Edge($0, encoding.graph.path(from: $0, to: 0)[1]) }
        stabilizers =
            encoding.stabilizers + modes.map { Stabilizer(encoding.vertexOperator($0)) }
            + edges.map { encoding.edgeOperator($0.low, $0.high) }
        pairs =
            encoding.stabilizers.map { _ in nil } + modes.map { MajoranaProduct([2 * $0, 2 * $0 + 1]) }
            + edges.map { MajoranaProduct([2 * $0.low, 2 * $0.high]) }
    }

    /// The product of generators in the given order: turn · (their strings' product) on encoded states.
    func product(_ indices: some Sequence<Int>) -> (turn: QuarterTurn, product: MajoranaProduct) {
        var (turn, string, product) = (QuarterTurn.one, PauliString.identity, MajoranaProduct())
        for index in indices {
            let next = string.multiplied(by: stabilizers[index].string)
            (turn, string) = (turn * next.phase * (stabilizers[index].isNegated ? .minusOne : .one), next.term)
            guard let pair = pairs[index] else { continue }
            let factor = product.multiplied(by: pair)
            (turn, product) = (turn * (QuarterTurn.minusI * factor.phase).conjugate, factor.term)
        }
        return (turn, product)
    }
}
