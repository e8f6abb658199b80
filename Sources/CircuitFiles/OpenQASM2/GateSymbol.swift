internal import QuantumCircuits

/// What a gate's name stands for in a file.
enum GateSymbol {
    /// A row of the table.
    case table(GateDefinition)
    /// A gate that the file defines.
    case defined(DefinedGate)
    /// A gate that the file declares without saying what it does.
    case opaque(parameterCount: Int, qubitCount: Int)

    var parameterCount: Int {
        switch self {
        case .table(let definition): definition.parameterCount
        case .defined(let gate): gate.parameterCount
        case .opaque(let count, _): count
        }
    }

    var qubitCount: Int {
        switch self {
        case .table(let definition): definition.qubitCount
        case .defined(let gate): gate.qubitCount
        case .opaque(_, let count): count
        }
    }

    /// How many steps an expansion takes; saturates.
    var cost: Int { if case .defined(let gate) = self { gate.cost } else { 1 } }

    /// How deep definitions nest below it.
    var depth: Int { if case .defined(let gate) = self { gate.depth } else { 0 } }
}

/// A gate definition: `gate name(parameters) operands { body }`.
final class DefinedGate {
    enum Statement {
        case call(GateSymbol, name: String, [Expression], operands: [Int], at: SourcePoint)
        case barrier([Int])
    }

    let parameterCount: Int
    let qubitCount: Int
    let body: [Statement]
    let cost: Int
    let depth: Int

    init(parameterCount: Int, qubitCount: Int, body: [Statement]) {
        self.parameterCount = parameterCount
        self.qubitCount = qubitCount
        self.body = body
        var (cost, depth) = (1, 1)
        for statement in body {
            switch statement {
            case .call(let symbol, _, _, _, _):
                let (sum, overflow) = cost.addingReportingOverflow(symbol.cost)
                cost = overflow ? .max : sum
                depth = max(depth, symbol.depth + 1)
            case .barrier(let operands):
                let (sum, overflow) = cost.addingReportingOverflow(operands.count)
                cost = overflow ? .max : sum
            }
        }
        (self.cost, self.depth) = (cost, depth)
    }
}
