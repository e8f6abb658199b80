internal import CAmplitudes
internal import ComplexModule
internal import QuantumCircuits
internal import RealModule

extension Engine {
    /// Qubits of a transition matrix at most.
    private static let widestTransition = 3
    /// Registers that share a partial sum.
    private static let registersPerSum: UInt64 = 1 << 12

    /// M_ab = Σ_r ψ*_{a,r} φ_{b,r} for bra ψ and ket φ, over the values r of the qubits that are no operands, the controls
    /// having their values: ⟨ψ|(A ⊗ Π)|φ⟩ = Σ_ab A_ab M_ab for every matrix A on the operands.
    ///
    /// - Precondition: 0 to 3 different qubits that are no controls.
    func transitionMatrix(
        _ bra: StateVector, _ ket: StateVector, on qubits: [Int], controls: [Control]
    ) -> GateMatrix {
        precondition(qubits.count <= Self.widestTransition, "transition matrices have at most 3 qubits")
        let targets = qubits.map(Int32.init)
        let (mask, value) = controls.masks
        let operands = qubits.reduce(mask) { $0 | 1 << UInt64($1) }
        let lanes: UInt64 = 1 << UInt64(laneBits) - 1
        let items = items(of: ket, skipping: operands & ~lanes)
        let size = 1 << qubits.count
        let numbers = bra.withAmplitudes { braPointer in
            ket.withAmplitudes { ketPointer in
                let (bra, ket) = (ReadOnlyAmplitudes(base: braPointer), ReadOnlyAmplitudes(base: ketPointer))
                return parallel.sum(of: items, chunk: Self.registersPerSum, width: 2 * size * size) {
                    begin, end, result in
                    kernels.pointee.transition(
                        bra.base, ket.base, Int32(targets.count), targets, mask, value, begin, end, result)
                }
            }
        }
        return GateMatrix((0..<(size * size)).map { Complex(numbers[2 * $0], numbers[2 * $0 + 1]) })
    }
}
