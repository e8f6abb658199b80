internal import DenseAlgebra
internal import Foundation
public import OperatorAlgebra

/// Settings of a configuration interaction.
public struct ConfigurationInteractionOptions: Sendable {
    /// A state is converged when ‖H c − E c‖, in hartree, is at most this; the energy is then good to about its square.
    public var residualTolerance: Double
    /// Iterations before giving up.
    public var maximumIterations: Int
    /// The most bytes to use; `nil` for the machine's memory.
    public var memoryLimitBytes: Int?

    /// Settings; see the properties.
    public init(residualTolerance: Double = 1e-9, maximumIterations: Int = 500, memoryLimitBytes: Int? = nil) {
        self.residualTolerance = residualTolerance
        self.maximumIterations = maximumIterations
        self.memoryLimitBytes = memoryLimitBytes
    }
}

/// One state of a configuration interaction.
public struct ConfigurationInteractionState: Sendable {
    /// The total energy in hartree, the constant included.
    public let energy: Double
    /// The normalized coefficients, one a determinant of the space.
    public let coefficients: [Double]
    /// ⟨S²⟩: S (S + 1) for a state of definite spin.
    public let squaredSpin: Double
    /// ‖H c − E c‖ in hartree.
    public let residualNorm: Double
}

/// The lowest states of a sector of fixed electron numbers.
public struct ConfigurationInteractionResult: Sendable {
    /// The determinants the coefficients refer to.
    public let space: DeterminantSpace
    /// The states from the lowest. The lowest need not have the smallest spin: see its `squaredSpin`.
    public let states: [ConfigurationInteractionState]
    /// Iterations of the eigensolver.
    public let iterations: Int
    /// Products H c taken.
    public let operatorApplications: Int

    /// The density matrices of a state, 0 the lowest.
    ///
    /// - Throws: `FockSpaceError.stateIndex` for a state that was not computed.
    public func densityMatrices(state: Int = 0) throws(FockSpaceError) -> DensityMatrices {
        guard states.indices ~= state else { throw .stateIndex(found: state, count: states.count) }
        return try space.densityMatrices(of: states[state].coefficients)
    }

    /// The state most like a vector, by |⟨c|v⟩|: for following a state where others cross it, from one geometry or field
    /// to the next, over orbitals that change little.
    ///
    /// - Returns: the number of the state, and |⟨c|v⟩|/‖v‖, 1 for the same state: where it is far below, more states are
    ///   to be computed.
    /// - Throws: `FockSpaceError.vectorLength` unless there is one coefficient a determinant.
    public func state(mostLike vector: [Double]) throws(FockSpaceError) -> (number: Int, overlap: Double) {
        guard vector.count == space.dimension else {
            throw .vectorLength(found: vector.count, dimension: space.dimension)
        }
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        var best = (number: 0, overlap: -1.0)
        for (number, state) in states.enumerated() {
            let product = zip(state.coefficients, vector).reduce(0) { $0 + $1.0 * $1.1 }
            let overlap = norm > 0 ? product.magnitude / norm : 0
            if overlap > best.overlap { best = (number, overlap) }
        }
        return best
    }
}

/// The lowest states of an electronic Hamiltonian with `alphaCount` up and `betaCount` down electrons: exact within
/// the orbitals given.
///
/// Direct configuration interaction with Davidson's method, started from the lowest eigenvectors of H among the
/// determinants of lowest energy. The lowest state of the sector may have more spin than the sector asks for (a
/// triplet where N↑ = N↓): every state says its ⟨S²⟩.
///
/// - Parameters:
///   - integrals: the Hamiltonian.
///   - stateCount: how many states, from the lowest.
/// - Throws: `FockSpaceError`; `.eigensolver(.notConverged(best:…))` carries the best states so far.
/// - Complexity: about n⁴/2 operations a determinant and iteration; memory is planned first, see `.memory`.
public func fullConfigurationInteraction(
    _ integrals: some ElectronicIntegrals, alphaCount: Int, betaCount: Int, stateCount: Int = 1,
    options: ConfigurationInteractionOptions = ConfigurationInteractionOptions()
) throws(FockSpaceError) -> ConfigurationInteractionResult {
    let space = try DeterminantSpace(
        orbitalCount: integrals.orbitalCount, alphaCount: alphaCount, betaCount: betaCount)
    guard 1...space.dimension ~= stateCount else {
        throw .stateCount(requested: stateCount, dimension: space.dimension)
    }
    let solverOptions = try solverOptions(space, stateCount, options)
    let hamiltonian = try DirectHamiltonian(integrals, on: space)
    let pairs = try solve(hamiltonian, stateCount, solverOptions)
    var states: [ConfigurationInteractionState] = []
    for (index, energy) in pairs.values.enumerated() {
        states.append(
            ConfigurationInteractionState(
                energy: energy, coefficients: pairs.vectors[index],
                squaredSpin: try space.squaredSpin(of: pairs.vectors[index]),
                residualNorm: pairs.residualNorms[index]))
    }
    return ConfigurationInteractionResult(
        space: space, states: states, iterations: pairs.iterations, operatorApplications: pairs.operatorApplications)
}

private func solve(
    _ hamiltonian: DirectHamiltonian, _ stateCount: Int, _ options: EigensolverOptions
) throws(FockSpaceError) -> Eigenpairs<Double> {
    let dimension = hamiltonian.space.dimension
    let diagonal = hamiltonian.diagonal
    do {
        let start = try hamiltonian.modelSpaceVectors(
            stateCount + options.guardCount + 2, diagonal: diagonal)
        return try lowestEigenpairs(
            stateCount, dimension: dimension, diagonal: diagonal, start: start, options: options
        ) { vectors, products, count in
            for k in 0..<count {
                let range = (k * dimension)..<((k + 1) * dimension)
                hamiltonian.apply(
                    UnsafeBufferPointer(rebasing: vectors[range]),
                    into: UnsafeMutableBufferPointer(rebasing: products[range]))
            }
        }
    } catch {
        throw .eigensolver(error)
    }
}

/// The bytes a full configuration interaction takes where memory is ample; `nil` on overflow. With less, the
/// eigensolver works in a smaller basis.
public func configurationInteractionByteCount(_ space: DeterminantSpace, stateCount: Int) -> Int? {
    byteCount(space, stateCount, EigensolverOptions())
}

private func byteCount(_ space: DeterminantSpace, _ stateCount: Int, _ options: EigensolverOptions) -> Int? {
    // Beside the solver: the diagonal, the start vectors and the vectors handed out.
    let extra = 1 + 2 * stateCount + options.guardCount + 2
    guard
        let solver = eigensolverByteCount(
            count: stateCount, dimension: space.dimension, isComplex: false, options: options),
        let tables = DirectHamiltonian.byteCount(on: space)
    else { return nil }
    let (vectors, overflow) = space.dimension.multipliedReportingOverflow(by: 8 * extra)
    let (sum, overflowToo) = solver.addingReportingOverflow(tables)
    let (total, overflowAgain) = sum.addingReportingOverflow(vectors)
    return overflow || overflowToo || overflowAgain ? nil : total
}

/// The largest Davidson basis that fits the memory: a smaller one only restarts more often.
private func solverOptions(
    _ space: DeterminantSpace, _ stateCount: Int, _ options: ConfigurationInteractionOptions
) throws(FockSpaceError) -> EigensolverOptions {
    let limit = options.memoryLimitBytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory)
    var solver = EigensolverOptions(
        residualTolerance: options.residualTolerance, maximumIterations: options.maximumIterations)
    let followed = stateCount + solver.guardCount
    // Tables index strings, and BLAS components, by 32 bits.
    let isAddressable = space.dimension <= Int(Int32.max)
    for size in [nil, 4 * followed, 2 * followed + 1] {
        solver.maximumBasisSize = size
        if isAddressable, let needed = byteCount(space, stateCount, solver), needed <= limit { return solver }
    }
    let needed = byteCount(space, stateCount, solver)
    let each = max(8, (needed ?? .max) / space.dimension)
    throw .memory(
        neededBytes: needed, limitBytes: limit, determinants: space.dimension,
        largestThatFits: min(Int(Int32.max), limit / each))
}
