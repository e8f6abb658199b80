internal import StateVectors

/// The random numbers of one trajectory: functions of (seed, trajectory, what they decide) alone, so that any trajectory
/// can be run again by itself, anywhere.
struct TrajectoryRandomness: Sendable {
    let seed: UInt64
    let trajectory: Int

    private enum Purpose: UInt64 {
        case events, decisions, outcome, readout
    }

    private func number(_ purpose: Purpose, _ position: Int) -> Double {
        var stream = RandomStream(seed: seed, stream: UInt64(trajectory) << 2 | purpose.rawValue)
        stream.skip(to: UInt64(position))
        return stream.uniform()
    }

    /// Number k for the distance to the next event.
    func event(_ k: Int) -> Double { number(.events, k) }

    /// What happens at an item: which branch, which outcome.
    func decision(at item: Int) -> Double { number(.decisions, item) }

    /// Which basis state is found at the end.
    var outcome: Double { number(.outcome, 0) }

    /// What is read at a measurement along the way.
    func readout(at item: Int) -> Double { number(.readout, 2 * item) }

    /// What is read for group k of the qubits that are measured at the end.
    func readout(ofGroup k: Int) -> Double { number(.readout, 2 * k + 1) }
}
