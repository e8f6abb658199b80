public import OperatorAlgebra
public import QuantumCircuits

extension VectorizedBackend {
    /// E(θ) = ⟨φ|U(θ)† H U(θ)|φ⟩ and its exact gradient by adjoint differentiation.
    ///
    /// ``ParametrizedExpectation`` compiles circuit and observable once for many parameters.
    ///
    /// - Throws: as ``ParametrizedExpectation/init(of:in:backend:)`` and ``ParametrizedExpectation/value(at:from:)``.
    public func expectationAndGradient(
        of observable: PauliSum, circuit: Circuit, parameters: [Double], initial: StateVector? = nil
    ) throws(StateVectorError) -> ExpectationGradient {
        try ParametrizedExpectation(of: observable, in: circuit, backend: self)
            .valueAndGradient(at: parameters, from: initial)
    }
}
