import OperatorAlgebra
import QuantumAlgorithms
import TestSupport
import Testing

@Suite struct PartitionTests {
    static func subsets(_ n: Int, _ size: Int) -> [[Int]] {
        if size == 0 { return [[]] }
        return (0..<n).flatMap { last in subsets(last, size - 1).map { $0 + [last] } }
    }

    /// Any `size` qubits are apart in a partition, whose sets are all qubits once.
    @Test(arguments: [2, 3, 4], [2, 3, 4, 5, 7, 8, 11])
    func partitionsKeepQubitsApart(_ size: Int, _ count: Int) {
        let partitions = QubitPartitions.apart(size, qubitCount: count)
        for partition in partitions {
            #expect(partition.count == size && partition.joined().sorted() == Array(0..<count))
        }
        for subset in Self.subsets(count, size) {
            let isApart = partitions.contains { partition in
                partition.allSatisfy { set in set.count { subset.contains($0) } == 1 }
            }
            #expect(isApart, "\(subset) of \(count)")
        }
        #expect(QubitPartitions.apart(1, qubitCount: count) == [[Array(0..<count)]])
    }

    @Test(arguments: try MeasurementVectorTests.cases("binary_partitions"))
    func noMoreSplitsThanOpenFermion(_ test: ReferenceVectors.Case) throws {
        let count = try #require(test.input["n"]?.int)
        #expect(QubitPartitions.binary(qubitCount: count).count == test.expect["parts"]?.list?.count)
    }

    @Test(arguments: try MeasurementVectorTests.cases("partitions"))
    func noMorePartitionsThanOpenFermion(_ test: ReferenceVectors.Case) throws {
        let (count, size) = (try #require(test.input["n"]?.int), try #require(test.input["k"]?.int))
        let expected = try #require(test.expect["parts"]?.list).count
        #expect(QubitPartitions.apart(size, qubitCount: count).count <= expected)
    }

    @Test(arguments: try MeasurementVectorTests.cases("pauli_strings"))
    func pauliStrings(_ test: ReferenceVectors.Case) throws {
        let (count, size) = (try #require(test.input["n"]?.int), try #require(test.input["word"]?.int))
        let strings = QubitPartitions.pauliStrings(coveringWordsOf: size, qubitCount: count)
        #expect(strings.count <= (try #require(test.expect["strings"]?.list).count))
        #expect(strings.allSatisfy { $0.weight == count })
        for subset in Self.subsets(count, size) {
            let words = Set(strings.map { string in subset.map { string[$0] } })
            #expect(words.count == [1, 3, 9, 27][size])
        }
    }

    @Test(arguments: 2...13)
    func everyPairMeetsOnce(_ count: Int) {
        let pairings = Pairings.all(count)
        #expect(pairings.count == (count % 2 == 0 ? count - 1 : count))
        let pairs = pairings.flatMap(\.pairs)
        #expect(Set(pairs).count == pairs.count && pairs.count == count * (count - 1) / 2)
        for pairing in pairings {
            #expect((pairing.pairs.joined() + pairing.unpaired).sorted() == Array(0..<count))
        }
        #expect(Pairings.all(0).isEmpty && Pairings.all(1).count == 1)
    }

    @Test(arguments: try MeasurementVectorTests.cases("pair_within"))
    func noMorePairingsThanOpenFermion(_ test: ReferenceVectors.Case) throws {
        let count = try #require(test.input["n"]?.int)
        #expect(Pairings.all(count).count <= (try #require(test.expect["pairings"]?.list).count))
    }

    @Test(arguments: [4, 5, 6, 7, 8, 9, 11, 13, 16])
    func everyFourAreTwoPairs(_ count: Int) {
        let pairings = Pairings.coveringFours(count)
        for pairing in pairings {
            #expect((pairing.pairs.joined() + pairing.unpaired).sorted() == Array(0..<count))
        }
        let sets = pairings.map { Set($0.pairs) }
        for four in Self.subsets(count, 4) {
            let ways = [[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]]
            let isCovered = ways.contains { way in
                let pairs = way.map { $0.map { four[$0] } }
                return sets.contains { $0.isSuperset(of: pairs) }
            }
            #expect(isCovered, "\(four) of \(count)")
        }
        #expect(pairings.count <= 5 * count * count / 2)
        #expect(Pairings.coveringFours(3).isEmpty)
    }

    @Test(arguments: try MeasurementVectorTests.cases("pair_within_simultaneously"))
    func noMorePairingsOfFoursThanOpenFermion(_ test: ReferenceVectors.Case) throws {
        let count = try #require(test.input["n"]?.int)
        #expect(Pairings.coveringFours(count).count <= (try #require(test.expect["pairings"]?.list).count))
    }

    /// Fours that keep every symmetry are two pairs; where OpenFermion gives a reference, ours are no more.
    @Test(arguments: [4, 6, 8, 11, 12, 16], [1, 2, 3, 4])
    func everySymmetricFourIsTwoPairs(_ count: Int, _ symmetries: Int) {
        let pairings = Pairings.coveringFours(count, symmetryCount: symmetries)
        for pairing in pairings {
            #expect((pairing.pairs.joined() + pairing.unpaired).sorted() == Array(0..<count))
        }
        let sets = pairings.map { Set($0.pairs) }
        for four in Self.subsets(count, 4) where four.reduce(0, ^) % (1 << symmetries) == 0 {
            let ways = [[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]]
            let isCovered = ways.contains { way in
                let pairs = way.map { $0.map { four[$0] } }
                return sets.contains { $0.isSuperset(of: pairs) }
            }
            #expect(isCovered, "\(four) of \(count)")
        }
        #expect(Pairings.coveringFours(count, symmetryCount: 0) == Pairings.coveringFours(count))
    }

    @Test(arguments: try MeasurementVectorTests.cases("pair_within_simultaneously_symmetric"))
    func noMoreSymmetricPairingsThanOpenFermion(_ test: ReferenceVectors.Case) throws {
        let modes = try #require(test.input["num_fermions"]?.int)
        let symmetries = try #require(test.input["num_symmetries"]?.int)
        let expected = try #require(test.expect["pairings"]?.list).count
        #expect(Pairings.coveringFours(2 * modes, symmetryCount: symmetries).count <= expected)
    }
}
