internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

extension GateTable {
    /// Rotations of one qubit by one angle, and phases.
    static let rotations: [GateDefinition] = [
        .rotation("rx", "exp(−i θ/2 X)", qubits: 1, generator: pauli([0: .x]), as: .both("rx")) { theta in
            let (c, s) = halfAngle(theta)
            return GateMatrix([c, -i * s, -i * s, c])
        },
        .rotation("ry", "exp(−i θ/2 Y)", qubits: 1, .real, generator: pauli([0: .y]), as: .both("ry")) { theta in
            let (c, s) = halfAngle(theta)
            return GateMatrix([c, -s, s, c])
        },
        .rotation("rz", "exp(−i θ/2 Z)", qubits: 1, .diagonal, generator: pauli([0: .z]), as: .both("rz")) { theta in
            .diagonal([phase(-theta / 2), phase(theta / 2)])
        },
        .rotation(
            "p", "diag(1, e^{iλ})", qubits: 1, parameter: "lambda", .diagonal,
            generator: pauli([0: .z]) - .identity, as: .openQASM("u1", "p")
        ) { .diagonal([one, phase($0)]) },
        .rotation(
            "gphase", "e^{iγ}", qubits: 0, parameter: "gamma", [.diagonal, .clifford],
            generator: PauliSum(.identity, -2.0),
            as: GateSpelling(qsim: "p")
        ) { .diagonal([phase($0)]) },
    ]

    /// Gates of one qubit with several angles, and OpenQASM's wait.
    static let generalOneQubit: [GateDefinition] = [
        .general(
            "u2", "u3(π/2, φ, λ)", qubits: 1, parameters: ["phi", "lambda"],
            inverse: .parameters(order: [1, 0], signs: [-1, -1], offsets: [-.pi, .pi]), as: .openQASM("u2"),
            derivatives: [
                { eulerRotation(.pi / 2, $0[0], $0[1]).scalingRows(by: [zero, i]) },
                { eulerRotation(.pi / 2, $0[0], $0[1]).scalingColumns(by: [zero, i]) },
            ]
        ) { eulerRotation(.pi / 2, $0[0], $0[1]) },
        .general(
            "u3", "[[cos θ/2, −e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]]", qubits: 1,
            parameters: ["theta", "phi", "lambda"],
            inverse: .parameters(order: [0, 2, 1], signs: [-1, -1, -1], offsets: [0, 0, 0]),
            as: .openQASM("u3", "u", "U"),
            derivatives: [
                // Sine and cosine of θ/2 become half those of (θ + π)/2.
                { eulerRotation($0[0] + .pi, $0[1], $0[2]).scalingRows(by: [half, half]) },
                { eulerRotation($0[0], $0[1], $0[2]).scalingRows(by: [zero, i]) },
                { eulerRotation($0[0], $0[1], $0[2]).scalingColumns(by: [zero, i]) },
            ]
        ) { eulerRotation($0[0], $0[1], $0[2]) },
        .general(
            "rxy", "exp(−i φ/2 (cos θ X + sin θ Y))", qubits: 1, parameters: ["theta", "phi"],
            inverse: .parameters(order: [0, 1], signs: [1, -1], offsets: [0, 0]), as: GateSpelling(qsim: "rxy"),
            derivatives: [
                { angles in
                    let (_, s) = halfAngle(angles[1])
                    return GateMatrix([zero, -s * phase(-angles[0]), s * phase(angles[0]), zero])
                },
                { equatorialRotation($0[0], $0[1] + .pi).scalingRows(by: [half, half]) },
            ]
        ) { equatorialRotation($0[0], $0[1]) },
        .general(
            "u0", "the identity; waits for γ gate times", qubits: 1, parameters: ["gamma"],
            [.diagonal, .permutation, .clifford, .real], inverse: .itself, as: .openQASM("u0"),
            derivatives: [{ _ in GateMatrix([zero, zero, zero, zero]) }]
        ) { _ in .identity(qubitCount: 1) },
    ]

    /// The rotation by φ about the axis at the angle θ between X and Y.
    private static func equatorialRotation(_ theta: Double, _ phi: Double) -> GateMatrix {
        let (c, s) = halfAngle(phi)
        return GateMatrix([c, -i * s * phase(-theta), -i * s * phase(theta), c])
    }

    private static let half = real(0.5)

    /// cos θ/2 and sin θ/2.
    static func halfAngle(_ theta: Double) -> (Complex<Double>, Complex<Double>) {
        (real(Double.cos(theta / 2)), real(Double.sin(theta / 2)))
    }

    /// OpenQASM 2's U(θ, φ, λ) with the phase that Qiskit gives it: the upper left element is real.
    private static func eulerRotation(_ theta: Double, _ phi: Double, _ lambda: Double) -> GateMatrix {
        let (c, s) = halfAngle(theta)
        return GateMatrix([c, -phase(lambda) * s, phase(phi) * s, phase(phi + lambda) * c])
    }
}
