internal import OperatorAlgebra
internal import QuantumCircuits
internal import RealModule
internal import StateVectors

/// A noisy circuit compiled for trajectories.
///
/// The *usual* path takes the first branch of every channel. It is cut into blocks, each compiled as a whole; a
/// trajectory on which something happens within a block that cannot be made up for behind it walks that block item by
/// item.
struct TrajectoryProgram: Sendable {
    /// A step of a trajectory.
    enum Item: Sendable {
        /// A gate.
        case gate(SingleGate)
        /// A channel, by its number in ``channels``.
        case channel(Int)
        /// A measurement, by its number in ``measurements``, whose outcome goes into a classical bit.
        case measure(Int, bit: Int)
        /// Puts a qubit into |0⟩, by the number of its measurement.
        case reset(Int)
        /// An item that happens only if classical bits have a value.
        indirect case conditional(ClassicalCondition, Item)
    }

    /// Items that are compiled together.
    struct Block: Sendable {
        let items: Range<Int>
        /// The usual path through them.
        let usual: LazyGates
        /// A lower bound for how much of the norm the usual path leaves.
        let normBound: Double
    }

    let qubitCount: Int
    let items: [Item]
    let channels: [PreparedChannel]
    let measurements: [PreparedMeasurement]
    /// Blocks by the number of their first item, long ones first.
    let blocksStarting: [Int: [Block]]
    /// How errors get behind the block in which they happen.
    let passage: PauliPassage
    /// The items at which a trajectory may leave the usual path, with Σ −log b up to and including each: where such a
    /// sum passes an exponentially distributed number, something happens.
    let hazards: [(item: Int, sum: Double)]
    /// Items at which every trajectory decides.
    let decisions: [Int]
    /// The predicted seconds of the usual path on one thread.
    let usualSeconds: Double

    /// Whether the usual branch at an item is sure enough for the hazard to tell when it is left.
    static let smallestBound = 0.05
}

extension TrajectoryProgram {
    /// The probability of a trajectory without events; `nil` where the bounds are not the probabilities, or something is
    /// decided on every trajectory.
    var untouchedProbability: Double? {
        guard decisions.isEmpty, channels.allSatisfy(\.isUnitaryMixture) else { return nil }
        return Double.exp(-(hazards.last?.sum ?? 0))
    }

    /// The first decision at or after an item.
    func decision(from item: Int) -> Int {
        let index = decisions.partitioningIndex { $0 >= item }
        return index < decisions.count ? decisions[index] : .max
    }

    /// The first item from `start` on at which a trajectory may leave the usual path, for a number drawn uniformly from
    /// 0 to 1: P(no event at the items passed) = Π b.
    ///
    /// - Complexity: O(log of the number of channels).
    func event(from start: Int, uniform: Double) -> Int {
        let passed = hazards.partitioningIndex { $0.item >= start }
        let before = passed == 0 ? 0 : hazards[passed - 1].sum
        // −log(1 − u) is exponentially distributed; u < 1.
        let target = before - Double.log(onePlus: -uniform)
        let index = hazards[passed...].partitioningIndex { $0.sum > target }
        return index < hazards.count ? hazards[index].item : .max
    }
}
