import Foundation
import Testing

@testable import TestSupport

@Suite struct SeededGeneratorTests {
    /// The first outputs of SplitMix64 from the seed 1234567, as published at https://prng.di.unimi.it/splitmix64.c
    /// (the values that implementations commonly test against).
    @Test func matchesThePublishedSequence() {
        var generator = SeededGenerator(seed: 1_234_567)
        let values = (0..<5).map { _ in generator.next() }
        #expect(
            values == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func runsEveryCaseOnceWithItsOwnSeed() throws {
        var seen: [UInt64] = []
        forSeededCases(4, firstSeed: 10) { seen.append($0.seed) }
        #expect(try seen == seeds(4, from: 10, environment: ProcessInfo.processInfo.environment))
    }

    @Test func oneSeedCanBeRepeatedAlone() throws {
        #expect(try seeds(100, from: 1, environment: ["AUFBAU_SEED": "42"]) == [42])
        #expect(try seeds(3, from: 7, environment: [:]) == [7, 8, 9])
    }

    @Test func failuresNameTheirSeed() {
        struct Fault: Error {}
        let generator = SeededGenerator(seed: 77)
        #expect("\(generator.comment)".contains("AUFBAU_SEED=77"))
        #expect("\(thrownComment(Fault(), generator))".contains("AUFBAU_SEED=77"))
    }

    @Test(arguments: ["x", "", "-1", "18446744073709551616"])
    func aMalformedSeedIsAnError(_ text: String) {
        #expect(throws: MalformedSeed.self) { try seeds(3, from: 1, environment: ["AUFBAU_SEED": text]) }
    }
}
