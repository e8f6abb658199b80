import DenseAlgebra
import OperatorAlgebra
import QuantumCircuits
@testable import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Probabilistic error cancellation")
struct ErrorCancellationTests {
    static func randomPauli(_ qubits: Int, _ strength: Double, using random: inout SeededGenerator) throws
        -> QuantumChannel
    {
        var probabilities: [String: Double] = [:]
        for string in PauliLetters.strings(qubits).dropFirst() {
            probabilities[string] = .random(in: 0...strength, using: &random)
        }
        return try .pauli(probabilities)
    }

    /// q * p over the group of strings is one at the identity: the definition, letter by letter.
    @Test("Quasi-probabilities undo the probabilities")
    func inverse() {
        forSeededCases(30) { generator in
            let qubits = Int.random(in: 1...3, using: &generator)
            let channel = try Self.randomPauli(qubits, 0.3 / Double(1 << (2 * qubits)), using: &generator)
            let quasi = try PauliQuasiProbabilities(inverting: channel)
            let known = channel.pauliProbabilities
            let p = PauliLetters.strings(qubits).map { known[$0] ?? 0 }
            for target in p.indices {
                let sum = p.indices.reduce(0) { $0 + p[$1] * quasi.values[Self.quotient(target, $1)] }
                #expect(abs(sum - (target == 0 ? 1 : 0)) < 1e-12, generator.comment)
            }
            #expect(abs(quasi.values.reduce(0, +) - 1) < 1e-12 && quasi.gamma >= 1, generator.comment)
        }
        let p = 0.01
        let factor = 1 - 4 * p / 3
        #expect(
            throws: Never.self,
            performing: {
                let quasi = try PauliQuasiProbabilities(inverting: .depolarizing(p))
                #expect(abs(quasi.gamma - (3 / factor - 1) / 2) < 1e-12)
            })
    }

    /// The letter whose product with `b` is `a`, up to a phase.
    static func quotient(_ a: Int, _ b: Int) -> Int {
        // X = 01, Y = 11 and Z = 10 multiply by exclusive or; the table is its own inverse.
        let masks = [0, 1, 3, 2]
        var (result, place, a, b) = (0, 0, a, b)
        while a != 0 || b != 0 {
            result |= masks[masks[a & 3] ^ masks[b & 3]] << place
            (a, b, place) = (a >> 2, b >> 2, place + 2)
        }
        return result
    }

    /// All letters instead of samples: the weighted sum is the value without noise, to rounding.
    @Test("All insertions together cancel the noise exactly")
    func enumeration() {
        forSeededCases(6) { generator in
            let circuit = try MitigationCircuits.layered(qubits: 2, layers: 1, using: &generator)
            var noisy = NoisyCircuit(like: circuit)
            for (index, operation) in circuit.operations.enumerated() {
                noisy.append(operation)
                if index == 1 { try noisy.append(Self.randomPauli(1, 0.05, using: &generator), on: [1]) }
                if index == 4 { try noisy.append(Self.randomPauli(2, 0.02, using: &generator), on: [1, 0]) }
            }
            let observable = try PauliSum("Z0 X1 + 0.4 [Z1] + 0.2 [Y0]")
            let cancellation = try ProbabilisticErrorCancellation(noisy)
            let inverses = try noisy.steps.compactMap { step -> PauliQuasiProbabilities? in
                if case .channel(let channel, _) = step { return try PauliQuasiProbabilities(inverting: channel) }
                return nil
            }
            var sum = 0.0
            for first in 0..<4 {
                for second in 0..<16 {
                    let realization = try cancellation.realization([first, second])
                    let share = abs(inverses[0].values[first] * inverses[1].values[second]) / cancellation.gamma
                    let value = try MitigationCircuits.run(realization.circuit).expectation(of: observable)
                    sum += share * realization.weight * value
                }
            }
            #expect(abs(sum - (try MitigationCircuits.exact(circuit, observable))) < 1e-12, generator.comment)
        }
    }

    /// Exact values of each sample; five standard errors fail once in 10⁶ cases.
    @Test("Samples: the error falls fivefold, and the standard error tells what is left")
    func samples() {
        var (before, after) = (0.0, 0.0)
        forSeededCases(4) { generator in
            let circuit = try MitigationCircuits.layered(qubits: 3, layers: 2, using: &generator)
            let noisy = try NoiseModel(specification: "depolarizing:0.002,0.02").applied(to: circuit)
            let observable = try PauliSum("Z0 Z1 + 0.5 [Z2]")
            let exact = try MitigationCircuits.exact(circuit, observable)
            let cancellation = try ProbabilisticErrorCancellation(noisy)
            let result = try cancellation.mitigated(samples: 0..<2000, seed: generator.seed) {
                sample throws(NoiseError) in
                Estimate(try MitigationCircuits.run(sample).expectation(of: observable))
            }
            #expect(abs(result.estimate.value - exact) < 5 * result.estimate.standardError, generator.comment)
            #expect(result.estimate.standardError < 0.02 && result.circuitCount < 1000, generator.comment)
            before += abs(try MitigationCircuits.run(noisy).expectation(of: observable) - exact)
            after += abs(result.estimate.value - exact)
        }
        #expect(after * 5 < before, "\(before) before, \(after) after")
    }

    /// 500 repetitions: the deviation of a deviation is 3.2%.
    @Test("The standard error is the scatter, also where results have errors of their own")
    func scatter() throws {
        var circuit = Circuit(qubitCount: 1)
        try circuit.ry(.value(0.7), on: 0)
        let noisy = try NoiseModel(specification: "depolarizing:0.1,0").applied(to: circuit)
        let cancellation = try ProbabilisticErrorCancellation(noisy)
        var generator = SeededGenerator(seed: 8)
        for error in [0.0, 0.3] {
            var (values, claimed) = ([Double](), [Double]())
            for repetition in 0..<500 {
                let result = try cancellation.mitigated(samples: 0..<50, seed: UInt64(repetition)) {
                    sample throws(NoiseError) in
                    let value = try MitigationCircuits.run(sample).expectation(of: PauliSum(PauliString([0: .z])))
                    return Estimate(value + error * MitigationCircuits.normal(&generator), standardError: error)
                }
                values.append(result.estimate.value)
                claimed.append(result.estimate.standardError * result.estimate.standardError)
            }
            let (mean, deviation) = MitigationCircuits.moments(values)
            #expect(abs(mean - .cos(0.7)) < 5 * deviation / 500.squareRoot())
            let variance = MitigationCircuits.moments(claimed).mean
            #expect(abs(variance.squareRoot() / deviation - 1) < 0.17, "\(variance.squareRoot()) and \(deviation)")
        }
    }

    @Test("Samples depend on seed and number alone; parts of them join")
    func reproducible() throws {
        var generator = SeededGenerator(seed: 1)
        let circuit = try MitigationCircuits.layered(qubits: 2, layers: 2, using: &generator)
        let noisy = try NoiseModel(specification: "depolarizing:0.1,0.2").applied(to: circuit)
        let cancellation = try ProbabilisticErrorCancellation(noisy)
        let first = try (0..<20).map { try cancellation.realization($0, seed: 4) }
        #expect(try (0..<20).map { try cancellation.realization($0, seed: 4) } == first)
        #expect(Set(first).count > 10)
        #expect(first.allSatisfy { abs($0.weight) == cancellation.gamma })
        #expect(cancellation.samplingOverhead == cancellation.gamma * cancellation.gamma)
    }

    @Test("Channels without an inverse of Pauli strings are named")
    func badInput() throws {
        #expect(throws: NoiseError.self) { try PauliQuasiProbabilities(inverting: .amplitudeDamping(0.1)) }
        #expect(throws: NoiseError.self) { try PauliQuasiProbabilities(inverting: .bitFlip(0.5)) }
        let twirled = try PauliQuasiProbabilities(inverting: .amplitudeDamping(0.1), twirls: true)
        let same = try PauliQuasiProbabilities(inverting: QuantumChannel.amplitudeDamping(0.1).pauliTwirled())
        #expect(zip(twirled.values, same.values).allSatisfy { abs($0 - $1) < 1e-12 })
        let cancellation = try ProbabilisticErrorCancellation(NoisyCircuit(Circuit(qubitCount: 1)))
        #expect(cancellation.gamma == 1)
        #expect(throws: NoiseError.self) { try cancellation.mitigated(samples: 0..<1, seed: 0) { _ in Estimate(1) } }
    }
}
