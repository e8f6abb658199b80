/// When a geometry counts as optimized, in hartree and bohr: the limits that most programs have.
public struct GeometryOptimizationOptions: Sendable {
    /// The largest component of the gradient.
    public var largestGradient: Double
    /// The root mean square of the gradient's components.
    public var meanGradient: Double
    /// The largest component of the next step.
    public var largestStep: Double
    /// The root mean square of the next step's components.
    public var meanStep: Double
    /// Steps before giving up.
    public var maximumSteps: Int
    /// The longest step at first, as a norm.
    public var trustRadius: Double

    /// Settings; see the properties.
    public init(
        largestGradient: Double = 4.5e-4, meanGradient: Double = 3e-4, largestStep: Double = 1.8e-3,
        meanStep: Double = 1.2e-3, maximumSteps: Int = 100, trustRadius: Double = 0.3
    ) {
        self.largestGradient = largestGradient
        self.meanGradient = meanGradient
        self.largestStep = largestStep
        self.meanStep = meanStep
        self.maximumSteps = maximumSteps
        self.trustRadius = trustRadius
    }
}

/// A geometry of lowest energy, or how far the way there came.
public struct GeometryOptimization: Sendable {
    /// One geometry on the way.
    public struct Step: Sendable {
        /// The energy in hartree.
        public let energy: Double
        /// The largest component of the gradient in hartree per bohr.
        public let largestGradient: Double
        /// Positions of the atoms in bohr.
        public let positions: [SIMD3<Double>]
    }

    /// The molecule at the last geometry.
    public let molecule: Molecule
    /// The gradient there, with the energy.
    public let gradient: MolecularGradient
    /// The way, the start first.
    public let steps: [Step]
    /// Whether the limits were met.
    public let isConverged: Bool

    /// The energy in hartree.
    public var energy: Double { gradient.point.energy }
}

extension EnergyCalculation {
    /// Moves the atoms to a minimum of the energy.
    ///
    /// Quasi-Newton steps (BFGS) in Cartesian coordinates, from second derivatives guessed from the geometry
    /// (R. Lindh et al., Chem. Phys. Lett. 241, 423, 1995), kept downhill and in bounds by rational functions (A. Banerjee,
    /// N. Adams, J. Simons, R. Shepard, J. Phys. Chem. 89, 52, 1985); a step that raises the energy is taken back.
    /// Gradients are numerical. Symmetric starts stay symmetric.
    ///
    /// - Parameter progress: called after every gradient.
    /// - Returns: the last geometry, also where the steps did not suffice: see `isConverged`.
    /// - Throws: what the energies throw.
    public func optimize(
        _ molecule: Molecule, options: GeometryOptimizationOptions = GeometryOptimizationOptions(),
        progress: (GeometryOptimization.Step) -> Void = { _ in }
    ) throws(ElectronicStructureError) -> GeometryOptimization {
        var descent = GeometryDescent(calculation: self, options: options, molecule: molecule)
        return try descent.run(progress)
    }
}
