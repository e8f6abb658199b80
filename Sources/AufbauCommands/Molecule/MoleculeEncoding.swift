internal import ArgumentParser
internal import ElectronicStructure
internal import FermionEncodings
internal import OperatorAlgebra

/// The encodings of `molecule`, by the names of the command line.
enum MoleculeEncoding: String, CaseIterable, ExpressibleByArgument {
    case jordanWigner = "jw"
    case bravyiKitaev = "bk"
    case bravyiKitaevTree = "bk-tree"
    case parity
    case ternaryTree = "ternary"
    case symmetryConserving = "scbk"
    case superfast

    /// A Hamiltonian on qubits.
    struct Result {
        let sum: PauliSum
        let qubitCount: Int
        /// How many qubits tapering took off.
        var tapered = 0
    }

    /// The Hamiltonian on qubits; on request without the qubits that its symmetries make superfluous, in the sector of the
    /// determinant that fills the lowest orbitals.
    func encode(_ hamiltonian: ElectronicHamiltonian, tapers: Bool) throws(EncodingError) -> Result {
        let modes = hamiltonian.spinOrbitalCount
        let occupied = Self.reference(hamiltonian.electrons)
        switch self {
        case .jordanWigner: return try linear(JordanWigner(modeCount: modes), hamiltonian, occupied, tapers)
        case .bravyiKitaev: return try linear(BravyiKitaev(modeCount: modes), hamiltonian, occupied, tapers)
        case .bravyiKitaevTree: return try linear(BravyiKitaevTree(modeCount: modes), hamiltonian, occupied, tapers)
        case .parity: return try linear(Parity(modeCount: modes), hamiltonian, occupied, tapers)
        case .ternaryTree: return try linear(TernaryTree(modeCount: modes), hamiltonian, occupied, tapers)
        case .symmetryConserving:
            let encoding = try SymmetryConservingBravyiKitaev(
                orbitalCount: hamiltonian.orbitalCount, upCount: hamiltonian.electrons.up,
                downCount: hamiltonian.electrons.down)
            let sum = try encoding.encode(hamiltonian)
            let reference = try encoding.encodedBasisState(occupied: occupied)
            return try Self.finish(sum, encoding.qubitCount, reference, tapers)
        case .superfast: return try superfast(hamiltonian, occupied, tapers)
        }
    }

    private func linear(
        _ encoding: some FermionEncoding, _ hamiltonian: ElectronicHamiltonian, _ occupied: QubitMask, _ tapers: Bool
    ) throws(EncodingError) -> Result {
        let sum = try encoding.encode(hamiltonian)
        return try Self.finish(sum, encoding.qubitCount, encoding.encodedBasisState(occupied: occupied), tapers)
    }

    /// The edges are those of the Hamiltonian's own products; tapering takes off its loops and kept parities.
    private func superfast(
        _ hamiltonian: ElectronicHamiltonian, _ occupied: QubitMask, _ tapers: Bool
    ) throws(EncodingError) -> Result {
        let plain = JordanWigner(modeCount: hamiltonian.spinOrbitalCount)
        let fermions = try plain.decode(plain.encode(hamiltonian))
        let encoding = try Superfast(for: fermions, modeCount: hamiltonian.spinOrbitalCount)
        // Only even numbers of electrons are encoded: this says so.
        _ = try encoding.encodedBasisState(occupied: occupied)
        let sum = try encoding.encode(fermions)
        guard tapers else { return Result(sum: sum, qubitCount: encoding.qubitCount) }
        let (tapering, tapered) = try encoding.tapered(sum, occupied: occupied)
        let removed = tapering.positions.count
        return Result(sum: tapered, qubitCount: encoding.qubitCount - removed, tapered: removed)
    }

    private static func finish(
        _ sum: PauliSum, _ qubitCount: Int, _ reference: QubitMask, _ tapers: Bool
    ) throws(EncodingError) -> Result {
        guard tapers else { return Result(sum: sum, qubitCount: qubitCount) }
        let (tapering, tapered) = try sum.tapered(reference: reference, qubitCount: qubitCount)
        let removed = tapering.positions.count
        return Result(sum: tapered, qubitCount: qubitCount - removed, tapered: removed)
    }

    /// The determinant that fills the lowest orbitals.
    private static func reference(_ electrons: SpinCounts) -> QubitMask {
        QubitMask((0..<electrons.up).map { 2 * $0 } + (0..<electrons.down).map { 2 * $0 + 1 })
    }
}
