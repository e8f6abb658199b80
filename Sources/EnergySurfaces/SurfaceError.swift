/// What can go wrong with a surface as a whole: what was found, what was expected, what to do. What goes wrong at one
/// point is a ``PointProblem``.
public enum SurfaceError: Error, Hashable, Sendable {
    /// No molecule to compute.
    case noMolecules
    /// No method to compute with.
    case noMethods
    /// A method named twice.
    case duplicateMethod(String)
    /// A method, ansatz or encoding that is not there.
    case unknownName(kind: String, found: String, available: [String])
    /// A variable of a geometry that cannot be scanned.
    case invalidVariable(name: String, reason: String)
    /// An output file that cannot be made.
    case cannotWrite(file: String, reason: String)
    /// The program that draws plots is not installed.
    case plotterMissing(program: String)
    /// The program that draws plots failed.
    case plotterFailed(program: String, status: Int32, message: String)
    /// A surface without a single energy, or of several coordinates.
    case nothingToPlot(reason: String)
    /// The simulator that VQE runs on cannot be made.
    case simulator(String)
}

extension SurfaceError: CustomStringConvertible {
    /// The error in words.
    public var description: String {
        switch self {
        case .noMolecules: "no molecule was given; give at least one molecule file"
        case .noMethods: "no method was given; name one or more of \(Self.list(EnergyMethod.allCases.map(\.rawValue)))"
        case .duplicateMethod(let name): "the method '\(name)' is named twice; name each method once"
        case .unknownName(let kind, let found, let available):
            "there is no \(kind) '\(found)'; available: \(Self.list(available))"
        case .invalidVariable(let name, let reason): "variable '\(name)': \(reason)"
        case .cannotWrite(let file, let reason): "\(file): cannot be written: \(reason)"
        case .plotterMissing(let program):
            "plots need \(program), which is not on the PATH; install it (Debian: apt-get install gnuplot-nox) or leave "
                + "out the plot"
        case .plotterFailed(let program, let status, let message):
            "\(program) failed with status \(status): \(message)"
        case .nothingToPlot(let reason): "there is nothing to plot: \(reason)"
        case .simulator(let reason): reason
        }
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
