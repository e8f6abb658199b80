internal import OperatorAlgebra

/// A connected graph whose vertices are fermion modes.
public struct ModeGraph: Hashable, Sendable {
    /// An edge between two modes.
    public struct Edge: Hashable, Comparable, Sendable {
        /// The lower mode.
        public let low: Int
        /// The higher mode.
        public let high: Int

        /// The edge between two different modes, in either order.
        public init(_ first: Int, _ second: Int) {
            (low, high) = (Swift.min(first, second), Swift.max(first, second))
        }

        /// By the lower mode, then the higher.
        public static func < (lhs: Edge, rhs: Edge) -> Bool { (lhs.low, lhs.high) < (rhs.low, rhs.high) }
    }

    /// The number of modes.
    public let modeCount: Int
    /// The edges in ascending order.
    public let edges: [Edge]
    /// The neighbours of each mode in ascending order.
    let neighbours: [[Int]]
    /// `steps[q][p]`: the mode after p on a shortest path from p to q; p itself where p = q.
    private let steps: [[Int]]

    /// The graph with the given edges; one named twice counts once.
    ///
    /// - Complexity: O(n e) for n modes and e edges.
    /// - Throws: ``EncodingError/invalidEdge(_:_:modeCount:)`` or ``EncodingError/disconnectedGraph(mode:)``.
    public init(modeCount: Int, edges: some Sequence<Edge>) throws(EncodingError) {
        let edges = Set(edges).sorted()
        var neighbours = [[Int]](repeating: [], count: Swift.max(modeCount, 0))
        for edge in edges {
            guard 0 <= edge.low, edge.low < edge.high, edge.high < modeCount else {
                throw .invalidEdge(edge.low, edge.high, modeCount: modeCount)
            }
            neighbours[edge.low].append(edge.high)
            neighbours[edge.high].append(edge.low)
        }
        neighbours = neighbours.map { $0.sorted() }
        let steps = neighbours.indices.map { Self.steps(to: $0, neighbours) }
        if let mode = steps.first?.firstIndex(of: -1) { throw .disconnectedGraph(mode: mode) }
        self.modeCount = neighbours.count
        self.edges = edges
        self.neighbours = neighbours
        self.steps = steps
    }

    /// Breadth first from the target, lower modes first; −1 where it cannot be reached.
    private static func steps(to target: Int, _ neighbours: [[Int]]) -> [Int] {
        var steps = [Int](repeating: -1, count: neighbours.count)
        steps[target] = target
        var queue = [target]
        var head = 0
        while head < queue.count {
            for mode in neighbours[queue[head]] where steps[mode] < 0 {
                steps[mode] = queue[head]
                queue.append(mode)
            }
            head += 1
        }
        return steps
    }

    /// The modes of a shortest path, ends included.
    ///
    /// - Precondition: both are modes of the graph.
    public func path(from start: Int, to end: Int) -> [Int] {
        var path = [start]
        var mode = start
        while mode != end {
            mode = steps[end][mode]
            path.append(mode)
        }
        return path
    }

    /// A basis of the graph's cycles, each as its modes in order: one for every edge that is not on the tree of shortest
    /// paths to mode 0.
    public var fundamentalCycles: [[Int]] {
        edges.compactMap { edge in
            if steps[0][edge.low] == edge.high || steps[0][edge.high] == edge.low { return nil }
            var (low, high) = (path(from: edge.low, to: 0), path(from: edge.high, to: 0))
            while low.count > 1, high.count > 1, low[low.count - 2] == high[high.count - 2] {
                low.removeLast()
                high.removeLast()
            }
            return low + high.dropLast().reversed()
        }
    }

    /// The graph in which every two modes are neighbours.
    ///
    /// - Precondition: `modeCount` is at least 1.
    public static func complete(modeCount: Int) throws(EncodingError) -> ModeGraph {
        try ModeGraph(
            modeCount: modeCount, edges: (0..<modeCount).flatMap { low in (low + 1..<modeCount).map { Edge(low, $0) } })
    }

    /// The neighbours on a lattice of `columns` times `rows` sites, mode row · `columns` + column.
    public static func squareLattice(columns: Int, rows: Int) throws(EncodingError) -> ModeGraph {
        try ModeGraph(
            modeCount: columns * rows,
            edges: (0..<columns * rows).flatMap { mode -> [Edge] in
                let right = mode % columns + 1 < columns ? [Edge(mode, mode + 1)] : []
                return mode + columns < columns * rows ? right + [Edge(mode, mode + columns)] : right
            })
    }
}
