extension GateDefinition {
    /// The row and the angles that undo this gate with the given angles.
    ///
    /// - Precondition: there are as many angles as parameters.
    public func inverted(_ angles: [Angle]) -> (definition: GateDefinition, angles: [Angle]) {
        precondition(angles.count == parameterCount, "\(name) takes \(parameterCount) parameters")
        switch inverse {
        case .itself: return (self, angles)
        case .negated: return (self, angles.map { -$0 })
        case .gate(let name): return (GateTable.existing(name), angles)
        case .parameters(let order, let signs, let offsets):
            return (self, order.indices.map { (signs[$0] * angles[order[$0]]).shifted(by: offsets[$0]) })
        }
    }

    /// The gate under the controls that are part of this one; nil if none are.
    public var base: GateDefinition? { controlled.map { GateTable.existing($0.base) } }
}

extension GateTable {
    /// The row that another row names.
    static func existing(_ name: String) -> GateDefinition {
        guard let definition = try? named(name) else {
            preconditionFailure("the table names \(name), which has no row")
        }
        return definition
    }
}

extension Angle {
    /// The angle plus a number.
    func shifted(by shift: Double) -> Angle {
        switch self {
        case .value(let value): .value(value + shift)
        case .parameter(let index, let factor, let offset):
            .parameter(index: index, factor: factor, offset: offset + shift)
        }
    }
}
