/// Every gate Aufbau knows, one row each.
///
/// The rows stand in `Gates/`, one file a family. Names that a format uses for one gate and the table for another belong
/// to the table's gate here, and the lookups by format follow the format: `p` is qsim's global phase and elsewhere the
/// phase gate; `cp` is e^{−iφ} in qsim and e^{iφ} elsewhere.
public enum GateTable {
    /// All rows, in the order of the documentation.
    public static let all: [GateDefinition] =
        fixedOneQubit + roots + rotations + generalOneQubit + fixedTwoQubit + twoQubitRotations + controlledFixed
        + controlledRotations + wide

    private static let byName = index { definition in
        [definition.name] + definition.spelling.openQASMNames + definition.spelling.qsimNames
    }
    private static let byOpenQASM = index(\.spelling.openQASMNames)
    private static let byQsim = index(\.spelling.qsimNames)

    /// The row with a canonical name, or else with that name in a file format.
    ///
    /// - Throws: ``CircuitError/unknownGate(_:)``.
    public static func named(_ name: String) throws(CircuitError) -> GateDefinition {
        guard let definition = byName[name] else { throw .unknownGate(name) }
        return definition
    }

    /// The row that OpenQASM 2 calls `name`, `U` and `CX` and the gates of `qelib1.inc` included.
    public static func openQASM(_ name: String) -> GateDefinition? { byOpenQASM[name] }

    /// The row that qsim's text format calls `name`.
    public static func qsim(_ name: String) -> GateDefinition? { byQsim[name] }

    /// Canonical names first, then the other names in the order of the rows; the first row with a name keeps it.
    private static func index(_ names: (GateDefinition) -> [String]) -> [String: GateDefinition] {
        var result: [String: GateDefinition] = [:]
        for definition in all where names(definition).contains(definition.name) {
            result[definition.name] = definition
        }
        for definition in all {
            for name in names(definition) where result[name] == nil { result[name] = definition }
        }
        return result
    }
}
