public import OperatorAlgebra

/// A kind of gate, as one row of data: ``GateTable`` lists them all.
///
/// Parsers, writers, simulators, gradients, documentation and tests iterate over the rows; adding a gate is adding a
/// row. A definition is identified by its name. It is a class, immutable, so that a gate in a circuit refers to its row
/// by one pointer.
public final class GateDefinition: Sendable {
    /// The canonical name, such as `rx`.
    public let name: String
    /// What it does, as a formula.
    public let formula: String
    /// How many qubits it acts on, controls that are part of the gate (as in `cx`) included; 0 for a global phase.
    public let qubitCount: Int
    /// The names of its parameters, in order.
    public let parameterNames: [String]
    /// What is known about its matrix for every value of the parameters.
    public let traits: GateTraits
    /// How to undo it.
    public let inverse: GateInverse
    /// For one-parameter gates exp(−i θ/2 G): G as a Pauli sum on the operands (qubit j is operand j); otherwise nil.
    public let generator: PauliSum?
    /// If the gate is a controlled one: how many of its first operands are controls, and the name of the gate that the
    /// remaining operands undergo.
    public let controlled: (count: Int, base: String)?
    /// Its name in file formats.
    public let spelling: GateSpelling
    /// The matrix for given parameters.
    public let matrix: @Sendable ([Double]) -> GateMatrix
    /// The exact derivative of the matrix by each parameter, for given parameters.
    public let derivatives: [@Sendable ([Double]) -> GateMatrix]

    init(
        name: String, formula: String, qubitCount: Int, parameterNames: [String], traits: GateTraits,
        inverse: GateInverse, generator: PauliSum?, controlled: (count: Int, base: String)?, spelling: GateSpelling,
        matrix: @escaping @Sendable ([Double]) -> GateMatrix, derivatives: [@Sendable ([Double]) -> GateMatrix]
    ) {
        precondition(derivatives.count == parameterNames.count, "\(name): one derivative for each parameter")
        self.name = name
        self.formula = formula
        self.qubitCount = qubitCount
        self.parameterNames = parameterNames
        self.traits = traits
        self.inverse = inverse
        self.generator = generator
        self.controlled = controlled
        self.spelling = spelling
        self.matrix = matrix
        self.derivatives = derivatives
    }

    /// How many parameters it takes.
    public var parameterCount: Int { parameterNames.count }

    /// The generator if its strings commute, so that the gate is a product of Pauli rotations.
    public var commutingGenerator: PauliSum? {
        guard let generator else { return nil }
        let commute = generator.indices.allSatisfy { i in
            generator.indices.allSatisfy { j in j >= i || generator[i].term.commutes(with: generator[j].term) }
        }
        return commute ? generator : nil
    }
}

extension GateDefinition: Hashable {
    /// Whether both are the same row of the table.
    public static func == (lhs: GateDefinition, rhs: GateDefinition) -> Bool {
        lhs === rhs || lhs.name == rhs.name
    }

    /// Feeds the name to the hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension GateDefinition: CustomStringConvertible {
    /// The name, and the parameters if it takes any: `rx(theta)`.
    public var description: String {
        parameterNames.isEmpty ? name : "\(name)(\(parameterNames.joined(separator: ", ")))"
    }
}

/// What is known about a gate's matrix for every value of its parameters.
public struct GateTraits: OptionSet, Hashable, Sendable {
    /// One bit a trait.
    public let rawValue: Int

    /// The traits with the given bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Only diagonal elements are nonzero.
    public static let diagonal = GateTraits(rawValue: 1)
    /// Each row and column has one nonzero element, and it is 1.
    public static let permutation = GateTraits(rawValue: 2)
    /// It maps Pauli strings to Pauli strings.
    public static let clifford = GateTraits(rawValue: 4)
    /// All elements are real.
    public static let real = GateTraits(rawValue: 8)
    /// Exchanging its operands does not change it.
    public static let symmetric = GateTraits(rawValue: 16)
}

/// How to undo a gate.
public enum GateInverse: Hashable, Sendable {
    /// The gate is its own inverse.
    case itself
    /// The same gate with every parameter's sign changed.
    case negated
    /// The gate of another row, with the same parameters.
    case gate(String)
    /// The same gate with `signs[j]` · parameter `order[j]` + `offsets[j]` as parameter j.
    case parameters(order: [Int], signs: [Double], offsets: [Double])
}

/// A gate's names in file formats; nil where the format lacks the gate.
public struct GateSpelling: Hashable, Sendable {
    /// In OpenQASM 2 with the `qelib1.inc` that Qiskit ships; this name is written.
    public var openQASM: String?
    /// Further names that are understood in OpenQASM 2: `U`, `CX`, and gates that other tools put into `qelib1.inc`.
    public var openQASMAliases: [String]
    /// In qsim's text format; this name is written.
    public var qsim: String?
    /// Further names that are understood in qsim's text format.
    public var qsimAliases: [String]

    /// The given names.
    public init(
        openQASM: String? = nil, openQASMAliases: [String] = [], qsim: String? = nil, qsimAliases: [String] = []
    ) {
        self.openQASM = openQASM
        self.openQASMAliases = openQASMAliases
        self.qsim = qsim
        self.qsimAliases = qsimAliases
    }

    /// Every name in OpenQASM 2.
    public var openQASMNames: [String] { [openQASM].compactMap(\.self) + openQASMAliases }

    /// Every name in qsim's text format.
    public var qsimNames: [String] { [qsim].compactMap(\.self) + qsimAliases }
}
