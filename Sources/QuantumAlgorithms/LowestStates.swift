public import ComplexModule
public import DenseAlgebra
internal import FermionEncodings
public import OperatorAlgebra
public import RealModule
internal import StateVectors

/// The lowest eigenstates of an operator.
public struct LowestStates: Sendable {
    /// Eigenvalues in ascending order.
    public let energies: [Double]
    /// `states[j]` belongs to `energies[j]`; orthonormal.
    public let states: [[Complex<Double>]]
    /// ‖H x − E x‖ of every pair: an exact eigenvalue is no further from the energy.
    public let residualNorms: [Double]
    /// The basis state of every amplitude, bit p for qubit or mode p; `nil` where amplitude k belongs to basis state k.
    public let basisStates: [UInt64]?

    /// The lowest excitation energy; `nil` if only one state was asked for.
    public var gap: Double? { energies.count > 1 ? energies[1] - energies[0] : nil }
}

extension ExactDiagonalization {
    /// The lowest eigenstates of a Hermitian Pauli sum on a register, by the block Davidson method without a matrix
    /// (``MatrixFreePauliSum``).
    ///
    /// Degenerate eigenvalues are listed as often as they occur. Symmetries of which nothing is known can hide a state
    /// from any iterative method; extra vectors guard against it (`EigensolverOptions.guardCount`).
    ///
    /// - Parameters:
    ///   - count: how many, from the lowest.
    ///   - qubitCount: the register; `nil` for the qubits that the sum acts on.
    /// - Throws: ``QuantumAlgorithmError/notHermitian(term:)``, ``QuantumAlgorithmError/notFinite(quantity:value:)``,
    ///   ``QuantumAlgorithmError/operators(_:)`` for a register that is too small or too large,
    ///   ``QuantumAlgorithmError/sectorTooLarge(determinants:bytesNeeded:bytesAvailable:)``,
    ///   ``QuantumAlgorithmError/eigensolver(_:)``.
    /// - Complexity: O(2^n m) an iteration for m distinct X masks; some tens of vectors of 2^n elements.
    public static func lowestStates(
        _ count: Int, of observable: PauliSum, qubitCount: Int? = nil,
        options: EigensolverOptions = EigensolverOptions()
    ) throws(QuantumAlgorithmError) -> LowestStates {
        try observable.checkFiniteHermitian()
        let qubitCount = qubitCount ?? observable.width
        guard qubitCount <= 30 else { throw .operators(.registerTooLarge(given: qubitCount, largest: 30)) }
        try checkMemory(count, dimension: 1 << qubitCount, options)
        let action: MatrixFreePauliSum
        do throws(OperatorError) {
            action = try MatrixFreePauliSum(observable, qubitCount: qubitCount)
        } catch {
            throw .operators(error)
        }
        return try solve(count, action, nil, options)
    }

    /// The lowest eigenstates of a Hermitian fermion operator, also among states with a given number of particles or S_z,
    /// by the block Davidson method without a matrix (``SectorPauliSum``).
    ///
    /// Amplitudes belong to the determinants a†_p a†_q … |vacuum⟩ with ascending modes; even modes are spin up.
    ///
    /// - Parameters:
    ///   - count: how many, from the lowest.
    ///   - modeCount: the number of modes; `nil` for those that the operator acts on.
    ///   - particleCount: the number of particles; `nil` for any.
    ///   - twiceSpinZ: the number of up particles less that of down ones; `nil` for any.
    /// - Throws: As for Pauli sums, and ``QuantumAlgorithmError/operators(_:)`` for an operator that does not keep the
    ///   numbers given, or numbers that no determinant has.
    public static func lowestStates(
        _ count: Int, of fermions: FermionOperator, modeCount: Int? = nil, particleCount: Int? = nil,
        twiceSpinZ: Int? = nil, options: EigensolverOptions = EigensolverOptions()
    ) throws(QuantumAlgorithmError) -> LowestStates {
        let modeCount = modeCount ?? fermions.width
        let encoded: PauliSum
        do throws(EncodingError) {
            encoded = try JordanWigner(modeCount: modeCount).encode(fermions).pruned(fermions)
        } catch {
            throw .encoding(error)
        }
        if particleCount == nil, twiceSpinZ == nil {
            return try lowestStates(count, of: encoded, qubitCount: modeCount, options: options)
        }
        try encoded.checkFiniteHermitian()
        let action: SectorPauliSum
        do throws(OperatorError) {
            try fermions.checkKeeps(particles: particleCount != nil, spin: twiceSpinZ != nil)
            let size = OccupationSector.dimension(
                modeCount: modeCount, particleCount: particleCount, twiceSpinZ: twiceSpinZ)
            if size > Double(OccupationSector.largestDimension) {
                throw .registerTooLarge(given: modeCount, largest: 28)
            }
            let sector = try OccupationSector(
                modeCount: modeCount, particleCount: particleCount, twiceSpinZ: twiceSpinZ)
            action = try SectorPauliSum(encoded, sector: sector)
        } catch {
            throw .operators(error)
        }
        try checkMemory(count, dimension: action.sector.dimension, options)
        return try solve(count, action, action.sector.states, options)
    }

    private static func checkMemory(
        _ count: Int, dimension: Int, _ options: EigensolverOptions
    ) throws(QuantumAlgorithmError) {
        let working = eigensolverByteCount(count: count, dimension: dimension, isComplex: true, options: options)
        let needed = Double(working ?? .max) + 40 * Double(dimension)
        let available = MemoryPlan.availableMemory()
        guard needed <= Double(available) else {
            throw .sectorTooLarge(determinants: Double(dimension), bytesNeeded: needed, bytesAvailable: available)
        }
    }

    private static func solve(
        _ count: Int, _ action: some MatrixFreeAction, _ basisStates: [UInt64]?, _ options: EigensolverOptions
    ) throws(QuantumAlgorithmError) -> LowestStates {
        let (diagonal, dimension) = (action.diagonal, action.dimension)
        func rows<T>(_ column: Int, _ buffer: UnsafeBufferPointer<T>) -> UnsafeBufferPointer<T> {
            UnsafeBufferPointer(rebasing: buffer[column * dimension..<(column + 1) * dimension])
        }
        func rows<T>(_ column: Int, _ buffer: UnsafeMutableBufferPointer<T>) -> UnsafeMutableBufferPointer<T> {
            UnsafeMutableBufferPointer(rebasing: buffer[column * dimension..<(column + 1) * dimension])
        }
        do throws(DenseAlgebraError) {
            if action.isReal {
                let pairs = try lowestEigenpairs(count, dimension: dimension, diagonal: diagonal, options: options) {
                    (vectors: UnsafeBufferPointer<Double>, products: UnsafeMutableBufferPointer<Double>, count: Int) in
                    for column in 0..<count { action.apply(to: rows(column, vectors), into: rows(column, products)) }
                }
                return LowestStates(
                    energies: pairs.values, states: pairs.vectors.map { $0.map { Complex($0, 0) } },
                    residualNorms: pairs.residualNorms, basisStates: basisStates)
            }
            let pairs = try lowestEigenpairs(count, dimension: dimension, diagonal: diagonal, options: options) {
                (
                    vectors: UnsafeBufferPointer<Complex<Double>>,
                    products: UnsafeMutableBufferPointer<Complex<Double>>, count: Int
                ) in
                for column in 0..<count { action.apply(to: rows(column, vectors), into: rows(column, products)) }
            }
            return LowestStates(
                energies: pairs.values, states: pairs.vectors, residualNorms: pairs.residualNorms,
                basisStates: basisStates)
        } catch {
            throw .eigensolver(error)
        }
    }
}

/// What the eigensolver needs of an operator.
private protocol MatrixFreeAction {
    var isReal: Bool { get }
    var dimension: Int { get }
    var diagonal: [Double] { get }
    func apply(to vector: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>)
    func apply(
        to vector: UnsafeBufferPointer<Complex<Double>>, into result: UnsafeMutableBufferPointer<Complex<Double>>)
}

extension MatrixFreePauliSum: MatrixFreeAction {
    fileprivate var dimension: Int { 1 << qubitCount }
}

extension SectorPauliSum: MatrixFreeAction {
    fileprivate var dimension: Int { sector.dimension }
}

extension LinearCombination<PauliString> {
    /// Without what the rounding errors of encoding leave where terms cancel.
    fileprivate func pruned(_ source: FermionOperator) -> PauliSum {
        let size = source.reduce(0) { $0 + $1.coefficient.length }
        let limit = 8 * Double.ulpOfOne * size
        return mapCoefficients { value in
            Complex(
                value.real.magnitude <= limit ? 0 : value.real,
                value.imaginary.magnitude <= limit ? 0 : value.imaginary)
        }
    }
}

extension LinearCombination<FermionProduct> {
    /// Terms that change a conserved number must cancel, which normal order shows.
    fileprivate func checkKeeps(particles: Bool, spin: Bool) throws(OperatorError) {
        for (term, coefficient) in normalOrdered() where coefficient.length > 1e-12 {
            var (number, up) = (0, 0)
            for factor in term.factors {
                let change = factor.isCreation ? 1 : -1
                number += change
                up += factor.mode.isMultiple(of: 2) ? change : -change
            }
            if (particles && number != 0) || (spin && up != 0) { throw .leavesSector(term: term.description) }
        }
    }
}
