internal import ComplexModule
internal import RealModule

extension GateTable {
    /// Toffoli gates up to phases, which cost fewer cx gates (Maslov, Phys. Rev. A 93, 022311, 2016).
    static let wide: [GateDefinition] = [
        .fixed(
            "rccx", "ccx up to phases: |101⟩ → −|101⟩, |110⟩ → i|111⟩, |111⟩ → −i|110⟩ (left digit: q0)",
            relativePhaseToffoli, as: .openQASM("rccx")),
        .fixed(
            "rc3x",
            "c3x up to phases: |1100⟩ gets i, |1101⟩ gets −i, |1110⟩ → −|1111⟩, |1111⟩ → |1110⟩ (left digit: q0)",
            relativePhaseToffoli3, inverse: .gate("rc3xdg"), as: .openQASM("rc3x", "rcccx")),
        .fixed("rc3xdg", "the inverse of rc3x", relativePhaseToffoli3.adjoint, inverse: .gate("rc3x")),
    ]

    /// The identity but for three basis states.
    private static let relativePhaseToffoli: GateMatrix = {
        var matrix = GateMatrix.identity(qubitCount: 3)
        matrix[0b101, 0b101] = -one
        for index in [0b011, 0b111] { matrix[index, index] = zero }
        matrix[0b111, 0b011] = i
        matrix[0b011, 0b111] = -i
        return matrix
    }()

    private static let relativePhaseToffoli3: GateMatrix = {
        var matrix = GateMatrix.identity(qubitCount: 4)
        matrix[0b0011, 0b0011] = i
        matrix[0b1011, 0b1011] = -i
        for index in [0b0111, 0b1111] { matrix[index, index] = zero }
        matrix[0b0111, 0b1111] = one
        matrix[0b1111, 0b0111] = -one
        return matrix
    }()
}
