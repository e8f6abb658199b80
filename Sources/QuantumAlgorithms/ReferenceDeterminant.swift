public import ElectronicStructure
public import FermionEncodings
public import OperatorAlgebra
public import QuantumCircuits

/// The determinant with the lowest orbitals filled: Hartree-Fock's, where the orbitals are its own in order of energy.
public struct ReferenceDeterminant: Hashable, Sendable {
    /// The occupied spin orbitals in ascending order: 2p (up) for p < n_up, 2p + 1 (down) for p < n_down.
    public let occupied: [Int]
    /// The basis state of the qubits that encodes it.
    public let basisState: QubitMask
    /// The number of qubits.
    public let qubitCount: Int

    /// The determinant of the given numbers of electrons under an encoding.
    ///
    /// - Throws: ``QuantumAlgorithmError/tooManyElectrons(up:down:orbitals:)`` or
    ///   ``QuantumAlgorithmError/noBasisStates(encoding:)``.
    public init(_ electrons: SpinCounts, encoding: some FermionEncoding) throws(QuantumAlgorithmError) {
        let orbitals = encoding.modeCount / 2
        guard max(electrons.up, electrons.down) <= orbitals else {
            throw .tooManyElectrons(up: electrons.up, down: electrons.down, orbitals: orbitals)
        }
        guard encoding.mapsDeterminantsToBasisStates else { throw .noBasisStates(encoding: encoding.name) }
        occupied = ((0..<electrons.up).map { 2 * $0 } + (0..<electrons.down).map { 2 * $0 + 1 }).sorted()
        basisState = encoding.encodedBasisState(occupied: occupied)
        qubitCount = encoding.qubitCount
    }

    /// X gates that make the basis state from |0…0⟩, in ascending order of the qubits.
    ///
    /// - Throws: ``QuantumAlgorithmError/circuit(_:)``.
    public func circuit() throws(QuantumAlgorithmError) -> Circuit {
        try Circuit(qubitCount: qubitCount, flipping: basisState)
    }
}

extension Circuit {
    /// X gates on the given qubits.
    init(qubitCount: Int, flipping qubits: QubitMask) throws(QuantumAlgorithmError) {
        self.init(qubitCount: qubitCount)
        do throws(CircuitError) {
            let x = try GateTable.named("x")
            for qubit in qubits { try append(.gate(Gate(x, on: [qubit]))) }
        } catch {
            throw .circuit(error)
        }
    }
}

extension FermionEncoding {
    /// Whether the vacuum is |0…0⟩ and every determinant a basis state: each −iγ_2p γ_2p+1 = 1 − 2 n_p is a string of
    /// Z with sign +1, of which |0…0⟩ is the common eigenvector.
    var mapsDeterminantsToBasisStates: Bool {
        (0..<modeCount).allSatisfy { mode in
            let (even, odd) = (signedMajorana(2 * mode), signedMajorana(2 * mode + 1))
            let product = even.term.multiplied(by: odd.term)
            let phase = QuarterTurn.minusI * even.phase * odd.phase * product.phase
            return product.term.isDiagonal && phase == .one
        }
    }
}
