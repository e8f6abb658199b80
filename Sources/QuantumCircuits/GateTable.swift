/// Every gate Aufbau knows, one row each.
public enum GateTable {
    /// All rows, in the order of the documentation.
    public static let all: [GateDefinition] = []

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The row with a canonical name.
    ///
    /// - Throws: ``CircuitError/unknownGate(_:)``.
    public static func named(_ name: String) throws(CircuitError) -> GateDefinition {
        guard let definition = byName[name] else { throw .unknownGate(name) }
        return definition
    }
}
