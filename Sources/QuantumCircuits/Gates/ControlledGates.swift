internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

extension GateTable {
    /// Controlled gates without parameters.
    static let controlledFixed: [GateDefinition] = [
        .controlled(
            "cx", row("x"), .clifford,
            as: GateSpelling(openQASM: "cx", openQASMAliases: ["CX"], qsim: "cnot", qsimAliases: ["cx"])),
        .controlled("cy", row("y"), .clifford, as: .openQASM("cy")),
        .controlled("cz", row("z"), [.clifford, .symmetric], as: .both("cz")),
        .controlled("ch", row("h"), as: .openQASM("ch")),
        .controlled("cs", row("s"), .symmetric, inverse: .gate("csdg"), as: .readable("cs")),
        .controlled("csdg", row("sdg"), .symmetric, inverse: .gate("cs"), as: .readable("csdg")),
        .controlled("csx", row("sx"), inverse: .gate("csxdg"), as: .openQASM("csx")),
        .controlled("csxdg", row("sxdg"), inverse: .gate("csx")),
        .controlled("ccx", row("x"), count: 2, as: .openQASM("ccx")),
        .controlled("ccz", row("z"), count: 2, .symmetric, as: .readable("ccz")),
        .controlled("cswap", row("swap"), as: .openQASM("cswap")),
        .controlled("c3x", row("x"), count: 3, as: .openQASM("c3x")),
        .controlled("c3sx", row("sx"), count: 3, inverse: .gate("c3sxdg"), as: .openQASM("c3sqrtx")),
        .controlled("c3sxdg", row("sxdg"), count: 3, inverse: .gate("c3sx")),
        .controlled("c4x", row("x"), count: 4, as: .openQASM("c4x")),
    ]

    /// Controlled gates with parameters.
    static let controlledRotations: [GateDefinition] = [
        .controlled("crx", row("rx"), as: .openQASM("crx")),
        .controlled("cry", row("ry"), as: .openQASM("cry")),
        .controlled("crz", row("rz"), as: .openQASM("crz")),
        .controlled(
            "cp", row("p"), .symmetric, as: .openQASM("cu1", "cp")),
        .rotation(
            "cpdg", "diag(1, 1, 1, e^{−iφ}): what qsim calls cp", qubits: 2, parameter: "phi", [.diagonal, .symmetric],
            generator: 0.5 * (PauliSum.identity - pauli([0: .z])) * (PauliSum.identity - pauli([1: .z])),
            as: GateSpelling(qsim: "cp")
        ) { .diagonal([one, one, one, phase(-$0)]) },
        .controlled("cu3", row("u3"), as: .openQASM("cu3")),
        .general(
            "cu", "e^{iγ} u3(θ, φ, λ) on q1 where q0 is 1", qubits: 2, parameters: ["theta", "phi", "lambda", "gamma"],
            inverse: .parameters(order: [0, 2, 1, 3], signs: [-1, -1, -1, -1], offsets: [0, 0, 0, 0]),
            as: .openQASM("cu"),
            derivatives: row("u3").derivatives.map { derivative in
                { derivative($0).scaled(by: phase($0[3])).underControls(1).expanded(to: 2, positions: [1, 0]) }
            } + [
                {
                    row("u3").matrix($0).scaled(by: i * phase($0[3])).underControls(1)
                        .expanded(to: 2, positions: [1, 0])
                }
            ]
        ) { angles in
            row("u3").matrix(angles).scaled(by: phase(angles[3])).controlled(by: 1, values: 1)
                .expanded(to: 2, positions: [1, 0])
        },
    ]

    /// A row of the families without controls, for building controlled ones.
    private static func row(_ name: String) -> GateDefinition {
        let families = [fixedOneQubit, roots, rotations, generalOneQubit, fixedTwoQubit]
        guard let row = families.joined().first(where: { $0.name == name }) else {
            preconditionFailure("no row named \(name)")
        }
        return row
    }
}
