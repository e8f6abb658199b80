internal import ComplexModule
internal import OperatorAlgebra
internal import RealModule

extension GateTable {
    /// The Pauli gates, the Hadamard gate and the phases by powers of i.
    static let fixedOneQubit: [GateDefinition] = [
        .fixed(
            "id", "the identity", .identity(qubitCount: 1), [.diagonal, .permutation, .clifford, .real],
            as: GateSpelling(openQASM: "id", qsim: "id1")),
        .fixed("x", "|0⟩ ↔ |1⟩", permutation([1, 0]), [.permutation, .clifford, .real], as: .both("x")),
        .fixed("y", "i X Z", GateMatrix([zero, -i, i, zero]), [.clifford], as: .both("y")),
        .fixed("z", "diag(1, −1)", .diagonal([one, -one]), [.diagonal, .clifford, .real], as: .both("z")),
        .fixed("h", "(X + Z)/√2", hadamard, [.clifford, .real], as: .both("h")),
        .fixed(
            "s", "diag(1, i)", .diagonal([one, i]), [.diagonal, .clifford], inverse: .gate("sdg"), as: .both("s")),
        .fixed(
            "sdg", "diag(1, −i)", .diagonal([one, -i]), [.diagonal, .clifford], inverse: .gate("s"),
            as: .openQASM("sdg")),
        .fixed(
            "t", "diag(1, e^{iπ/4})", .diagonal([one, phase(.pi / 4)]), .diagonal, inverse: .gate("tdg"), as: .both("t")
        ),
        .fixed(
            "tdg", "diag(1, e^{−iπ/4})", .diagonal([one, phase(-.pi / 4)]), .diagonal, inverse: .gate("t"),
            as: .openQASM("tdg")),
    ]

    /// Square roots of rotations by π, with the eigenvalues 1 and i (or −i for the inverses).
    static let roots: [GateDefinition] = [
        .fixed(
            "sx", "the square root of X with eigenvalues 1 and i", root(Complex(1, -1), Complex(1, -1)), .clifford,
            inverse: .gate("sxdg"), as: GateSpelling(openQASM: "sx", qsim: "x_1_2")),
        .fixed(
            "sxdg", "the inverse of sx", root(Complex(1, -1), Complex(1, -1)).adjoint, .clifford, inverse: .gate("sx"),
            as: .openQASM("sxdg")),
        .fixed(
            "sy", "the square root of Y with eigenvalues 1 and i", root(Complex(-1, -1), Complex(1, 1)), .clifford,
            inverse: .gate("sydg"), as: GateSpelling(qsim: "y_1_2")),
        .fixed(
            "sydg", "the inverse of sy", root(Complex(-1, -1), Complex(1, 1)).adjoint, .clifford, inverse: .gate("sy")),
        .fixed(
            "sxy", "the square root of (X + Y)/√2 with eigenvalues 1 and i",
            root(Complex(0, -Double.sqrt(2)), Complex(Double.sqrt(2), 0)), inverse: .gate("sxydg"),
            as: GateSpelling(qsim: "hz_1_2")),
        .fixed(
            "sxydg", "the inverse of sxy", root(Complex(0, -Double.sqrt(2)), Complex(Double.sqrt(2), 0)).adjoint,
            inverse: .gate("sxy")),
    ]

    private static let hadamard = GateMatrix(real: [1, 1, 1, -1].map { $0 / Double.sqrt(2) })

    /// ½ [[1+i, `upper`], [`lower`, 1+i]].
    private static func root(_ upper: Complex<Double>, _ lower: Complex<Double>) -> GateMatrix {
        GateMatrix([Complex(1, 1), upper, lower, Complex(1, 1)].map { $0 / real(2) })
    }
}
