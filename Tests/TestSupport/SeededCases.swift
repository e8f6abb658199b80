import Foundation
public import Testing

/// Runs a property over `count` seeded cases.
///
/// Each case gets a fresh generator; pass its ``SeededGenerator/comment`` to every expectation, so that a failure
/// names its seed. A case that throws is recorded with its seed and the other cases still run. With `AUFBAU_SEED=N`
/// in the environment only the case of that seed runs.
///
/// ```swift
/// @Test func adjointIsAnInvolution() {
///     forSeededCases(200) { generator in
///         let operand = PauliSum.random(using: &generator)
///         #expect(operand.adjoint.adjoint == operand, generator.comment)
///     }
/// }
/// ```
///
/// - Parameters:
///   - count: How many cases run, with consecutive seeds.
///   - firstSeed: The seed of the first case.
///   - sourceLocation: Where a thrown error is reported; the call site by default.
///   - property: The property of one case.
public func forSeededCases(
    _ count: Int = 100, firstSeed: UInt64 = 1, sourceLocation: SourceLocation = #_sourceLocation,
    _ property: (inout SeededGenerator) throws -> Void
) {
    do {
        for seed in try seeds(count, from: firstSeed, environment: ProcessInfo.processInfo.environment) {
            var generator = SeededGenerator(seed: seed)
            do {
                try property(&generator)
            } catch {
                Issue.record(thrownComment(error, generator), sourceLocation: sourceLocation)
            }
        }
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
}

/// What is recorded when a case throws.
func thrownComment(_ error: any Error, _ generator: SeededGenerator) -> Comment {
    "\(error) was thrown with \(generator.comment)"
}

/// `AUFBAU_SEED` does not name a seed.
struct MalformedSeed: Error, CustomStringConvertible {
    let text: String
    var description: String { "AUFBAU_SEED is '\(text)'; it must be a whole number from 0 to 2^64 - 1." }
}

/// The seeds to run: `count` consecutive ones, or the single one that `AUFBAU_SEED` names.
func seeds(
    _ count: Int, from firstSeed: UInt64, environment: [String: String]
) throws(MalformedSeed) -> [UInt64] {
    guard let wanted = environment["AUFBAU_SEED"] else { return (0..<UInt64(count)).map { firstSeed &+ $0 } }
    guard let seed = UInt64(wanted) else { throw MalformedSeed(text: wanted) }
    return [seed]
}
