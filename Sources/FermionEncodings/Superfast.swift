public import OperatorAlgebra

/// The Bravyi-Kitaev superfast encoding: a qubit for every edge of a graph of modes, so that strings weigh no more than
/// the neighbourhoods they join (S. Bravyi and A. Kitaev, quant-ph/0003137, section 8; K. Setia and J. Whitfield,
/// arXiv:1712.00446).
///
/// B_p = Π Z over the edges at p. A_pq for p < q is X on the edge p–q, Z on the edges p–k with k < q and q–k with k < p.
/// The order of neighbours is that of their numbers, and qubits are the edges in ascending order, as in OpenFermion.
/// Each cycle of the graph gives a stabilizer i^l Π A. Only even numbers of particles exist, since Π B_p = 1.
///
/// OpenFermion encodes only molecules this way; here any even operator on any connected graph.
public struct Superfast: EvenFermionEncoding {
    /// "Bravyi-Kitaev superfast".
    public var name: String { "Bravyi-Kitaev superfast" }
    /// How many fermion modes it takes.
    public var modeCount: Int { graph.modeCount }
    /// As many qubits as edges.
    public var qubitCount: Int { graph.edges.count }
    /// The modes and edges.
    public let graph: ModeGraph
    /// One for each of a basis of cycles of the graph.
    public let stabilizers: [Stabilizer]

    private let table: EdgeTable

    /// The encoding on a graph.
    public init(_ graph: ModeGraph) {
        let table = EdgeTable(graph)
        self.graph = graph
        self.table = table
        stabilizers = graph.fundamentalCycles.map { cycle in
            var product: (phase: QuarterTurn, term: PauliString) = (QuarterTurn(exponent: cycle.count), .identity)
            for (from, to) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
                let edge = table.edgeOperator(from, to)
                let next = product.term.multiplied(by: edge.string)
                product = (product.phase * (edge.isNegated ? .minusOne : .one) * next.phase, next.term)
            }
            return Stabilizer(product.term, isNegated: product.phase == .minusOne)
        }
    }

    /// The encoding on a graph that suits an operator: each of its products of Majorana operators joins the modes of
    /// which it has one, first with second, third with fourth; parts that nothing joins are joined by their lowest modes.
    ///
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)``,
    ///   ``EncodingError/notEncodable(encoding:term:reason:)`` for an odd product, or
    ///   ``EncodingError/invalidModeCount(_:)``.
    public init(for operand: FermionOperator, modeCount: Int) throws(EncodingError) {
        guard modeCount > 0 else { throw .invalidModeCount(modeCount) }
        if operand.width > modeCount {
            throw .tooManyModes(encoding: "Bravyi-Kitaev superfast", found: operand.width, modeCount: modeCount)
        }
        var edges: Set<ModeGraph.Edge> = []
        var parts = Array(0..<modeCount)
        func join(_ p: Int, _ q: Int) {
            edges.insert(ModeGraph.Edge(p, q))
            let (kept, gone) = (Swift.min(parts[p], parts[q]), Swift.max(parts[p], parts[q]))
            for mode in parts.indices where parts[mode] == gone { parts[mode] = kept }
        }
        for (product, _) in MajoranaOperator(operand) {
            let modes = Array(
                product.modes.lazy.map { $0 / 2 }.reduce(QubitMask()) {
                    $0.symmetricDifference(QubitMask(qubit: $1))
                })
            for index in stride(from: 1, to: modes.count, by: 2) { join(modes[index - 1], modes[index]) }
        }
        for mode in parts.indices where parts[mode] != 0 { join(0, mode) }
        self.init(try ModeGraph(modeCount: modeCount, edges: edges))
    }

    /// Π Z over the edges at p.
    ///
    /// - Precondition: p is a mode.
    public func vertexOperator(_ p: Int) -> PauliString { table.vertexOperator(p) }

    /// ± X on the edge and Z on the edges before it at both ends, minus for p > q.
    ///
    /// - Precondition: p and q are neighbours in ``graph``.
    public func edgeOperator(_ p: Int, _ q: Int) -> Stabilizer { table.edgeOperator(p, q) }

    /// Π_S (1 + S)/√2 over the stabilizers: applied to ``EvenFermionEncoding/encodedBasisState(occupied:)``, it gives the
    /// encoded determinant, normalized; applied to |0…0⟩, the vacuum.
    ///
    /// - Complexity: 2^s terms for s stabilizers.
    /// - Throws: ``EncodingError/tooManyStabilizers(found:limit:)`` for more than 20.
    public func vacuumOperator() throws(EncodingError) -> PauliSum {
        guard stabilizers.count <= 20 else { throw .tooManyStabilizers(found: stabilizers.count, limit: 20) }
        return stabilizers.reduce(.identity) { $0 * (0.5.squareRoot() * (.identity + $1.operatorSum)) }
    }
}

/// The edges of a graph by their ends.
private struct EdgeTable: Sendable {
    private let graph: ModeGraph
    private let qubits: [ModeGraph.Edge: Int]

    init(_ graph: ModeGraph) {
        self.graph = graph
        qubits = Dictionary(uniqueKeysWithValues: zip(graph.edges, graph.edges.indices))
    }

    private func edges(at p: Int, where isIncluded: (Int) -> Bool) -> QubitMask {
        QubitMask(graph.neighbours[p].lazy.filter(isIncluded).compactMap { qubits[ModeGraph.Edge(p, $0)] })
    }

    func vertexOperator(_ p: Int) -> PauliString { PauliString(z: edges(at: p) { _ in true }) }

    func edgeOperator(_ p: Int, _ q: Int) -> Stabilizer {
        guard let qubit = qubits[ModeGraph.Edge(p, q)] else { preconditionFailure("p and q are neighbours") }
        let before = edges(at: p) { $0 < q }.symmetricDifference(edges(at: q) { $0 < p })
        return Stabilizer(PauliString(x: QubitMask(qubit: qubit), z: before), isNegated: p > q)
    }
}
