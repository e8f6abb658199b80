internal import ComplexModule
internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule

/// One pass over the state.
enum PlanStep: Sendable {
    /// A dense matrix on a few qubits, under controls.
    case dense(MatrixGate)
    /// A diagonal matrix, given by its entries, under controls.
    case diagonal(entries: [Complex<Double>], qubits: [Int], controls: [Control])
    /// exp(−i θ/2 P).
    case rotation(PauliString, angle: Double)
    /// A global phase.
    case phase(Complex<Double>)

    /// The operands, without controls.
    var qubits: [Int] {
        switch self {
        case .dense(let gate): gate.qubits
        case .diagonal(_, let qubits, _): qubits
        case .rotation(let string, _): Array(string.support)
        case .phase: []
        }
    }
}

/// Merges neighbouring gates into dense gates of at most `width` qubits, so that the state is walked fewer times.
///
/// A gate joins the latest cluster that touches one of its qubits: every other of its qubits was last touched earlier,
/// so nothing lies between. Clusters that only wait (no later one touches their qubits) are taken along. A gate wider
/// than `width` stays alone.
struct GateFusion {
    /// The largest number of qubits of a merged gate.
    let width: Int

    private struct Cluster {
        var qubits: [Int]
        var parts: [MatrixGate]

        /// The pass with the product of all parts.
        var step: PlanStep {
            var matrix = GateMatrix.identity(qubitCount: qubits.count)
            for part in parts {
                matrix.apply(part.matrix, at: part.qubits.compactMap { qubits.firstIndex(of: $0) })
            }
            return MatrixGate(matrix, on: qubits).step
        }
    }

    private enum Item {
        case cluster(Cluster)
        case step(PlanStep)
        case absorbed
    }

    private var items: [Item] = []
    private var latest: [Int: Int] = [:]

    /// A fusion into gates of at most `width` qubits.
    init(width: Int) {
        self.width = width
    }

    /// The passes that carry out the operations.
    static func steps(for operations: [Operation], width: Int) throws(StateVectorError) -> [PlanStep] {
        var fusion = GateFusion(width: width)
        for operation in operations { try fusion.add(operation) }
        return fusion.finished()
    }

    private mutating func add(_ operation: Operation) throws(StateVectorError) {
        switch operation {
        case .barrier: return
        case .pauliRotation(let rotation):
            guard let angle = rotation.angle.constant else { throw .unboundParameter(operation: operation.name) }
            addAlone(.rotation(rotation.string, angle: angle))
        default:
            let gate = try operation.matrixGate()
            if gate.qubits.count + gate.controls.count <= width {
                add(gate.withControlsInside)
            } else {
                addAlone(gate.step)
            }
        }
    }

    private mutating func addAlone(_ step: PlanStep) {
        var qubits = step.qubits
        if case .dense(let gate) = step { qubits += gate.controls.map(\.qubit) }
        if case .diagonal(_, _, let controls) = step { qubits += controls.map(\.qubit) }
        for qubit in qubits { latest[qubit] = items.count }
        items.append(.step(step))
    }

    private mutating func add(_ gate: MatrixGate) {
        let touched = Set(gate.qubits.compactMap { latest[$0] }).sorted(by: >)
        var merged = Cluster(qubits: gate.qubits, parts: [gate])
        var position: Int?
        if let newest = touched.first, case .cluster(let cluster) = items[newest], fits(cluster, merged) {
            merged = joined(cluster, merged)
            items[newest] = .absorbed
            position = newest
        }
        for index in touched where index != position {
            guard case .cluster(let cluster) = items[index], fits(cluster, merged),
                cluster.qubits.allSatisfy({ latest[$0] == index })
            else { continue }
            merged = joined(cluster, merged)
            items[index] = .absorbed
        }
        place(merged, at: position)
    }

    private func fits(_ first: Cluster, _ second: Cluster) -> Bool {
        Set(first.qubits).union(second.qubits).count <= width
    }

    private func joined(_ first: Cluster, _ second: Cluster) -> Cluster {
        Cluster(qubits: Set(first.qubits).union(second.qubits).sorted(), parts: first.parts + second.parts)
    }

    private mutating func place(_ cluster: Cluster, at position: Int?) {
        let index = position ?? items.count
        if position == nil { items.append(.cluster(cluster)) } else { items[index] = .cluster(cluster) }
        // A cluster that stays in place may have qubits that later items touched since.
        for qubit in cluster.qubits { latest[qubit] = Swift.max(latest[qubit] ?? index, index) }
    }

    /// The steps in order, neighbours merged once more where their qubits together are few enough.
    private func finished() -> [PlanStep] {
        var steps: [PlanStep] = []
        var pending: Cluster?
        for item in items {
            switch item {
            case .absorbed: continue
            case .step(let step):
                if let cluster = pending { steps.append(cluster.step) }
                pending = nil
                steps.append(step)
            case .cluster(let cluster):
                guard let previous = pending else {
                    pending = cluster
                    continue
                }
                if fits(previous, cluster) {
                    pending = joined(previous, cluster)
                } else {
                    steps.append(previous.step)
                    pending = cluster
                }
            }
        }
        if let cluster = pending { steps.append(cluster.step) }
        return steps
    }
}
