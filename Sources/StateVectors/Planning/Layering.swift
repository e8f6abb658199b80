/// Sorts the operations of a segment into layers: the product of all diagonal gates of a layer is done at once, then
/// what moves bits, in order.
struct Layering {
    struct Layer {
        var phases: [Int] = []
        var movers: [Int] = []
    }

    private(set) var layers: [Layer] = []

    /// The layers of a segment; within one, operations keep their order.
    init(of members: [Int], in operations: [LoweredOperation]) {
        // For each bit the layer of the latest operation that moves it, and the latest that depends on it.
        var moved = [Int](repeating: -1, count: 64)
        var touched = [Int](repeating: 0, count: 64)
        for index in members {
            let operation = operations[index]
            var layer = 0
            operation.phases.forEachBit { layer = max(layer, operation.isPhases ? moved[$0] + 1 : moved[$0]) }
            operation.movers.forEachBit { layer = max(layer, moved[$0], touched[$0]) }
            operation.phases.forEachBit { touched[$0] = max(touched[$0], layer) }
            operation.movers.forEachBit {
                moved[$0] = layer
                touched[$0] = layer
            }
            while layers.count <= layer { layers.append(Layer()) }
            if operation.isPhases { layers[layer].phases.append(index) } else { layers[layer].movers.append(index) }
        }
        for place in layers.indices { layers[place].movers = Self.gathered(layers[place].movers, in: operations) }
    }

    /// The same operations in an order that puts real rotations next to each other where they commute with what lies
    /// between: the first rounds of a layer, each turns and then everything else, as early as possible.
    private static func gathered(_ movers: [Int], in operations: [LoweredOperation]) -> [Int] {
        var moved = [Int](repeating: 0, count: 64)
        var touched = [Int](repeating: 0, count: 64)
        var rounds: [Int] = []
        rounds.reserveCapacity(movers.count)
        var last = 0
        for index in movers {
            // Even rounds are turns, odd ones are not.
            let operation = operations[index]
            var round = 0
            operation.phases.forEachBit { round = max(round, moved[$0]) }
            operation.movers.forEachBit { round = max(round, moved[$0], touched[$0]) }
            if (round & 1 == 0) != operation.isTurn { round += 1 }
            operation.phases.forEachBit { touched[$0] = max(touched[$0], round) }
            operation.movers.forEachBit { moved[$0] = round }
            rounds.append(round)
            last = max(last, round)
        }
        if last == 0 { return movers }
        // Each round keeps its order.
        var starts = [Int](repeating: 0, count: last + 2)
        for round in rounds { starts[round + 1] += 1 }
        for round in 1...(last + 1) { starts[round] += starts[round - 1] }
        var result = movers
        for (place, index) in movers.enumerated() {
            result[starts[rounds[place]]] = index
            starts[rounds[place]] += 1
        }
        return result
    }
}
