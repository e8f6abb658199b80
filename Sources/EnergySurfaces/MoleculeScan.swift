public import ElectronicStructure
internal import Foundation
internal import MolecularFiles
public import QuantumAlgorithms

/// Energies of a set of molecule files, or of a geometry with variables.
public struct MoleculeScan: Sendable {
    /// The orbitals that electrons move in.
    public enum Orbitals: Hashable, Sendable {
        /// All.
        case all
        /// All but the noble-gas cores of the atoms, which stay filled.
        case frozenCore
        /// Some around the Fermi level; lower ones stay filled.
        case active(ActiveSpace)
    }

    /// The methods, each named once.
    public let methods: [EnergyMethod]
    /// The ansatz of VQE.
    public var ansatz: SurfaceAnsatz
    /// The encoding of VQE.
    public var encoding: SurfaceEncoding
    /// The orbitals.
    public var orbitals: Orbitals
    /// The minimizer of VQE.
    public var minimizer = LBFGS()
    /// Threads of the simulator at most; `nil` for one a processor.
    public var threadCount: Int?

    /// A scan with the given methods.
    ///
    /// - Throws: ``SurfaceError/noMethods`` or ``SurfaceError/duplicateMethod(_:)``.
    public init(
        methods: [EnergyMethod], ansatz: SurfaceAnsatz = .uccsd, encoding: SurfaceEncoding = .jordanWigner,
        orbitals: Orbitals = .all
    ) throws(SurfaceError) {
        if methods.isEmpty { throw .noMethods }
        for (index, method) in methods.enumerated() where methods[..<index].contains(method) {
            throw .duplicateMethod(method.rawValue)
        }
        self.methods = methods
        self.ansatz = ansatz
        self.encoding = encoding
        self.orbitals = orbitals
    }

    /// A finished point, and how many there are.
    public struct Progress: Sendable {
        /// Points finished.
        public let finished: Int
        /// Points asked for.
        public let total: Int
        /// The point just finished.
        public let point: SurfacePoint
        /// The surface so far, for a caller that cannot wait for the end.
        public let surface: EnergySurface
    }

    /// Computes the energies of every file, in the order of the coordinate.
    ///
    /// The coordinate is the bond length `r` in ångström if every molecule that can be read consists of two atoms, of
    /// the same elements throughout; otherwise `index`, the position of the file in the list. A file that cannot be
    /// read, or a method that fails, is reported at its point, and the others go on.
    ///
    /// VQE starts at each point from the ansatz's own start and, where that begins lower, from the parameters of the
    /// point before, if these mean the same excitations. The lower end counts, so a neighbour's parameters (whose
    /// signs another choice of orbital phases can spoil) never make an energy worse.
    /// - Parameters:
    ///   - files: OpenFermion molecule files.
    ///   - shouldStop: asked before every point and every evaluation of VQE; when true, the points finished so far are
    ///     returned.
    ///   - onPoint: called after every point.
    /// - Throws: ``SurfaceError/noMolecules`` or ``SurfaceError/simulator(_:)``.
    public func run(
        files: [String], shouldStop: () -> Bool = { false }, onPoint: (Progress) -> Void = { _ in }
    ) throws(SurfaceError) -> EnergySurface {
        if files.isEmpty { throw .noMolecules }
        return try run(ScanGeometries(files), shouldStop: shouldStop, onPoint: onPoint)
    }

    /// Computes the energies of a geometry at every combination of its variables' values, from nuclei: a mean field at
    /// each point, started from the one before, then the methods.
    ///
    /// A point that fails is reported, and the others go on. VQE starts as with files.
    /// - Throws: ``SurfaceError/simulator(_:)``.
    public func run(
        _ template: GeometryTemplate, shouldStop: () -> Bool = { false }, onPoint: (Progress) -> Void = { _ in }
    ) throws(SurfaceError) -> EnergySurface {
        try run(ScanGeometries(template), shouldStop: shouldStop, onPoint: onPoint)
    }

    private func run(
        _ geometries: ScanGeometries, shouldStop: () -> Bool, onPoint: (Progress) -> Void
    ) throws(SurfaceError) -> EnergySurface {
        let clock = ContinuousClock()
        let begin = clock.now
        var evaluator = try PointEvaluator(self)
        var points: [SurfacePoint] = []
        func surface(interrupted: Bool) -> EnergySurface {
            let duration = begin.duration(to: clock.now).components
            return EnergySurface(
                title: geometries.title, coordinates: geometries.coordinates, methods: methods, points: points,
                seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18, wasInterrupted: interrupted)
        }
        for place in geometries.order {
            guard !shouldStop(), let point = evaluator.point(geometries, place, shouldStop) else {
                return surface(interrupted: true)
            }
            points.append(point)
            let soFar = surface(interrupted: points.count < geometries.sources.count)
            onPoint(Progress(finished: points.count, total: geometries.sources.count, point: point, surface: soFar))
        }
        return surface(interrupted: false)
    }
}
