internal import ComplexModule
internal import Foundation
internal import QuantumCircuits

// The noise of each gate from the calibration, as Cirq builds it (cirq.SuperconductingQubitsNoiseProperties and
// cirq_google.GoogleNoiseProperties of cirq 1.7; S. V. Isakov et al., arXiv:2111.02396, appendix).

extension ProcessorModel {
    /// The part of a Pauli error that decoherence explains: px + py + pz with px = py = (1 − e^{−t/T1})/4 and
    /// px + pz = (1 − e^{−t(1/(2·T1) + 1/Tφ)})/2.
    public func decoherenceShare(of qubit: Int, time: Double) -> Double {
        let data = qubits[qubit]
        let flip = -expm1(-time / data.t1) / 4
        return flip - expm1(-time * (1 / (2 * data.t1) + 1 / data.tPhi)) / 2
    }

    /// The depolarizing channel after a gate of one qubit that takes a time, or nil if decoherence explains the whole
    /// error.
    ///
    /// - Throws: Never for checked numbers.
    func depolarizing(after time: Double, on qubit: Int) throws(NoiseError) -> QuantumChannel? {
        let rest = qubits[qubit].pauliError - decoherenceShare(of: qubit, time: time)
        return rest > 0 ? try .depolarizing(rest) : nil
    }

    /// The depolarizing channel after a gate of two qubits: what is left of the Pauli error when decoherence and the
    /// coherent error are taken off; nil if nothing is.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` if the qubits are not coupled by the gate.
    func depolarizing(after gate: EntanglingGate, on a: Int, _ b: Int) throws(NoiseError) -> QuantumChannel? {
        let calibration = try calibration(of: gate, on: a, b)
        let time = durations[gate] ?? 0
        let coherent = Self.phasedFSim(try angles(of: gate, on: a, b))
        let trace = (0..<4).reduce(Complex<Double>.zero) { $0 + coherent[$1, $1] }
        let rest =
            calibration.pauliError - decoherenceShare(of: a, time: time) - decoherenceShare(of: b, time: time)
            - (1 - trace.lengthSquared / 16)
        return rest > 0 ? try .depolarizing(rest, qubitCount: 2) : nil
    }

    /// The coherent error after a gate of two qubits, bit 0 being `a`; nil if it is none.
    ///
    /// - Throws: ``NoiseError/unsupported(what:instead:)`` if the qubits are not coupled by the gate.
    func coherentError(after gate: EntanglingGate, on a: Int, _ b: Int) throws(NoiseError) -> QuantumChannel? {
        let angles = try angles(of: gate, on: a, b)
        guard angles != CoherentAngles() else { return nil }
        let name =
            "phasedFSim(theta: \(angles.theta), zeta: \(angles.zeta), gamma: \(angles.gamma), phi: \(angles.phi))"
        return try .unitary(Self.phasedFSim(angles), name: name)
    }

    /// Relaxation and dephasing of a qubit in a time.
    ///
    /// - Throws: Never for checked numbers.
    func relaxation(of qubit: Int, time: Double) throws(NoiseError) -> QuantumChannel {
        let data = qubits[qubit]
        return try .relaxation(
            gamma: -expm1(-time / data.t1), excited: 0, dephasing: -expm1(-time / data.tPhi),
            name: "relaxation(t1: \(data.t1), tPhi: \(data.tPhi), time: \(time))")
    }

    /// The readout error of a qubit.
    func confusion(of qubit: Int, at wire: Int) throws(NoiseError) -> ReadoutNoise.Confusion {
        try ReadoutNoise.Confusion(
            qubit: wire, zeroAsOne: qubits[qubit].zeroAsOne, oneAsZero: qubits[qubit].oneAsZero)
    }

    private func calibration(
        of gate: EntanglingGate, on a: Int, _ b: Int
    ) throws(NoiseError) -> Calibration {
        guard let calibration = pair(a, b)?.gates[gate] else {
            throw .unsupported(
                what: "\(name) has no \(gate.rawValue) on \(qubits[a].name), \(qubits[b].name)",
                instead: "use coupled qubits, or let the circuit be mapped")
        }
        return calibration
    }

    private func angles(of gate: EntanglingGate, on a: Int, _ b: Int) throws(NoiseError) -> CoherentAngles {
        let calibration = try calibration(of: gate, on: a, b)
        switch zPhases {
        case .asCirq: return calibration.cirqAngles
        case .measured:
            var angles = calibration.angles
            if pair(a, b)?.first != a { angles.zeta = -angles.zeta }
            return angles
        }
    }

    /// The phased fSim gate with χ = 0, the first qubit being bit 0:
    /// |10⟩ gets e^{−i(γ−ζ)} cos θ, |01⟩ e^{−i(γ+ζ)} cos θ, −i e^{−iγ} sin θ between them, |11⟩ e^{−i(2γ+φ)}
    /// (left digit: first qubit).
    static func phasedFSim(_ angles: CoherentAngles) -> GateMatrix {
        func phase(_ angle: Double) -> Complex<Double> { Complex(cos(angle), sin(angle)) }
        let (cosine, sine) = (Complex(cos(angles.theta), 0), Complex(0, -sin(angles.theta)))
        var matrix = GateMatrix.diagonal([
            Complex(1, 0), phase(angles.zeta - angles.gamma) * cosine, phase(-angles.zeta - angles.gamma) * cosine,
            phase(-2 * angles.gamma - angles.phi),
        ])
        matrix[1, 2] = phase(-angles.gamma) * sine
        matrix[2, 1] = matrix[1, 2]
        return matrix
    }
}

extension ProcessorModel.EntanglingGate {
    /// The gate's matrix, the first qubit being bit 0.
    var matrix: GateMatrix {
        switch self {
        case .sqrtISwap: ProcessorModel.phasedFSim(CoherentAngles(theta: -.pi / 4))
        case .sycamore: ProcessorModel.phasedFSim(CoherentAngles(theta: .pi / 2, phi: .pi / 6))
        case .cz: GateMatrix(real: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1])
        case .cx: GateMatrix(real: [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0])
        }
    }
}
