internal import QuantumCircuits

/// Moves qubits with swaps so that every gate of two qubits finds its qubits coupled.
///
/// Gates whose predecessors are done wait in front. While none of them fits, the swap that brings the front, and with
/// less weight the gates after it, nearest is done (G. Li, Y. Ding, Y. Xie, ASPLOS 2019, arXiv:1809.02573). If that gets
/// nowhere, the first gate of the front is brought together along its shortest way. Ties go to the lower index, so a
/// circuit is always routed alike.
struct Routing {
    /// The steps on the processor's qubits, in an order that keeps the circuit's for every qubit and bit.
    private(set) var steps: [SimpleOperation] = []
    /// The processor's qubit of each of the circuit's, at the end.
    private(set) var finalSites: [Int]
    /// How many swaps there are.
    private(set) var swapCount = 0

    private let pending: [SimpleOperation]
    private let costs: CouplingCosts
    /// Whether a qubit of the processor holds one of the circuit.
    private let inRegion: [Bool]
    private var distance: [[Double]]
    private var waits: [Int]
    private var followers: [[Int]]
    private var front: [Int] = []

    /// How many gates after the front are looked at, and what they weigh.
    private static let lookahead = (count: 20, weight: 0.5)

    init(_ circuit: [SimpleOperation], from sites: [Int], on processor: ProcessorModel) {
        pending = circuit
        costs = CouplingCosts(processor)
        finalSites = sites
        var inRegion = [Bool](repeating: false, count: processor.qubits.count)
        for site in sites { inRegion[site] = true }
        self.inRegion = inRegion
        distance = Self.distances(within: inRegion, costs)
        waits = [Int](repeating: 0, count: circuit.count)
        followers = [[Int]](repeating: [], count: circuit.count)
        orderSteps()
        route()
    }

    /// Every step waits for the one before it on each of its qubits and bits.
    private mutating func orderSteps() {
        var lastOnQubit: [Int: Int] = [:]
        var lastOnBit: [Int: Int] = [:]
        for (index, step) in pending.enumerated() {
            var before = Set(step.qubits.compactMap { lastOnQubit[$0] })
            before.formUnion(step.bits.compactMap { lastOnBit[$0] })
            for other in before { followers[other].append(index) }
            waits[index] = before.count
            for qubit in step.qubits { lastOnQubit[qubit] = index }
            for bit in step.bits { lastOnBit[bit] = index }
        }
        front = pending.indices.filter { waits[$0] == 0 }
    }

    private mutating func route() {
        var idle = 0
        while true {
            idle = doWhatFits() ? 0 : idle
            guard let first = front.first else { return }
            if idle > 3 * finalSites.count {
                bringTogether(pending[first])
                idle = 0
            } else {
                let swap = bestSwap()
                exchange(swap.0, swap.1)
                idle += 1
            }
        }
    }

    /// Does every step of the front that needs no swap; whether there was one.
    private mutating func doWhatFits() -> Bool {
        var any = false
        while let place = front.indices.first(where: { fits(pending[front[$0]]) }) {
            let index = front.remove(at: place)
            var step = pending[index]
            step.qubits = step.qubits.map { finalSites[$0] }
            steps.append(step)
            for follower in followers[index] {
                waits[follower] -= 1
                if waits[follower] == 0 { front.append(follower) }
            }
            front.sort()
            any = true
        }
        return any
    }

    private func fits(_ step: SimpleOperation) -> Bool {
        guard case .unitary = step.kind, step.qubits.count == 2 else { return true }
        return costs.neighbours[finalSites[step.qubits[0]]].contains(finalSites[step.qubits[1]])
    }

    private func bestSwap() -> (Int, Int) {
        let ahead = gatesAhead()
        var best: (swap: (Int, Int), score: Double)?
        for index in front {
            for qubit in pending[index].qubits {
                let site = finalSites[qubit]
                for other in costs.neighbours[site] where inRegion[other] {
                    let swap = (Swift.min(site, other), Swift.max(site, other))
                    let score = score(after: swap, ahead)
                    if score < (best?.score ?? .infinity) - 1e-15 { best = (swap, score) }
                }
            }
        }
        return best?.swap ?? (0, 0)
    }

    /// Gates of two qubits after the front, in the circuit's order.
    private func gatesAhead() -> [Int] {
        var (seen, queue, result) = (Set(front), front, [Int]())
        while !queue.isEmpty, result.count < Self.lookahead.count {
            let index = queue.removeFirst()
            for follower in followers[index] where seen.insert(follower).inserted {
                queue.append(follower)
                if pending[follower].qubits.count == 2, case .unitary = pending[follower].kind {
                    result.append(follower)
                }
            }
        }
        return result
    }

    private func score(after swap: (Int, Int), _ ahead: [Int]) -> Double {
        func moved(_ site: Int) -> Int { site == swap.0 ? swap.1 : site == swap.1 ? swap.0 : site }
        func mean(_ gates: [Int]) -> Double {
            gates.isEmpty
                ? 0
                : gates.reduce(0.0) { sum, index in
                    let qubits = pending[index].qubits
                    return sum + distance[moved(finalSites[qubits[0]])][moved(finalSites[qubits[1]])]
                } / Double(gates.count)
        }
        return mean(front) + Self.lookahead.weight * mean(ahead) + 0.1 * distance[swap.0][swap.1]
    }

    /// Swaps along the shortest way until the qubits of a gate are neighbours.
    private mutating func bringTogether(_ step: SimpleOperation) {
        while !fits(step) {
            let (site, goal) = (finalSites[step.qubits[0]], finalSites[step.qubits[1]])
            let next = costs.neighbours[site].filter { inRegion[$0] }
                .min { distance[site][$0] + distance[$0][goal] < distance[site][$1] + distance[$1][goal] }
            guard let next else { return }
            exchange(site, next)
        }
    }

    private mutating func exchange(_ a: Int, _ b: Int) {
        let swap = GateMatrix(real: [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1])
        steps.append(SimpleOperation(kind: .unitary(swap), qubits: [a, b], condition: nil))
        for qubit in finalSites.indices {
            if finalSites[qubit] == a {
                finalSites[qubit] = b
            } else if finalSites[qubit] == b {
                finalSites[qubit] = a
            }
        }
        swapCount += 1
    }

    /// Least sums of errors on ways within the region, which is connected.
    private static func distances(within inRegion: [Bool], _ costs: CouplingCosts) -> [[Double]] {
        let count = inRegion.count
        var distance = [[Double]](repeating: [Double](repeating: .infinity, count: count), count: count)
        for a in 0..<count where inRegion[a] {
            distance[a][a] = 0
            for b in costs.neighbours[a] where inRegion[b] { distance[a][b] = costs.distance[a][b] }
        }
        for middle in 0..<count where inRegion[middle] {
            for a in 0..<count where distance[a][middle] < .infinity {
                for b in 0..<count {
                    distance[a][b] = Swift.min(distance[a][b], distance[a][middle] + distance[middle][b])
                }
            }
        }
        return distance
    }
}
