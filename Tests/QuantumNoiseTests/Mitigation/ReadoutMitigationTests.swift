import ComplexModule
import OperatorAlgebra
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

@Suite("Readout mitigation")
struct ReadoutMitigationTests {
    /// Errors of single qubits, of two together, and a qubit without.
    static func noise(using random: inout SeededGenerator) throws -> ReadoutNoise {
        func part() -> Double { .random(in: 0.01...0.1, using: &random) }
        var pair = [Double](repeating: 0, count: 16)
        for column in 0..<4 {
            let errors = (0..<4).map { $0 == column ? 0 : part() }
            for row in 0..<4 { pair[row * 4 + column] = row == column ? 1 - errors.reduce(0, +) : errors[row] }
        }
        return try ReadoutNoise([
            .init(qubit: 2, zeroAsOne: part(), oneAsZero: part()), .init(qubits: [3, 0], probabilities: pair),
            .init(qubit: 4, zeroAsOne: part(), oneAsZero: part()),
        ])
    }

    static let observable = PauliSum([
        (PauliString([0: .z, 1: .z]), .init(0.7, 0)), (PauliString([2: .z]), .init(-0.4, 0)),
        (PauliString([0: .z, 3: .z, 4: .z]), .init(0.9, 0)), (.identity, .init(0.25, 0)),
    ])

    /// With the frequencies that the errors make of exact probabilities, the exact value comes back.
    @Test("Exact frequencies give exact values")
    func exactFrequencies() {
        forSeededCases(10) { generator in
            let noise = try Self.noise(using: &generator)
            let mitigation = try ReadoutMitigation(noise)
            // Weights of a million so that rounding to counts is below 1e-6.
            let truth = (0..<32).map { _ in Double.random(in: 0...1, using: &generator) }
            let total = truth.reduce(0, +)
            var read = [Double](repeating: 0, count: 32)
            for (bits, weight) in truth.enumerated() {
                for other in 0..<32 {
                    let probability = noise.confusions.reduce((bits ^ other) & 2 == 0 ? 1.0 : 0.0) { product, group in
                        let (t, r) = (Self.local(bits, group.qubits), Self.local(other, group.qubits))
                        return product * group.probabilities[r << group.qubits.count | t]
                    }
                    read[other] += weight / total * probability
                }
            }
            let counts = try OutcomeCounts(
                Dictionary(uniqueKeysWithValues: read.enumerated().map { ($0, Int(($1 * 1e12).rounded())) }))
            let exact = truth.enumerated().reduce(0) { sum, entry in
                sum + entry.element / total * Self.value(entry.offset)
            }
            let found = try mitigation.expectation(of: Self.observable, in: counts)
            #expect(abs(found.value - exact) < 1e-9, generator.comment)
            for completion in [ReadoutMitigation.Completion.none, .projection, .leastSquares] {
                let distribution = try mitigation.distribution(
                    of: counts, qubits: [0, 1, 2, 3, 4], completion: completion)
                for (value, expected) in zip(distribution.values, truth) {
                    #expect(abs(value - expected / total) < 1e-6, generator.comment)
                }
            }
        }
    }

    static func local(_ bits: Int, _ qubits: [Int]) -> Int {
        qubits.enumerated().reduce(0) { $0 | (bits >> $1.element & 1) << $1.offset }
    }

    static func value(_ bits: Int) -> Double {
        observable.reduce(0) { sum, element in
            let ones = element.term.z.reduce(0) { $0 + (bits >> $1 & 1) }
            return sum + element.coefficient.real * (ones % 2 == 0 ? 1 : -1)
        }
    }

    /// Samples of an exact mixture with errors of readout: the mitigated value lies within five standard errors, and the
    /// error over the seeds falls five times.
    @Test("Samples: the error falls, and the standard error tells what is left")
    func samples() {
        var (before, after) = (0.0, 0.0)
        forSeededCases(6) { generator in
            let circuit = try MitigationCircuits.layered(qubits: 5, layers: 2, using: &generator)
            var noisy = NoisyCircuit(circuit)
            noisy.readout = try Self.noise(using: &generator)
            let mixture = try MitigationCircuits.run(noisy)
            let exact = try mixture.expectation(of: Self.observable)
            let counts = try OutcomeCounts(outcomes: mixture.sample(shots: 40_000, seed: generator.seed))
            let raw = try counts.expectation(of: Self.observable)
            let found = try ReadoutMitigation(noisy.readout).expectation(of: Self.observable, in: counts)
            #expect(abs(found.value - exact) < 5 * found.standardError, generator.comment)
            #expect(found.standardError > raw.standardError && found.standardError < 0.02, generator.comment)
            before += abs(raw.value - exact)
            after += abs(found.value - exact)
        }
        #expect(after * 5 < before, "\(before) before, \(after) after")
    }

    /// 400 repetitions with few shots: the deviation of a deviation is 3.5%, so 20% is more than five of them.
    @Test("The standard error counts the shots and the calibration")
    func calibration() throws {
        var generator = SeededGenerator(seed: 3)
        let truth = try Self.noise(using: &generator)
        let weights = (0..<32).map { _ in Double.random(in: 0...1, using: &generator) }
        let total = weights.reduce(0, +)
        let exact = weights.enumerated().reduce(0) { $0 + $1.element / total * Self.value($1.offset) }
        func draw(_ probabilities: [Double], _ random: inout SeededGenerator) -> Int {
            var place = Double.random(in: 0..<1, using: &random)
            for (index, probability) in probabilities.enumerated() {
                place -= probability
                if place < 0 { return index }
            }
            return probabilities.count - 1
        }
        func read(_ bits: Int, _ random: inout SeededGenerator) -> Int {
            truth.confusions.reduce(bits) { read, group in
                let n = 1 << group.qubits.count
                let t = Self.local(bits, group.qubits)
                let r = draw((0..<n).map { group.probabilities[$0 * n + t] }, &random)
                return group.qubits.enumerated().reduce(read) { result, item in
                    result & ~(1 << item.element) | (r >> item.offset & 1) << item.element
                }
            }
        }
        var (values, claimed) = ([Double](), [Double]())
        for _ in 0..<400 {
            let calibrations = try truth.confusions.map { group in
                try ReadoutCalibration(
                    qubits: group.qubits,
                    counts: (0..<1 << group.qubits.count).map { prepared in
                        let bits = group.qubits.enumerated().reduce(0) {
                            $0 | (prepared >> $1.offset & 1) << $1.element
                        }
                        return OutcomeCounts(samples: (0..<300).map { _ in read(bits, &generator) })
                    })
            }
            let counts = OutcomeCounts(
                samples: (0..<600).map { _ in read(draw(weights.map { $0 / total }, &generator), &generator) })
            let found = try ReadoutMitigation(calibrations).expectation(of: Self.observable, in: counts)
            values.append(found.value)
            claimed.append(found.standardError)
        }
        let (mean, deviation) = MitigationCircuits.moments(values)
        #expect(abs(mean - exact) < 5 * deviation / 400.squareRoot() + 0.01)
        let error = MitigationCircuits.moments(claimed).mean
        #expect(abs(error / deviation - 1) < 0.2, "\(error) claimed, \(deviation) found")
    }

    @Test("Few shots: probabilities are none below 0, and least squares fit best")
    func completions() {
        forSeededCases(10) { generator in
            let noise = try Self.noise(using: &generator)
            let mitigation = try ReadoutMitigation(noise)
            let counts = OutcomeCounts(
                samples: (0..<40).map { _ in Int.random(in: 0..<8, using: &generator) * 3 % 32 })
            let qubits = [3, 0, 2]
            func values(_ completion: ReadoutMitigation.Completion) throws -> [Double] {
                try mitigation.distribution(of: counts, qubits: qubits, completion: completion).values
            }
            func residual(_ p: [Double]) -> Double {
                let read = (0..<8).map { r in
                    (0..<8).reduce(0.0) { sum, t in
                        let pair = noise.confusions[1].probabilities[(r & 3) * 4 + (t & 3)]
                        return sum + pair * noise.confusions[0].probabilities[(r >> 2) * 2 + (t >> 2)] * p[t]
                    }
                }
                return (0..<8).reduce(0) { sum, index in
                    let seen = counts.entries.reduce(0) {
                        $0 + (Self.local($1.bits, qubits) == index ? $1.count : 0)
                    }
                    return sum + (read[index] - Double(seen) / 40) * (read[index] - Double(seen) / 40)
                }
            }
            let (quasi, projected, fitted) = (try values(.none), try values(.projection), try values(.leastSquares))
            for p in [quasi, projected, fitted] { #expect(abs(p.reduce(0, +) - 1) < 1e-12, generator.comment) }
            for p in [projected, fitted] { #expect(p.allSatisfy { $0 >= 0 }, generator.comment) }
            #expect(residual(fitted) <= residual(projected) + 1e-12, generator.comment)
            // No step towards a corner improves the fit.
            for corner in 0..<8 {
                let moved = fitted.enumerated().map { 0.99 * $1 + ($0 == corner ? 0.01 : 0) }
                #expect(residual(moved) >= residual(fitted) - 1e-12, generator.comment)
            }
            if quasi.allSatisfy({ $0 >= 0 }) { #expect(zip(quasi, fitted).allSatisfy { abs($0 - $1) < 1e-5 }) }
        }
    }

    @Test("Bad input is named")
    func badInput() throws {
        let blind = try ReadoutNoise([.init(qubit: 0, zeroAsOne: 0.5, oneAsZero: 0.5)])
        #expect(throws: NoiseError.self) { try ReadoutMitigation(blind) }
        let mitigation = try ReadoutMitigation(
            ReadoutNoise([.init(qubits: [0, 1], probabilities: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])]))
        let counts = try OutcomeCounts([0: 3, 1: 1])
        #expect(throws: NoiseError.self) { try mitigation.expectation(of: PauliSum("X0"), in: counts) }
        #expect(throws: NoiseError.self) { try mitigation.expectation(of: PauliSum("1j [Z0]"), in: counts) }
        #expect(throws: NoiseError.self) { try mitigation.expectation(of: PauliSum("Z0"), in: OutcomeCounts([:])) }
        #expect(throws: NoiseError.self) { try mitigation.distribution(of: counts, qubits: [0]) }
        #expect(throws: NoiseError.self) { try mitigation.distribution(of: counts, qubits: [0, 1, 1]) }
        #expect(throws: NoiseError.self) { try OutcomeCounts([0: -1]) }
        #expect(throws: NoiseError.self) { try ReadoutCalibration(qubits: [0], counts: [counts]) }
        #expect(throws: NoiseError.self) { try ReadoutCalibration(qubits: [0], counts: [counts, OutcomeCounts([:])]) }
        #expect(try mitigation.expectation(of: PauliSum("Z0"), in: counts).value == 0.5)
    }
}
