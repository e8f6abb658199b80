import ComplexModule
import Foundation
import QuantumCircuits
import QuantumNoise
import RealModule
import TestSupport
import Testing

/// Each channel against its formula on a state, the slow way: Σ K ρ K†.
@Suite("Channels by name")
struct ChannelFactoryTests {
    private typealias Density = [[Complex<Double>]]

    /// A pure state's density matrix from random amplitudes.
    private func randomDensity(_ qubits: Int, using generator: inout SeededGenerator) -> GateMatrix {
        let amplitudes = (0..<(1 << qubits)).map { _ in
            Complex(Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
        }
        let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }
        return GateMatrix(
            amplitudes.flatMap { a in amplitudes.map { a * $0.conjugate / Complex(norm, 0) } })
    }

    private func apply(_ channel: QuantumChannel, to density: GateMatrix) -> GateMatrix {
        var result = GateMatrix([Complex<Double>](repeating: .zero, count: density.elements.count))
        for kraus in channel.kraus {
            let term = kraus * density * kraus.adjoint
            for index in term.elements.indices { result.elements[index] += term.elements[index] }
        }
        return result
    }

    private func distance(_ a: GateMatrix, _ b: GateMatrix) -> Double {
        zip(a.elements, b.elements).reduce(0) { max($0, ($1.0 - $1.1).length) }
    }

    @Test("Depolarizing shrinks the state towards the mixed one, in both conventions", arguments: 1...3)
    func depolarizing(qubits: Int) {
        forSeededCases(5) { generator in
            let density = randomDensity(qubits, using: &generator)
            let strings = Double(1 << (2 * qubits))
            let lambda = Double.random(in: 0...1, using: &generator)
            var expected = density
            for i in 0..<density.dimension {
                for j in 0..<density.dimension {
                    expected[i, j] =
                        expected[i, j] * Complex(1 - lambda, 0)
                        + Complex(i == j ? lambda / Double(density.dimension) : 0, 0)
                }
            }
            let uniform = try QuantumChannel.uniformDepolarizing(lambda, qubitCount: qubits)
            let cirq = try QuantumChannel.depolarizing(lambda * (strings - 1) / strings, qubitCount: qubits)
            #expect(distance(apply(uniform, to: density), expected) < 1e-14, generator.comment)
            #expect(distance(apply(cirq, to: density), expected) < 1e-14, generator.comment)
            #expect(uniform.isUnitaryMixture && cirq.isUnitaryMixture)
        }
    }

    @Test("Relaxation moves populations and coherences as its lifetimes say, for every ratio of them")
    func relaxation() {
        forSeededCases(200) { generator in
            let density = randomDensity(1, using: &generator)
            let t1 = Double.random(in: 0.1...10, using: &generator)
            let ratio = [0.3, 0.9, 1, 1.2, 1.9, 2][Int.random(in: 0..<6, using: &generator)]
            let time = pow(10, Double.random(in: -9...1, using: &generator))
            let excited = [0, 0.1, 0.5, 0.8, 1][Int.random(in: 0..<5, using: &generator)]
            let channel = try QuantumChannel.thermalRelaxation(
                t1: t1, t2: ratio * t1, time: time, excitedPopulation: excited)
            let found = apply(channel, to: density)
            let kept = exp(-time / t1)
            let ones = density[1, 1].real * kept + excited * (1 - kept)
            #expect(abs(found[1, 1].real - ones) < 2e-14, generator.comment)
            #expect(abs(found[0, 0].real - (1 - ones)) < 2e-14, generator.comment)
            let coherence = density[0, 1] * Complex(exp(-time / (ratio * t1)), 0)
            #expect((found[0, 1] - coherence).length < 2e-14, generator.comment)
        }
    }

    @Test("Weak relaxation with T2 < 2·T1 is nearly always no operation at all")
    func identityShare() throws {
        for ratio in [0.5, 1, 1.5, 1.9] {
            let channel = try QuantumChannel.thermalRelaxation(t1: 1, t2: ratio, time: 1e-4)
            let first = channel.branches[0]
            #expect(first.isIdentity)
            #expect(first.probabilityBound > 0.9975)
        }
    }

    @Test("Generalized amplitude damping is the channel of Cirq's four operators")
    func generalizedAmplitudeDamping() {
        forSeededCases(50) { generator in
            let density = randomDensity(1, using: &generator)
            let p = Double.random(in: 0...1, using: &generator)
            let gamma = pow(10, Double.random(in: -12...0, using: &generator))
            let (a, b, c) = (p.squareRoot(), (1 - p).squareRoot(), (1 - gamma).squareRoot())
            let cirq = try QuantumChannel(
                kraus: [
                    GateMatrix(real: [a, 0, 0, a * c]), GateMatrix(real: [0, a * gamma.squareRoot(), 0, 0]),
                    GateMatrix(real: [b * c, 0, 0, b]), GateMatrix(real: [0, 0, b * gamma.squareRoot(), 0]),
                ], name: "cirq")
            let ours = try QuantumChannel.generalizedAmplitudeDamping(p: p, gamma: gamma)
            #expect(distance(apply(ours, to: density), apply(cirq, to: density)) < 1e-14, generator.comment)
        }
    }

    @Test("Phase damping is a mixture of 1 and Z and the channel of its textbook operators")
    func phaseDamping() {
        forSeededCases(20) { generator in
            let density = randomDensity(1, using: &generator)
            let lambda = Double.random(in: 0...1, using: &generator)
            let textbook = try QuantumChannel(
                kraus: [
                    GateMatrix(real: [1, 0, 0, (1 - lambda).squareRoot()]),
                    GateMatrix(real: [0, 0, 0, lambda.squareRoot()]),
                ], name: "textbook")
            let ours = try QuantumChannel.phaseDamping(lambda)
            #expect(ours.isUnitaryMixture)
            #expect(distance(apply(ours, to: density), apply(textbook, to: density)) < 1e-14, generator.comment)
        }
    }

    @Test("Flips, Pauli strings, resets and over-rotations do what their names say")
    func simple() throws {
        var generator = SeededGenerator(seed: 7)
        let one = randomDensity(1, using: &generator)
        let flipped = apply(try .bitFlip(1), to: one)
        #expect((flipped[0, 0] - one[1, 1]).length < 1e-15 && (flipped[0, 1] - one[1, 0]).length < 1e-15)
        #expect((apply(try .phaseFlip(1), to: one)[0, 1] + one[0, 1]).length < 1e-15)
        #expect((apply(try .bitPhaseFlip(1), to: one)[0, 1] + one[1, 0]).length < 1e-15)
        let reset = apply(try .reset(zero: 0.25, one: 0.5), to: one)
        #expect(abs(reset[0, 0].real - (0.25 + 0.25 * one[0, 0].real)) < 1e-15)
        let asymmetric = try QuantumChannel.pauli(x: 0.1, y: 0.2, z: 0.3)
        #expect(abs(apply(asymmetric, to: one)[0, 0].real - (0.7 * one[0, 0].real + 0.3 * one[1, 1].real)) < 1e-15)
        let rotation = try QuantumChannel.overRotation(0.3, about: "ZI")
        #expect((rotation.kraus[0][1, 1] - Complex(cos(0.15), sin(0.15))).length < 1e-15)
        #expect((rotation.kraus[0][2, 2] - Complex(cos(0.15), -sin(0.15))).length < 1e-15)
        let correlated = try QuantumChannel.pauli(["XI": 1])
        #expect(correlated.kraus[0][1, 0] == Complex(1, 0) && correlated.kraus[0][2, 0] == .zero)
    }

    @Test("A qubit at 5 GHz and 50 mK is excited with the Boltzmann share")
    func temperature() throws {
        let share = try QuantumChannel.excitedPopulation(frequency: 5e9, temperature: 0.05)
        #expect(abs(share - 1 / (1 + exp(4.799_243_073))) < 1e-9)
        #expect(try QuantumChannel.excitedPopulation(frequency: 5e9, temperature: 0) == 0)
    }

    @Test("Impossible parameters are refused, each with its kind of error")
    func refusals() {
        func probability(_ make: () throws -> QuantumChannel) -> Bool {
            do { _ = try make() } catch NoiseError.probability { return true } catch { return false }
            return false
        }
        func outOfRange(_ make: () throws -> QuantumChannel) -> Bool {
            do { _ = try make() } catch NoiseError.outOfRange { return true } catch { return false }
            return false
        }
        func notFinite(_ make: () throws -> QuantumChannel) -> Bool {
            do { _ = try make() } catch NoiseError.notFinite { return true } catch { return false }
            return false
        }
        for p in [-0.1, 1.1] {
            #expect(probability { try .depolarizing(p) })
            #expect(probability { try .depolarizing(p, qubitCount: 2) })
            #expect(probability { try .bitFlip(p) })
            #expect(probability { try .amplitudeDamping(p) })
            #expect(probability { try .phaseDamping(p) })
            #expect(probability { try .generalizedAmplitudeDamping(p: 0.5, gamma: p) })
            #expect(probability { try .reset(zero: p) })
        }
        #expect(probability { try .pauli(x: 0.5, y: 0.4, z: 0.2) })
        #expect(probability { try .reset(zero: 0.7, one: 0.4) })
        #expect(probability { try .uniformDepolarizing(4.0 / 3 + 1e-9) })
        #expect(notFinite { try .depolarizing(.nan) })
        #expect(notFinite { try .amplitudeDamping(.infinity) })
        #expect(notFinite { try .overRotation(.nan, about: "X") })
        #expect(notFinite { try .thermalRelaxation(t1: .nan, t2: 1, time: 1) })
        #expect(outOfRange { try .thermalRelaxation(t1: 1, t2: 2.001, time: 1) })
        #expect(outOfRange { try .thermalRelaxation(t1: 1, t2: 1, time: -1) })
        #expect(outOfRange { try .thermalRelaxation(t1: 0, t2: 1, time: 1) })
        #expect(throws: NoiseError.self) { try QuantumChannel.depolarizing(0.1, qubitCount: 0) }
        #expect(throws: NoiseError.self) { try QuantumChannel.depolarizing(0.1, qubitCount: 5) }
        #expect(throws: NoiseError.self) { try QuantumChannel.pauli(["XQ": 0.1]) }
        #expect(throws: NoiseError.self) { try QuantumChannel.pauli(["XX": 0.1, "X": 0.1]) }
        #expect(throws: NoiseError.self) { try QuantumChannel.pauli([:]) }
    }
}
