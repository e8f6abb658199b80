internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

extension GateTable {
    /// Gates of two qubits without parameters that are not controlled gates.
    static let fixedTwoQubit: [GateDefinition] = [
        .fixed(
            "id2", "the identity on two qubits", .identity(qubitCount: 2),
            [.diagonal, .permutation, .clifford, .real, .symmetric], as: GateSpelling(qsim: "id2")),
        .fixed(
            "swap", "|01⟩ ↔ |10⟩", permutation([0, 2, 1, 3]), [.permutation, .clifford, .real, .symmetric],
            as: GateSpelling(openQASM: "swap", qsim: "sw")),
        .fixed(
            "iswap", "|01⟩ → i|10⟩, |10⟩ → i|01⟩", exchange(i, last: one), [.clifford, .symmetric],
            inverse: .gate("iswapdg"), as: GateSpelling(openQASMAliases: ["iswap"], qsim: "is")),
        .fixed(
            "iswapdg", "the inverse of iswap", exchange(-i, last: one), [.clifford, .symmetric],
            inverse: .gate("iswap")),
        .fixed(
            "fswap", "swap, then cz: exchanges two fermionic modes", exchange(one, last: -one),
            [.clifford, .real, .symmetric]),
        .fixed(
            "dcx", "cx(q0, q1), then cx(q1, q0)", permutation([0, 2, 3, 1]), [.permutation, .clifford, .real],
            inverse: .gate("dcxdg"), as: .readable("dcx")),
        .fixed(
            "dcxdg", "the inverse of dcx", permutation([0, 3, 1, 2]), [.permutation, .clifford, .real],
            inverse: .gate("dcx")),
        .fixed(
            "ecr", "the echoed cross resonance (X₀ − Y₀ X₁)/√2", echoedCrossResonance, .clifford, as: .readable("ecr")),
    ]

    /// Gates of two qubits with angles that are not controlled gates.
    static let twoQubitRotations: [GateDefinition] = [
        .rotation(
            "rxx", "exp(−i θ/2 X₀X₁)", qubits: 2, .symmetric, generator: pauli([0: .x, 1: .x]), as: .openQASM("rxx")
        ) { theta in
            let (c, s) = halfAngle(theta)
            return antidiagonal(c, [-i * s, -i * s, -i * s, -i * s])
        },
        .rotation(
            "ryy", "exp(−i θ/2 Y₀Y₁)", qubits: 2, .symmetric, generator: pauli([0: .y, 1: .y]), as: .readable("ryy")
        ) { theta in
            let (c, s) = halfAngle(theta)
            return antidiagonal(c, [i * s, -i * s, -i * s, i * s])
        },
        .rotation(
            "rzz", "exp(−i θ/2 Z₀Z₁)", qubits: 2, [.diagonal, .symmetric], generator: pauli([0: .z, 1: .z]),
            as: .openQASM("rzz")
        ) { theta in
            .diagonal([phase(-theta / 2), phase(theta / 2), phase(theta / 2), phase(-theta / 2)])
        },
        .rotation("rzx", "exp(−i θ/2 Z₀X₁)", qubits: 2, generator: pauli([0: .z, 1: .x]), as: .readable("rzx")) {
            theta in
            let (c, s) = halfAngle(theta)
            let (minus, plus) = (-i * s, i * s)
            return GateMatrix([c, zero, minus, zero, zero, c, zero, plus, minus, zero, c, zero, zero, plus, zero, c])
        },
        .rotation(
            "givens", "|10⟩ → cos θ |10⟩ + sin θ |01⟩, |01⟩ → cos θ |01⟩ − sin θ |10⟩ (left digit: q0)", qubits: 2,
            .real, generator: pauli([0: .x, 1: .y]) - pauli([0: .y, 1: .x])
        ) { theta in
            let (c, s) = halfAngle(2 * theta)
            return GateMatrix([one, zero, zero, zero, zero, c, -s, zero, zero, s, c, zero, zero, zero, zero, one])
        },
        .general(
            "fsim", "[[1,0,0,0], [0, cos θ, −i sin θ, 0], [0, −i sin θ, cos θ, 0], [0,0,0, e^{−iφ}]]", qubits: 2,
            parameters: ["theta", "phi"], .symmetric,
            inverse: .negated, as: GateSpelling(qsim: "fs"),
            derivatives: [
                { angles in
                    let (c, s) = halfAngle(2 * angles[0])
                    return GateMatrix([
                        zero, zero, zero, zero, zero, -s, -i * c, zero, zero, -i * c, -s, zero, zero, zero, zero, zero,
                    ])
                },
                { .diagonal([zero, zero, zero, -i * phase(-$0[1])]) },
            ]
        ) { angles in
            let (c, s) = halfAngle(2 * angles[0])
            let last = phase(-angles[1])
            return GateMatrix([
                one, zero, zero, zero, zero, c, -i * s, zero, zero, -i * s, c, zero, zero, zero, zero, last,
            ])
        },
    ]

    /// |00⟩ stays, |01⟩ and |10⟩ change places with a factor, |11⟩ gets the factor `last`.
    private static func exchange(_ factor: Complex<Double>, last: Complex<Double>) -> GateMatrix {
        GateMatrix([one, zero, zero, zero, zero, zero, factor, zero, zero, factor, zero, zero, zero, zero, zero, last])
    }

    /// `corner` on the diagonal; `entries` from the upper right to the lower left.
    private static func antidiagonal(_ corner: Complex<Double>, _ entries: [Complex<Double>]) -> GateMatrix {
        var matrix = GateMatrix.diagonal([corner, corner, corner, corner])
        for (row, entry) in entries.enumerated() { matrix[row, 3 - row] = entry }
        return matrix
    }

    private static let echoedCrossResonance = GateMatrix(
        [zero, one, zero, i, one, zero, -i, zero, zero, i, zero, one, -i, zero, one, zero]
            .map { $0 / real(Double.sqrt(2)) })
}
