public import DenseAlgebra

/// Which orbitals a Hartree-Fock determinant may have.
public enum HartreeFockReference: String, CaseIterable, Sendable {
    /// Every orbital holds two electrons or none: closed shells.
    case restricted = "rhf"
    /// Both spins share the orbitals; the unpaired electrons have some alone.
    case restrictedOpenShell = "rohf"
    /// Each spin has orbitals of its own.
    case unrestricted = "uhf"
}

/// Told of an iteration: its number from 1, the total energy so far in hartree, and the residual that is to vanish.
public typealias IterationReport = @Sendable (_ iteration: Int, _ energy: Double, _ residual: Double) -> Void

/// Settings of a self-consistent field.
public struct HartreeFockOptions: Sendable {
    /// What is done about a solution that is no minimum.
    public enum Stability: Sendable {
        /// Nothing: the solution found is returned.
        case skip
        /// It is reported.
        case check
        /// It is left along its instability for a lower one, as long as there is one of the same kind of reference.
        case follow
    }

    /// The energy of two iterations may differ by this, in hartree.
    public var energyTolerance: Double
    /// The largest element of FDS - SDF over orthonormal functions, in hartree.
    public var gradientTolerance: Double
    /// Iterations before giving up.
    public var maximumIterations: Int
    /// Raises empty orbitals by this, in hartree, in every iteration: slower and steadier.
    public var levelShift: Double
    /// The share of the former density kept in each of the first iterations, 0 to 1.
    public var damping: Double
    /// Fock matrices that are extrapolated from.
    public var extrapolationSize: Int
    /// What is done about a solution that is no minimum.
    public var stability: Stability
    /// Told of every iteration: its number, the energy in hartree and the largest element of the gradient.
    public var report: IterationReport?

    /// Settings; see the properties.
    public init(
        energyTolerance: Double = 1e-10, gradientTolerance: Double = 1e-7, maximumIterations: Int = 100,
        levelShift: Double = 0, damping: Double = 0, extrapolationSize: Int = 8, stability: Stability = .follow
    ) {
        self.energyTolerance = energyTolerance
        self.gradientTolerance = gradientTolerance
        self.maximumIterations = maximumIterations
        self.levelShift = levelShift
        self.damping = damping
        self.extrapolationSize = extrapolationSize
        self.stability = stability
    }
}

/// Whether a Hartree-Fock solution is a minimum: the lowest eigenvalues of the second derivatives of the energy with
/// respect to rotations of orbitals, in hartree. Negative ones are instabilities.
public struct StabilityReport: Equatable, Sendable {
    /// Among determinants of the same kind.
    public var withinReference: Double?
    /// For a restricted closed shell: towards orbitals that differ for the two spins.
    public var towardsUnrestricted: Double?
    /// How often an instability was followed to get here.
    public var stepsFollowed = 0

    /// An eigenvalue below this, in hartree, counts as an instability.
    public static let threshold = -1e-4

    /// Whether there is no lower determinant of the same kind nearby; `nil` if that was not computed.
    public var isStable: Bool? { withinReference.map { $0 > Self.threshold } }
    /// Whether there is no lower unrestricted determinant nearby; `nil` if that was not computed.
    public var isStableTowardsUnrestricted: Bool? { towardsUnrestricted.map { $0 > Self.threshold } }
}

/// The Hartree-Fock method: the determinant of lowest energy.
public enum HartreeFock {
    /// Closed shells, every orbital doubly occupied.
    public static func restricted(
        _ molecule: Molecule, options: HartreeFockOptions = HartreeFockOptions()
    ) throws(ElectronicStructureError) -> MeanField {
        try solve(ElectronicSystem(molecule), reference: .restricted, options: options)
    }

    /// Shared orbitals, unpaired electrons allowed.
    public static func restrictedOpenShell(
        _ molecule: Molecule, options: HartreeFockOptions = HartreeFockOptions()
    ) throws(ElectronicStructureError) -> MeanField {
        try solve(ElectronicSystem(molecule), reference: .restrictedOpenShell, options: options)
    }

    /// Orbitals of their own for each spin.
    public static func unrestricted(
        _ molecule: Molecule, options: HartreeFockOptions = HartreeFockOptions()
    ) throws(ElectronicStructureError) -> MeanField {
        try solve(ElectronicSystem(molecule), reference: .unrestricted, options: options)
    }

    /// The self-consistent field of a system, by default restricted where no electron is unpaired and restricted
    /// open-shell else.
    ///
    /// Fock matrices are extrapolated (DIIS) from the sum of atomic densities on. Where that does not converge, it is
    /// tried again with damping and a level shift.
    ///
    /// - Parameters:
    ///   - start: a solution of a neighbouring geometry, whose orbitals are taken to start from.
    ///   - orbitals: coefficients (columns, the occupied ones first) over the basis functions to start from instead, one
    ///     matrix for both spins or two, such as those of another program's file. They are made orthonormal. With
    ///     ``HartreeFockOptions/Stability/skip`` a stationary point near them is found even where it is no minimum.
    /// - Throws: `unsupportedMethod` for a closed-shell reference with unpaired electrons, `wrongCount` for orbitals of
    ///   another basis or too few of them, `notConverged` with the energy so far.
    public static func solve(
        _ system: ElectronicSystem, reference: HartreeFockReference? = nil,
        options: HartreeFockOptions = HartreeFockOptions(), start: MeanField? = nil,
        startingFrom orbitals: [Matrix]? = nil
    ) throws(ElectronicStructureError) -> MeanField {
        let electrons = system.molecule.spinCounts
        let isClosed = electrons.up == electrons.down
        let reference = reference ?? (isClosed ? .restricted : .restrictedOpenShell)
        guard isClosed || reference != .restricted else {
            throw .unsupportedMethod(
                method: "Closed-shell Hartree-Fock (rhf)",
                reason: "the molecule has \(electrons.up - electrons.down) unpaired electrons; take rohf or uhf")
        }
        // Without unpaired electrons the open-shell equations are the closed-shell ones.
        let kind = isClosed && reference == .restrictedOpenShell ? .restricted : reference
        let field = SelfConsistentField(system: system, reference: kind, electrons: electrons, options: options)
        let densities: [Matrix]
        if let orbitals {
            densities = try field.densities(startingFrom: orbitals)
        } else {
            densities = try field.initialDensities(start)
        }
        let first = try field.runPatiently(from: densities)
        return try InstabilityFollower(field: field, options: options).finish(first)
    }
}
