/// Where the qubits of a circuit go on a processor: a connected region with as many qubits as the circuit, chosen by
/// calibration.
///
/// From every qubit of the processor a region is grown: the circuit's qubit with most gates to placed ones goes where the
/// sum of its costs is least. A cost is a number of errors to expect: the readout's, those of gates of two qubits over the
/// distance that swaps would have to bridge. The best region is then improved by exchanging qubits while that helps.
struct Placement {
    /// The processor's qubit of each of the circuit's.
    private(set) var sites: [Int]

    /// What swapping costs in gates of two qubits.
    private static let gatesOfSwap = 3.0

    private let costs: CouplingCosts
    private let weights: [[Double]]

    /// Places the qubits of a circuit.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` if no part of the processor has enough coupled qubits.
    init(_ steps: [SimpleOperation], qubitCount: Int, on processor: ProcessorModel) throws(NoiseError) {
        costs = CouplingCosts(processor)
        weights = Self.interactions(steps, qubitCount)
        sites = []
        var best: (sites: [Int], cost: Double)?
        for start in processor.qubits.indices {
            guard let sites = grown(from: start) else { continue }
            let cost = cost(of: sites)
            if cost < best?.cost ?? .infinity { best = (sites, cost) }
        }
        guard let best else {
            throw .unsupported(
                what: "\(processor.name) has no \(qubitCount) coupled qubits", instead: "use fewer qubits")
        }
        sites = best.sites
        improve()
    }

    /// How many gates of two qubits act on each pair.
    private static func interactions(_ steps: [SimpleOperation], _ qubitCount: Int) -> [[Double]] {
        var weights = [[Double]](repeating: [Double](repeating: 0, count: qubitCount), count: qubitCount)
        for case let step in steps where step.qubits.count == 2 {
            guard case .unitary = step.kind else { continue }
            weights[step.qubits[0]][step.qubits[1]] += 1
            weights[step.qubits[1]][step.qubits[0]] += 1
        }
        return weights
    }

    /// A region from one qubit of the processor on; nil if it is too small there.
    private func grown(from start: Int) -> [Int]? {
        let count = weights.count
        var sites = [Int](repeating: -1, count: count)
        var free = [Bool](repeating: true, count: costs.readout.count)
        var next = (0..<count).max { weights[$0].reduce(0, +) < weights[$1].reduce(0, +) }
        var candidates = [start]
        while let qubit = next {
            guard let site = candidates.min(by: { cost(of: qubit, at: $0, sites) < cost(of: qubit, at: $1, sites) })
            else { return nil }
            sites[qubit] = site
            free[site] = false
            candidates = costs.neighbours.indices.filter { place in
                free[place] && costs.neighbours[place].contains { !free[$0] }
            }
            let open = (0..<count).filter { sites[$0] < 0 }
            next = open.max { links(of: $0, sites) < links(of: $1, sites) }
        }
        return sites
    }

    /// How many gates a qubit has with placed ones.
    private func links(of qubit: Int, _ sites: [Int]) -> Double {
        sites.indices.reduce(0) { sites[$1] < 0 ? $0 : $0 + weights[qubit][$1] }
    }

    private func cost(of qubit: Int, at site: Int, _ sites: [Int]) -> Double {
        sites.indices.reduce(costs.readout[site]) { sum, other in
            sites[other] < 0 || weights[qubit][other] == 0
                ? sum : sum + weights[qubit][other] * bridge(site, sites[other])
        }
    }

    /// The errors of a gate between two places, swaps included.
    private func bridge(_ a: Int, _ b: Int) -> Double {
        (costs.distance[a][b] - costs.mean) * Self.gatesOfSwap + costs.mean
    }

    private func cost(of sites: [Int]) -> Double {
        sites.indices.reduce(0) { sum, qubit in
            sites.indices.reduce(sum + costs.readout[sites[qubit]]) { inner, other in
                other < qubit && weights[qubit][other] > 0
                    ? inner + weights[qubit][other] * bridge(sites[qubit], sites[other]) : inner
            }
        }
    }

    /// Exchanges qubits while that lowers the cost.
    private mutating func improve() {
        var lowest = cost(of: sites)
        for _ in 0..<20 {
            var improved = false
            for a in sites.indices {
                for b in 0..<a {
                    sites.swapAt(a, b)
                    let new = cost(of: sites)
                    if new < lowest - 1e-12 {
                        lowest = new
                        improved = true
                    } else {
                        sites.swapAt(a, b)
                    }
                }
            }
            if !improved { return }
        }
    }
}

/// What a processor's couplings cost, in expected errors.
struct CouplingCosts {
    /// The coupled qubits of each.
    let neighbours: [[Int]]
    /// The readout error of each qubit and that of a gate of one qubit.
    let readout: [Double]
    /// The mean error of a coupling.
    let mean: Double
    /// The least sum of errors of couplings on a way between two qubits; infinite if there is none.
    let distance: [[Double]]

    init(_ processor: ProcessorModel) {
        neighbours = processor.neighbours
        readout = processor.qubits.map { ($0.zeroAsOne + $0.oneAsZero) / 2 + $0.pauliError }
        let gate = processor.nativeGate
        let errors = processor.pairs.compactMap { $0.gates[gate]?.pauliError }
        let mean = Swift.max(1e-9, errors.reduce(0, +) / Double(Swift.max(1, errors.count)))
        self.mean = mean
        let count = processor.qubits.count
        var distance = [[Double]](repeating: [Double](repeating: .infinity, count: count), count: count)
        for index in 0..<count { distance[index][index] = 0 }
        for pair in processor.pairs {
            // Half of it is the mean, so that bad couplings are avoided, but not by long detours.
            guard let error = pair.gates[gate]?.pauliError else { continue }
            distance[pair.first][pair.second] = (mean + error) / 2
            distance[pair.second][pair.first] = (mean + error) / 2
        }
        for middle in 0..<count {
            for a in 0..<count where distance[a][middle] < .infinity {
                for b in 0..<count {
                    distance[a][b] = Swift.min(distance[a][b], distance[a][middle] + distance[middle][b])
                }
            }
        }
        self.distance = distance
    }
}
