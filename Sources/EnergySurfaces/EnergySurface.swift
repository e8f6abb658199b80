public import ElectronicStructure
public import MolecularFiles

/// A quantity that geometries differ in.
public struct SurfaceCoordinate: Hashable, Sendable {
    /// The name in tables, such as `r`.
    public let name: String
    /// What an axis says, such as "bond length r".
    public let label: String
    /// The unit, empty for none.
    public let unit: String

    /// A coordinate.
    public init(name: String, label: String, unit: String) {
        self.name = name
        self.label = label
        self.unit = unit
    }

    /// The distance of two nuclei in ångström.
    public static let bondLength = SurfaceCoordinate(name: "r", label: "bond length r", unit: "Å")
    /// The position of a molecule in the list given, from 0.
    public static let index = SurfaceCoordinate(name: "index", label: "molecule", unit: "")
}

/// Why a point lacks an energy, or has one that is not final.
public enum PointProblem: Error, Sendable {
    /// The molecule's file is unreadable, or holds no Hamiltonian.
    case input(MolecularFileError)
    /// The geometry is impossible, or the mean field failed.
    case geometry(ElectronicStructureError)
    /// The active space does not fit the molecule.
    case orbitals(String)
    /// A method came close and not close enough; its energy so far, if any, is kept.
    case notConverged(EnergyMethod, detail: String)
    /// A method refused.
    case failed(EnergyMethod, reason: String)
}

extension PointProblem: CustomStringConvertible {
    /// The problem in words.
    public var description: String {
        switch self {
        case .input(let error): error.description
        case .geometry(let error): error.description
        case .orbitals(let reason): reason
        case .notConverged(let method, let detail): "\(method.rawValue) did not converge: \(detail)"
        case .failed(let method, let reason): "\(method.rawValue) failed: \(reason)"
        }
    }
}

/// The energies at one geometry.
public struct SurfacePoint: Sendable {
    /// The value of each coordinate; `nil` where the geometry could not be read.
    public let at: [Double?]
    /// The file or the geometry it came from.
    public let source: String
    /// Energies in hartree. A method that failed has none.
    public let energies: [EnergyMethod: Double]
    /// Standard errors in hartree of the energies that were sampled; none where exact.
    public let standardErrors: [EnergyMethod: Double]
    /// What went wrong, in the order of the methods.
    public let problems: [PointProblem]
    /// What the eigensolver reports, where it ran.
    public let vqe: VQESummary?

    /// Figures of a variational minimization.
    public struct VQESummary: Hashable, Sendable {
        /// The parameters at the minimum.
        public let parameters: [Double]
        /// Computations of energy and gradient, of all starts together.
        public let evaluations: Int
        /// The gradient norm at the end.
        public let gradientNorm: Double
        /// Whether the start from the neighbour gave the lower energy.
        public let startedFromNeighbour: Bool
    }

    /// Whether every method gave its final energy.
    public var isConverged: Bool { problems.isEmpty }

    /// What went wrong in words, or `nil`.
    public var message: String? {
        problems.isEmpty ? nil : problems.map(\.description).joined(separator: "; ")
    }
}

/// Energies over a set of geometries.
public struct EnergySurface: Sendable {
    /// What it is of, such as `H₂, sto-3g`; empty if the molecules differ.
    public let title: String
    /// The coordinates.
    public let coordinates: [SurfaceCoordinate]
    /// The methods, in the order asked for.
    public let methods: [EnergyMethod]
    /// The points by coordinate; those without one at the end.
    public let points: [SurfacePoint]
    /// The time it took.
    public let seconds: Double
    /// Whether the caller stopped it: points that were not finished are absent.
    public let wasInterrupted: Bool

    /// Whether every point has every final energy.
    public var isConverged: Bool { points.allSatisfy(\.isConverged) && !wasInterrupted }
}
