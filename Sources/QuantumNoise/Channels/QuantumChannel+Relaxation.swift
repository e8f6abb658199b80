internal import ComplexModule
internal import Foundation
internal import QuantumCircuits

// Channels of one qubit that lose energy or phase.
//
// All of them are one family: populations relax towards (1 − e, e) by a share γ, and coherences shrink to c. Its Choi
// matrix has the jumps √(γ(1−e)) |0⟩⟨1| and √(γe) |1⟩⟨0|, and on the diagonal operators the block [[A, c], [c, B]] with
// A = 1 − eγ, B = 1 − (1−e)γ. How the block is split into Kraus operators does not change the channel, but what a
// trajectory costs: branches that are multiples of unitaries never touch the state. So the largest multiple of 1 and Z
// is taken out first, and one operator, or none, remains.

extension QuantumChannel {
    /// Amplitude damping: an excited qubit falls to |0⟩ with probability γ.
    ///
    /// K₀ = diag(1, √(1−γ)), K₁ = √γ |0⟩⟨1|.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func amplitudeDamping(_ gamma: Double) throws(NoiseError) -> QuantumChannel {
        let name = "amplitudeDamping(\(gamma))"
        try NoiseError.check(probability: gamma, "the probability of \(name)")
        return try QuantumChannel(
            kraus: [
                GateMatrix(real: [1, 0, 0, (1 - gamma).squareRoot()]),
                GateMatrix(real: [0, gamma.squareRoot(), 0, 0]),
            ], name: name)
    }

    /// Generalized amplitude damping, as Cirq defines it: relaxation by a share γ towards the state that is |0⟩ with
    /// probability p.
    ///
    /// The channel of √p diag(1, √(1−γ)), √(pγ) |0⟩⟨1|, √(1−p) diag(√(1−γ), 1), √((1−p)γ) |1⟩⟨0|; the Kraus operators
    /// here are another set of the same channel with as much of the identity as there can be.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func generalizedAmplitudeDamping(
        p: Double, gamma: Double
    ) throws(NoiseError) -> QuantumChannel {
        let name = "generalizedAmplitudeDamping(p: \(p), gamma: \(gamma))"
        try NoiseError.check(probability: p, "the ground state's share p of \(name)")
        try NoiseError.check(probability: gamma, "the probability gamma of \(name)")
        if p == 1 { return try QuantumChannel(kraus: amplitudeDamping(gamma).kraus, name: name) }
        return try relaxation(gamma: gamma, excited: 1 - p, dephasing: 0, name: name)
    }

    /// Phase damping: coherences shrink by √(1−λ), populations stay.
    ///
    /// The channel of diag(1, √(1−λ)) and diag(0, √λ), written as the equal mixture of 1 and Z: Z hits with probability
    /// (1 − √(1−λ))/2. Mixtures of unitaries never touch the state of a trajectory.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func phaseDamping(_ lambda: Double) throws(NoiseError) -> QuantumChannel {
        let name = "phaseDamping(\(lambda))"
        try NoiseError.check(probability: lambda, "the probability of \(name)")
        // 1 − √(1−λ) without cancellation.
        return try pauli(["Z": lambda / (1 + (1 - lambda).squareRoot()) / 2], name: name)
    }

    /// What a qubit with lifetimes T1 and T2 undergoes in a time: populations relax as e^{−t/T1} towards
    /// (1 − e, e) with e the excited population, coherences fall as e^{−t/T2}.
    ///
    /// Times are in any one unit; T1 and T2 may be infinite. For T2 ≤ T1 it is a mixture of 1, Z and resets (as in
    /// Qiskit); for T2 < 2·T1 a multiple of the identity is split off all the same, so that weak relaxation costs a
    /// trajectory little more than unitary noise; at T2 = 2·T1, e = 0 it is amplitude damping.
    ///
    /// - Throws: ``NoiseError/outOfRange(what:found:expected:)`` unless T1, T2 > 0, T2 ≤ 2·T1 and the time is not
    ///   negative; ``NoiseError/probability(what:found:expected:)``; ``NoiseError/notFinite(what:value:)``.
    public static func thermalRelaxation(
        t1: Double, t2: Double, time: Double, excitedPopulation: Double = 0
    ) throws(NoiseError) -> QuantumChannel {
        let warm = excitedPopulation == 0 ? "" : ", excited: \(excitedPopulation)"
        let name = "thermalRelaxation(t1: \(t1), t2: \(t2), time: \(time)\(warm))"
        try checkTimes(t1: t1, t2: t2, time: time, name: name)
        try NoiseError.check(probability: excitedPopulation, "the excited population of \(name)")
        let pureDephasing = Swift.max(0, 1 / t2 - 1 / (2 * t1))
        return try relaxation(
            gamma: -expm1(-time / t1), excited: excitedPopulation, dephasing: -expm1(-time * pureDephasing), name: name)
    }

    /// The share of excited qubits in equilibrium: 1/(1 + e^{hf/kT}).
    ///
    /// - Parameters:
    ///   - frequency: The qubit's frequency f in hertz.
    ///   - temperature: T in kelvin.
    /// - Throws: ``NoiseError/outOfRange(what:found:expected:)`` if one is negative or the frequency is 0;
    ///   ``NoiseError/notFinite(what:value:)``.
    public static func excitedPopulation(
        frequency: Double, temperature: Double
    ) throws(NoiseError) -> Double {
        for (value, what) in [(frequency, "the qubit's frequency"), (temperature, "the temperature")] {
            guard value.isFinite else { throw .notFinite(what: what, value: value) }
        }
        guard frequency > 0 else {
            throw .outOfRange(what: "the qubit's frequency", found: frequency, expected: "more than 0 Hz")
        }
        guard temperature >= 0 else {
            throw .outOfRange(what: "the temperature", found: temperature, expected: "0 K or more")
        }
        // h and k are exact in the SI of 2019.
        return temperature == 0 ? 0 : 1 / (1 + exp(6.626_070_15e-34 * frequency / (1.380_649e-23 * temperature)))
    }

    /// Puts the qubit into |0⟩ with probability `zero`, into |1⟩ with probability `one`, and else leaves it.
    ///
    /// - Throws: ``NoiseError/probability(what:found:expected:)``, ``NoiseError/notFinite(what:value:)``.
    public static func reset(zero: Double, one: Double = 0) throws(NoiseError) -> QuantumChannel {
        let name = "reset(zero: \(zero), one: \(one))"
        try NoiseError.check(probability: zero, "the probability of 0 in \(name)")
        try NoiseError.check(probability: one, "the probability of 1 in \(name)")
        guard zero + one <= 1 + tolerance else {
            throw .probability(
                what: "the sum of the probabilities of \(name)", found: zero + one, expected: "at most 1")
        }
        let rest = Swift.max(0, 1 - zero - one).squareRoot()
        let (a, b) = (zero.squareRoot(), one.squareRoot())
        return try QuantumChannel(
            kraus: [[rest, 0, 0, rest], [a, 0, 0, 0], [0, a, 0, 0], [0, 0, b, 0], [0, 0, 0, b]].map {
                GateMatrix(real: $0)
            }, name: name)
    }

    private static func checkTimes(t1: Double, t2: Double, time: Double, name: String) throws(NoiseError) {
        for (value, what) in [(t1, "T1"), (t2, "T2")] {
            guard !value.isNaN else { throw .notFinite(what: "\(what) of \(name)", value: value) }
            guard value > 0 else {
                throw .outOfRange(what: "\(what) of \(name)", found: value, expected: "more than 0")
            }
        }
        guard time.isFinite else { throw .notFinite(what: "the time of \(name)", value: time) }
        guard time >= 0 else { throw .outOfRange(what: "the time of \(name)", found: time, expected: "0 or more") }
        guard t2 <= 2 * t1 * (1 + 1e-12) else {
            throw .outOfRange(what: "T2 of \(name)", found: t2, expected: "at most 2·T1 = \(2 * t1)")
        }
    }

    /// The channel of the family above with coherences c = √(1−γ)·(1 − `dephasing`).
    static func relaxation(
        gamma: Double, excited: Double, dephasing: Double, name: String
    ) throws(NoiseError) -> QuantumChannel {
        let (toZero, toOne) = (gamma * (1 - excited), gamma * excited)
        var kraus = [
            GateMatrix(real: [0, toZero.squareRoot(), 0, 0]), GateMatrix(real: [0, 0, toOne.squareRoot(), 0]),
        ]
        // Differences of numbers near 1, A − c, B − c and A + B − 2c, from the small numbers themselves: nothing cancels.
        let root = (1 - gamma).squareRoot()
        let loss = gamma / (1 + root) + root * dephasing
        let (above, below) = (loss - toOne, loss - toZero)
        let both = (gamma / (1 + root)) * (gamma / (1 + root)) + 2 * root * dephasing
        if Swift.min(above, below) >= 0 {
            let flip = Swift.min(above, below) / 2
            let nothing = (1 - Swift.max(toZero, toOne) - flip).squareRoot()
            kraus.append(diagonal(nothing, nothing))
            kraus.append(diagonal(flip.squareRoot(), -flip.squareRoot()))
            kraus.append(diagonal((Swift.max(0, toZero - toOne)).squareRoot(), 0))
            kraus.append(diagonal(0, (Swift.max(0, toOne - toZero)).squareRoot()))
        } else if both > 0 {
            // [[A, c], [c, B]] = a·[[1, 1], [1, 1]] + v vᵀ with v = (A − c, c − B)/√(A + B − 2c).
            let remainder = (above / both.squareRoot(), -below / both.squareRoot())
            let nothing = 1 - toOne - remainder.0 * remainder.0
            // What rounding leaves of nothing is nothing.
            if nothing > 1e-15 { kraus.append(diagonal(nothing.squareRoot(), nothing.squareRoot())) }
            kraus.append(diagonal(remainder.0, remainder.1))
        } else {
            // γ² underflows: nothing that a double shows.
            kraus.append(diagonal((1 - toOne).squareRoot(), (1 - toZero).squareRoot()))
        }
        return try QuantumChannel(kraus: kraus, name: name)
    }

    private static func diagonal(_ zero: Double, _ one: Double) -> GateMatrix {
        GateMatrix(real: [zero, 0, 0, one])
    }
}
