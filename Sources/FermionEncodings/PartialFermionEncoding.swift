public import OperatorAlgebra

/// A map that encodes some fermion operators in qubits: all of them, or those that keep a symmetry.
///
/// Four kinds build on each other, each with more structure and so with more derived from less:
/// - ``PartialFermionEncoding``: an image of operators, such as that of a nonlinear ``BinaryCode``;
/// - ``MajoranaProductEncoding``: every Majorana product it takes has one Pauli string, such as in
///   ``SymmetryConservingBravyiKitaev``;
/// - ``EvenFermionEncoding``: all products of an even number of Majorana operators, such as in ``Superfast``;
/// - ``FermionEncoding``: every Majorana operator has one Pauli string, such as in ``JordanWigner``.
public protocol PartialFermionEncoding: Sendable {
    /// The name people know it by, such as "Jordan-Wigner".
    var name: String { get }

    /// How many fermion modes it takes.
    var modeCount: Int { get }

    /// How many qubits its Pauli strings act on.
    var qubitCount: Int { get }

    /// The image of a fermion operator.
    ///
    /// - Throws: ``EncodingError/tooManyModes(encoding:found:modeCount:)`` and what the encoding cannot take.
    func encode(_ fermions: FermionOperator) throws(EncodingError) -> PauliSum
}

extension PartialFermionEncoding {
    /// The image of an electronic Hamiltonian given by its integrals; spin orbitals interleave.
    ///
    /// - Parameter threshold: products of Majorana operators with at most this coefficient in hartree are left out as
    ///   noise; see ``IntegralPruning``.
    /// - Throws: What ``encode(_:)`` throws, or ``EncodingError/nonFiniteIntegral(_:)``.
    public func encode(
        _ hamiltonian: some ElectronicIntegrals, threshold: Double = IntegralPruning.defaultThreshold
    ) throws(EncodingError) -> PauliSum {
        let majoranas = try MajoranaOperator(hamiltonian, threshold: threshold)
        return try encode(FermionOperator(majoranas).normalOrdered())
    }

    func checkWidth(_ found: Int) throws(EncodingError) {
        if found > modeCount { throw .tooManyModes(encoding: name, found: found, modeCount: modeCount) }
    }
}

extension LinearCombination<MajoranaProduct> {
    /// The electronic Hamiltonian in Majorana operators, through the Jordan-Wigner strings that stand for them.
    init(_ hamiltonian: some ElectronicIntegrals, threshold: Double) throws(EncodingError) {
        let jordanWigner = JordanWigner(modeCount: 2 * hamiltonian.orbitalCount)
        self = try jordanWigner.decodeToMajoranas(jordanWigner.encode(hamiltonian, threshold: threshold))
    }
}
