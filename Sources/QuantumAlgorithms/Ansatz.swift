public import OperatorAlgebra
public import QuantumCircuits

/// A family of states: a parametrized circuit applied to a basis state.
public struct Ansatz: Hashable, Sendable {
    /// What it is called, such as "UCCSD".
    public let name: String
    /// The basis state that the circuit starts from.
    public let reference: QubitMask
    /// The circuit; its free parameters are those of the family.
    public let circuit: Circuit
    /// Parameters to begin a minimization with.
    public let initialParameters: [Double]
    /// About how strongly the energy curves along each parameter, relative to the others: a minimizer's scale.
    public let curvatures: [Double]

    /// The family of states that a circuit makes of a basis state.
    ///
    /// - Parameters:
    ///   - initialParameters: zeros by default.
    ///   - curvatures: positive; ones by default.
    /// - Throws: ``QuantumAlgorithmError/wrongParameterCount(found:expected:)``,
    ///   ``QuantumAlgorithmError/notFinite(quantity:value:)``,
    ///   ``QuantumAlgorithmError/notPositive(quantity:value:)`` or
    ///   ``QuantumAlgorithmError/tooManyQubits(operator:found:expected:)``.
    public init(
        name: String, reference: QubitMask, circuit: Circuit, initialParameters: [Double]? = nil,
        curvatures: [Double]? = nil
    ) throws(QuantumAlgorithmError) {
        let width = (reference.last ?? -1) + 1
        guard width <= circuit.qubitCount else {
            throw .tooManyQubits(operator: "the reference state", found: width, expected: circuit.qubitCount)
        }
        self.name = name
        self.reference = reference
        self.circuit = circuit
        self.initialParameters = initialParameters ?? Array(repeating: 0, count: circuit.parameterCount)
        self.curvatures = curvatures ?? Array(repeating: 1, count: circuit.parameterCount)
        try check(self.initialParameters)
        try check(self.curvatures)
        if let bad = self.curvatures.first(where: { $0 <= 0 }) {
            throw .notPositive(quantity: "a curvature of the ansatz", value: bad)
        }
    }

    /// The number of parameters.
    public var parameterCount: Int { circuit.parameterCount }

    /// The names of the parameters; those of cluster amplitudes say which electrons move where.
    public var parameterNames: [String] { circuit.parameterNames }

    /// The number of qubits.
    public var qubitCount: Int { circuit.qubitCount }

    /// The whole circuit from |0…0⟩: X gates that make the reference, then the parametrized operations.
    ///
    /// - Throws: ``QuantumAlgorithmError/circuit(_:)``.
    public func preparation() throws(QuantumAlgorithmError) -> Circuit {
        var result = try Circuit(qubitCount: qubitCount, flipping: reference)
        do throws(CircuitError) {
            for name in circuit.parameterNames { result.addParameter(name) }
            for operation in circuit.operations { try result.append(operation) }
        } catch {
            throw .circuit(error)
        }
        return result
    }

    /// Checks that there is one finite value a parameter.
    func check(_ parameters: [Double]) throws(QuantumAlgorithmError) {
        guard parameters.count == parameterCount else {
            throw .wrongParameterCount(found: parameters.count, expected: parameterCount)
        }
        if let bad = parameters.first(where: { !$0.isFinite }) {
            throw .notFinite(quantity: "a parameter of the ansatz", value: bad)
        }
    }
}
